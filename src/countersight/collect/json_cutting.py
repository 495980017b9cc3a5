"""Cuts objects out of JSON files of any size, byte for byte, without decoding them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from countersight.errors import UnreadableDocument

CHUNK_BYTES = 1 << 18
_OUTSIDE = re.compile(rb'[^"{}\[\]]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^"{}\[\]]*)*', re.DOTALL)
"""Everything up to the next bracket, whole strings included. Each character can be taken in one way alone, so that
nothing is tried twice; not possessive, which Python before 3.11.5 gets wrong for groups (CPython issue 106052)."""
_INSIDE = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
_QUOTE, _BACKSLASH = ord('"'), ord("\\")
_OPENING = frozenset(b"{[")
_BETWEEN = b" \t\r\n,\xef\xbb\xbf\x1e"
"""What may stand between two values: also a byte order mark and RFC 7464's record separator."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Where one value stands in a stream."""

    start: int
    end: int


def find_brackets(stream: BinaryIO, start: int) -> Iterator[tuple[int, bool]]:
    """Yield the place of each bracket outside strings from `start` on, and whether it opens.

    The stream is sought before each read, so that whoever iterates may read elsewhere in between.
    """
    at, in_string = start, False
    while True:
        stream.seek(at)
        chunk = stream.read(CHUNK_BYTES)
        if not chunk:
            return
        place, stop = 0, len(chunk)
        while place < stop:
            pattern = _INSIDE if in_string else _OUTSIDE
            place = pattern.match(chunk, place).end()  # type: ignore[union-attr]  # both match nothing too
            if place == stop:
                break
            found = chunk[place]
            if found == _BACKSLASH:  # what it escapes stands in the next chunk
                if stop == 1:
                    return
                break
            place += 1
            if found == _QUOTE:
                in_string = not in_string
            else:
                yield at + place - 1, found in _OPENING
        at += place


def cut_values(stream: BinaryIO, start: int, *, is_list: bool = False) -> Iterator[Slice]:
    """Yield each object or array that stands side by side from `start` on, up to the bracket that closes all of them.

    Args:
        is_list: whether they stand in a list, which has to be closed.

    Raises:
        UnreadableDocument: something else stands between or behind them, or the last one, or the list, has no end.
    """
    depth, begun, done = 0, start, start
    for place, opens in find_brackets(stream, start):
        if depth == 0:
            _check_between(stream, done, place)
            if not opens:
                return
            begun = place
        depth += 1 if opens else -1
        if depth == 0:
            done = place + 1
            yield Slice(begun, done)
    if depth:
        raise UnreadableDocument(f"the value that begins at byte {begun:,} has no end")
    if is_list:
        raise UnreadableDocument(f"the list breaks off at byte {done:,}")
    _check_between(stream, done, stream.seek(0, 2))


def skip_values(stream: BinaryIO, start: int) -> int:
    """Return where the array that opens right before `start` closes; the stream's length if it never does."""
    depth = 1
    for place, opens in find_brackets(stream, start):
        depth += 1 if opens else -1
        if depth == 0:
            return place
    return stream.seek(0, 2)


def read_slice(stream: BinaryIO, piece: Slice) -> bytes:
    """Read the bytes of one value."""
    stream.seek(piece.start)
    return stream.read(piece.end - piece.start)


def _check_between(stream: BinaryIO, start: int, end: int) -> None:
    for at in range(start, end, CHUNK_BYTES):
        stream.seek(at)
        if stream.read(min(end - at, CHUNK_BYTES)).strip(_BETWEEN):
            raise UnreadableDocument(f"at byte {start:,} there is neither an object nor the end of a list")
