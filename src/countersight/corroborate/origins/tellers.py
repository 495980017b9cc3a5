"""Whose word a claim is, and how many independent origins the claims of one finding have by that.

Documents that copy nothing of one another may still rest on one word: the same minister speaks in both, both quote one
statement, one cites the other, both are an agency's, or one owner's. Within a finding they are then one origin, and
nowhere else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.origins.forest import Origins
from countersight.corroborate.origins.publishers import Families, bundled_families
from countersight.corroborate.origins.quotations import find_quotations
from countersight.corroborate.origins.scripts import UNSPACED
from countersight.model.claim import Claim
from countersight.model.finding import Origin, origin_id
from countersight.model.parties import fold_words
from countersight.model.source import UNKNOWN_PUBLISHER, publisher_key, source_key
from countersight.model.text import DocumentText
from countersight.values.organizations import find_organizations
from countersight.values.wires import find_agency, find_credit

SAID: Final = 8
"""Words in a row that two quotations share when they are of one statement."""
SAID_CHARACTERS: Final = 16
"""The same in characters, for scripts that write no spaces between words."""
ARTICLES: Final = frozenset({"the", "a", "an"})
SHORT: Final = 12
"""Digits of a document's id that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Whose word a claim is. Tellers that have a key in common are one."""

    name: str
    """As told in the reasons."""
    keys: frozenset[str]
    is_publisher: bool
    """Whether the document says it in its own voice, for all that the claim tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Who tells a claim and who published it, small enough to hold for every claim at once."""

    claim_id: str
    document_id: str
    teller: Teller
    publisher: str
    """As told in the reasons; empty where it is not known."""
    house: str
    """The publisher's owner if that is known, else the publisher itself; empty where neither is."""


def find_telling(claim: Claim, text: DocumentText, *, families: Families | None = None) -> Telling:
    """Find whose word a claim is; `text` is the document text that it was taken from."""
    known = families or bundled_families()
    publisher = publisher_key(text)
    publisher = "" if publisher == UNKNOWN_PUBLISHER else publisher
    names = {publisher, source_key(text.publisher or "")} - {""}
    family = known.find(*sorted(names))
    house = family.owner if family else "" if publisher in known.shared_hosts else publisher
    voice = Teller(
        name=house or f"document {text.document_id[:SHORT]}",
        keys=frozenset(_plain(name) for name in names | {house} if name) or frozenset({text.document_id}),
        is_publisher=True,
    )
    return Telling(
        claim_id=claim.id,
        document_id=claim.document_id,
        teller=_find_speaker(claim, text, known) or _find_agency(text) or voice,
        publisher=publisher,
        house=house,
    )


def count_origins(
    assertions: Sequence[Assertion], origins: Origins, *, tellings: Mapping[str, Telling] | None = None
) -> tuple[Origin, ...]:
    """Return the independent origins of the claims of one finding, in order of their first document.

    Documents of one origin, of one publisher, and of publishers of one owner are taken together. There are then as many
    origins as can be named with a teller of their own each: of three documents that all rest on one speaker one counts,
    and so does one document with three speakers. A document that names whose word it is counts by that word even where
    it goes on in its own voice: rather one origin too few than one too many.

    Args:
        assertions: the claims of one finding.
        origins: which of their documents copy one another.
        tellings: by claim id; a claim without one counts by its speaker's name, or by its document.
    """
    desk = _Desk(origins.of(each.document_id for each in assertions))
    told = [(each, (tellings or {}).get(each.claim_id)) for each in assertions]
    for words, documents in _share_houses(telling for _, telling in told if telling is not None):
        desk.join(documents, words)
    tellers = {each.claim_id: telling.teller if telling else _plain_teller(each) for each, telling in told}
    for words, documents in _share_words(assertions, tellers, desk):
        desk.join(documents, words)
    return desk.origins()


class _Desk:
    """Groups of documents that are one origin each, and why."""

    def __init__(self, origins: Iterable[Origin]) -> None:
        self._group = {document: list(origin.document_ids) for origin in origins for document in origin.document_ids}
        self._basis = {origin.document_ids[0]: list(origin.basis) for origin in origins}

    def head(self, document: str) -> str:
        """Return the first document of a document's group."""
        return self._group[document][0]

    def join(self, documents: tuple[str, str], words: str) -> None:
        """Make the groups of two documents one."""
        first, second = sorted(self.head(document) for document in documents)
        if first == second:
            return
        group = sorted(self._group[first] + self._group[second])
        self._group |= dict.fromkeys(group, group)
        self._basis[group[0]] = [*self._basis.pop(first), *self._basis.pop(second), words]

    def origins(self) -> tuple[Origin, ...]:
        """Return the groups as origins."""
        groups = {group[0]: tuple(group) for group in self._group.values()}
        return tuple(
            Origin(id=origin_id(group), document_ids=group, basis=tuple(sorted(set(self._basis[head]))))
            for head, group in sorted(groups.items())
        )


