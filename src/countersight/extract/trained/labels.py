"""What the trained model tells apart, in the order of its outputs: part of the contract between weights and code."""

from countersight.model.claim import Kind

NONE = "none"
"""The answer of the kind head to words that carry no claim."""

KINDS = (*(kind.value for kind in Kind), NONE)
STATUSES = ("reported", "claimed", "planned", "denied", "alleged", "cancelled")
"""`reported` stands for `completed` too: words tell the two apart, and rules read them."""
TECHNOLOGIES = (
    "facial_recognition", "video_surveillance", "safe_city", "dna", "biometrics_other", "spyware", "mobile_forensics",
    "social_media_monitoring", "interception", "predictive_policing", "drones", "licence_plate_recognition",
    "internet_filtering", "smart_cards_id", "training_only", "other",
)  # fmt: skip
ROLES = ("supplier", "recipient", "speaker", "quantity", "supplier_place", "recipient_place")
"""Words around a claim that fill its slots; a place stands for the territory of that party."""

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
"""Tags of a token: no part of the words sought, their first token, a further one."""

FEATURES = (*TECHNOLOGIES, "ambiguous", "product", "vendor", "organization", "territory", "number")
"""What the dictionaries say of a token, as input beside its word piece."""
