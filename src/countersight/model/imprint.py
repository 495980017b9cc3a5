"""Who published a document, by all that tells of it: its texts, where it was fetched, and the agency it credits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from countersight.model.source import UNKNOWN_PUBLISHER, Published, address_host, publisher_keys, source_key


class Fetched(Protocol):
    """What tells where a document was fetched, such as a capture or its outline."""

    @property
    def address(self) -> str: ...

    @property
    def final_address(self) -> str | None: ...

    @property
    def publisher(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TextImprint:
    """Of a document text as much as tells who published it."""

    id: str
    document_id: str
    text: str = ""
    publisher: str | None = None
    author: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureImprint:
    """Of a capture as much as tells who served it."""

    document_id: str
    address: str
    final_address: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """The keys of all who are told to have published a document."""

    named: frozenset[str]
    """By any of its texts, in words of the document itself: the host of its own address, the publisher's name."""
    served: tuple[frozenset[str], ...]
    """By each of its captures that tells one: the host that sent it, the publisher that whatever led there names."""
    agencies: frozenset[str] = frozenset()
    """Whose wire any of its texts is."""


def make_imprint(texts: Iterable[Published], captures: Iterable[Fetched], agencies: Iterable[str] = ()) -> Imprint:
    """Put together what the texts and captures of one document tell; `agencies` are keys.

    A document of which nothing tells who published it is the unknown publisher's, once it has a text.
    """
    each = [publisher_keys(text) for text in texts]
    served = tuple(keys for capture in captures if (keys := capture_keys(capture)))
    named = frozenset[str]().union(*each)
    if each and not named and not served:
        named = frozenset({UNKNOWN_PUBLISHER})
    return Imprint(named, served, frozenset(agencies))


def capture_keys(capture: Fetched) -> frozenset[str]:
    """Return the keys of who served a document; where a redirect led to another host, that one did."""
    host = address_host(capture.final_address or capture.address)
    return frozenset({host or "", source_key(capture.publisher or "")} - {""})
