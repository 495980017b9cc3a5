"""The form in which a person edits or adds a claim: its fields, filled from a claim, and read back into one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from countersight.model.claim import Claim
from countersight.model.text import DocumentText
from countersight.review.forms import (
    ClaimForm,
    CodeForm,
    PartyForm,
    PlaceForm,
    QuantityForm,
    Span,
    SpeakerForm,
    WhenForm,
    describe_claim,
)
from countersight.values.territories import territory_name, territory_of
from countersight.web.desk.locating import Located, Place, locate_words, widen_quotes
from countersight.web.language import Language, territory_codes

PARTIES = ("supplier", "recipient")
SPARE = 1
"""Empty fields offered beside the territories and technologies that there are."""
MOST_ROWS = 12
"""Territories of one party, technologies, or quotes of one form."""

Given = Mapping[str, str]
"""What a form was sent with, by the name of its fields."""


@dataclass(slots=True, kw_only=True)
class SlotField:
    """One slot of the form."""

    name: str
    """`supplier`, `supplier-territory-0`, `technology-1`, `evidence-0`."""
    words: str = ""
    start: str = ""
    """Where the words begin, in code points; empty where only the words are known."""
    rule: str = ""
    """The machine's rule, which stands in place of words."""
    values: dict[str, str] = field(default_factory=dict)
    """What is understood: `code`, `value`, `unit`, `qualifier`, `start`, `end`, `precision`, `territory`."""
    problems: list[str] = field(default_factory=list)
    places: tuple[Place, ...] = ()
    """To choose from, where the words stand more than once."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said in it."""
        return not self.words and not self.rule and not any(self.values.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim in the making."""

    kind: str
    status: str
    fields: dict[str, SlotField]

    def some(self, stem: str) -> list[SlotField]:
        """Return the fields of a slot that may stand more than once."""
        return [one for name, one in self.fields.items() if name.rpartition("-")[0] == stem]


def empty_draft() -> Draft:
    """Return the form without anything in it, for a claim that the machine missed."""
    return _draft("supply", "reported", [SlotField(name=name) for name in (*PARTIES, *SINGLE)])


def draft_of(claim: Claim, language: Language) -> Draft:
    """Fill the form with a claim as it is, its territories named in the language of the page."""
    form, words = describe_claim(claim), _words_of(claim)

    def filled(name: str, span: Span | None, rule: str | None = None, **values: object) -> SlotField:
        told = {key: str(value) for key, value in values.items() if value not in (None, False)}
        at = str(span.start) if span else ""
        return SlotField(name=name, words=words(span), start=at, rule=rule or "", values=told)

    fields = []
    for role in PARTIES:
        party = getattr(form, role) or PartyForm()
        fields.append(filled(role, party.span, party.inferred))
        for number, code in enumerate(party.territories):
            fields.append(
                filled(f"{role}-territory-{number}", code.span, code.inferred, code=language.territory(code.code))
            )
    fields += [
        filled(f"technology-{number}", code.span, code.inferred, code=code.code)
        for number, code in enumerate(form.technology)
    ]
    if (quantity := form.quantity) is not None:
        fields.append(filled("quantity", quantity.span, value=f"{quantity.value:.15g}", unit=quantity.unit,
                             qualifier=quantity.qualifier))  # fmt: skip
    if (when := form.when) is not None:
        fields.append(filled("when", when.span, first=when.start, last=when.end, precision=when.precision,
                             anchored="yes" if when.anchored else ""))  # fmt: skip
    if (place := form.place) is not None:
        fields.append(filled("place", place.span, territory=place.territory and language.territory(place.territory)))
    if (speaker := form.speaker) is not None:
        fields.append(filled("speaker", speaker.span, speaker.inferred))
    fields.append(filled("status", form.status_words))
    fields += [filled(f"evidence-{number}", span) for number, span in enumerate(form.evidence)]
    return _draft(form.kind, form.status, fields)


SINGLE = ("quantity", "when", "place", "speaker", "status")
SEVERAL = ("supplier-territory", "recipient-territory", "technology", "evidence")
VALUES: Mapping[str, tuple[str, ...]] = {
    "quantity": ("value", "unit", "qualifier"),
    "when": ("first", "last", "precision", "anchored"),
    "place": ("territory",),
    "supplier-territory": ("code",),
    "recipient-territory": ("code",),
    "technology": ("code",),
}
"""What of a slot is understood, beside its words."""


def read_draft(given: Given) -> Draft:
    """Read the form as it was sent."""
    names = [*PARTIES, *SINGLE]
    names += [f"{stem}-{number}" for stem in SEVERAL for number in range(MOST_ROWS)]
    fields = [_read_field(given, name) for name in names if f"{name}.words" in given]
    return _draft(given.get("kind", ""), given.get("status", ""), fields)


def _read_field(given: Given, name: str) -> SlotField:
    stem = name.rpartition("-")[0] or name
    values = {key: given.get(f"{name}.{key}", "").strip() for key in VALUES.get(stem, VALUES.get(name, ()))}
    start = given.get(f"{name}.which") or given.get(f"{name}.start", "")
    return SlotField(name=name, words=given.get(f"{name}.words", "").replace("\r\n", "\n").strip(), start=start.strip(),
                     rule=given.get(f"{name}.rule", "").strip(), values=values)  # fmt: skip


def form_of(draft: Draft, text: DocumentText, machine: Claim | None) -> tuple[ClaimForm | None, list[tuple[str, str]]]:
    """Turn the form into what `review` takes: every slot's words located, its quotes made wide enough to hold them.

    Returns the form and, by field, what keeps it from being one; the fields hold the places found.
    """
    reading = _Reading(draft, text, machine)
    form = reading.form()
    return (None, reading.problems) if reading.problems else (form, [])


class _Reading:
    """One form being read against its text."""

    def __init__(self, draft: Draft, text: DocumentText, machine: Claim | None) -> None:
        self._draft, self._text, self._machine = draft, text, machine
        self.problems: list[tuple[str, str]] = []
        self._quotes = tuple(filter(None, (self._span(one, ()) for one in draft.some("evidence") if one.words)))

    def form(self) -> ClaimForm:
        fields = self._draft.fields
        supplier, recipient = (self._party(role) for role in PARTIES)
        status = self._span(fields["status"], self._quotes) if fields["status"].words else None
        slots: dict[str, Any] = {
            "supplier": supplier,
            "recipient": recipient,
            "technology": tuple(self._codes("technology")),
            "quantity": self._quantity(fields["quantity"]),
            "when": self._when(fields["when"]),
            "place": self._place(fields["place"]),
            "speaker": self._speaker(fields["speaker"]),
            "status_words": status,
        }
        quotes = widen_quotes(self._text, self._quotes, list(_spans(slots)))
        return ClaimForm(kind=self._draft.kind, status=self._draft.status, evidence=quotes, **slots)

    def _span(self, one: SlotField, within: Sequence[Span]) -> Span | None:
        located: Located = locate_words(self._text, one.words, _number(one.start), within)
        if located.span is None:
            one.places = located.places
            self._wrong(one, located.problem)
            return None
        one.start = str(located.span.start)
        return located.span

    def _wrong(self, one: SlotField, problem: str) -> None:
        one.problems.append(problem)
        self.problems.append((one.name, problem))

    def _party(self, role: str) -> PartyForm | None:
        one = self._draft.fields[role]
        territories = tuple(self._codes(f"{role}-territory"))
        if not one.words:
            return PartyForm(territories=territories) if territories else None
        span = self._span(one, self._quotes)
        before = self._machine.party(role) if self._machine else None
        is_same = (
            before is not None
            and before.mention is not None
            and span is not None
            and before.mention.start == span.start
        )
        rule = one.rule if is_same and before is not None and before.mention.name == one.words else ""  # type: ignore[union-attr]
        return PartyForm(span=span, territories=territories, inferred=rule or None)

    def _codes(self, stem: str) -> Iterator[CodeForm]:
        for one in self._draft.some(stem):
            told = one.values.get("code", "")
            if not told and not one.words:
                continue
            code = _territory_code(told or one.words) if stem != "technology" else told
            if not code:
                self._wrong(
                    one, "choose which it is" if stem == "technology" else f"“{told or one.words}” is no territory"
                )
                continue
            if one.words:
                yield CodeForm(code=code, span=self._span(one, self._quotes))
            elif one.rule:
                yield CodeForm(code=code, inferred=one.rule)
            else:
                self._wrong(one, "needs the words that say it")

    def _quantity(self, one: SlotField) -> QuantityForm | None:
        if one.is_empty or not (one.words or one.values.get("value")):
            return None
        span, value = self._span(one, self._quotes), _amount(one.values.get("value", ""))
        if value is None:
            self._wrong(one, "say the number in figures")
        if span is None or value is None:
            return None
        return QuantityForm(value=value, unit=one.values.get("unit", ""), span=span,
                            qualifier=one.values.get("qualifier") or "exact")  # fmt: skip

    def _when(self, one: SlotField) -> WhenForm | None:
        if not one.words and not one.values.get("first") and not one.values.get("last"):
            return None
        span = self._span(one, self._quotes)
        if span is None:
            return None
        values = one.values
        return WhenForm(span=span, precision=values.get("precision") or "unknown", start=values.get("first") or None,
                        end=values.get("last") or None, anchored=values.get("anchored") == "yes")  # fmt: skip

    def _place(self, one: SlotField) -> PlaceForm | None:
        told = one.values.get("territory", "")
        if not one.words and not told:
            return None
        span = self._span(one, self._quotes)
        return None if span is None else PlaceForm(span=span, territory=_territory_code(told) if told else None)

    def _speaker(self, one: SlotField) -> SpeakerForm | None:
        if not one.words:
            return None
        span = self._span(one, self._quotes)
        before = self._machine.speaker if self._machine else None
        is_same = (
            before is not None
            and span is not None
            and before.mention.start == span.start
            and before.mention.name == one.words
        )
        return None if span is None else SpeakerForm(span=span, inferred=(one.rule or None) if is_same else None)


def _spans(value: Any) -> Iterator[Span]:
    """Yield every place that the slots of a form name."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _spans(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _spans(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _spans(getattr(value, name))


def _draft(kind: str, status: str, fields: Iterable[SlotField]) -> Draft:
    """Put fields in the order of the form, with empty ones where a slot may still be told."""
    held = {one.name: one for one in fields}
    for name in (*PARTIES, *SINGLE):
        held.setdefault(name, SlotField(name=name))
    for stem in SEVERAL:
        rows = [held.pop(name) for name in list(held) if name.rpartition("-")[0] == stem]
        told = [one for one in rows if not one.is_empty]
        spare = 0 if stem == "evidence" and told else SPARE
        for number, one in enumerate([*told, *(SlotField(name="") for _ in range(spare))][:MOST_ROWS]):
            held[f"{stem}-{number}"] = replace(one, name=f"{stem}-{number}")
    return Draft(kind=kind, status=status, fields=held)


def _words_of(claim: Claim) -> Any:
    quotes = {(one.start, one.end): one.quote for one in claim.evidence}
    mentions = {(one.start, one.end): one.name for _, one in claim.mentions()}

    def words(span: Span | None) -> str:
        return (quotes | mentions).get((span.start, span.end), "") if span else ""

    return words


def _territory_code(told: str) -> str | None:
    """Return the code of a territory that is told by its name, as a page or a text has it, or by the code itself."""
    if territory_name(told) != told:
        return told
    return territory_codes().get(told.casefold()) or territory_of(told) or territory_of(told.title())


def _number(told: str) -> int | None:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else None


def _amount(told: str) -> float | None:
    try:
        return float(told.replace(",", "").replace(" ", "").replace("\u202f", ""))
    except ValueError:
        return None
