"""Findings of a release folder, each with the probability that a careful reader would accept it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TypeVar

from countersight.errors import NotFound
from countersight.model.claim import Kind, Status
from countersight.model.finding import FindingParty, Origin
from countersight.model.record import from_json

T = TypeVar("T")

ACCEPTED = "accepted"
"""What a release writes as the review of a claim or finding that a reviewer accepted."""
NOT_DONE = frozenset({Status.PLANNED, Status.DENIED, Status.CANCELLED})
"""What is planned, denied or called off is not counted as there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedClaim:
    """What is needed of a line of `claims.ndjson`."""

    id: str
    document_id: str
    status: Status
    confidence: float
    review: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFinding:
    """What is needed of a line of `findings.ndjson`."""

    id: str
    kind: Kind
    supplier: FindingParty | None
    recipient: FindingParty | None
    technology: tuple[str, ...]
    claim_ids: tuple[str, ...]
    origins: tuple[Origin, ...]
    review: str = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A finding with what speaks for it."""

    finding: ReleasedFinding
    probability: float
    """That a careful reader would accept at least one of its claims as extracted. Not that it is true."""
    origin_ids: frozenset[str]
    """The origins of the claims that were counted."""


def read_findings(folder: Path) -> Iterator[Weighed]:
    """Yield the findings that say of something that it is there, with their probabilities.

    Raises:
        NotFound: the folder holds no release.
        BrokenProvenance: a line is not such a record.
    """
    claims = {claim.id: claim for claim in _read(folder / "claims.ndjson", ReleasedClaim)}
    for finding in _read(folder / "findings.ndjson", ReleasedFinding):
        surest = _weigh_origins(finding, claims)
        if surest:
            probability = 1.0 if finding.review == ACCEPTED else 1.0 - prod(1.0 - sure for sure in surest.values())
            yield Weighed(finding=finding, probability=probability, origin_ids=frozenset(surest))


def _weigh_origins(finding: ReleasedFinding, claims: dict[str, ReleasedClaim]) -> dict[str, float]:
    """Return the confidence of the surest counted claim of each origin that has one.

    Within an origin the claims are copies of one another: ten of them are no surer than the best.
    """
    origin_of = {document_id: origin.id for origin in finding.origins for document_id in origin.document_ids}
    surest: dict[str, float] = defaultdict(float)
    for claim in (claims[claim_id] for claim_id in finding.claim_ids if claim_id in claims):
        if claim.status not in NOT_DONE and claim.document_id in origin_of:
            origin = origin_of[claim.document_id]
            surest[origin] = max(surest[origin], 1.0 if claim.review == ACCEPTED else claim.confidence)
    return dict(surest)


def _read(path: Path, kind: type[T]) -> Iterator[T]:
    if not path.is_file():
        raise NotFound(f"{path.parent} is no release: it has no {path.name}")
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield from_json(line, kind)
