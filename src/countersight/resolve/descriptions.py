"""Words around a known name: those that only describe it, and those that make it somebody else."""

import re

from countersight.values.names import fold_spelling
from countersight.values.territories import find_territories, territory_of

_ANOTHER = re.compile(
    r"\b(?:subsidiar(?:y|ies)|affiliates?|branch(?:es)?|units?|arm|divisions?|partners?|resellers?|distributors?|dealers?|"
    r"agents?|rivals?|competitors?|customers?|clients?|suppliers?|contractors?|founders?|executives?|employees?|staff|"
    r"owners?|investors?|shareholders?|parent|predecessor|successor|spin-?off|joint venture|former|ex|foundation|"
    r"spokes(?:man|woman|person)|chief|ceo|president|director|officials?|officers?|lawyers?)\b",
    re.IGNORECASE,
)
"""Words that, beside a name, mean somebody connected with it."""

_POSSESSIVE = re.compile(r"^['’]s?\b")
_OF = (" of", " with", " by", " from", " to", " against")

_PLACING = re.compile(r"^(?:of|in) (?:the )?(?P<where>.+)$")

_DESCRIBING = frozenset(
    {
        "a", "agency", "an", "and", "backed", "based", "biometric", "biometrics", "blacklisted", "camera",
        "cameras", "companies", "company", "conglomerate", "contractor", "controversial", "corporation", "cyber",
        "cybersecurity", "developer", "drone", "drones", "equipment", "facial", "firm", "forensic", "forensics",
        "giant", "global", "group", "hacking", "hardware", "intelligence", "interception", "linked", "maker",
        "manufacturer", "mercenary", "networking", "notorious", "owned", "police", "private", "provider",
        "publicly", "recognition", "sanctioned", "secretive", "security", "service", "services", "software",
        "spyware", "startup", "state", "supplier", "surveillance", "tech", "technology", "telecom",
        "telecommunications", "telecoms", "the", "traded", "vendor", "video",
    }
)  # fmt: skip
"""Words that only describe the organization whose name follows them."""


def tells_of_another(before: str, after: str) -> bool:
    """Whether the words before and after a name make the whole mean somebody connected with it.

    "former", "customers of" and "'s subsidiary" do; words that may also describe, such as "contractor", only after it.
    """
    found = {word.casefold() for word in _ANOTHER.findall(before)} - _DESCRIBING
    return bool(found) or before.rstrip().endswith(_OF) or _ANOTHER.search(after) is not None


def only_describes(before: str, territory: str | None) -> bool:
    """Whether the words before a name are plain description and, if any, words for its own `territory`."""
    for mention in reversed(find_territories(before)):
        if mention.code != territory:
            return False
        before = before[: mention.start] + _POSSESSIVE.sub("", before[mention.end :])
    return all(word in _DESCRIBING or territory_of(word) == territory for word in fold_spelling(before).split())


def only_places(after: str, territory: str | None) -> bool:
    """Whether the words after a name are none, or place it in its own `territory` ("of Germany")."""
    words = fold_spelling(after)
    if not words:
        return True
    placed = _PLACING.match(words)
    return placed is not None and territory is not None and territory_of(placed["where"]) == territory
