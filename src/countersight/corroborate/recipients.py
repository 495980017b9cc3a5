"""What the words for a recipient tell: one organization by its own name, several that are counted, or no one at all."""

import re

from countersight.corroborate.tokens import tokenize
from countersight.model.claim import Claim, Kind, Party
from countersight.model.finding import FindingParty
from countersight.model.identity import is_name_node
from countersight.model.parties import fold_words
from countersight.values.territories import find_territories

SALES = frozenset({Kind.SUPPLY, Kind.PROCUREMENT, Kind.AGREEMENT})
"""Kinds in which a vendor may say to whom it sells at all."""
CUSTOMERS = "governments in general"
"""Key of the recipient of a claim about to whom a vendor sells at all; such claims tell of no single deal."""
MANY_CUSTOMERS = frozenset({
    "governments", "government agencies", "government clients", "government customers", "gobiernos",
    "agencias gubernamentales", "gouvernements", "governos", "regierungen", "правительства", "правительствам",
    "правительств", "حكومات", "الحكومات", "各国政府", "世界各国的政府", "政府客户",
})  # fmt: skip
"""Folded names, in the languages that are read, of customers of a sort."""
CUSTOMERS_BY_CUE = frozenset({"government", "law enforcement", "law enforcement agencies", "政府"})
"""Those that are of a sort only where the words say that nobody else is sold to."""
ONLY = re.compile(
    r"\b(?:only|exclusive|exclusively|solely|únicamente|exclusivamente|uniquement|exclusivement|ausschließlich|somente"
    r"|только|исключительно|فقط)\b|[仅只]",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:the|los|las|les|os|die) | (?:worldwide|around the world)$")
_WORD = re.compile(r"[^\W\d_]+")
COMMON = frozenset({
    "agency", "agencies", "authorities", "authority", "city", "federal", "gobierno", "government", "governments",
    "gouvernement", "governo", "internet", "isp", "isps", "national", "police", "policia", "provider", "providers",
    "republic", "service", "services", "state", "telecom", "правительство",
})  # fmt: skip
"""Folded words of many recipients' names, by which none is told from another."""
ACRONYM = 3
"""Letters from which the initials of a name are held to be its acronym."""
_COMMON = tokenize(" ".join(COMMON))


def tells_customers(claim: Claim, recipient: FindingParty | None) -> bool:
    """Whether a claim tells to whom a vendor sells at all, such as governments only, and names no state in its words.

    Whatever territory was taken from the words around is then none that it is about.
    """
    party, first = claim.recipient, claim.evidence[0]
    if claim.kind not in SALES or recipient is None or party is None or party.mention is None:
        return False
    if recipient.entity_id or is_name_node(recipient.key):
        return False
    if any(slot.mention and first.start <= slot.mention.start < first.end for slot in party.territories):
        return False
    name = _LEADING.sub("", fold_words(party.mention.name))
    return name in MANY_CUSTOMERS or (name in CUSTOMERS_BY_CUE and ONLY.search(first.quote) is not None)


def find_own_name(party: Party | None) -> frozenset[str]:
    """Return the stems of the words by which a recipient is named, with its acronym; none where it is only described.

    Names are known by their form: words written large, without those of territories.
    """
    if party is None or party.mention is None:
        return frozenset()
    name = party.mention.name
    places = tokenize(" ".join(mention.name for mention in find_territories(name)))
    large = [
        word for word in _WORD.findall(name) if word[0].isupper() and len(word) > 1 and not tokenize(word) <= places
    ]
    own = tokenize(" ".join(large)) - _COMMON
    initials = "".join(word[0] for word in large if not word.isupper())
    return own | tokenize(initials) if own and len(initials) >= ACRONYM else own


def counts_recipients(claim: Claim) -> bool:
    """Whether the figure of a claim counts its recipients: three providers, 21 governments."""
    party, figure = claim.recipient, claim.quantity
    if party is None or party.mention is None or figure is None or figure.value < 2:
        return False
    return figure.mention.start < party.mention.end and party.mention.start < figure.mention.end
