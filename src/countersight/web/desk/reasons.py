"""Why claims are rejected, in a few words that cost one press; and why one is next."""

from collections.abc import Mapping
from types import MappingProxyType

from countersight.model.claim import Claim
from countersight.model.docket import ReviewState
from countersight.web.desk.board import Board
from countersight.web.desk.queueing import Order, Person, has_changed


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


def tell_why(board: Board, claim: Claim, order: Order, person: Person) -> str:
    """Say in words why a claim comes now."""
    settlement = board.docket.settlement(claim.id, person.readers)
    row, finding = board.rows.get(claim.id), board.finding_of.get(claim.id)
    if settlement.state is ReviewState.DISPUTED:
        return "Reviewers decided differently."
    if settlement.state is ReviewState.WAITING:
        return "It needs another reader before it may be released."
    if row is not None and has_changed(board, row):
        return "Its finding was decided on before this claim joined it."
    told = f"The machine is {claim.confidence:.0%} sure of it"
    if finding is not None:
        count = len(finding.claim_ids)
        told += f"; its finding rests on {count} claims" if count > 1 else "; its finding rests on it alone"
    return told + "."
