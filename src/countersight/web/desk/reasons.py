"""Why claims are rejected, in a few words that cost one press; and why one is next."""

from collections.abc import Mapping
from types import MappingProxyType

from countersight.model.docket import Docket, SettlementState
from countersight.review import Queues
from countersight.values.person_names import person_key
from countersight.web.desk.queueing import Person
from countersight.web.language import Language
from countersight.web.reasons import plain_reason


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


def tell_why(
    held: Queues, claim_id: str, confidence: float, person: Person, language: Language, *, size: int = 0
) -> str:
    """Say in words why a claim comes now; `size` is how many claims its finding rests on."""
    state = held.board.docket.settlement(claim_id, person.readers).state
    if state is SettlementState.DISPUTED:
        return language.say(_("Reviewers decided differently."))
    if state is SettlementState.WAITING:
        return language.say(_("It needs another reader before it may be released."))
    if remark := held.board.remark(claim_id):
        told = plain_reason(remark, language)
        return told[:1].upper() + told[1:] + "."
    sure = {"percent": f"{confidence:.0%}", "count": size}
    if size == 1:
        return language.say(_("The machine is %(percent)s sure of it; its finding rests on it alone.")) % sure
    if size:
        return language.say(_("The machine is %(percent)s sure of it; its finding rests on %(count)s claims.")) % sure
    return language.say(_("The machine is %(percent)s sure of it.")) % sure


def tell_standing(docket: Docket, claim_id: str, person: Person, language: Language) -> str | None:
    """Say what several readers' decisions come to, as far as this one may know."""
    settlement = docket.settlement(claim_id, person.readers)
    own = docket.by_reviewer(claim_id).get(person_key(person.name))
    if settlement.state is SettlementState.DISPUTED:
        return language.say(_("Reviewers decided differently: an editor settles it."))
    if settlement.state is SettlementState.WAITING and own is not None:
        return language.say(_("You have decided; it waits for another reader, who does not see your answer."))
    if settlement.state is SettlementState.WAITING:
        return language.say(_("Another reader has decided; you see the answer once you have given yours."))
    return None
