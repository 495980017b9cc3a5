"""One text under close reading: its parsed sentences and the names, numbers and technologies in them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from countersight.extract.english.scanning import Hit, Scan
from countersight.extract.scanning import Span
from countersight.model.evidence import Evidence
from countersight.model.text import DocumentText
from countersight.values.organizations import OrganizationMention
from countersight.values.territories import TerritoryMention, find_territories


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A parsed sentence and what stands in it; offsets are those of the whole text."""

    number: int
    span: Span
    doc: Doc
    hits: list[Hit]
    territories: list[TerritoryMention]
    organizations: list[OrganizationMention]

    def start_of(self, token: Token) -> int:
        """Return where a token begins in the text."""
        return self.span.start + token.idx

    def end_of(self, token: Token) -> int:
        """Return where a token ends in the text."""
        return self.span.start + token.idx + len(token)

    def hull(self, tokens: Iterable[Token]) -> Span:
        """Return the shortest stretch that holds all `tokens`, of which there is at least one."""
        row = list(tokens)
        return Span(min(map(self.start_of, row)), max(map(self.end_of, row)))


@dataclass(slots=True, eq=False)
class Passage:
    """A document text with the sentences that were looked at closely."""

    text: DocumentText
    scan: Scan
    sentences: dict[int, Sentence] = field(default_factory=dict)
    organizations: list[OrganizationMention] = field(default_factory=list)
    """Of the whole text."""

    def home(self, place: Span) -> Span:
        """Return the sentence around a place; a place across sentences is its own."""
        return next((s for s in self.scan.sentences if s.start <= place.start and place.end <= s.end), place)

    def before(self, number: int) -> Iterable[Sentence]:
        """Yield the parsed sentences before one, nearest first."""
        return (self.sentences[i] for i in range(number - 1, -1, -1) if i in self.sentences)


def _with_makers(found: list[OrganizationMention], text: DocumentText, scan: Scan) -> list[OrganizationMention]:
    """Add the firms that only the taxonomy knows, as makers of one technology."""
    makers = [
        OrganizationMention(
            entity_id=None, start=hit.start, end=hit.end, name=text.text[hit.start : hit.end], territory=None,
            roles=("vendor",),
        )
        for row in scan.hits
        for hit in row
        if hit.strength == "maker" and not any(m.start < hit.end and hit.start < m.end for m in found)
    ]  # fmt: skip
    return sorted((*found, *makers), key=lambda mention: mention.start)


NEIGHBORS = (-2, -1, 0, 1)
"""Sentences around an active one that are parsed with it: who speaks, and whom "the company" means."""


def wanted_sentences(scan: Scan, quotes: Iterable[Evidence] = ()) -> list[int]:
    """Return the numbers of the sentences to parse, in order: the active ones, those of `quotes`, and around both."""
    starts = [sentence.start for sentence in scan.sentences]
    looked_at = {*scan.active}
    for quote in quotes:
        looked_at |= {*range(max(0, bisect_right(starts, quote.start) - 1), bisect_left(starts, quote.end))}
    numbers = {number + step for number in looked_at for step in NEIGHBORS}
    return sorted(number for number in numbers if 0 <= number < len(scan.sentences))


def open_passage(text: DocumentText, scan: Scan, docs: Iterable[tuple[int, Doc]]) -> Passage:
    """Put parsed sentences back into their text."""
    passage = Passage(text, scan, organizations=_with_makers(scan.organizations, text, scan))
    territories = find_territories(text.text)
    for number, doc in docs:
        span = scan.sentences[number]
        passage.sentences[number] = Sentence(
            number,
            span,
            doc,
            scan.hits[number],
            [mention for mention in territories if span.start <= mention.start and mention.end <= span.end],
            [mention for mention in passage.organizations if span.start <= mention.start and mention.end <= span.end],
        )
    return passage
