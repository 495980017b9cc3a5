"""The first look at a text in any language, at dictionary speed: which stretches deserve a close look."""

from countersight.extract.scanning.scan import scan
from countersight.extract.scanning.sentences import Span, split_sentences
from countersight.extract.scanning.windows import Window

__all__ = ["Span", "Window", "scan", "split_sentences"]
