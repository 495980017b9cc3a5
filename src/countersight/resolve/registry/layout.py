"""The files of a registry: what each holds, how they are checked, and which generation of them counts.

A registry's folder holds `registry.json`, which names the generation that counts, and a folder for that generation.
A build writes another generation beside it and then replaces `registry.json`, which is one step for the file system:
whoever opens the registry finds the old one or the new one, never half of either.
"""

import hashlib
import mmap
import os
from pathlib import Path
from typing import Any, Final, Self

import msgspec
import numpy as np
import numpy.typing as npt

from countersight.errors import BrokenRegistry, NotFound

VERSION = 1
"""Of the files; a registry of another version has to be built again."""
MANIFEST = "registry.json"

ARRAYS: Final = {
    "name_entities": "<u4",  # of every name, the place of its entity
    "norms": "<f4",  # of every name, the length of its vector of weights
    "term_keys": "<u8",  # sorted
    "term_starts": "<u8",  # of every term, where its names begin in `postings`; and the end
    "postings": "<u4",  # places of names, sorted within a term
}
"""Arrays of numbers, and the type of each in numpy's notation."""

BLOBS: Final = ("ids", "entities", "names", "spellings")
"""Strings of bytes one after the other, each with an array of where they start."""

FILES: Final = (*ARRAYS, *BLOBS, *(f"{blob}_starts" for blob in BLOBS))


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What `registry.json` says."""

    version: int
    terms: str
    """How names were cut in terms: the `fingerprint` of the version that built it."""
    generation: str
    """Name of the folder that holds the files."""
    digest: str
    """Over the digests of all files: equal entities give an equal one."""
    entities: int
    names: int
    sizes: dict[str, int]
    """Bytes of each file."""
    digests: dict[str, str]
    """SHA-256 of each file."""


class Blob:
    """Strings of bytes in a memory-mapped file, found by their number."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / name
        self._starts: npt.NDArray[np.uint64] = map_array(folder / f"{name}_starts", "<u8")
        self._data = map_bytes(self._path)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < len(self):
            raise BrokenRegistry(self._path, f"there is no {number} of {len(self)}")
        return self._data[int(self._starts[number]) : int(self._starts[number + 1])]

    def text(self, number: int) -> str:
        """Return one of the strings as text.

        Raises:
            BrokenRegistry: the file is damaged.
        """
        try:
            return self[number].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as fault:
            raise BrokenRegistry(self._path, f"{number}: {fault}") from fault


class BlobWriter:
    """Writes what `Blob` reads."""

    def __init__(self, folder: Path, name: str) -> None:
        self.data = (folder / name).open("wb")
        self.starts = (folder / f"{name}_starts").open("wb")
        self.end = 0
        self._mark()

    def append(self, value: bytes) -> None:
        self.data.write(value)
        self.end += len(value)
        self._mark()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.data.close()
        self.starts.close()

    def _mark(self) -> None:
        self.starts.write(self.end.to_bytes(8, "little"))


def map_bytes(path: Path) -> bytes | mmap.mmap:
    """Map a file into memory; an empty one, which cannot be mapped, is read."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.fstat(file.fileno()).st_size else b""


def map_array(path: Path, dtype: str) -> npt.NDArray[Any]:
    """Map an array of numbers into memory."""
    return np.frombuffer(map_bytes(path), dtype=dtype)


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read which generation counts, and check that its files are there in full.

    Raises:
        NotFound: there is no registry in this folder.
        BrokenRegistry: its files are damaged, or of another version of Countersight.
    """
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise NotFound(f"no registry of organizations in {folder}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BrokenRegistry(folder / MANIFEST, str(fault)) from fault
    if manifest.version != VERSION:
        raise BrokenRegistry(folder / MANIFEST, f"version {manifest.version}, where {VERSION} is read")
    for name in FILES:
        path = folder / manifest.generation / name
        if not path.is_file():
            raise BrokenRegistry(path, "is not there")
        if path.stat().st_size != manifest.sizes.get(name):
            raise BrokenRegistry(
                path, f"{path.stat().st_size:,} bytes, where {manifest.sizes.get(name, 0):,} were written"
            )
    return manifest
