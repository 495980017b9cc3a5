"""Politeness: robots.txt, each host's pace, back-off that outlives the process, conditional requests."""

from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.manners import Manners
from countersight.collect.politeness.memory import Memory, ProcessMemory
from countersight.collect.politeness.validators import (
    NotModified,
    Validators,
    recall_validators,
    remember_validators,
    validators_of,
)

__all__ = [
    "Manners",
    "Memory",
    "NotModified",
    "PoliteFetcher",
    "ProcessMemory",
    "Validators",
    "recall_validators",
    "remember_validators",
    "validators_of",
]
