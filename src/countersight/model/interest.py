"""The interest of a speaker in what it says: a party to it, an official of a party's state, or an outsider."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from countersight.model.claim import Party
from countersight.model.evidence import Mention
from countersight.model.text import DocumentText
from countersight.reference import load_reference
from countersight.values.folding import fold
from countersight.values.organizations import find_organizations
from countersight.values.territories import find_territories

_REACH = 60
"""Code points after a name within which its office may follow: `Jane Roe, the interior minister`."""
_DESCRIPTION = re.compile(
    r"\s*[,(，（、،]\s*[^,，、،.;:!?。；：！？\n]*|\s+(?:of|from|for|at|de|du|del|da|do|von|من)\s[^.,;:!?。\n]*"
)
_STATE_ROLES = frozenset({"agency", "authority"})
_TOKEN = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class Interest(StrEnum):
    """What a speaker has at stake."""

    PARTY = "party"
    """It is supplier or recipient, or speaks for one."""
    OFFICIAL = "official"
    """It holds an office of a state that is a party."""
    OUTSIDER = "outsider"


def find_interest(speaker: Mention, parties: Iterable[Party | None], text: DocumentText) -> Interest:
    """Tell what a speaker has at stake, by its name and the description right after it.

    Args:
        speaker: the words that name it in the text.
        parties: supplier and recipient, whichever there are.
        text: the text that all mentions stand in.
    """
    described = speaker.name + _description(speaker, text)
    known = [party for party in parties if party is not None]
    if any(_is_party(speaker, described, party, text.language) for party in known):
        return Interest.PARTY
    if any(_is_official_of(described, party, text.language) for party in known):
        return Interest.OFFICIAL
    return Interest.OUTSIDER


def is_office(words: str, language: str | None) -> bool:
    """Whether words name an office or authority of a state, in one language (ISO 639-1), or in any if it is unknown."""
    return _names_any("state", words, language)


def _description(speaker: Mention, text: DocumentText) -> str:
    after = text.text[speaker.end : speaker.end + _REACH]
    match = _DESCRIPTION.match(after)
    return match[0] if match is not None else ""


def _is_party(speaker: Mention, described: str, party: Party, language: str | None) -> bool:
    if party.mention is None:
        return False
    name = party.mention
    if speaker.start < name.end and name.start < speaker.end:
        return True
    if _is_same_name(speaker.name, name.name, language) or _known(speaker.name) & _known(name.name):
        return True
    speaks_for = _names_any("spokespeople", described, language)
    return speaks_for and (
        _contains(_tokens(described), _tokens(name.name)) or bool(_known(described) & _known(name.name))
    )


def _is_official_of(described: str, party: Party, language: str | None) -> bool:
    """Whether the words name an office, and of no other state than the party's."""
    if not _is_state(party, language):
        return False
    theirs = {mention.code for mention in find_territories(described)}
    own = {slot.code for slot in party.territories}
    if party.mention is not None:
        own |= {mention.code for mention in find_territories(party.mention.name)}
    if not is_office(described, language):  # `Kenya said`: the state itself
        return bool(theirs & own) and not _tokens(_without_territories(described))
    return bool(theirs & own) or bool(own and not theirs)


def _without_territories(words: str) -> str:
    """Return words without the names of territories."""
    for mention in reversed(find_territories(words)):
        words = words[: mention.start] + words[mention.end :]
    return words


def _is_state(party: Party, language: str | None) -> bool:
    """Whether a party acts for a state or is one: by its office, by the reference, or as nothing but a territory."""
    if party.mention is None:
        return True
    name = party.mention.name
    if is_office(name, language) or any(_STATE_ROLES & set(found.roles) for found in find_organizations(name)):
        return True
    return any(found.name == name for found in find_territories(name))


def _is_same_name(one: str, other: str, language: str | None) -> bool:
    """Whether one name is the other or its beginning: `Acme` and `Acme Systems`; a territory alone is no name."""
    first, second = sorted((_tokens(one), _tokens(other)), key=len)
    if not first or (is_office(" ".join(first), language) and first != second):
        return False
    return second[: len(first)] == first


def _known(words: str) -> set[str]:
    return {found.entity_id for found in find_organizations(words) if found.entity_id is not None}


def _contains(words: list[str], name: list[str]) -> bool:
    return bool(name) and any(words[i : i + len(name)] == name for i in range(len(words) - len(name) + 1))


def _tokens(words: str) -> list[str]:
    return _TOKEN.findall(fold(words).text)


def _names_any(group: str, words: str, language: str | None) -> bool:
    return _pattern(group, language).search(fold(words).text) is not None


@cache
def _pattern(group: str, language: str | None) -> re.Pattern[str]:
    rows: dict[str, list[str]] = load_reference("offices.yaml")[group]
    known = [rows[language]] if language in rows else list(rows.values())
    return re.compile("|".join(_stem(word) for row in known for word in row))


def _stem(word: str) -> str:
    stem = re.escape(fold(word.rstrip("|")).text)
    if _UNSPACED.search(word):
        return stem
    return rf"(?<!\w){stem}" + (r"(?!\w)" if word.endswith("|") else "")
