"""Records of JSON files: one a line, or the elements of one array, however long it is."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, TypeVar

import msgspec

from countersight.errors import UnreadableRow
from countersight.resolve.lists.sources import Source

LONGEST_RECORD = 1 << 24
"""Bytes of the longest line, or element of an array, that is taken."""

CHUNK_BYTES = 1 << 18

T = TypeVar("T")


def json_lines(source: Source, decoder: msgspec.json.Decoder[T]) -> Iterator[tuple[str, T | UnreadableRow]]:
    """Yield what stands in each line; brackets and commas of an array that is spread over the lines are passed over."""
    with source.open() as stream:
        for number, line in enumerate(_lines(stream), start=1):
            if line is None:
                yield f"line {number:,}", UnreadableRow(f"longer than {LONGEST_RECORD:,} bytes")
                continue
            line = line.strip(b" \t\r\n,\xef\xbb\xbf")
            if line and line not in (b"[", b"]"):
                decoded: T | UnreadableRow = decode_record(line, decoder)
                yield f"line {number:,}", decoded


def json_elements(source: Source, *, key: str | None = None) -> Iterator[tuple[str, Any]]:
    """Yield the objects of an array: the whole file, or what stands under `key` of its outermost object.

    Where the array is broken, all objects before that place are yielded and then one bad record.
    """
    with source.open() as stream:
        buffer = _Buffer(stream)
        number = 0
        try:
            buffer.enter(key)
            while (element := buffer.element()) is not None:
                number += 1
                yield f"record {number:,}", element
        except UnreadableRow as error:
            yield f"record {number + 1:,}", error


def decode_record(data: bytes, decoder: msgspec.json.Decoder[T]) -> T | UnreadableRow:
    """Decode one record; what cannot be decoded is returned as the reason."""
    try:
        record: T = decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return UnreadableRow(str(error) or type(error).__name__)
    return record


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield each line, or None in place of one that is too long."""
    while line := stream.readline(LONGEST_RECORD):
        if len(line) < LONGEST_RECORD or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(LONGEST_RECORD)) and not rest.endswith(b"\n"):
            pass
        yield None


class _Buffer:
    """A window on a stream of JSON that is moved along an array, object by object."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.decode = codecs.getincrementaldecoder("utf-8-sig")("strict").decode
        self.scan = json.JSONDecoder().raw_decode
        self.text = ""
        self.at = 0

    def enter(self, key: str | None) -> None:
        """Move to the first element of the array."""
        if key is None:
            self._expect("[")
            return
        mark = f'"{key}"'
        while (found := self.text.find(mark)) < 0 or ":" not in self.text[found:] or "[" not in self.text[found:]:
            if len(self.text) > LONGEST_RECORD or not self._more():
                raise UnreadableRow(f"no array called {key}")
        self.at = self.text.index("[", found) + 1

    def element(self) -> Any:
        """Return the next object of the array; None at its end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in " \t\r\n,":
                self.at += 1
            if self.at < len(self.text):
                if self.text[self.at] == "]":
                    return None
                try:
                    value, end = self.scan(self.text, self.at)
                except (json.JSONDecodeError, RecursionError) as error:
                    if len(self.text) - self.at > LONGEST_RECORD:
                        raise UnreadableRow(f"no end of an element in {LONGEST_RECORD:,} characters: {error}") from None
                else:
                    self.at = end
                    return value
            if not self._more():
                raise UnreadableRow("the file is broken off, or is no JSON from here on")

    def _expect(self, bracket: str) -> None:
        while not self.text.strip():
            if not self._more():
                raise UnreadableRow("the file is empty")
        if not self.text.lstrip().startswith(bracket):
            raise UnreadableRow("the file is no array")
        self.at = self.text.index(bracket) + 1

    def _more(self) -> bool:
        data = self.stream.read(CHUNK_BYTES)
        try:
            added = self.decode(data, not data)
        except UnicodeDecodeError as error:
            raise UnreadableRow(str(error)) from None
        self.text, self.at = self.text[self.at :] + added, 0
        return bool(data)
