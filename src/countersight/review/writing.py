"""From a reviewer's description of a claim to the claim, every slot held against the text."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from types import TracebackType
from typing import Any, TypeVar

from countersight.errors import UngroundedQuote, UngroundedSlot, UnsoundClaim
from countersight.model.claim import (
    PERSON_EXTRACTOR,
    Claim,
    Kind,
    Party,
    Place,
    Precision,
    Qualifier,
    Quantity,
    Speaker,
    Status,
    TechnologySlot,
    TerritorySlot,
    When,
    check_claim,
)
from countersight.model.evidence import Evidence, Mention, evidence_at, mention_at
from countersight.model.text import DocumentText
from countersight.review.forms import (
    ClaimForm,
    CodeForm,
    PartyForm,
    QuantityForm,
    Span,
    SpeakerForm,
    WhenForm,
)
from countersight.values.taxonomy import load_taxonomy
from countersight.values.territories import territory_name

EXTRACTOR = f"{PERSON_EXTRACTOR}1"
"""What claims that people make have for an extractor. Who it was is told by the decision on the claim alone, so that no
name of a reviewer goes out with a claim."""
CONFIDENCE = 1.0
"""Confidence is the probability that a careful reader accepts the claim as extracted; of a claim that a careful reader
made it is no forecast any more: one does."""
LONGEST = {Precision.DAY: 1, Precision.MONTH: 31, Precision.QUARTER: 92, Precision.YEAR: 366}
"""Days that a time of each precision may last."""

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


def write_claim(form: ClaimForm, text: DocumentText, machine: Claim | None = None) -> Claim:
    """Make a claim of what a reviewer describes.

    Every slot needs words inside the evidence, or the rule by which the machine had inferred just that slot. White
    space at the ends of selected words is left out.

    Args:
        form: the description.
        text: the document text that the places refer to.
        machine: the claim that is edited, whose rules may be kept.

    Raises:
        UnsoundClaim: something of it cannot be; every slot at fault is named.
    """
    return _Writing(text, machine).write(form)


class _Writing:
    """One claim in the making, and what is wrong with it so far."""

    def __init__(self, text: DocumentText, machine: Claim | None) -> None:
        self._text, self._machine = text, machine
        self._evidence: tuple[Evidence, ...] = ()
        self._problems: list[tuple[str, str]] = []

    def write(self, form: ClaimForm) -> Claim:
        self._evidence = tuple(self._quotes(form.evidence))
        slots = {
            "document_id": self._text.document_id,
            "kind": self._choice("kind", Kind, form.kind),
            "status": self._choice("status", Status, form.status),
            "evidence": self._evidence,
            "confidence": CONFIDENCE,
            "extractor": EXTRACTOR,
            "supplier": self._party("supplier", form.supplier),
            "recipient": self._party("recipient", form.recipient),
            "technology": tuple(self._technologies(form.technology)),
            "quantity": self._try("quantity", form.quantity, self._quantity),
            "when": self._try("time", form.when, self._when),
            "place": self._try("place", form.place, self._place),
            "status_mention": self._try("words of the status", form.status_words, self._words_of_status),
            "speaker": self._try("speaker", form.speaker, self._speaker),
        }
        if self._problems:
            raise UnsoundClaim(self._problems)
        try:
            claim = Claim.make(**slots)
            check_claim(claim, self._text)
        except (UngroundedSlot, UngroundedQuote) as error:
            raise UnsoundClaim([(getattr(error, "slot", "evidence"), error.reason)]) from error
        return claim

    def _quotes(self, spans: tuple[Span, ...]) -> Iterator[Evidence]:
        if not spans:
            self._problems.append(("evidence", "select the words that carry the claim"))
        for span in dict.fromkeys(spans):
            with self._noting("evidence"):
                start, end = self._trimmed(span)
                yield evidence_at(self._text, start, end)

    def _party(self, role: str, form: PartyForm | None) -> Party | None:
        if form is None:
            return None
        before = self._machine.party(role) if self._machine else None
        territories = tuple(self._territories(role, form.territories, before))
        with self._noting(role):
            mention = None if form.span is None else self._mention(form.span)
            if mention is None and not territories:
                raise UngroundedSlot(role, "select its name, or the words that name its territory")
            if form.inferred and (before is None or (before.mention, before.inferred) != (mention, form.inferred)):
                raise UngroundedSlot(role, "the machine's rule holds only for the name that it led to")
            return Party(mention=mention, territories=territories, inferred=form.inferred or None)
        return None

    def _territories(self, role: str, forms: tuple[CodeForm, ...], before: Party | None) -> Iterator[TerritorySlot]:
        kept = {(slot.code, slot.inferred) for slot in before.territories} if before else set()
        for form in dict.fromkeys(forms):
            slot = f"territory of the {role}"
            with self._noting(slot):
                self._check_code(slot, form.code)
                yield TerritorySlot(code=form.code, **self._ground(slot, form, kept))

    def _technologies(self, forms: tuple[CodeForm, ...]) -> Iterator[TechnologySlot]:
        if not forms:
            self._problems.append(("technology", "choose at least one label"))
        kept = {(slot.label, slot.inferred) for slot in self._machine.technology} if self._machine else set()
        for form in dict.fromkeys(forms):
            slot = f"technology {form.code}"
            with self._noting(slot):
                if form.code not in load_taxonomy():
                    raise UngroundedSlot(slot, f"there is no such label; there are {', '.join(load_taxonomy())}")
                yield TechnologySlot(label=form.code, **self._ground(slot, form, kept))

    def _ground(self, slot: str, form: CodeForm, kept: set[tuple[str, str | None]]) -> dict[str, Any]:
        """Return the words of a code, or the rule that the machine had for it."""
        if form.span is not None and not form.inferred:
            return {"mention": self._mention(form.span)}
        if form.span is None and form.inferred and (form.code, form.inferred) in kept:
            return {"inferred": form.inferred}
        if form.inferred and form.span is None:
            raise UngroundedSlot(slot, "the machine had no such rule for it: select the words that say it")
        raise UngroundedSlot(slot, "needs the words that say it, or the machine's rule, and not both")

    def _quantity(self, form: QuantityForm) -> Quantity:
        unit = " ".join(form.unit.split())
        if not unit:
            raise UngroundedSlot("quantity", "say what is counted")
        qualifier = self._choice("quantity", Qualifier, form.qualifier)
        return Quantity(value=form.value, unit=unit, qualifier=qualifier, mention=self._mention(form.span))

    def _when(self, form: WhenForm) -> When:
        precision = self._choice("time", Precision, form.precision)
        start, end = _first_day(form.start), _last_day(form.end)
        if precision is Precision.DAY and start is not None and form.end is None:
            end = start
        if start and end and (end - start).days >= LONGEST.get(precision, (end - start).days + 1):
            raise UngroundedSlot("time", f"{start} to {end} is longer than a {precision}")
        published = self._text.published
        if form.anchored and published is None:
            raise UngroundedSlot("time", "the text does not tell the day of its publication, to count from")
        anchored_to = published if form.anchored else None
        return When(
            start=start, end=end, precision=precision, mention=self._mention(form.span), anchored_to=anchored_to
        )

    def _place(self, form: Any) -> Place:
        if form.territory is not None:
            self._check_code("place", form.territory)
        return Place(mention=self._mention(form.span), territory=form.territory)

    def _speaker(self, form: SpeakerForm) -> Speaker:
        mention = self._mention(form.span)
        before = self._machine.speaker if self._machine else None
        if form.inferred and (before is None or (before.mention, before.inferred) != (mention, form.inferred)):
            raise UngroundedSlot("speaker", "the machine's rule holds only for the name that it led to")
        return Speaker(mention=mention, inferred=form.inferred or None)

    def _words_of_status(self, span: Span) -> Mention:
        return self._mention(span)

    def _mention(self, span: Span) -> Mention:
        """Take words, which have to stand in the evidence."""
        mention = mention_at(self._text, *self._trimmed(span))
        if self._evidence and not any(quote.covers(mention) for quote in self._evidence):
            raise UngroundedQuote(
                mention.name, "stands outside the evidence: select more words there, or one more quote"
            )
        return mention

    def _trimmed(self, span: Span) -> tuple[int, int]:
        words = self._text.text[span.start : span.end]
        if not 0 <= span.start < span.end <= len(self._text.text):
            raise UngroundedQuote(words, f"there are no words from {span.start} to {span.end}")
        if not words.strip():
            raise UngroundedQuote(words, "nothing but white space is selected")
        return span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip())

    def _check_code(self, slot: str, code: str) -> None:
        if territory_name(code) == code:
            raise UngroundedSlot(slot, f"{code!r} is the code of no territory that is known")

    def _choice(self, slot: str, choices: type[E], value: str) -> E:
        with self._noting(slot):
            try:
                return choices(value)
            except ValueError:
                raise UngroundedSlot(slot, f"{value!r} is none of {', '.join(choices)}") from None
        return next(iter(choices))

    def _try(self, slot: str, form: Any, make: Callable[[Any], T]) -> T | None:
        if form is None:
            return None
        with self._noting(slot):
            return make(form)
        return None

    def _noting(self, slot: str) -> "_Noting":
        return _Noting(slot, self._problems)


class _Noting:
    """Keeps what is wrong with a slot and lets the rest go on, so that a form tells all of it at once."""

    def __init__(self, slot: str, problems: list[tuple[str, str]]) -> None:
        self._slot, self._problems = slot, problems

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if isinstance(error, UngroundedQuote):
            quoted = f"“{error.quote[:40]}” " if error.quote.strip() else ""
            self._problems.append((self._slot, f"{quoted}{error.reason}"))
        elif isinstance(error, UngroundedSlot):
            self._problems.append((self._slot, error.reason))
        elif isinstance(error, ValueError):
            self._problems.append((self._slot, str(error)))
        else:
            return False
        return True


def _first_day(told: str | None) -> date | None:
    if not told:
        return None
    return date(*_parts(told), *(1, 1)[len(_parts(told)) - 1 :])


def _last_day(told: str | None) -> date | None:
    if not told:
        return None
    year, *rest = _parts(told)
    month = rest[0] if rest else 12
    return date(year, month, rest[1] if len(rest) > 1 else _days(year, month))


def _days(year: int, month: int) -> int:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        raise ValueError(f"{year}-{month} is no month")
    return monthrange(year, month)[1]


def _parts(told: str) -> list[int]:
    parts = told.strip().split("-")
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        raise ValueError(f"{told!r} is no day, month or year such as 2031-05-04")
    return [int(part) for part in parts]
