"""What GLiNER2 is asked for: one record a claim, with its words as the anchor and a field for every slot.

This file needs nothing but Countersight, so that training data can be made from it anywhere.
"""

from typing import Any

from countersight.model.claim import Kind, Status

RECORD = "claim"
ANCHOR = "evidence"
"""The words that carry a claim: there are as many claims as the model finds of them."""
SINGLE = ("supplier", "quantity", "date", "speaker")
SEVERAL = ("supplier_country", "recipient", "recipient_country", "technology")
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(f"{kind}:kind" for kind in Kind),
    "status": tuple(f"{status}:status" for status in Status),
}
"""Values of the two fields that are chosen and not found in the text.

The ending keeps them from being words of a text: GLiNER2 prefers a choice that stands in the text to what its network
says (2.1.0, `BoundaryExtractor._record_local_choice_mentions`), and "training" or "supply" stand in many.
"""
FIELDS = (ANCHOR, *CHOICES, *SINGLE, *SEVERAL)
PERSON = "person"
"""Asked for beside the claims, so that nobody's name becomes a party."""


def schema_definition() -> dict[str, Any]:
    """Return the schema in the form that `gliner2.Schema.from_dict` reads."""
    fields: list[dict[str, Any]] = [{"name": ANCHOR, "dtype": "str"}]
    fields += [{"name": name, "dtype": "str", "choices": list(values)} for name, values in CHOICES.items()]
    fields += [{"name": name, "dtype": "str"} for name in SINGLE]
    fields += [{"name": name, "dtype": "list"} for name in SEVERAL]
    return {"entities": [PERSON], "structures": {RECORD: {"mode": "natural", "anchor": ANCHOR, "fields": fields}}}


def choice(name: str, value: str) -> str:
    """Return how a kind or status is written among the choices of the field `name`."""
    return f"{value}:{name}"


def chosen(written: str) -> str:
    """Return the kind or status that a choice stands for."""
    return written.partition(":")[0]
