"""A claim as a reviewer describes it: plain values and places in the text, as a form or a JSON file hands them over."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, get_args, get_type_hints

from countersight.errors import UnsoundClaim
from countersight.model.claim import Claim, Party, When
from countersight.model.evidence import Mention
from countersight.model.record import to_record
from countersight.model.text import DocumentText

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words of the text by their place, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeForm:
    """A territory's code or a technology's label, with the words that say it, or the machine's rule that is kept."""

    code: str
    span: Span | None = None
    inferred: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyForm:
    """A supplier or recipient."""

    span: Span | None = None
    """The name; none where only a territory is told."""
    territories: tuple[CodeForm, ...] = ()
    inferred: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityForm:
    """The number that measures the claim."""

    value: float
    unit: str
    span: Span
    qualifier: str = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenForm:
    """The time: days in ISO's form, of which a month or a year alone may be told."""

    span: Span
    precision: str
    start: str | None = None
    end: str | None = None
    anchored: bool = False
    """Whether the days were counted from the day of publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceForm:
    """Where it is claimed to be."""

    span: Span
    territory: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerForm:
    """Who says it."""

    span: Span
    inferred: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm:
    """A whole claim. Words are told by their place alone: what stands there is read from the text."""

    kind: str
    status: str
    evidence: tuple[Span, ...]
    """The first carries the claim, the shortest words that do; others hold words of slots that stand elsewhere."""
    technology: tuple[CodeForm, ...]
    supplier: PartyForm | None = None
    recipient: PartyForm | None = None
    quantity: QuantityForm | None = None
    when: WhenForm | None = None
    place: PlaceForm | None = None
    status_words: Span | None = None
    speaker: SpeakerForm | None = None


def describe_claim(claim: Claim) -> ClaimForm:
    """Describe a claim as it is, to begin an edit with."""
    quantity, place, speaker = claim.quantity, claim.place, claim.speaker
    return ClaimForm(
        kind=claim.kind.value,
        status=claim.status.value,
        evidence=tuple(Span(start=quote.start, end=quote.end) for quote in claim.evidence),
        technology=tuple(
            CodeForm(code=slot.label, span=_span(slot.mention), inferred=slot.inferred) for slot in claim.technology
        ),
        supplier=_describe_party(claim.supplier),
        recipient=_describe_party(claim.recipient),
        quantity=None
        if quantity is None
        else QuantityForm(
            value=quantity.value, unit=quantity.unit, qualifier=quantity.qualifier.value, span=_at(quantity.mention)
        ),
        when=_describe_when(claim.when),
        place=None if place is None else PlaceForm(span=_at(place.mention), territory=place.territory),
        status_words=_span(claim.status_mention),
        speaker=None if speaker is None else SpeakerForm(span=_at(speaker.mention), inferred=speaker.inferred),
    )


def read_form(record: Any, *, onto: ClaimForm | None = None) -> ClaimForm:
    """Read a form from plain dictionaries and lists, as JSON gives them.

    Spans are objects with `start` and `end`, or lists of the two. With `onto`, what the record does not name stays as
    it is there; what it names as null is emptied.

    Raises:
        UnsoundClaim: something is lacking, is not what it has to be, or has no place in a claim; each is named.
    """
    if not isinstance(record, dict):
        raise UnsoundClaim([("claim", "is no object with slots")])
    problems: list[tuple[str, str]] = []
    told = dict(_read_fields(ClaimForm, record, "", problems))
    if onto is None:
        problems += [
            (name, "is lacking") for name in ("kind", "status", "evidence", "technology") if name not in record
        ]
    if problems:
        raise UnsoundClaim(problems)
    return replace(onto, **told) if onto is not None else ClaimForm(**told)


def _read_fields(
    kind: type[Any], record: dict[str, Any], within: str, problems: list[tuple[str, str]]
) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(kind)
    for name, value in record.items():
        slot = f"{within} {name}".strip().replace("_", " ")
        if name not in hints:
            problems.append((slot, f"there is no such slot; there are {', '.join(hints)}"))
            continue
        try:
            yield name, _read_value(hints[name], value, slot, problems)
        except ValueError as error:
            problems.append((slot, str(error)))


def _read_value(hint: Any, value: Any, slot: str, problems: list[tuple[str, str]]) -> Any:
    """Read one value as its type hint has it; raises ValueError with words that fit behind the slot's name."""
    inner = [each for each in get_args(hint) if each not in (type(None), Ellipsis)]
    if value is None and type(None) in get_args(hint):
        return None
    kind = inner[0] if inner else hint
    if Ellipsis in get_args(hint):
        if not isinstance(value, (list, tuple)):
            raise ValueError("is no list")
        return tuple(_read_value(kind, each, slot, problems) for each in value)
    if kind is Span and isinstance(value, list) and len(value) == 2:
        value = dict(zip(("start", "end"), value, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_record(kind, value, slot, problems)
    expected = (int, float) if kind is float else kind
    if not isinstance(value, expected) or (isinstance(value, bool) and kind is not bool):
        raise ValueError({str: "is no text", int: "is no whole number", float: "is no number"}.get(kind, "is not told"))
    return value


def _read_record(kind: type[T], value: Any, slot: str, problems: list[tuple[str, str]]) -> T | None:
    if not isinstance(value, dict):
        raise ValueError("is no object with slots" if kind is not Span else "is no place with its start and end")
    before = len(problems)
    told = dict(_read_fields(kind, value, slot, problems))
    if len(problems) > before:
        return None
    try:
        return kind(**told)
    except TypeError:
        needed = [field.name for field in fields(kind) if field.name not in told and field.default is MISSING]  # type: ignore[arg-type]
        raise ValueError(f"lacks {', '.join(needed)}") from None


def _describe_party(party: Party | None) -> PartyForm | None:
    if party is None:
        return None
    codes = (CodeForm(code=slot.code, span=_span(slot.mention), inferred=slot.inferred) for slot in party.territories)
    return PartyForm(span=_span(party.mention), territories=tuple(codes), inferred=party.inferred)


def _describe_when(when: When | None) -> WhenForm | None:
    if when is None:
        return None
    return WhenForm(
        start=when.start.isoformat() if when.start else None,
        end=when.end.isoformat() if when.end else None,
        precision=when.precision.value,
        span=_at(when.mention),
        anchored=when.anchored_to is not None,
    )


def _span(mention: Mention | None) -> Span | None:
    return None if mention is None else _at(mention)


def _at(mention: Mention) -> Span:
    return Span(start=mention.start, end=mention.end)


def place_words(record: Any, text: DocumentText, *, onto: ClaimForm | None = None) -> Any:
    """Put places where a record has the words themselves: a file that a person writes need not count code points.

    Words of evidence are looked for in the whole text, all others within the evidence; where they stand more than once,
    the first counts.

    Raises:
        UnsoundClaim: words do not stand there exactly so; each is named.
    """
    if not isinstance(record, dict):
        return record
    problems: list[tuple[str, str]] = []
    whole = [(0, len(text.text))]
    placed = dict(record)
    if isinstance(record.get("evidence"), list):
        placed["evidence"] = [_place(each, text, whole, "evidence", problems) for each in record["evidence"]]
    quoted = placed.get("evidence") or [to_record(span) for span in (onto.evidence if onto else ())]
    within = [(each["start"], each["end"]) if isinstance(each, dict) else tuple(each) for each in quoted]
    for name in record.keys() - {"evidence"}:
        placed[name] = _place_all(record[name], text, within, name.replace("_", " "), problems)
    if problems:
        raise UnsoundClaim(problems)
    return placed


def _place_all(value: Any, text: DocumentText, within: list[Any], slot: str, problems: list[tuple[str, str]]) -> Any:
    if slot == "status words":
        return _place(value, text, within, slot, problems)
    if isinstance(value, list):
        return [_place_all(each, text, within, slot, problems) for each in value]
    if isinstance(value, dict):
        return {
            key: _place(each, text, within, slot, problems)
            if key == "span"
            else _place_all(each, text, within, f"{slot} {key}" if isinstance(each, (list, dict)) else slot, problems)
            for key, each in value.items()
        }
    return value


def _place(words: Any, text: DocumentText, within: list[Any], slot: str, problems: list[tuple[str, str]]) -> Any:
    if not isinstance(words, str):
        return words
    for start, end in within:
        found = text.text.find(words, start, end) if words else -1
        if found >= 0:
            return {"start": found, "end": found + len(words)}
    problems.append(
        (slot, f"“{words[:40]}” does not stand exactly so {'in the text' if slot == 'evidence' else 'in the evidence'}")
    )
    return words
