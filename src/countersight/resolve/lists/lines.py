"""Entities as lines of JSON, in order of id: how lists are kept on disk."""

import gzip
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, cast

import msgspec

from countersight.model.entity import Entity

COMPRESSION = 3
"""Level of gzip: a third faster than the default for a tenth more bytes."""

_Line = msgspec.defstruct(
    "_Line",
    [
        (field.name, cast("type[Any]", field.type))
        if field.default is MISSING
        else (field.name, field.type, field.default)
        for field in fields(Entity)
    ],
    omit_defaults=True,
)
"""The fields of an entity again, for a structure can leave out what is empty and a dataclass cannot."""

_ENTITY = msgspec.json.Decoder(Entity)
_NAMES = tuple(field.name for field in fields(Entity))
_START = len(b'{"id":"')


def encode_entity(entity: Entity) -> bytes:
    """Write an entity as one line of JSON, without its end; equal entities give equal bytes."""
    return msgspec.json.encode(_Line(*[getattr(entity, name) for name in _NAMES]))


def decode_entity(line: bytes) -> Entity:
    """Read an entity of `encode_entity`."""
    return _ENTITY.decode(line)


def line_id(line: bytes) -> str:
    """Return the id of an encoded entity without decoding it: it comes first and has no character that JSON escapes."""
    return line[_START : line.index(b'"', _START)].decode("ascii")


def read_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a packed file, without their ends."""
    with gzip.open(path, "rb") as packed:
        for line in packed:
            yield line.rstrip(b"\n")


class LineWriter:
    """Writes lines into a packed file; equal lines give an equal file."""

    def __init__(self, packed: gzip.GzipFile) -> None:
        self._lines = io.BufferedWriter(cast("io.RawIOBase", packed), 1 << 18)
        self.count = 0

    def write(self, line: bytes) -> None:
        """Append one line."""
        self._lines.write(line + b"\n")
        self.count += 1

    def close(self) -> None:
        """Write what is still held back, and end the file."""
        self._lines.close()


@contextmanager
def write_lines(path: Path) -> Iterator[LineWriter]:
    """Open a new packed file for writing; it is on the disk when the block ends."""
    with path.open("xb") as raw:
        with gzip.GzipFile(filename="", mode="wb", compresslevel=COMPRESSION, fileobj=raw, mtime=0) as packed:
            writer = LineWriter(packed)
            try:
                yield writer
            finally:
                writer.close()
        raw.flush()
        os.fsync(raw.fileno())


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
