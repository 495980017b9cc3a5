"""Watching: declared sources are visited on schedule, and a watcher that died goes on where it was."""

from countersight.collect.watching.database import WatchDatabase
from countersight.collect.watching.lock import only_watcher
from countersight.collect.watching.memories import StoredMemory
from countersight.collect.watching.outcomes import Catch, Outcome, Stopped, VisitSummary
from countersight.collect.watching.rounds import Rounds
from countersight.collect.watching.standing import Standing, look_over
from countersight.collect.watching.visiting import Visitor

__all__ = [
    "Catch",
    "Outcome",
    "Rounds",
    "Standing",
    "Stopped",
    "StoredMemory",
    "VisitSummary",
    "Visitor",
    "WatchDatabase",
    "look_over",
    "only_watcher",
]
