"""How likely a careful reader would accept a claim as extracted."""

import math

from countersight.extract.english.drafts import Draft
from countersight.extract.english.parties import Actor
from countersight.model.claim import Status

COEFFICIENTS = {"bias": 0.0}


def estimate_confidence(draft: Draft, status: Status, speaker: Actor | None) -> float:
    """Return the probability, by a logistic model over a few features of the draft."""
    score = sum(COEFFICIENTS.get(name, 0.0) * value for name, value in features(draft, status, speaker).items())
    return round(1 / (1 + math.exp(-score)), 3)


def features(draft: Draft, status: Status, speaker: Actor | None) -> dict[str, float]:
    """Describe a draft in numbers."""
    return {"bias": 1.0}
