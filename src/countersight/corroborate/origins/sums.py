"""Checksums of the blocks of a segment's files, by which a byte that changed on the disk is noticed."""

import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final
from zlib import crc32

import msgspec

from countersight.errors import BrokenIndex

BLOCK: Final = 1 << 20
"""Bytes that have one checksum."""
NAME: Final = "sums"


class FileSums(msgspec.Struct, frozen=True, array_like=True):
    """What a file of a segment was when it was written."""

    size: int
    """In bytes."""
    blocks: tuple[int, ...]
    """The CRC-32 of each block: it finds every single byte that is not as it was, at a gigabyte a second."""


Sums = Mapping[str, FileSums]
"""By the name of the file."""


class SummingFile:
    """Writes a file, and sums its blocks as they go by."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = 0
        self._blocks: list[int] = []

    def write(self, data: memoryview) -> None:
        """Write bytes after those before."""
        written = 0
        while written < len(data):
            within = self._size % BLOCK
            piece = data[written : written + BLOCK - within]
            if within:
                self._blocks[-1] = crc32(piece, self._blocks[-1])
            else:
                self._blocks.append(crc32(piece))
            self._size += len(piece)
            written += len(piece)
        self._file.write(data)

    @property
    def sums(self) -> FileSums:
        """Return the sums of all that was written."""
        return FileSums(self._size, tuple(self._blocks))


def pack_sums(sums: Sums) -> bytes:
    """Return the sums of a folder's files as they are kept, after a sum of their own."""
    packed = msgspec.msgpack.encode(sums)
    return crc32(packed).to_bytes(4, "big") + packed


def read_sums(folder: Path) -> Sums | None:
    """Return the sums of a folder's files; none where they, or any of the files, are not there or cut off.

    Raises:
        BrokenIndex: the sums themselves are damaged.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    data = path.read_bytes()
    if crc32(data[4:]) != int.from_bytes(data[:4], "big"):
        raise BrokenIndex(path, "is not what was written", folder.parent)
    sums: Sums = msgspec.msgpack.decode(data[4:], type=dict[str, FileSums])
    files = ((folder / name, each.size) for name, each in sums.items())
    return sums if all(file.is_file() and file.stat().st_size == size for file, size in files) else None


def check_file(path: Path, sums: FileSums) -> None:
    """Compare all blocks of a file.

    Raises:
        BrokenIndex: one is not what was written.
    """
    check_blocks((path, number, expected) for number, expected in enumerate(sums.blocks))


def check_blocks(blocks: Iterable[tuple[Path, int, int]]) -> None:
    """Compare blocks, each told as file, number and checksum, in memory for one of them.

    Raises:
        BrokenIndex: one is not what was written.
    """
    for path, number, expected in blocks:
        with path.open("rb") as file:
            file.seek(number * BLOCK)
            if crc32(file.read(BLOCK)) != expected:
                reason = f"the {BLOCK:,} bytes from {number * BLOCK:,} on are not what was written"
                raise BrokenIndex(path, reason, path.parent.parent)


def draw_blocks(folders: Mapping[Path, Sums], most: int) -> Iterator[tuple[Path, int, int]]:
    """Yield blocks of all files of some folders, at most so many, drawn anew each time: openings add up."""
    blocks = [
        (folder / name, number, expected)
        for folder, sums in folders.items()
        for name, each in sums.items()
        for number, expected in enumerate(each.blocks)
    ]
    yield from blocks if len(blocks) <= most else random.SystemRandom().sample(blocks, most)
