"""What is sent to the API: typed bodies, read strictly, so that nothing is misspelt in silence."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from starlette.exceptions import HTTPException
from starlette.requests import Request

from countersight.errors import UsageError
from countersight.model.claim import Kind, Precision, Qualifier, Status
from countersight.model.entity import JudgementValue

Reason = Annotated[str, Meta(max_length=4_000)]
Id = Annotated[str, Meta(min_length=1, max_length=200)]
Offset = Annotated[int, Meta(ge=0, le=2**31 - 1)]
"""In Unicode code points from the beginning of the document text."""
Words = Annotated[str, Meta(min_length=1, max_length=400)]


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that is sent."""


class SpanBody(Body, frozen=True, kw_only=True):
    """Words of the text by their place."""

    start: Offset
    end: Offset


class CodeBody(Body, frozen=True, kw_only=True):
    """A territory's code or technology's label, with the words that say it, or the rule that inferred it."""

    code: Words
    span: SpanBody | None = None
    inferred: Words | None = None


class PartyBody(Body, frozen=True, kw_only=True):
    """A supplier or recipient."""

    span: SpanBody | None = None
    territories: Annotated[list[CodeBody], Meta(max_length=50)] = []
    inferred: Words | None = None


class QuantityBody(Body, frozen=True, kw_only=True):
    """The number that measures the claim."""

    value: float
    unit: Words
    span: SpanBody
    qualifier: Qualifier = Qualifier.EXACT


class WhenBody(Body, frozen=True, kw_only=True):
    """The time, its days as ISO 8601 has them."""

    span: SpanBody
    precision: Precision
    start: Words | None = None
    end: Words | None = None
    anchored: bool = False


class PlaceBody(Body, frozen=True, kw_only=True):
    """Where it is claimed to be."""

    span: SpanBody
    territory: Words | None = None


class SpeakerBody(Body, frozen=True, kw_only=True):
    """Who says it."""

    span: SpanBody
    inferred: Words | None = None


Spans = Annotated[list[SpanBody], Meta(min_length=1, max_length=20)]
Labels = Annotated[list[CodeBody], Meta(max_length=20)]


class SlotsBody(Body, frozen=True, kw_only=True):
    """What of a claim is to be otherwise: a slot that is not named stays, one that is null is emptied."""

    kind: Kind | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    evidence: Spans | UnsetType = UNSET
    technology: Labels | UnsetType = UNSET
    supplier: PartyBody | UnsetType | None = UNSET
    recipient: PartyBody | UnsetType | None = UNSET
    quantity: QuantityBody | UnsetType | None = UNSET
    when: WhenBody | UnsetType | None = UNSET
    place: PlaceBody | UnsetType | None = UNSET
    status_words: SpanBody | UnsetType | None = UNSET
    speaker: SpeakerBody | UnsetType | None = UNSET


class ClaimBody(Body, frozen=True, kw_only=True):
    """A whole claim: words are told by their place alone, and read from the text."""

    kind: Kind
    status: Status
    evidence: Spans
    technology: Labels
    supplier: PartyBody | None = None
    recipient: PartyBody | None = None
    quantity: QuantityBody | None = None
    when: WhenBody | None = None
    place: PlaceBody | None = None
    status_words: SpanBody | None = None
    speaker: SpeakerBody | None = None


class DecisionBody(Body, frozen=True, kw_only=True):
    """A verdict on a claim or finding."""

    verdict: Literal["accept", "reject", "unsure", "undo"]
    reason: Reason = ""
    expects: str | None = None
    """Id of the last decision on it that you had seen, empty for none; without it, whatever it is."""
    undoes: Id | None = None
    """Of an undo: id of the decision that it takes back; by default your own last one."""


class EditBody(Body, frozen=True, kw_only=True):
    """A claim to stand in place of another."""

    claim: SlotsBody
    reason: Reason = ""
    expects: str | None = None


class AddedBody(Body, frozen=True, kw_only=True):
    """A claim that the machine missed."""

    text_id: Id
    """Of the document text that the places refer to."""
    claim: ClaimBody
    reason: Reason = ""


class MergeBody(Body, frozen=True, kw_only=True):
    """Findings that tell of one deal."""

    findings: Annotated[list[Id], Meta(min_length=2, max_length=50)]
    reason: Annotated[str, Meta(min_length=1, max_length=4_000)]


class SplitBody(Body, frozen=True, kw_only=True):
    """Groups of a finding's claims that tell of different deals; claims in none are one more group."""

    groups: Annotated[
        list[Annotated[list[Id], Meta(min_length=1, max_length=1_000)]], Meta(min_length=1, max_length=50)
    ]
    reason: Annotated[str, Meta(min_length=1, max_length=4_000)]


class UndoGroupingBody(Body, frozen=True, kw_only=True):
    """A merge or split that is taken back."""

    sequence: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    """Of any of its judgements."""
    reason: Annotated[str, Meta(min_length=1, max_length=4_000)]


class JudgementBody(Body, frozen=True, kw_only=True):
    """Whether two names, or a name and an organization, are the same."""

    one: Words
    """An id, the beginning of one, or a name as it stands in claims; `National Police (ke)` is one in a territory."""
    other: Words
    value: JudgementValue
    """`no_judgement` takes back what stands."""
    reason: Annotated[str, Meta(min_length=1, max_length=4_000)]
    confirmed: bool = False
    """That you have seen the warning that an earlier attempt was refused with."""


async def read_body(request: Request, kind: Any) -> Any:
    """Read what a request brings.

    Raises:
        HTTPException: it says to be something else than JSON (415).
        UsageError: it is no JSON, or not what it has to be; the field is named.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(415, "send JSON, with Content-Type: application/json")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except msgspec.ValidationError as error:
        words, _, place = str(error).partition(" - at `$")
        field = place.strip("`").lstrip(".") or "the body"
        raise UsageError(f"{field}: {words}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the body is no JSON: {error}") from error


def to_record(body: Body) -> dict[str, Any]:
    """Return a body as plain values, without what was not named."""
    record: dict[str, Any] = msgspec.to_builtins(body)
    return record
