"""What reviewers' verdicts count for, those on findings that have changed since among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from countersight.model.decision import SET_ASIDE, Verdict

SAID = {
    Verdict.ACCEPT: "accepted",
    Verdict.EDIT: "edited",
    Verdict.REJECT: "rejected",
    Verdict.UNSURE: "left open",
}
"""What a reviewer did, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A verdict on a finding that is no more, and the claims of one present finding that it still counts for."""

    past_id: str
    verdict: Verdict
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedVerdicts:
    """Every verdict with what it counts for now."""

    counted: Mapping[str, Verdict]
    """By the id of a claim or present finding."""
    carried: Mapping[str, tuple[Carried, ...]]
    """By the id of the present finding that took the place of what was decided on."""
    taught: tuple[tuple[tuple[str, ...], Verdict], ...]
    """Claims that a verdict on their finding says are so or not so; none that was itself set aside as misread."""


def weigh_verdicts(
    findings: Mapping[str, Sequence[str]], verdicts: Mapping[str, Verdict], decided: Mapping[str, Sequence[str]]
) -> WeighedVerdicts:
    """Say what each verdict counts for now.

    A finding is its claims: once one joins or leaves, what a reviewer decided on is no more. The verdict then goes on
    to count for the claims that it named, until somebody decides on the finding that they are in now; of several the
    last. A claim that joined was not before the reviewer, and nothing is decided of it. Only where all claims of a
    finding have the same verdict so does the finding.

    Args:
        findings: the claims of every present finding, by its id.
        verdicts: that stand on claims and findings, by id.
        decided: the claims of every finding that a verdict stands on, present or not, in the order of the decisions.
    """
    last = {claim: name for name, claims in decided.items() for claim in claims}
    counted, carried, taught = dict(verdicts), {}, []
    for name, claims in findings.items():
        if name in verdicts:
            taught.append((_unrejected(claims, verdicts), verdicts[name]))
            continue
        carried[name] = tuple(_carry(claims, last, verdicts))
        taught += [(_unrejected(one.claim_ids, verdicts), one.verdict) for one in carried[name]]
        for one in carried[name]:
            counted |= {claim: _stricter(verdicts.get(claim), one.verdict) for claim in one.claim_ids}
        said = {one.verdict for one in carried[name]}
        if len(said) == 1 and sum(len(one.claim_ids) for one in carried[name]) == len(claims):
            counted[name] = said.pop()
    return WeighedVerdicts(
        counted=counted, carried={name: those for name, those in carried.items() if those}, taught=tuple(taught)
    )


def _carry(claims: Sequence[str], last: Mapping[str, str], verdicts: Mapping[str, Verdict]) -> Iterator[Carried]:
    for past in sorted({last[claim] for claim in claims if claim in last}):
        named = tuple(claim for claim in claims if last.get(claim) == past)
        yield Carried(past_id=past, verdict=verdicts[past], claim_ids=named)


def _unrejected(claims: Sequence[str], verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
    return tuple(claim for claim in claims if verdicts.get(claim) not in SET_ASIDE)


def _stricter(own: Verdict | None, of_finding: Verdict) -> Verdict:
    """A claim is out if it or its finding was rejected, or it was edited; else its own verdict stands."""
    if own is Verdict.EDIT:
        return own
    return Verdict.REJECT if Verdict.REJECT in (own, of_finding) else own or of_finding


def explain_carried(carried: Sequence[Carried], *, whole: int) -> Iterator[str]:
    """Say in words what was decided before a finding of `whole` claims came to be as it is."""
    waiting = whole - sum(len(one.claim_ids) for one in carried)
    left = {0: "", 1: "; the other waits for a decision"}.get(waiting, "; the others wait for a decision")
    for one in carried:
        count = len(one.claim_ids)
        if count == whole:
            words = "its one claim was" if whole == 1 else f"its {whole} claims were"
        else:
            words = f"{count} of its {whole} claims {'was' if count == 1 else 'were'}"
        yield f"decided before it changed: {words} {SAID[one.verdict]} as {one.past_id}{left}"
