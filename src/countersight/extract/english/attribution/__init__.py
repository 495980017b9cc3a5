"""Attribution in English: who says, thinks, wants, decides or shows what."""

from countersight.extract.english.attribution.finding import Attribution, find_attributions

__all__ = ["Attribution", "find_attributions"]
