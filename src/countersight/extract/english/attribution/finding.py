"""Attributions of a text: the cues of its sentences joined with the quotations around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from countersight.extract.english.attribution.cues import Cue, read_cues
from countersight.extract.english.attribution.lexicon import load_cue_words
from countersight.extract.english.attribution.quotations import find_quotations, is_speech
from countersight.extract.english.attribution.sources import source_tokens
from countersight.extract.scanning import Span

_EDGES = ",;:.!?—–-'’ "
_WITHIN = ' ,.“”"'


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attribution:
    """Some content that a text attributes to someone; places are code points of the text."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    """In order; at least one."""
    depth: int
    """How many other attributions hold the cue in their content; 1 in a quotation that is nobody's."""
    sentence: int
    """Which of the given sentences the cue stands in."""
    head: Token
    """Of the cue."""
    speaker: Token | None
    """Head of the source."""

    def covers(self, place: int) -> bool:
        """Whether a place of the text is part of the content."""
        return any(_is_inside(place, span) for span in self.content)


def find_attributions(sentences: Sequence[tuple[Span, Doc]], text: str) -> list[Attribution]:
    """Find who says, thinks, wants, decides or shows what; nested attributions too, in order of their cues.

    Args:
        sentences: parsed sentences in order, each with its place in the text. Some may be left out.
        text: the whole text, for quotations that run over sentences.
    """
    quotations = [quotation for quotation in find_quotations(text) if is_speech(quotation, text)]
    drafts = [
        _Draft(cue=cue, number=number, sentence=span, content=_stretches(cue, span))
        for number, (span, doc) in enumerate(sentences)
        for cue in read_cues(doc)
    ]
    _share_quotations(drafts, quotations, text)
    drafts = [draft for draft in drafts if draft.content]
    return [_finished(draft, drafts, quotations, text) for draft in drafts]


@dataclass(slots=True, kw_only=True, eq=False)
class _Draft:
    """A cue with its content as places of the text."""

    cue: Cue
    number: int
    sentence: Span
    content: list[Span] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Where the cue's head begins."""
        return self.sentence.start + self.cue.head.idx


def _stretches(cue: Cue, sentence: Span) -> list[Span]:
    """Join the tokens of a content to stretches of the text."""
    found: list[Span] = []
    before = -2
    for token in (t for t in cue.head.doc if t.i in cue.content):
        start, end = sentence.start + token.idx, sentence.start + token.idx + len(token)
        if token.i == before + 1:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
        before = token.i
    return found


def _share_quotations(drafts: Sequence[_Draft], quotations: Iterable[Span], text: str) -> None:
    """Give each quotation to the attribution that it belongs to."""
    last: _Draft | None = None
    for quotation in quotations:
        owner = _owner(quotation, [d for d in drafts if not _is_inside(d.place, quotation)], last, text)
        if owner is not None:
            owner.content.append(quotation)
            last = owner


def _owner(quotation: Span, drafts: Sequence[_Draft], last: _Draft | None, text: str) -> _Draft | None:
    """Return whose content a quotation is.

    Of the cue whose content it touches; else of a report beside it; else it goes on from the quotation before, or from
    the sentence before.
    """
    for draft in drafts:
        if any(_touches(span, quotation) for span in draft.content):
            return draft
    statements = load_cue_words().statements
    near = [d for d in drafts if d.cue.head.lower_ in statements and _touches(d.sentence, quotation)]
    if near:
        return min(near, key=lambda draft: abs(draft.place - quotation.start))
    if last is not None and _goes_on(last, quotation, text):
        return last
    return next((d for d in drafts if d.content and _is_just_before(d.sentence.end, quotation, text)), None)


def _goes_on(last: _Draft, quotation: Span, text: str) -> bool:
    """Whether nothing but blanks stands between what someone said and the next quotation."""
    return _is_just_before(max(last.sentence.end, *(span.end for span in last.content)), quotation, text)


def _is_just_before(end: int, quotation: Span, text: str) -> bool:
    return end <= quotation.start and not text[end : quotation.start].strip()


def _is_inside(place: int, span: Span) -> bool:
    return span.start <= place < span.end


def _touches(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _finished(draft: _Draft, drafts: Sequence[_Draft], quotations: Sequence[Span], text: str) -> Attribution:
    cue, place = draft.cue, draft.place
    depth = sum(other is not draft and any(_is_inside(place, span) for span in other.content) for other in drafts)
    if not depth and any(_is_inside(place, quotation) for quotation in quotations):
        depth = 1
    return Attribution(
        source=_hull(source_tokens(cue.source), draft.sentence) if cue.source is not None else None,
        cue=_hull([cue.head, *cue.words], draft.sentence),
        content=_trimmed(draft.content, text),
        depth=depth,
        sentence=draft.number,
        head=cue.head,
        speaker=cue.source,
    )


def _hull(tokens: Iterable[Token], sentence: Span) -> Span:
    row = list(tokens)
    return Span(sentence.start + min(t.idx for t in row), sentence.start + max(t.idx + len(t) for t in row))


def _trimmed(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Join touching stretches and take commas and full stops off their ends."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if joined and not text[joined[-1].end : span.start].strip(_WITHIN):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(_without_edges(span, text) for span in joined if text[span.start : span.end].strip(_EDGES)) or (
        joined[0],
    )


def _without_edges(span: Span, text: str) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip(_EDGES))
    return Span(start, start + len(words.strip(_EDGES)))
