"""Claims of a newer extractor on words that people have decided on already, so that decisions outlive a reading."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from countersight.model.claim import Claim, Party
from countersight.model.decision import SET_ASIDE, Verdict
from countersight.model.parties import fold_words, party_name


@dataclass(frozen=True, slots=True)
class Echo:
    """What an undecided claim repeats, or reads otherwise than a person did."""

    claim_id: str
    decided_id: str
    """The claim that was decided on."""
    verdict: Verdict
    is_same: bool
    """Whether it says the same in every slot."""


def find_echoes(
    claims: Iterable[Claim], verdicts: Mapping[str, Verdict], replacements: Mapping[str, str]
) -> dict[str, Echo]:
    """Find undecided claims on the words of decided ones of the same kind, made by another extractor.

    One that says the same is an echo whatever was decided; one that reads the words differently is one of what was
    accepted, or put in place of an edited claim: where a reading was rejected, another one is new.

    Args:
        claims: all that stand.
        verdicts: that stand on claims.
        replacements: the claim in place of each edited one.

    Returns:
        By the id of the undecided claim. Each claim's slots are folded only where one of its text was decided on.
    """
    decided: dict[str, list[Claim]] = defaultdict(list)
    open_ones: dict[str, list[Claim]] = defaultdict(list)
    extractors: dict[str, str] = {}
    for claim in claims:
        verdict = verdicts.get(claim.id)
        extractors[claim.id] = claim.extractor
        if verdict in DECIDED:
            decided[claim.evidence[0].text_id].append(claim)
        elif verdict is None and not claim.is_by_person:
            open_ones[claim.evidence[0].text_id].append(claim)
    made_of = {made: edited for edited, made in replacements.items()}
    return {
        claim.id: echo
        for text_id, ones in decided.items()
        for claim in open_ones.get(text_id, ())
        if (echo := _find_echo(claim, ones, verdicts, _lineages(ones, extractors, made_of))) is not None
    }


DECIDED = SET_ASIDE | {Verdict.ACCEPT}


def find_uncounted(
    claims: Sequence[Claim], verdicts: Mapping[str, Verdict], replacements: Mapping[str, str]
) -> frozenset[str]:
    """Return the claims that are in no finding and no release, as another one stands for them or is yet to be settled.

    Those are edited claims, claims made by people whose decision is not settled yet, and those that say just what was
    decided before. Rejected claims stay in their finding and do not count there.
    """
    echoes = find_echoes(claims, verdicts, replacements) if verdicts else {}
    return frozenset(
        claim.id
        for claim in claims
        if verdicts.get(claim.id) is Verdict.EDIT
        or (claim.is_by_person and claim.id not in verdicts)
        or (claim.id in echoes and echoes[claim.id].is_same)
    )


def says_same(one: Claim, other: Claim) -> bool:
    """Whether two claims say the same in every slot, wherever in the sentence its words stand."""
    return _fold(one) == _fold(other)


def _find_echo(
    claim: Claim, decided: Iterable[Claim], verdicts: Mapping[str, Verdict], lineages: Mapping[str, str | None]
) -> Echo | None:
    near = [
        one
        for one in decided
        if one.kind is claim.kind and _overlap(one, claim) and claim.extractor != lineages[one.id]
    ]
    same = [one for one in near if says_same(one, claim)]
    other = [one for one in near if verdicts[one.id] is Verdict.ACCEPT and lineages[one.id] is not None]
    for found in (same, other):
        if found:
            best = min(found, key=lambda one: (verdicts[one.id] is not Verdict.ACCEPT, -_overlap(one, claim), one.id))
            return Echo(claim.id, best.id, verdicts[best.id], found is same)
    return None


def _lineages(
    decided: Iterable[Claim], extractors: Mapping[str, str], made_of: Mapping[str, str]
) -> dict[str, str | None]:
    """Return by which extractor the words of each claim were read: that of what a person edited; of added ones none."""
    found: dict[str, str | None] = {}
    for claim in decided:
        root = claim.id
        while root in made_of:
            root = made_of[root]
        extractor = extractors.get(root, claim.extractor)
        found[claim.id] = None if extractor == claim.extractor and claim.is_by_person else extractor
    return found


def _overlap(one: Claim, other: Claim) -> int:
    """Return how many code points of the words that carry them two claims share."""
    first, second = one.evidence[0], other.evidence[0]
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def _fold(claim: Claim) -> tuple[object, ...]:
    quantity, when = claim.quantity, claim.when
    return (
        claim.kind,
        claim.status,
        *(_fold_party(party) for party in (claim.supplier, claim.recipient)),
        frozenset(slot.label for slot in claim.technology),
        quantity and (quantity.value, fold_words(quantity.unit), quantity.qualifier),
        when and ((when.start, when.end) if when.start or when.end else fold_words(when.mention.name)),
        claim.place and fold_words(claim.place.mention.name),
        claim.speaker and fold_words(claim.speaker.mention.name),
    )


def _fold_party(party: Party | None) -> tuple[str, frozenset[str]] | None:
    return None if party is None else (party_name(party), frozenset(slot.code for slot in party.territories))
