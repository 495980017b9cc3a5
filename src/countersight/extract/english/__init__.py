"""Reading English closely: the offline rule extractor."""

from countersight.extract.english.extractor import EnglishRules

__all__ = ["EnglishRules"]
