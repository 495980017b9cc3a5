"""Organizations of the trade named in text, from the reference that Countersight maintains."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation

from countersight.reference import load_reference
from countersight.values.boundaries import is_bounded, is_unspaced, same_length_fold, word_after, word_before
from countersight.values.digests import sha256_hex
from countersight.values.territories import territory_of

FILES = ("organizations/agencies.yaml", "organizations/forums.yaml", "organizations/vendors.yaml")
"""The reference: one file for each kind of organization."""

NAMES_FILE = "organizations/names.yaml"
"""Names in other scripts and languages, each with the source in which it was read."""

ACRONYM_LENGTH = 6
"""Names of at most so many capitals and digits count only in capitals."""


ARTICLES = frozenset(
    {"The", "A", "An", "At", "By", "In", "And", "But", "If", "When", "While", "With", "For", "From", "As"}
)
"""Words that open a sentence with a capital and are no part of the name that follows."""


class Via(StrEnum):
    """What of an organization a text names."""

    NAME = "name"
    PRODUCT = "product"
    """A product that stands for its vendor."""
    LISTING = "listing"
    """A list that stands for the authority that keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One entry of the reference. `model.entity.Entity` is what the stages make of it."""

    id: str
    """Its Wikidata QID where known, else `cs-` and a slug."""
    schema: str
    """FollowTheMoney schema: `Company`, `PublicBody`, `Organization`."""
    name: str
    roles: tuple[str, ...]
    """What it does in this trade: vendor, agency, forum, authority."""
    sources: tuple[str, ...]
    """Public addresses, or rows of published data, that say so."""
    territory: str | None = None
    aliases: tuple[str, ...] = ()
    """Other names, in any script."""
    common_words: tuple[str, ...] = ()
    """Those of its names and products that are also ordinary words or other people's names."""
    products: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    """Lists of sanctioned or restricted parties that it keeps."""
    parent: str | None = None
    """Id of the organization that owns or contains it."""
    wikidata_id: str | None = None

    def names(self) -> Iterator[tuple[str, Via]]:
        """Yield every name that stands for it in text."""
        for name in (self.name, *self.aliases):
            yield name, Via.NAME
        for name in self.products:
            yield name, Via.PRODUCT
        for name in self.listings:
            yield name, Via.LISTING


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedName:
    """One name of an organization, in another script or language, and where it was read."""

    entity_id: str
    name: str
    language: str
    """BCP 47 tag of the language of the source's text."""
    source: str
    """Public address of the text that has the name."""
    common: bool = False
    """Whether it also means something or somebody else in that language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationMention:
    """An organization named in a text: `name == text[start:end]`, in Unicode code points."""

    entity_id: str | None
    """None where several organizations share the name."""
    start: int
    end: int
    name: str
    territory: str | None
    """Its headquarters or government; none where those who share the name differ in it."""
    roles: tuple[str, ...]
    via: Via = Via.NAME


@dataclass(frozen=True, slots=True)
class _Owner:
    organization: Organization
    via: Via


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One spelling, and everyone it may stand for."""

    text: str
    owners: tuple[_Owner, ...]
    exact_case: bool
    common: bool


def organizations() -> tuple[Organization, ...]:
    """Return every organization of the reference, in order of id."""
    return tuple(_organizations().values())


def organization(entity_id: str) -> Organization | None:
    """Return the organization with this id, if the reference has it."""
    return _organizations().get(entity_id)


@cache
def sourced_names() -> tuple[SourcedName, ...]:
    """Return the names in other scripts and languages; each is also one of the aliases of its organization."""
    return tuple(
        SourcedName(entity_id=entry["id"], **fields)
        for entry in load_reference(NAMES_FILE)
        for fields in entry["names"]
    )


@cache
def reference_digest() -> str:
    """Return the SHA-256 of the reference of organizations and territories, which changes with every change of it."""
    folder = files("countersight.reference")
    return sha256_hex(b"\0".join((folder / name).read_bytes() for name in (*FILES, NAMES_FILE, "territories.yaml")))


