"""What a publisher served, byte for byte, and when it was fetched."""

from dataclasses import dataclass
from datetime import datetime

from countersight.errors import BrokenIdentity
from countersight.values.digests import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The bytes captured, named by their SHA-256."""

    id: str
    """SHA-256 of the bytes, 64 hexadecimal digits."""
    size: int
    """In bytes."""
    media_type: str
    """What the bytes are (RFC 6838), as judged from the bytes themselves and then the name or header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One act of fetching."""

    id: str
    document_id: str
    address: str
    """Where it was asked for: a URL, a `file:` URL, or `stdin:`."""
    captured_at: datetime
    """In UTC."""
    tool: str
    """Name and version of what fetched it."""
    final_address: str | None = None
    """Where it was found, when redirects led elsewhere."""
    status: int | None = None
    """The HTTP status, where there was one."""
    headers: tuple[tuple[str, str], ...] = ()
    """The response's headers, in the order received; for a file, its modification time as `last-modified`."""
    source: str | None = None
    """The declared source that led there, by the name of its folder."""
    publisher: str | None = None
    """Who published it, as what led there tells: a feed that gathers from others names the true one."""
    container: str | None = None
    """The file that it was taken out of, where that held many documents: its address, and SHA-256 where known."""
    record: str | None = None
    """WARC-Record-ID of the response as it came over the network, in the archive that holds it."""

    def __post_init__(self) -> None:
        if self.id != (expected := capture_id(self.document_id, self.address)):
            raise BrokenIdentity(f"capture {self.id} should be {expected}")


TOLD_LATER = ("source", "publisher", "container", "record")
"""The fields of a capture that are left out of its record where they are empty: older ones stay as they are."""


def capture_id(document_id: str, address: str) -> str:
    """Name a capture: the same bytes from the same place are one capture, the first."""
    return content_id("cap", document_id, address)
