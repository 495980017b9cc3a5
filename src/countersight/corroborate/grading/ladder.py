"""How far a deal has come, by what a claim says of it: planned, agreed, delivered, operating, ended."""

from collections.abc import Iterable
from typing import Final

from countersight.model.claim import Kind, Status
from countersight.model.finding import Rung

REACHED: Final = {
    Kind.AGREEMENT: Rung.AGREED,
    Kind.PROCUREMENT: Rung.AGREED,
    Kind.SUPPLY: Rung.DELIVERED,
    Kind.TRAINING: Rung.DELIVERED,
    Kind.DEPLOYMENT: Rung.OPERATING,
}
"""The rung that a claim of each kind puts a deal on, unless its status says otherwise. The other kinds are no deals."""

CLIMB: Final = (Rung.PLANNED, Rung.AGREED, Rung.DELIVERED, Rung.OPERATING)
"""From the foot up. A deal may end from any rung."""
_ORDER: Final = (None, *Rung)


def reached_rung(kind: Kind, status: Status) -> Rung | None:
    """Return the rung that a claim asserts or denies; none for what is no deal but happened, such as a sanction."""
    if status is Status.PLANNED:
        return Rung.PLANNED
    if status is Status.CANCELLED:
        return Rung.ENDED
    return REACHED.get(kind)


def supports(reached: Rung | None, asked: Rung | None) -> bool:
    """Whether a claim that a deal has come to `reached` says that it came to `asked`.

    A delivery says that there was an agreement, not the other way round. What was called off was agreed on, though it
    may never have been delivered.
    """
    if reached is asked:
        return True
    if asked is None or asked is Rung.ENDED:
        return False
    if reached is None:  # it happened, so it can be called planned
        return asked is Rung.PLANNED
    top = Rung.AGREED if reached is Rung.ENDED else reached
    return CLIMB.index(asked) <= CLIMB.index(top)


def main_rung(kind: Kind, asserted: Iterable[Rung | None]) -> Rung | None:
    """Return the rung that a finding is about.

    That is the rung of its kind, where a claim asserts as much or there are only denials; else the highest that is
    asserted. A finding of nothing but plans is about the plan, one of nothing but cancellations about the end.
    """
    told = set(asserted)
    own, climbed = REACHED.get(kind), told - {Rung.ENDED}
    if not told or any(supports(rung, own) for rung in climbed):
        return own
    return max(climbed, key=_ORDER.index, default=Rung.ENDED)


def judged_rungs(main: Rung | None, asserted: Iterable[Rung | None]) -> tuple[Rung | None, ...]:
    """Return the rungs to judge, from the foot up: the main one, all that claims assert, and that there was a deal."""
    rungs = {main, *asserted}
    if main in (Rung.DELIVERED, Rung.OPERATING):
        rungs.add(Rung.AGREED)
    return tuple(sorted(rungs, key=_ORDER.index))
