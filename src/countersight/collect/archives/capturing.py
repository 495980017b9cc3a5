"""Keeps every fetch from the web as WARC records: in an open file while a command runs, packed as WACZ when it ends."""

import fcntl
import os
import secrets
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from countersight.collect.archives.exchange import Exchange
from countersight.collect.archives.flaws import TornArchive
from countersight.collect.archives.index import index_warc
from countersight.collect.archives.keeping import CAPTURES, DAMAGED, OPEN
from countersight.collect.archives.packing import pack_wacz, sync_folder
from countersight.collect.archives.writing import ExchangeRecords, write_warcinfo
from countersight.collect.base import TOOL, Clock, utc_now
from countersight.errors import StoreUnavailable
from countersight.model.document import capture_id
from countersight.values.digests import sha256_hex

LARGEST_FILE = 1 << 30
"""Bytes after which another file is begun; it also is with each day, in UTC."""


class CaptureArchive:
    """The captures of a project, as a `Recorder`. To be used in a `with` block, which packs what it wrote.

    Several processes may write at once, each its own file. What a killed one left is packed at the next start: each
    record is on disk before the next is begun, so that no more is lost than the record that was being written.
    """

    def __init__(self, project: Path, *, clock: Clock = utc_now, largest_file: int = LARGEST_FILE) -> None:
        self._folder = project / CAPTURES
        self._clock = clock
        self._largest = largest_file
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._end = 0
        """Where the records of the last whole fetch end."""
        self._name = ""
        self._warcinfo = ""

    def __enter__(self) -> "CaptureArchive":
        """Pack what earlier processes left open.

        Raises:
            StoreUnavailable: the folder cannot be written, or the disk is full.
        """
        try:
            for path in sorted((self._folder / OPEN).glob("*.warc.gz")):
                self._recover(path)
        except OSError as error:
            raise self._unavailable(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Pack what was written.

        Raises:
            StoreUnavailable: the folder cannot be written, or the disk is full; the next start will pack it.
        """
        with self._lock:
            self._pack()

    def record(self, exchanges: Sequence[Exchange], *, address: str, data: bytes) -> str:
        """Write the requests and responses of one fetch, as `Recorder.record`."""
        with self._lock:
            try:
                return self._record(exchanges, address, data)
            except OSError as error:
                self._take_back()
                raise self._unavailable(error) from error

    def _record(self, exchanges: Sequence[Exchange], address: str, data: bytes) -> str:
        at = exchanges[-1].at or self._clock()
        file = self._open_for(at)
        self._end = file.tell()
        before = [None, *(exchange.url for exchange in exchanges[:-1])]
        records = [
            ExchangeRecords(exchange, warcinfo=self._warcinfo, via=via)
            for exchange, via in zip(exchanges, before, strict=True)
        ]
        last = records[-1]
        for one in records:
            one.write_response(file, event=last.id)
            _sync(file)
            one.write_request(file, event=last.id)
            _sync(file)
        said = {"address": address, "tool": TOOL}
        if data:
            digest = sha256_hex(data)
            said |= {"document": f"sha256:{digest}", "capture": capture_id(digest, address)}
        last.write_metadata(file, said)
        _sync(file)
        return last.id

    def _take_back(self) -> None:
        """Cut off what was written of a fetch before the disk was full, so that the next can follow."""
        if self._file is not None:
            with suppress(OSError):
                self._file.truncate(self._end)
                self._file.seek(self._end)

    def _open_for(self, at: datetime) -> BinaryIO:
        """Return the open file, or begin another where it is full or of another day than `at`."""
        day = at.astimezone(UTC).strftime("%Y%m%d")
        if self._file is not None and (self._file.tell() >= self._largest or not self._name.startswith(day)):
            self._pack()
        if self._file is not None:
            return self._file
        folder = self._folder / OPEN
        folder.mkdir(parents=True, exist_ok=True)
        self._name = f"{at.astimezone(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
        path = folder / f"{self._name}.warc.gz"
        new = path.with_name(f".{path.name}.new")
        self._file = new.open("xb")
        fcntl.flock(self._file, fcntl.LOCK_EX)  # before it has the name under which others look for what was left
        self._warcinfo = write_warcinfo(self._file, path.name, at)
        _sync(self._file)
        new.replace(path)
        sync_folder(folder)
        return self._file

    def _pack(self) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        try:
            with file:
                self._pack_file(self._folder / OPEN / f"{self._name}.warc.gz")
        except OSError as error:
            raise self._unavailable(error) from error

    def _recover(self, path: Path) -> None:
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # another process is writing it
            if path.exists():  # it may have been packed while this one waited
                self._pack_file(path)

    def _pack_file(self, path: Path) -> None:
        """Pack an open file as far as it is whole, and remove it."""
        name = path.name.removesuffix(".warc.gz")
        target = self._folder / name[:4] / name[4:6] / f"{name}.wacz"
        with path.open("rb") as warc:
            indexed = index_warc(warc, path.name)
            if indexed.entries:
                target.parent.mkdir(parents=True, exist_ok=True)
                title, created = f"Captures by Countersight, {name}", self._clock()
                pack_wacz(warc, indexed.end, indexed.entries, target, name=path.name, title=title, created=created)
        if indexed.flaw is not None and not isinstance(indexed.flaw, TornArchive):
            path.replace(path.with_name(path.name + DAMAGED))
        else:
            path.unlink()
        sync_folder(path.parent)

    def _unavailable(self, error: OSError) -> StoreUnavailable:
        return StoreUnavailable(str(self._folder), error.strerror or str(error))


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
