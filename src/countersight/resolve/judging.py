"""Judges the names in claims: which organization each party, and each speaker that is one, means."""

from collections.abc import Iterable, Iterator

from countersight.model.claim import Claim
from countersight.model.entity import Judgement, JudgementValue, judgement_id
from countersight.resolve.base import Answer, Resolver


def resolve_claims(claims: Iterable[Claim], resolver: Resolver) -> Iterator[Judgement]:
    """Yield one judgement for each named supplier and recipient, and for each speaker that may be an organization.

    A name that no known organization has gets a judgement too, without an entity: it is kept as itself. Speakers of
    whom nothing is known get none, for most are people.
    """
    for claim in claims:
        context = " ".join(evidence.quote for evidence in claim.evidence)
        for role in ("supplier", "recipient"):
            party = claim.party(role)
            if party is not None and party.mention is not None:
                territories = [slot.code for slot in party.territories]
                name, others = party.mention.name, _companions(claim, role)
                answer = resolver.resolve(name, territories=territories, context=context, role=role, companions=others)
                yield _judgement(claim, role, party.mention.name, answer, resolver)
        if claim.speaker is not None:
            name, others = claim.speaker.mention.name, _companions(claim, "speaker")
            answer = resolver.resolve(name, territories=(), context=context, role="speaker", companions=others)
            if answer.value in (JudgementValue.POSITIVE, JudgementValue.UNSURE):
                yield _judgement(claim, "speaker", claim.speaker.mention.name, answer, resolver)


def _companions(claim: Claim, role: str) -> list[str]:
    """Return the names of the parties of a claim beside the one in this role."""
    others = [claim.party(other) for other in ("supplier", "recipient") if other != role]
    return [party.mention.name for party in others if party is not None and party.mention is not None]


def _judgement(claim: Claim, role: str, name: str, answer: Answer, resolver: Resolver) -> Judgement:
    by = f"{resolver.name}@{resolver.version}"
    return Judgement(
        id=judgement_id(claim.id, role, answer.entity_id, answer.value, by),
        claim_id=claim.id,
        role=role,
        name=name,
        entity_id=answer.entity_id,
        value=answer.value,
        basis=answer.basis,
        resolver=by,
        probability=answer.probability,
        features=answer.features,
    )
