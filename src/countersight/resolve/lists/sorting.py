"""Sorting by id with the disk as memory: a list may have more rows than fit, and in any order."""

import heapq
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

RUN_BYTES = 48 << 20
"""Bytes that are sorted in memory at once; each time they are there, a sorted run goes to the disk."""

UNFINISHED = ".unfinished-"
"""What folders begin with that are of no use any more where a process was killed."""

OVERHEAD = 120
"""Bytes that Python needs for a line beside its own."""

MOST_RUNS = 200
"""Runs that are merged at once; more are first merged into one, for each is an open file."""


class LineSorter:
    """Takes payloads by id, in any order, and yields them by id; those of one id in the order in which they came.

    An id must have neither tabs nor line ends and no code point above ASCII, and a payload no line ends, as msgspec
    writes JSON: a line of id, number and payload then sorts as its bytes do.
    """

    def __init__(self, *, folder: Path | None = None, run_bytes: int = RUN_BYTES) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder)
        self._run_bytes = run_bytes
        self._lines: list[bytes] = []
        self._bytes = 0
        self._runs: list[Path] = []
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.cleanup()

    def add(self, key: str, payload: bytes) -> None:
        """Take one payload."""
        line = b"%b\t%012d\t%b\n" % (key.encode("ascii"), self.count, payload)
        self._lines.append(line)
        self.count += 1
        self._bytes += len(line) + OVERHEAD
        if self._bytes >= self._run_bytes:
            self._spill()

    def sorted(self) -> Iterator[tuple[str, bytes]]:
        """Yield ids and payloads in order of id; to be called once, when all are added."""
        self._lines.sort()
        files = [path.open("rb") for path in self._runs]
        try:
            for line in heapq.merge(self._lines, *files):
                key, _, payload = line.rstrip(b"\n").split(b"\t", 2)
                yield key.decode("ascii"), payload
        finally:
            for file in files:
                file.close()
            self._lines = []

    def _spill(self) -> None:
        self._lines.sort()
        self._write(iter(self._lines))
        self._lines, self._bytes = [], 0
        if len(self._runs) >= MOST_RUNS:
            merged, self._runs = self._runs, []
            files: list[BinaryIO] = [path.open("rb") for path in merged]
            self._write(heapq.merge(*files))
            for path, file in zip(merged, files, strict=True):
                file.close()
                path.unlink()

    def _write(self, lines: Iterator[bytes]) -> None:
        with tempfile.NamedTemporaryFile(dir=self._scratch.name, delete=False) as run:
            run.writelines(lines)
            self._runs.append(Path(run.name))
