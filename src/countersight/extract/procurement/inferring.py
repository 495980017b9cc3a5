"""Infers where a buyer is from the source that its release came from, where neither release nor portal tells."""

from dataclasses import fields, replace

from countersight.model.claim import Claim, TerritorySlot

SOURCE_RULE = "territory of the declared source that the release came from"


def infer_territory(claim: Claim, code: str) -> Claim:
    """Return the claim with `code` as its buyer's territory, marked as inferred; the same where one is told.

    Args:
        claim: of the extractor `ocds`.
        code: of the territory that the declared source publishes in.
    """
    if claim.recipient is None or claim.recipient.territories:
        return claim
    recipient = replace(claim.recipient, territories=(TerritorySlot(code=code, inferred=SOURCE_RULE),))
    slots = {field.name: getattr(claim, field.name) for field in fields(claim) if field.name != "id"}
    return Claim.make(**slots | {"recipient": recipient})
