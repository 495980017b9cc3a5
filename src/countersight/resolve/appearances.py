"""Where parties stand in claims, under which names, and whom the machine takes them for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from countersight.model.claim import Claim, Party
from countersight.model.clusters import Clusters
from countersight.model.entity import Judgement, JudgementValue
from countersight.model.identity import is_name_node, name_node
from countersight.model.parties import identify_party, party_name

ROLES = ("supplier", "recipient")


@dataclass(frozen=True, slots=True)
class Appearance:
    """One party of one claim, and the organization that the machine takes it for."""

    claim_id: str
    role: str
    party: Party
    entity_id: str | None

    def node(self, clusters: Clusters) -> str:
        """Return who the party is by what was judged: an organization, a name, or a territory alone."""
        key, entity_id = identify_party(self.party, self.entity_id, clusters)
        return key if entity_id is not None or is_name_node(key) else name_node(key)


@dataclass(slots=True)
class StandingName:
    """A folded name and everywhere that it stands."""

    folded: str
    spellings: Counter[str] = field(default_factory=Counter)
    territories: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """How often it stands with which territories."""
    means: Counter[str | None] = field(default_factory=Counter)
    """How often the machine takes it for which organization, or for none."""

    def spelling(self) -> str:
        """Return how it is written most often."""
        return max(self.spellings, key=lambda spelling: (self.spellings[spelling], spelling))

    def count(self, territory: str | None = None) -> int:
        """Count its appearances, within one territory or anywhere."""
        return sum(number for codes, number in self.territories.items() if territory is None or territory in codes)

    def codes(self) -> Counter[str]:
        """Count its appearances by territory."""
        counts: Counter[str] = Counter()
        for codes, number in self.territories.items():
            counts.update(dict.fromkeys(codes, number))
        return counts

    def meaning(self) -> str | None:
        """Return the one organization that the machine takes it for, if it does so in most claims."""
        known = {entity_id: number for entity_id, number in self.means.items() if entity_id is not None}
        return next(iter(known)) if len(known) == 1 and 2 * sum(known.values()) > self.means.total() else None

    def is_torn(self) -> bool:
        """Whether it stands within territories that have nothing to do with one another: it may name several."""
        told = [frozenset(codes) for codes in self.territories if codes]
        return any(not one & other for one in told for other in told)


def find_appearances(claims: Iterable[Claim], judgements: Iterable[Judgement]) -> Iterator[Appearance]:
    """Yield the parties of claims with what the machine answered of them, as one resolver gave it."""
    answers = {
        (judgement.claim_id, judgement.role): judgement.entity_id
        for judgement in judgements
        if judgement.value is JudgementValue.POSITIVE
    }
    for claim in claims:
        for role in ROLES:
            if (party := claim.party(role)) is not None:
                yield Appearance(claim.id, role, party, answers.get((claim.id, role)))


def gather_names(appearances: Iterable[Appearance]) -> dict[str, StandingName]:
    """Return the names that parties have, by their folded form."""
    names: dict[str, StandingName] = {}
    for appearance in appearances:
        folded = party_name(appearance.party)
        if folded and appearance.party.mention is not None:
            name = names.setdefault(folded, StandingName(folded))
            name.spellings[appearance.party.mention.name] += 1
            name.territories[tuple(sorted({slot.code for slot in appearance.party.territories}))] += 1
            name.means[appearance.entity_id] += 1
    return names
