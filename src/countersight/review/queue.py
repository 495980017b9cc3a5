"""The order in which claims and findings come before a reviewer."""

from collections.abc import Iterable, Mapping, Sequence

from countersight.model.claim import Claim
from countersight.model.decision import Verdict
from countersight.model.finding import Finding
from countersight.model.verdicts import weigh_verdicts
from countersight.review.board import EVEN, weigh_finding


def order_queue(claims: Iterable[Claim], verdicts: Mapping[str, Verdict]) -> list[Claim]:
    """Return the claims that nobody has accepted or rejected, those the machine is least sure of first.

    What a reviewer left open as unsure comes after all that nobody has looked at.
    """
    open_claims = (claim for claim in claims if verdicts.get(claim.id) in (None, Verdict.UNSURE))
    return sorted(open_claims, key=lambda claim: (claim.id in verdicts, abs(claim.confidence - EVEN), claim.id))


def order_findings(
    findings: Iterable[Finding], verdicts: Mapping[str, Verdict], decided: Mapping[str, Sequence[str]]
) -> list[Finding]:
    """Return the findings that nobody has accepted or rejected, those first whose decision tells most.

    First come those that changed since they were decided on, then those never looked at, last what was left open as
    unsure. Within each, what weighs most comes first: the number of claims and of independent origins that one answer
    settles, by the doubt that is left, doubled where supplier and recipient are both named.

    Args:
        findings: those that stand.
        verdicts: that stand on claims and findings.
        decided: the claims of every finding that a verdict stands on: see `View.decided_findings`.
    """
    held = list(findings)
    weighed = weigh_verdicts({finding.id: finding.claim_ids for finding in held}, verdicts, decided)
    open_ones = [one for one in held if weighed.counted.get(one.id) in (None, Verdict.UNSURE)]
    return sorted(
        open_ones,
        key=lambda one: (one.id in weighed.counted, one.id not in weighed.carried, -weigh_finding(one), one.id),
    )
