"""The plug point of reading: what every reader promises."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from countersight.model.text import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in a document's bytes, before it is frozen as a document text."""

    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    address: str | None = None
    language: str | None = None
    """As the document declares it; identification by its words comes after and decides."""
    pages: tuple[Page, ...] = ()


class Reader(Protocol):
    """Makes text of one kind of document. Runs in a process of its own with bounded time and memory."""

    name: str
    version: str
    media_types: frozenset[str]

    def read(self, data: bytes, *, address: str | None) -> Reading:
        """Read a document. `address` is where it was captured, for what only the address tells.

        Raises:
            UnreadableDocument: the bytes are not what their media type says, or are damaged.
            EmptyDocument: there are no words in it.
        """
        ...
