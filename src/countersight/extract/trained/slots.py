"""From what the model reads to claims: every slot tied to its words, or the reading dropped with the reason."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from countersight.errors import InputError
from countersight.extract.base import Drop
from countersight.extract.grounding import quantity_at, quote_evidence, slot_mentions
from countersight.extract.scanning import Span
from countersight.extract.trained.names import whole_name
from countersight.extract.trained.reading import Reading, RoleSpan
from countersight.model.claim import (
    Claim,
    Kind,
    Party,
    Precision,
    Quantity,
    Speaker,
    Status,
    TechnologySlot,
    TerritorySlot,
    When,
)
from countersight.model.evidence import Mention, mention_at
from countersight.model.text import DocumentText
from countersight.values.cues import find_status_cues, is_question
from countersight.values.organizations import OrganizationMention, find_organizations
from countersight.values.persons import is_titled, titled_names
from countersight.values.technology import TechnologyMention, find_technology
from countersight.values.territories import Form, TerritoryMention, find_territories
from countersight.values.times import TimeMention, find_times

ELSEWHERE = "named elsewhere in the passage, as the trained model reads it"
"""The rule behind a party that the words of the claim do not name."""
UNNAMED = "the trained model's reading of the passage"
"""The rule behind a technology for which the dictionaries know no word in the evidence."""
LONGEST = 700
"""Code points of evidence beyond which the model has lost the thread."""
LEAST_WORDS = 4
"""Words of evidence below which it is a torn-off piece; of unspaced writing, pairs of characters."""
NAMED = ("supplier", "recipient", "speaker")
"""Roles that names fill."""
LIST = 2
"""Words, or Han characters, between two recipients that stand in one list: `Kenya and the`."""
OPENING = 30
"""Code points before the evidence in which a time still belongs to it: `In May 2012, ...`."""
AFTER = 24
"""The same after the evidence."""
_WORD = re.compile(r"\w+")
_LISTED = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A window of a document text with what the dictionaries know of it. Places are code points of the whole text."""

    text: DocumentText
    start: int
    end: int
    territories: tuple[TerritoryMention, ...]
    organizations: tuple[OrganizationMention, ...]
    technologies: tuple[TechnologyMention, ...]
    sentences: tuple[tuple[int, int], ...]
    titled: frozenset[str]
    """Names that a title marks as persons'."""

    def sentence_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the sentence that holds the words at `start` to `end`; these words where none holds them all."""
        return next(((s, e) for s, e in self.sentences if s <= start and end <= e), (start, end))

    def home(self, place: Span) -> Span:
        """Do the same with a place."""
        return Span(*self.sentence_of(place.start, place.end))


def open_passage(text: DocumentText, start: int, end: int, sentences: Iterable[tuple[int, int]]) -> Passage:
    """Look a window up in the dictionaries."""
    words, language = text.text[start:end], text.language

    def moved(mentions: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(replace(mention, start=mention.start + start, end=mention.end + start) for mention in mentions)

    return Passage(
        text=text,
        start=start,
        end=end,
        territories=moved(find_territories(words, language)),
        organizations=moved(find_organizations(words)),
        technologies=moved(find_technology(words, language)),
        sentences=tuple(sentences),
        titled=titled_names(words),
    )


def make_claims(
    readings: Iterable[Reading],
    passage: Passage,
    extractor: str,
    confidence: Callable[[float], float],
    least: float = 0.0,
) -> tuple[list[Claim], list[Drop]]:
    """Make claims of the readings of one window, places counted in the document text.

    A reading below the confidence `least` is no claim.
    """
    claims: list[Claim] = []
    drops: list[Drop] = []
    for reading in (_with_whole_names(reading, passage) for reading in readings):
        quote = passage.text.text[reading.start : reading.end]
        if reading.end - reading.start > LONGEST or _words(quote) < LEAST_WORDS:
            drops.append(Drop(reason="the evidence is no clause", quote=quote[:LONGEST]))
            continue
        if confidence(reading.probability) < least:
            continue
        sentence = passage.sentence_of(reading.start, reading.end)
        if is_question(passage.text.text[slice(*sentence)]):
            drops.append(Drop(reason="a question asserts nothing", quote=quote))
            continue
        if _is_sale_to_person(reading, passage):
            drops.append(Drop(reason="a private person is no party", quote=quote))
            continue
        for supplier in _suppliers(reading, passage):
            try:
                claims.append(_claim(reading, supplier, passage, extractor, confidence))
            except InputError as error:
                drops.append(Drop(reason=str(error), quote=quote))
    return claims, drops


def _with_whole_names(reading: Reading, passage: Passage) -> Reading:
    """Complete the names that the model cut short, and leave out what is no name at all."""
    organizations = [(mention.start, mention.end) for mention in passage.organizations]
    territories = [(mention.start, mention.end) for mention in passage.territories]

    def whole(span: RoleSpan) -> RoleSpan:
        start, end = whole_name(
            passage.text.text,
            span.start,
            span.end,
            organizations=organizations,
            territories=territories,
            limit=passage.sentence_of(span.start, span.end)[1],
            language=passage.text.language,
        )
        return replace(span, start=start, end=end)

    roles = {role: tuple(s for s in map(whole, reading.roles[role]) if s.start < s.end) for role in NAMED}
    return replace(reading, roles=reading.roles | roles)


def _claim(
    reading: Reading, supplier: RoleSpan | None, passage: Passage, extractor: str, confidence: Callable[[float], float]
) -> Claim:
    text = passage.text
    status, cue = _status(reading, passage)
    slots: dict[str, Any] = {
        "document_id": text.document_id,
        "kind": Kind(reading.kind),
        "status": status,
        "status_mention": cue,
        "supplier": _party([supplier] if supplier else [], reading.roles["supplier_place"], reading, passage),
        "recipient": _party(reading.roles["recipient"], reading.roles["recipient_place"], reading, passage),
        "technology": _technology(reading, passage),
        "quantity": _quantity(reading, passage),
        "when": _when(reading, passage),
        "speaker": _speaker(reading, passage),
    }
    return Claim.make(
        **slots,
        evidence=quote_evidence(text, Span(reading.start, reading.end), slot_mentions(slots), passage.home),
        confidence=confidence(reading.probability),
        extractor=extractor,
    )


def _status(reading: Reading, passage: Passage) -> tuple[Status, Mention | None]:
    """Return the status with the words that give it, where dictionaries know them: in the evidence or its sentence."""
    text = passage.text
    start, end = passage.sentence_of(reading.start, reading.end)
    cues = [
        (cue.status, start + cue.start, start + cue.end)
        for cue in find_status_cues(text.text[start:end], text.language)
    ]
    within = [cue for cue in cues if reading.start <= cue[1] and cue[2] <= reading.end]
    wanted = reading.status
    if wanted == Status.REPORTED and any(cue[0] == Status.COMPLETED for cue in within):
        wanted = Status.COMPLETED
    for told, first, last in (*within, *cues):
        if told == wanted:
            return Status(wanted), _mention(passage, first, last)
    return Status(wanted), None


def _suppliers(reading: Reading, passage: Passage) -> Sequence[RoleSpan | None]:
    """Return the suppliers named, each once: named suppliers of a list are one claim each."""
    spans = _different(reading.roles["supplier"], reading, passage)
    return spans or [None]


def _different(spans: Sequence[RoleSpan], reading: Reading, passage: Passage) -> list[RoleSpan]:
    """Leave out names told twice, keeping those in the evidence before others and longer before shorter ones."""
    words = passage.text.text
    kept: list[RoleSpan] = []
    spans = [span for span in spans if not _is_person(span, passage)]
    for span in sorted(spans, key=lambda s: (not _inside(s, reading), -(s.end - s.start))):
        name = words[span.start : span.end].casefold()
        known = [words[other.start : other.end].casefold() for other in kept]
        if not any(name in other or other in name for other in known):
            kept.append(span)
    inside = [span for span in kept if _inside(span, reading)]
    return sorted(inside or kept[:1], key=lambda s: s.start)


def _is_person(span: RoleSpan, passage: Passage) -> bool:
    """Whether a title marks a name as a person's that is no known organization's or territory's."""
    known: list[OrganizationMention | TerritoryMention] = [*passage.organizations, *passage.territories]
    if any(mention.start < span.end and span.start < mention.end for mention in known):
        return False
    return is_titled(passage.text.text[span.start : span.end], passage.titled)


