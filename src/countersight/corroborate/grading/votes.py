"""One vote an origin: how much of its best word for or against a finding carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from countersight.corroborate.grading.ladder import supports
from countersight.corroborate.grading.standings import Standing, Standings
from countersight.corroborate.grading.testimonies import Testimony
from countersight.model.claim import Kind
from countersight.model.decision import Verdict
from countersight.model.finding import Origin, Rung
from countersight.model.interest import Interest
from countersight.reference import load_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one origin says of one rung of a finding."""

    origin: str
    is_for: bool
    carry: float
    """How much of its source's accuracy it carries, 0 to 1; the rest is a coin."""
    standing: Standing
    testimony: Testimony
    """Its best word; copies of it change nothing."""

    @property
    def strength(self) -> float:
        """The probability that it is right."""
        return 0.5 + (self.standing.accuracy.mean - 0.5) * self.carry


def cast_votes(
    members: Sequence[Testimony],
    origins: Sequence[Origin],
    rung: Rung | None,
    *,
    standings: Standings,
    verdicts: Mapping[str, Verdict],
) -> list[Vote]:
    """Return the votes of independent origins on whether a deal has come to `rung`, in order of origin.

    An origin has one vote for and one against at most, and casts the strongest word it has. A claim that a reviewer
    rejected as misread has no part; a denial is against every rung.
    """
    home = home_origins(origins)
    best: dict[tuple[str, bool], Vote] = {}
    for member in members:
        verdict = verdicts.get(member.claim_id)
        if verdict is Verdict.REJECT or not (member.is_denial or supports(member.rung, rung)):
            continue
        vote = Vote(
            origin=home.get(member.document_id, member.document_id),
            is_for=not member.is_denial,
            carry=carried_share(member, rung, is_accepted=verdict is Verdict.ACCEPT),
            standing=standings.behind(member),
            testimony=member,
        )
        place = (vote.origin, vote.is_for)
        if place not in best or _weight(vote) > _weight(best[place]):
            best[place] = vote
    return [best[place] for place in sorted(best)]


def home_origins(origins: Sequence[Origin]) -> dict[str, str]:
    """Return the origin of each document, both by id."""
    return {document_id: origin.id for origin in origins for document_id in origin.document_ids}


def carried_share(testimony: Testimony, rung: Rung | None, *, is_accepted: bool = False) -> float:
    """Return how much of its source's accuracy a word carries: how surely it is read, how direct, and for what stake.

    Args:
        testimony: the word.
        rung: what it is taken as a word on.
        is_accepted: whether a reviewer has accepted the reading.
    """
    shares = _shares()
    carry = 1.0 if is_accepted else testimony.confidence
    if not testimony.is_firsthand:
        carry *= shares["relayed"]["any"]
    if testimony.is_hedged:
        carry *= shares["hedged"]["any"]
    if testimony.interest is not Interest.OUTSIDER:
        carry *= shares[testimony.interest.value][_matter(testimony, rung)]
    return carry


def _matter(testimony: Testimony, rung: Rung | None) -> str:
    if testimony.is_denial:
        return "denial"
    if rung is not None:
        return rung.value
    return "act" if testimony.kind is Kind.SANCTION else "other"


def _weight(vote: Vote) -> tuple[float, float, str]:
    return vote.strength, vote.carry, vote.testimony.claim_id


@cache
def _shares() -> dict[str, dict[str, float]]:
    rows: dict[str, float | dict[str, float]] = load_reference("source_priors.yaml")["carry"]
    return {name: row if isinstance(row, dict) else {"any": row} for name, row in rows.items()}