def _share_houses(tellings: Iterable[Telling]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield pairs of documents that one publisher, or publishers of one owner, have published, with the reason."""
    first_of: dict[str, Telling] = {}
    for telling in sorted(tellings, key=lambda each: (each.document_id, each.claim_id)):
        first = first_of.setdefault(telling.house, telling)
        if telling.house and first.document_id != telling.document_id:
            documents = f"documents {first.document_id[:SHORT]} and {telling.document_id[:SHORT]}"
            if first.publisher == telling.publisher:
                words = f"{documents} are both published by {telling.publisher}"
            else:
                words = f"{documents} are of {first.publisher} and {telling.publisher}, both owned by {telling.house}"
            yield words, (first.document_id, telling.document_id)


def _share_words(
    assertions: Sequence[Assertion], tellers: Mapping[str, Teller], desk: _Desk
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield pairs of documents that rest on one word, until each group of them has a teller of its own."""
    one_of = _unite_tellers(tellers.values())
    heads: dict[str, dict[str, Assertion]] = defaultdict(dict)
    for each in sorted(assertions, key=lambda each: (each.document_id, each.claim_id)):
        heads[desk.head(each.document_id)].setdefault(one_of[tellers[each.claim_id]], each)
    for head, told in heads.items():
        if attributed := {key: each for key, each in told.items() if not tellers[each.claim_id].is_publisher}:
            heads[head] = attributed
    matched = _match({head: sorted(told) for head, told in sorted(heads.items())})
    named = {key: head for head, key in matched.items()}
    for head in sorted(set(heads) - set(matched)):
        key = min(heads[head])
        one, other = heads[head][key], heads[named[key]][key]
        first, second = sorted((one.document_id, other.document_id))
        name = tellers[one.claim_id].name
        yield f"documents {first[:SHORT]} and {second[:SHORT]} both rest on the word of {name}", (first, second)


def _unite_tellers(tellers: Iterable[Teller]) -> dict[Teller, str]:
    """Name each teller by the first of all keys that ways of common keys lead to from its own."""
    root: dict[str, str] = {}

    def find(key: str) -> str:
        while root.setdefault(key, key) != key:
            root[key] = key = root[root[key]]
        return key

    met = sorted(set(tellers), key=lambda teller: sorted(teller.keys))
    for teller in met:
        roots = sorted(find(key) for key in teller.keys)
        root.update(dict.fromkeys(roots, roots[0]))
    return {teller: find(min(teller.keys)) for teller in met}


def _match(choices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Give as many as can be one of their choices each, no choice to two (Kuhn, "The Hungarian method", 1955)."""
    holder: dict[str, str] = {}

    def place(head: str, tried: set[str]) -> bool:
        for key in choices[head]:
            if key not in tried:
                tried.add(key)
                if key not in holder or place(holder[key], tried):
                    holder[key] = head
                    return True
        return False

    for head in choices:
        place(head, set())
    return {head: key for key, head in holder.items()}


def _find_speaker(claim: Claim, text: DocumentText, families: Families) -> Teller | None:
    """Return who a claim says it is told by, and the statement that it quotes; nobody where it says neither."""
    keys = set(_find_statements(claim, text))
    name = claim.speaker.mention.name if claim.speaker else ""
    if _is_named(name):
        agency, family = find_agency(name), families.find(_plain(name), source_key(name))
        keys |= {_plain(name), *((_plain(agency),) if agency else ()), *((_plain(family.owner),) if family else ())}
        keys |= {mention.entity_id for mention in find_organizations(name) if mention.entity_id}
    if not keys:
        return None
    return Teller(name=name or "whoever they quote in the same words", keys=frozenset(keys), is_publisher=False)


def _find_statements(claim: Claim, text: DocumentText) -> Iterator[str]:
    """Yield the runs of words that a claim has inside a quotation: who shares one with it quotes the same statement."""
    evidence, edges = claim.evidence[0], find_quotations(text.text)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        words = fold_words(text.text[max(start, evidence.start) : min(end, evidence.end)])
        parts = words.split()
        if UNSPACED.search(words):
            yield from (words[at : at + SAID_CHARACTERS] for at in range(len(words) - SAID_CHARACTERS + 1))
        else:
            yield from (" ".join(parts[at : at + SAID]) for at in range(len(parts) - SAID + 1))


def _find_agency(text: DocumentText) -> Teller | None:
    credit = find_credit(text.text, author=text.author)
    return Teller(name=credit, keys=frozenset({_plain(credit)}), is_publisher=False) if credit else None


def _plain_teller(assertion: Assertion) -> Teller:
    name = assertion.speaker or ""
    if _is_named(name):
        return Teller(name=name, keys=frozenset({_plain(name)}), is_publisher=False)
    document = assertion.document_id
    return Teller(name=f"document {document[:SHORT]}", keys=frozenset({document}), is_publisher=True)


def _is_named(name: str) -> bool:
    """Whether a speaker is somebody in particular: `officials` and `a spokesman` may be anybody's."""
    return any(not word[0].islower() for word in name.split() if word.casefold() not in ARTICLES)


def _plain(name: str) -> str:
    """Fold a name, without an article before it: `The Gazette` and `the Gazette` are one."""
    words = source_key(name).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)
