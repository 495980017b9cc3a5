"""Why claims are rejected, in a few words that cost one press; and why one is next."""

from collections.abc import Mapping
from types import MappingProxyType

from countersight.model.docket import ReviewState
from countersight.review import Queues
from countersight.web.desk.queueing import Person


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


REASONS: Mapping[str, str] = MappingProxyType({
    "not-said": _("The words do not say this"),
    "parties": _("Supplier or recipient is wrong"),
    "technology": _("This is not surveillance technology"),
    "general": _("A general remark: nothing is supplied to anyone"),
    "misread": _("A name, number or date was misread"),
    "double": _("The same claim stands here already"),
    "no-prose": _("No running text: a menu, list or advertisement"),
})  # fmt: skip
"""By the value that the form sends; kept with the decision in English, as the project's record has one language."""


def tell_why(held: Queues, claim_id: str, confidence: float, person: Person, *, size: int = 0) -> str:
    """Say in words why a claim comes now; `size` is how many claims its finding rests on."""
    state = held.board.docket.settlement(claim_id, person.readers).state
    if state is ReviewState.DISPUTED:
        return "Reviewers decided differently."
    if state is ReviewState.WAITING:
        return "It needs another reader before it may be released."
    if remark := held.board.remark(claim_id):
        return remark[:1].upper() + remark[1:] + "."
    rests = (
        "" if not size else "; its finding rests on it alone" if size == 1 else f"; its finding rests on {size} claims"
    )
    return f"The machine is {confidence:.0%} sure of it{rests}."
