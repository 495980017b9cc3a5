"""The order in which claims come before a reviewer."""

from collections.abc import Iterable, Mapping

from countersight.model.claim import Claim
from countersight.model.decision import Verdict

EVEN = 0.5
"""A claim that is as likely right as wrong: a reviewer's answer to it tells most (uncertainty sampling, Lewis and
Gale, "A sequential algorithm for training text classifiers", 1994)."""


def order_queue(claims: Iterable[Claim], verdicts: Mapping[str, Verdict]) -> list[Claim]:
    """Return the claims that nobody has accepted or rejected, those the machine is least sure of first.

    What a reviewer left open as unsure comes after all that nobody has looked at.
    """
    open_claims = (claim for claim in claims if verdicts.get(claim.id) in (None, Verdict.UNSURE))
    return sorted(open_claims, key=lambda claim: (claim.id in verdicts, abs(claim.confidence - EVEN), claim.id))
