"""What a source says, in its own voice, tied to its exact words: the public contract of Countersight."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Any

from countersight.errors import BrokenIdentity, UngroundedSlot
from countersight.model.evidence import Evidence, Mention, check_evidence, check_mention
from countersight.model.text import DocumentText
from countersight.values.digests import content_id

PERSON_EXTRACTOR = "person@"
"""What the extractor of a claim that a person made begins with; the person is named by the decision on it alone."""


class Kind(StrEnum):
    """What is claimed to have happened between supplier and recipient."""

    SUPPLY = "supply"
    DEPLOYMENT = "deployment"
    PROCUREMENT = "procurement"
    TRAINING = "training"
    AGREEMENT = "agreement"
    DEMONSTRATION = "demonstration"
    ATTENDANCE = "attendance"
    SANCTION = "sanction"
    ASSESSMENT = "assessment"
    DEMAND = "demand"


class Status(StrEnum):
    """How far the source goes in saying that it is so."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    ALLEGED = "alleged"
    PLANNED = "planned"
    COMPLETED = "completed"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Qualifier(StrEnum):
    """How a number is hedged."""

    EXACT = "exact"
    OVER = "over"
    UNDER = "under"
    ABOUT = "about"


class Precision(StrEnum):
    """How finely a time is told."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    INTERVAL = "interval"
    UNKNOWN = "unknown"
    """Words of time that no calendar date could be read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritorySlot:
    """A territory, with the words that state it or the rule that inferred it: exactly one of the two."""

    code: str
    """FollowTheMoney's code: lower-case ISO 3166-1 alpha-2 and its extra ones (`xk`, `cn-xz`)."""
    mention: Mention | None = None
    inferred: str | None = None

    def __post_init__(self) -> None:
        _require_ground("territory", self.mention, self.inferred)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A supplier or recipient: its name as written where it has one, and its territories."""

    mention: Mention | None = None
    """The fullest form of the name in the evidence; none where only a territory is told."""
    territories: tuple[TerritorySlot, ...] = ()
    inferred: str | None = None
    """The rule that made this mention a party when the clause itself does not name it (a pronoun resolved, say)."""

    def __post_init__(self) -> None:
        if self.mention is None and not self.territories:
            raise UngroundedSlot("party", "neither a name nor a territory")


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologySlot:
    """A label of the taxonomy, with the words that state it or the rule that inferred it."""

    label: str
    mention: Mention | None = None
    inferred: str | None = None

    def __post_init__(self) -> None:
        _require_ground("technology", self.mention, self.inferred)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """The one number that measures a claim."""

    value: float
    unit: str
    """What is counted, as written, in its own language (`foreign officers`); of money, its ISO 4217 code."""
    qualifier: Qualifier
    mention: Mention
    """The number with its hedge and unit, as written."""

    def __post_init__(self) -> None:
        if not isfinite(self.value):
            raise UngroundedSlot("quantity", f"{self.value} is no number")
        object.__setattr__(self, "value", float(self.value))  # 300 and 300.0 are one claim


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The time of what is claimed: never silently the publication date."""

    start: date | None
    """The first day that it may be; none if the words give no date."""
    end: date | None
    """The last day that it may be."""
    precision: Precision
    mention: Mention
    anchored_to: date | None = None
    """The publication date, where relative words ("last month") were counted from it."""

    def __post_init__(self) -> None:
        known = (self.start is not None, self.end is not None)
        if (self.precision is Precision.UNKNOWN) == any(known) or (all(known) and self.start > self.end):  # type: ignore[operator]
            raise UngroundedSlot("when", f"{self.start} to {self.end} is no {self.precision}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it is claimed to be, as written."""

    mention: Mention
    territory: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who says it, apart from who published it."""

    mention: Mention
    inferred: str | None = None
    """The rule that led from the words of the clause (a pronoun, a role) to this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One assertion of one source, valid from construction.

    Made by `Claim.make`, which computes the id; reading one back checks it.
    """

    id: str
    document_id: str
    kind: Kind
    status: Status
    evidence: tuple[Evidence, ...]
    """The first carries the claim, the shortest words that do; the others hold words of slots that stand elsewhere."""
    confidence: float
    """Probability that a careful reader would accept the claim as extracted."""
    extractor: str
    """Name and version."""
    supplier: Party | None = None
    recipient: Party | None = None
    technology: tuple[TechnologySlot, ...] = ()
    quantity: Quantity | None = None
    when: When | None = None
    place: Place | None = None
    status_mention: Mention | None = None
    """The words that give the status: `plan to`, `denied`."""
    speaker: Speaker | None = None

    @classmethod
    def make(cls, **slots: Any) -> "Claim":
        """Build a claim from its slots and name it by their hash.

        Raises:
            UngroundedSlot: there is no evidence, a slot has neither words in the evidence nor a rule, or the confidence
                is no probability.
        """
        return cls(id=claim_id(slots), **slots)

    def __post_init__(self) -> None:
        if not self.evidence:
            raise UngroundedSlot("evidence", "a claim needs the words that carry it")
        if not self.technology:
            raise UngroundedSlot("technology", "a claim is about at least one label of the taxonomy")
        if not 0.0 <= self.confidence <= 1.0:
            raise UngroundedSlot("confidence", f"{self.confidence} is no probability")
        if len({evidence.text_id for evidence in self.evidence}) > 1:
            raise UngroundedSlot("evidence", "one claim rests on one document text")
        for slot, mention in self.mentions():
            if not any(evidence.covers(mention) for evidence in self.evidence):
                raise UngroundedSlot(slot, f"{mention.name!r} stands outside the evidence")
        if self.id != (expected := claim_id({name: getattr(self, name) for name in IDENTITY})):
            raise BrokenIdentity(f"claim {self.id} should be {expected}")

    def mentions(self) -> Iterator[tuple[str, Mention]]:
        """Yield each slot that has words of its own, by name."""
        for role, party in (("supplier", self.supplier), ("recipient", self.recipient)):
            if party is not None:
                if party.mention is not None:
                    yield role, party.mention
                for territory in party.territories:
                    if territory.mention is not None:
                        yield f"{role} territory", territory.mention
        for technology in self.technology:
            if technology.mention is not None:
                yield "technology", technology.mention
        if self.status_mention is not None:
            yield "status", self.status_mention
        for name in ("quantity", "when", "place", "speaker"):
            slot = getattr(self, name)
            if slot is not None:
                yield name, slot.mention

    @property
    def is_by_person(self) -> bool:
        """Whether a person made it, as an edit or because the machine had missed it."""
        return self.extractor.startswith(PERSON_EXTRACTOR)

    def party(self, role: str) -> Party | None:
        """Return the party in the role `supplier` or `recipient`."""
        return self.supplier if role == "supplier" else self.recipient


IDENTITY = (
    "document_id", "kind", "status", "evidence", "supplier", "recipient", "technology", "quantity", "when", "place",
    "status_mention", "speaker",
)  # fmt: skip
"""The fields that make a claim this claim; its confidence and extractor do not."""


def claim_id(slots: dict[str, Any]) -> str:
    """Name a claim by its document, evidence, kind and slots."""
    return content_id("clm", {name: slots[name] for name in IDENTITY if slots.get(name) not in (None, ())})


def check_claim(claim: Claim, text: DocumentText) -> None:
    """Hold a claim's words against its document text, as every write and every release does.

    Raises:
        UngroundedQuote: a quote or a slot's words do not stand in the text exactly where the claim says.
        UngroundedSlot: the claim belongs to another document.
    """
    if claim.document_id != text.document_id:
        raise UngroundedSlot("document", f"claim of {claim.document_id} checked against {text.document_id}")
    for evidence in claim.evidence:
        check_evidence(evidence, text)
    for _, mention in claim.mentions():
        check_mention(mention, text)


def _require_ground(slot: str, mention: Mention | None, inferred: str | None) -> None:
    if (mention is not None) == bool(inferred):
        raise UngroundedSlot(slot, "needs either its words or the rule that inferred it, not both")
