"""What every extractor does with words it points at: parties, numbers, times and quotes tied to their exact places."""

from countersight.extract.grounding.claims import with_slots
from countersight.extract.grounding.parties import PartyReader
from countersight.extract.grounding.passages import Passage
from countersight.extract.grounding.slots import quantity_at, quote_evidence, slot_mentions, when_at

__all__ = ["PartyReader", "Passage", "quantity_at", "quote_evidence", "slot_mentions", "when_at", "with_slots"]
