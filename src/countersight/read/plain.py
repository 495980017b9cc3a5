"""Reads plain text."""

from countersight.read.base import Reading
from countersight.read.decoding import decode_strictly


class PlainReader:
    """Takes the characters as they are. Without a byte order mark or declared charset, the bytes must be UTF-8."""

    name = "plain"
    version = "1"
    libraries: tuple[str, ...] = ()
    media_types = frozenset({"text/plain"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        return Reading(text=decode_strictly(data, charset=charset))