def find_organizations(text: str) -> list[OrganizationMention]:
    """Find the organizations of the reference named in `text`, in order, never overlapping, the longest name first.

    Acronyms count in capitals only, other names with a capital where they have one. A name that is also an ordinary
    word counts only where its capital tells: inside a sentence, with no other name beside it. Legal forms after a name
    are left to the reader.
    """
    patterns, automaton = _patterns()
    folded = same_length_fold(text)
    found: list[OrganizationMention] = []
    matches: Iterable[tuple[int, int, int]] = automaton.find_matches_as_indexes(_lower(folded), overlapping=True)
    reached = 0
    for which, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
        if start >= reached and _fits(patterns[which], folded, start, end):
            reached = end
            found.append(_mention(patterns[which], text, start, end))
    return found


def _fits(pattern: _Pattern, text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if pattern.exact_case and name != pattern.text:
        return False
    if pattern.text[0].isupper() and not name[0].isupper():
        return False
    if pattern.common and not pattern.exact_case and (name != pattern.text or not _is_meant(pattern, text, start, end)):
        return False
    return is_bounded(text, start, end)


def _is_meant(pattern: _Pattern, text: str, start: int, end: int) -> bool:
    """Whether a common word's capital tells: not as part of a longer name, nor, one word alone, opening a sentence.

    A word for its own territory may stand before it ("US Justice Department").
    """
    before, after = word_before(text, start), word_after(text, end)
    territory = territory_of(before) if before else None
    own = territory is not None and any(owner.organization.territory == territory for owner in pattern.owners)
    opens = " " not in pattern.text and _opens_sentence(text, start)
    return not opens and not after[:1].isupper() and (own or not before[:1].isupper() or before in ARTICLES)


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?:\n•" or "\n" in text[max(0, start - 2) : start]


def _mention(pattern: _Pattern, text: str, start: int, end: int) -> OrganizationMention:
    owners = pattern.owners
    first = owners[0]
    territories = {owner.organization.territory for owner in owners}
    roles = [role for role in first.organization.roles if all(role in owner.organization.roles for owner in owners)]
    return OrganizationMention(
        entity_id=first.organization.id if len(owners) == 1 else None,
        start=start,
        end=end,
        name=text[start:end],
        territory=first.organization.territory if len(territories) == 1 else None,
        roles=tuple(roles),
        via=first.via,
    )


def _lower(text: str) -> str:
    """Lower the case of `text`, code point for code point."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@cache
def _organizations() -> Mapping[str, Organization]:
    named: dict[str, list[SourcedName]] = {}
    for name in sourced_names():
        named.setdefault(name.entity_id, []).append(name)
    entries = [_entry(entry, named.get(entry["id"], ())) for name in FILES for entry in load_reference(name)]
    return MappingProxyType({entry.id: entry for entry in sorted(entries, key=lambda entry: entry.id)})


def _entry(fields: dict[str, Any], named: Sequence[SourcedName]) -> Organization:
    slots: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
    entry = Organization(**slots)
    return replace(
        entry,
        aliases=(*entry.aliases, *(each.name for each in named)),
        common_words=(*entry.common_words, *(each.name for each in named if each.common)),
        sources=tuple(dict.fromkeys((*entry.sources, *(each.source for each in named)))),
    )


@cache
def _patterns() -> tuple[tuple[_Pattern, ...], AhoCorasick]:
    owners: dict[str, dict[str, _Owner]] = {}
    spelt: dict[str, tuple[str, bool]] = {}
    for entry in organizations():
        for name, via in entry.names():
            folded = same_length_fold(name)
            owners.setdefault(_lower(folded), {}).setdefault(entry.id, _Owner(entry, via))
            spelt.setdefault(_lower(folded), (folded, name in entry.common_words))
    patterns = tuple(
        _Pattern(name, tuple(owners[key].values()), is_acronym(name), common) for key, (name, common) in spelt.items()
    )
    return patterns, AhoCorasick(list(spelt), implementation=Implementation.ContiguousNFA)


def is_acronym(name: str) -> bool:
    """Whether `name` is so short and all in capitals that in lower case it would be another word."""
    return len(name) <= ACRONYM_LENGTH and name.upper() == name != name.lower() and not is_unspaced(name[0])
