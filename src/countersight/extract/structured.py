"""Extractors of what is no prose: rows and records, whose fields say what a sentence would have to be read for."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from countersight.extract.base import Extractor
from countersight.extract.mapping import TOLD_LATER, MappingExtractor, describe_text, load_mappings, retell_text
from countersight.extract.procurement import OcdsExtractor
from countersight.model.text import DocumentText

MakeExtractor = Callable[[Path], Extractor]
"""Makes an extractor for the project in this folder, where a person may keep what it goes by."""

STRUCTURED: Mapping[str, MakeExtractor] = MappingProxyType(
    {"table": MappingExtractor, "ocds": lambda _: OcdsExtractor()}
)
"""By the name of the reader whose texts it takes, in whatever language they are."""


def text_describer(folder: Path) -> Callable[[DocumentText], DocumentText]:
    """Make what tells of a table's text, once read, what only its mapping knows: who published it, under which title.

    It may raise `BadMapping` when it meets the first table.
    """
    mappings = cache(lambda: load_mappings(folder))
    return lambda text: describe_text(text, mappings()) if text.reader_name == "table" else text


def text_reteller(folder: Path) -> Callable[[DocumentText, Iterable[DocumentText]], DocumentText]:
    """Make what gives a table's text, of all that are kept of its document, as the mappings of today tell of it.

    It may raise `BadMapping` when it meets the first table.
    """
    mappings = cache(lambda: load_mappings(folder))

    def retell(text: DocumentText, kept: Iterable[DocumentText]) -> DocumentText:
        reader, is_retold, _ = text.reader.partition(TOLD_LATER)
        first = next((one for one in kept if one.reader == reader), text) if is_retold else text
        return retell_text(first, mappings())

    return lambda text, kept: retell(text, kept) if text.reader_name == "table" else text
