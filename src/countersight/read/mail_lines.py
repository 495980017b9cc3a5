"""Parts the lines of a plain mail by how deep they are quoted, and joins lines that were cut for display (RFC 3676)."""

import re
from collections.abc import Iterator
from itertools import groupby

MAX_QUOTED = 50
"""Depth past which quotations are not told apart."""

_MARKS = re.compile(r"(?:>[ \t]?)+")
_FLOWED_MARKS = re.compile(r">+")
_SIGNATURE = "-- "
"""The line that a signature follows, which ends in a space and is whole all the same (RFC 3676, 4.3)."""


def quoted_lines(text: str, *, is_flowed: bool, joins_without_space: bool) -> Iterator[tuple[int, str]]:
    """Yield runs of lines of the same depth of quotation, and that depth; without the marks of quotation.

    Args:
        is_flowed: `format=flowed`: a line that ends in a space goes on in the next.
        joins_without_space: `delsp=yes`: that space is none.
    """
    marks = _FLOWED_MARKS if is_flowed else _MARKS
    parted = (_part(line, marks) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for depth, lines in groupby(parted, key=lambda line: line[0]):
        words = [line for _, line in lines]
        yield depth, "\n".join(_flow(words, joins_without_space) if is_flowed else words)


def _part(line: str, marks: re.Pattern[str]) -> tuple[int, str]:
    found = marks.match(line)
    return (min(found[0].count(">"), MAX_QUOTED), line[found.end() :]) if found else (0, line)


def _flow(lines: list[str], joins_without_space: bool) -> Iterator[str]:
    whole = ""
    for stuffed in lines:
        line = stuffed.removeprefix(" ")  # put before what would look like a mark (RFC 3676, 4.4)
        if line.endswith(" ") and line != _SIGNATURE:
            whole += line[:-1] if joins_without_space else line
            continue
        yield whole + line
        whole = ""
    if whole:
        yield whole
