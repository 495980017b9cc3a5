"""Evidence for strangers: all that one document, claim or finding rests on, with what it takes to check it."""

from countersight.custody.bundle.exporting import Bundle, export_evidence

__all__ = ["Bundle", "export_evidence"]
