"""What GLiNER2 is asked: first for records, a field for every slot, then of each what kind and status it has.

This file needs nothing but Countersight, so that training data can be made from it anywhere.
"""

from typing import Any

from countersight.model.claim import Kind, Status

RECORD = "claim"
ANCHOR = "evidence"
"""The words that carry a claim: there are as many claims as the model finds of them."""
SINGLE = ("supplier", "quantity", "date", "speaker")
SEVERAL = ("supplier_country", "recipient", "recipient_country", "technology")
FIELDS = (ANCHOR, *SINGLE, *SEVERAL)
PERSON = "person"
"""Asked for beside the claims, so that nobody's name becomes a party."""

KINDS = {
    Kind.SUPPLY: "a named supplier sells, gives or licenses it to somebody",
    Kind.DEPLOYMENT: "it is in use or being installed somewhere",
    Kind.PROCUREMENT: "somebody buys, tenders or budgets for it",
    Kind.TRAINING: "police or intelligence officers are taught",
    Kind.AGREEMENT: "a memorandum, treaty or partnership",
    Kind.DEMONSTRATION: "it is shown, piloted or marketed",
    Kind.ATTENDANCE: "vendors or delegations at a fair or forum",
    Kind.SANCTION: "a sanction, blacklisting, export penalty or ban",
    Kind.ASSESSMENT: "an expert or body judges its effect or legality",
    Kind.DEMAND: "somebody wants or asks to have it",
}
STATUSES = {
    Status.REPORTED: "told as a fact",
    Status.CLAIMED: "a party to the deal or a named speaker says so",
    Status.ALLEGED: "an accusation or suspicion",
    Status.PLANNED: "in the future, offered or intended",
    Status.COMPLETED: "said to be delivered or done",
    Status.DENIED: "the speaker denies it",
    Status.CANCELLED: "withdrawn or ended",
}
TASKS: dict[str, dict[str, str]] = {
    "kind": {str(kind): words for kind, words in KINDS.items()},
    "status": {str(status): words for status, words in STATUSES.items()},
}
"""What the words that carry a claim are sorted into, each label with what it means.

They are asked about apart. As choices within the record they could be had in one pass, but GLiNER2 2.1.0 then prefers
a choice that happens to stand in the text ("training", "supply") to what its network says, and in training repeats all
choices for every record (`BoundaryExtractor._record_local_choice_mentions`, `_build_classification_prefix`).
"""


def record_schema() -> dict[str, Any]:
    """Return the schema of claims in the form that `gliner2.Schema.from_dict` reads."""
    fields = [{"name": name, "dtype": "list" if name in SEVERAL else "str"} for name in FIELDS]
    return {"entities": [PERSON], "structures": {RECORD: {"mode": "natural", "anchor": ANCHOR, "fields": fields}}}


def judging_schema() -> dict[str, Any]:
    """Return the schema that sorts the words of a claim."""
    return {"classifications": [{"task": task, "labels": labels} for task, labels in TASKS.items()]}
