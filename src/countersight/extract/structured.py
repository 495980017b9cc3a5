"""Extractors of what is no prose: rows and records, whose fields say what a sentence would have to be read for."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from countersight.extract.base import Extractor

MakeExtractor = Callable[[Path], Extractor]
"""Makes an extractor for the project in this folder, where a person may keep what it goes by."""

STRUCTURED: Mapping[str, MakeExtractor] = MappingProxyType({})
"""By the name of the reader whose texts it takes, in whatever language they are."""