def _is_sale_to_person(reading: Reading, passage: Passage) -> bool:
    """Whether all recipients that are named are persons and no territory stands for another."""
    named = reading.roles["recipient"]
    return bool(named) and not reading.roles["recipient_place"] and all(_is_person(span, passage) for span in named)


def _words(quote: str) -> int:
    han = sum("\u3400" <= char <= "\u9fff" for char in quote)
    return max(len(_WORD.findall(quote)), han // 2)


def _inside(span: RoleSpan, reading: Reading) -> bool:
    return reading.start <= span.start and span.end <= reading.end


def _party(names: Sequence[RoleSpan], places: Sequence[RoleSpan], reading: Reading, passage: Passage) -> Party | None:
    """Make a party of its names, joined where they stand in one list, and the territories around."""
    read = _different(names, reading, passage)
    spans = [span for span in read if not _is_demonym(span, passage)]
    mention = _joined(spans, passage) if spans else None
    territories: dict[str, TerritorySlot] = {}
    for span in (*read, *places):
        for found in passage.territories:
            if found.start < span.end and span.start < found.end:
                slot = TerritorySlot(code=found.code, mention=_mention(passage, found.start, found.end))
                territories.setdefault(found.code, slot)
    if not territories and mention is not None:
        territories = _home(mention, passage)
    if mention is None and not territories:
        return None
    is_near = mention is None or (reading.start <= mention.start and mention.end <= reading.end)
    return Party(mention=mention, territories=tuple(territories.values()), inferred=None if is_near else ELSEWHERE)


def _is_demonym(span: RoleSpan, passage: Passage) -> bool:
    """Whether a word only says whose someone is (`Kenyan`): it tells a territory, and is nobody's name."""
    return any(
        (found.start, found.end) == (span.start, span.end) and found.form is Form.DEMONYM
        for found in passage.territories
    )


def _home(mention: Mention, passage: Passage) -> dict[str, TerritorySlot]:
    """Return the territory of an agency that the reference knows; a vendor's home is not told by its name."""
    for found in passage.organizations:
        is_state = found.territory is not None and "vendor" not in found.roles
        if is_state and found.territory and found.start < mention.end and mention.start < found.end:
            return {found.territory: TerritorySlot(code=found.territory, inferred="territory of the named agency")}
    return {}


def _joined(spans: Sequence[RoleSpan], passage: Passage) -> Mention:
    """Take names that stand in one list as they stand together, else the most probable."""
    first, last = spans[0], spans[-1]
    gaps = [passage.text.text[before.end : after.start] for before, after in pairwise(spans)]
    if all(len(_LISTED.findall(gap)) <= LIST for gap in gaps) and passage.sentence_of(first.start, last.end) != (
        first.start,
        last.end,
    ):
        return _mention(passage, first.start, last.end)
    best = max(spans, key=lambda span: span.probability)
    return _mention(passage, best.start, best.end)


def _technology(reading: Reading, passage: Passage) -> tuple[TechnologySlot, ...]:
    """Tie each label to its words in the evidence, where the dictionaries know them."""
    slots = []
    for label in reading.technologies:
        words = next(
            (m for m in passage.technologies if m.label == label and reading.start <= m.start and m.end <= reading.end),
            None,
        )
        mention = _mention(passage, words.start, words.end) if words else None
        slots.append(TechnologySlot(label=label, mention=mention, inferred=None if words else UNNAMED))
    return tuple(slots)


def _quantity(reading: Reading, passage: Passage) -> Quantity | None:
    """Read the number that the model points at; the model says where, the rules say how much."""
    for role in reading.roles["quantity"]:
        place = Span(role.start, role.end)
        quantity = quantity_at(passage.text, place, passage.home(place))
        if quantity is not None:
            return quantity
    return None


def _when(reading: Reading, passage: Passage) -> When | None:
    """Return the first time in the evidence, or right beside it in its sentence."""
    text = passage.text
    home = passage.sentence_of(reading.start, reading.end)
    start, end = max(home[0], reading.start - OPENING), min(max(home[1], reading.end), reading.end + AFTER)
    known: list[tuple[TimeMention, int, int]] = [
        (time, start + time.start, start + time.end)
        for time in find_times(text.text[start:end], text.published, language=text.language)
        if time.grain != "unknown"
    ]
    known.sort(key=lambda row: not (reading.start <= row[1] and row[2] <= reading.end))
    for time, first, last in known[:1]:
        return When(
            start=time.first,
            end=time.last,
            precision=Precision(time.grain),
            mention=_mention(passage, first, last),
            anchored_to=text.published if time.anchored else None,
        )
    return None


def _speaker(reading: Reading, passage: Passage) -> Speaker | None:
    best = max(reading.roles["speaker"], key=lambda span: span.probability, default=None)
    if best is None:
        return None
    start, end = passage.sentence_of(reading.start, reading.end)
    is_near = start <= best.start and best.end <= end
    return Speaker(mention=_mention(passage, best.start, best.end), inferred=None if is_near else ELSEWHERE)


def _mention(passage: Passage, start: int, end: int) -> Mention:
    return mention_at(passage.text, start, end)


def calibrated(probability: float, slope: float, intercept: float) -> float:
    """Return the probability that a careful reader would agree, from the network's own (Platt 1999)."""
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return round(1 / (1 + math.exp(-(slope * math.log(bounded / (1 - bounded)) + intercept))), 3)
