"""The file that a list is imported from: a stream whatever it is packed in, and a look at its beginning."""

import bz2
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from countersight.errors import UnreadableSource

HEAD_BYTES = 1 << 16
"""How much of a file is looked at to know its form."""

_GZIP, _BZIP2, _ZIP = b"\x1f\x8b", b"BZh", b"PK\x03\x04"


@dataclass(frozen=True)
class Source:
    """One file with a list, and the day for which it is read."""

    path: Path
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    scratch: Path | None = None
    """Folder for what does not fit memory; by default the system's."""
    name: str = "list"
    """What the list is called; tells apart ids that are counted from one in every list."""

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the file for reading, unpacked: plain, gzip, bzip2, or a ZIP archive with one file in it.

        Raises:
            UnreadableSource: there is no such file, or it cannot be unpacked.
        """
        try:
            with self.path.open("rb") as raw:
                magic = raw.read(4)
                raw.seek(0)
                with _unpack(raw, magic, str(self.path)) as stream:
                    yield stream
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise UnreadableSource(str(self.path), reason) from error

    @cached_property
    def head(self) -> bytes:
        """The first bytes of what is in the file."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def head_text(self) -> str:
        """The first characters, without a byte order mark."""
        return self.head.decode("utf-8-sig", "replace")

    @cached_property
    def base_name(self) -> str:
        """The file's name in small letters without its packing: `sdn.csv`."""
        name = self.path.name.casefold()
        for ending in (".gz", ".bz2", ".zip"):
            name = name.removesuffix(ending)
        return name

    def beside(self, name: str) -> "Source | None":
        """Return the file called `name` in the same folder, also packed and whatever its capitals; None without one."""
        wanted = {name + ending for ending in ("", ".gz", ".bz2", ".zip")}
        found = sorted(path for path in self.path.parent.iterdir() if path.name.casefold() in wanted and path.is_file())
        return replace(self, path=found[0]) if found else None

    def has_ended(self, day: date | None) -> bool:
        """Whether a listing that ends on `day` is over; one without a day is not."""
        return day is not None and day < self.today


@contextmanager
def _unpack(raw: BinaryIO, magic: bytes, path: str) -> Iterator[BinaryIO]:
    if magic.startswith(_GZIP):
        with gzip.GzipFile(fileobj=raw) as packed, io.BufferedReader(cast("io.RawIOBase", packed), 1 << 18) as stream:
            yield stream
    elif magic.startswith(_BZIP2):
        with bz2.BZ2File(raw) as bzip2:
            yield cast("BinaryIO", bzip2)
    elif magic.startswith(_ZIP):
        with zipfile.ZipFile(raw) as archive:
            inside = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(inside) != 1:
                raise UnreadableSource(path, f"a ZIP archive of {len(inside):,} files, where one is expected")
            if inside[0].flag_bits & 1:
                raise UnreadableSource(path, "a ZIP archive that asks for a password")
            with archive.open(inside[0]) as member, io.BufferedReader(cast("io.RawIOBase", member), 1 << 18) as stream:
                yield cast("BinaryIO", stream)
    else:
        yield raw
