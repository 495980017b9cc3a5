"""The plug point of collecting: what every item of a source promises, and what comes of one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from countersight import __version__
from countersight.collect.media_type import sniff_media_type
from countersight.errors import EmptyDocument
from countersight.model.document import Capture, Document, capture_id
from countersight.values.digests import sha256_hex

TOOL = f"countersight/{__version__}"

Clock = Callable[[], datetime]
"""Tells the time, in UTC."""


def utc_now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectLimits:
    """What a document may cost, and how the network may be used."""

    max_document_bytes: int = 100_000_000
    """Of a compressed response, before and after decompression."""
    max_redirects: int = 5
    timeout_s: float = 30.0
    """Seconds of silence that are borne from a web server."""
    deadline_s: float = 300.0
    """Seconds that one URL may take in all, redirects and further tries included: a server that drips is cut off."""
    proxy: str | None = None
    """`http://`, `https://` or `socks5://`; none to connect directly."""
    user_agent: str | None = None
    """How Countersight names itself to web servers; none for its name and version."""
    allowed_networks: tuple[str, ...] = ()
    """Networks that may be visited although they are not public, such as `127.0.0.0/8`: for tests and labs only."""
    media_types: frozenset[str] | None = None
    """Kinds of documents that are taken out of archives of the web, where most is pictures and scripts; none: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A document, the act of fetching it, and its bytes."""

    document: Document
    capture: Capture
    data: bytes


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a container that is no document: counted by its reason, and left."""

    reason: str
    """One of few: `picture`, `answered 404`."""


class Item(Protocol):
    """One thing that a source offers: a file, a page, the standard input."""

    @property
    def address(self) -> str:
        """Where it is, as captures and failures name it; given as a source, it leads to the same item again."""
        ...

    def collect(self) -> Collected:
        """Fetch it.

        Raises:
            InputError: it gives no document: gone, refused, too large, empty.
            TransientError: it may give one later.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How something came to be fetched: the parts of a capture that its bytes do not tell."""

    address: str
    captured_at: datetime
    final_address: str | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    tool: str = TOOL
    source: str | None = None
    publisher: str | None = None
    container: str | None = None
    record: str | None = None


def make_collected(data: bytes, circumstances: Circumstances, *, name: str = "", declared: str = "") -> Collected:
    """Name `data` by its hash and record how it was fetched.

    Args:
        name: the file name or the path of the URL, for kinds of text that bytes do not tell apart.
        declared: the publisher's `content-type`, for the same.

    Raises:
        EmptyDocument: there are no bytes.
    """
    if not data:
        raise EmptyDocument(f"{circumstances.address}: no bytes")
    digest = sha256_hex(data)
    media_type = sniff_media_type(data, name=name, declared=declared)
    document = Document(id=digest, size=len(data), media_type=media_type)
    return Collected(document=document, capture=_capture(document, circumstances), data=data)


def collect_again(collected: Collected, circumstances: Circumstances) -> Collected:
    """Record another act of fetching the very same bytes, which are not looked at again."""
    return replace(collected, capture=_capture(collected.document, circumstances))


def _capture(document: Document, circumstances: Circumstances) -> Capture:
    return Capture(
        id=capture_id(document.id, circumstances.address),
        document_id=document.id,
        address=circumstances.address,
        captured_at=circumstances.captured_at,
        tool=circumstances.tool,
        final_address=circumstances.final_address,
        status=circumstances.status,
        headers=circumstances.headers,
        source=circumstances.source,
        publisher=circumstances.publisher,
        container=circumstances.container,
        record=circumstances.record,
    )
