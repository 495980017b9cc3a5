"""Lists in the form of `sha256sum`: hash, two spaces, path; cut into files that can be handed out one by one."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from countersight.errors import BrokenChain
from countersight.model.custody import NOTHING_BEFORE, CustodyEvent
from countersight.values.digests import sha256_hex

LINES = 1_000
"""Of one file, so that whoever shows one document need not hand out what tells of all others."""

_SUM = re.compile(r"([0-9a-f]{64})  (\S+)")
_EVENT = re.compile(rf"([0-9a-f]{{64}})  (([1-9][0-9]*) ([0-9a-f]{{64}}|{NOTHING_BEFORE}) [0-9a-f]{{64}})")


def event_line(event: CustodyEvent) -> str:
    """Return a link as a list has it: its id, two spaces, and the line that the id is the SHA-256 of."""
    return f"{event.id}  {event.line}"


def write_lists(folder: Path, name: str, lines: Iterable[str]) -> list[tuple[str, str]]:
    """Write lines into files of `LINES` each; return the hash and name of each file."""
    remaining: Iterator[str] = iter(lines)
    written: list[tuple[str, str]] = []
    while batch := list(islice(remaining, LINES)):
        data = "".join(f"{line}\n" for line in batch).encode()
        path = folder / f"{name}-{len(written) + 1:06d}.txt"
        path.write_bytes(data)
        written.append((sha256_hex(data), path.name))
    return written


def read_sums(path: Path) -> Iterator[tuple[str, str]]:
    """Yield hash and path of each line; comments are left out.

    Raises:
        BrokenChain: a line is neither.
    """
    for number, line in enumerate(_lines(path), start=1):
        if line.startswith("#"):
            continue
        if (found := _SUM.fullmatch(line)) is None:
            raise BrokenChain(f"{path}: line {number} is no line of sha256sum")
        yield found[1], found[2]


def read_links(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield sequence, id and previous id of each link that a list tells, each id computed anew.

    Raises:
        BrokenChain: a line is none, or its id is not the hash of the rest.
    """
    for number, line in enumerate(_lines(path), start=1):
        if (found := _EVENT.fullmatch(line)) is None or sha256_hex(found[2].encode()) != found[1]:
            raise BrokenChain(f"{path}: line {number} is no link, or not the one that its id says")
        yield int(found[3]), found[1], "" if found[4] == NOTHING_BEFORE else found[4]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenChain(f"{path}: cannot be read: {error}") from error
