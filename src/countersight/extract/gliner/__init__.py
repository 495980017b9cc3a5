"""The extractor `gliner`: GLiNER2 finds records, each of whose slots is held to the text."""

from countersight.extract.gliner.extractor import GlinerExtractor
from countersight.extract.gliner.options import GlinerOptions

__all__ = ["GlinerExtractor", "GlinerOptions"]
