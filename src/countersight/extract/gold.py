"""Claims in the form of the gold annotations, for scoring and exchange."""

from typing import Any

from countersight.model.claim import Claim, Party, When


def claim_to_gold(claim: Claim) -> dict[str, Any]:
    """Return a claim as one record of the gold format, with the place of its carrying words.

    Times counted from the publication date are left out, as the annotation guideline has it.
    """
    carrying = claim.evidence[0]
    return {
        "kind": claim.kind.value,
        "supplier": _name(claim.supplier),
        "supplier_country": _countries(claim.supplier),
        "recipient": _name(claim.recipient),
        "recipient_country": _countries(claim.recipient),
        "technology": [slot.label for slot in claim.technology],
        "quantity": _quantity(claim),
        "when": _when(claim.when),
        "status": claim.status.value,
        "speaker": claim.speaker.mention.name if claim.speaker else None,
        "evidence": carrying.quote,
        "start": carrying.start,
        "end": carrying.end,
    }


def _name(party: Party | None) -> str | None:
    return party.mention.name if party is not None and party.mention is not None else None


def _countries(party: Party | None) -> str | list[str] | None:
    codes = [slot.code.split("-")[0].upper() for slot in party.territories] if party is not None else []
    return codes[0] if len(codes) == 1 else codes or None


def _quantity(claim: Claim) -> dict[str, Any] | None:
    quantity = claim.quantity
    if quantity is None:
        return None
    return {"value": quantity.value, "unit": quantity.unit, "qualifier": quantity.qualifier.value}


def _when(when: When | None) -> str | None:
    if when is None or when.anchored_to is not None or when.start is None:
        return None
    if when.precision.value == "day":
        return when.start.isoformat()
    if when.precision.value == "month":
        return when.start.isoformat()[:7]
    if when.precision.value == "year":
        return str(when.start.year)
    return f"{when.start.isoformat()}/{when.end.isoformat() if when.end else ''}"
