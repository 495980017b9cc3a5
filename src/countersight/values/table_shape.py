"""How a table of rows is laid out: which sign parts its cells, and which of its first rows names the columns."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import median

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}
MAX_COLUMNS = 2_000
MAX_FIELD = 1 << 20
"""Characters of one cell; an unclosed quote would otherwise swallow the rest of a file."""
SAMPLE = 50
"""Rows that are looked at before anything is decided."""
WITHIN = 10
"""Rows among which the header is looked for: titles and remarks may stand above it."""
LONGEST_NAME = 200
"""Characters of a column's name; what is longer is a sentence."""
SHARE = 0.6
"""Of the cells that rows usually have filled, a header has at least so many."""
EVEN = 0.5
"""Share of rows that have to be cut alike."""

_VALUE = re.compile(r"[-+(]?[\d.,'\s%$€£¥/:()-]+\)?|(?:https?|ftp)://\S+|\d{4}-\d\d-\d\d(?:[T ].*)?|-0-", re.IGNORECASE)
"""What stands in a cell and names no column: a number, an amount, a date, an address, OFAC's sign for nothing."""
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def find_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first rows most evenly into most fields; a comma where none cuts any."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[bool, int, float]:
    rows = list(islice(filter(any, _try_rows(text, delimiter)), SAMPLE))
    if not rows:
        return (False, 0, 0.0)
    width, times = Counter(map(len, rows)).most_common(1)[0]
    share = times / len(rows)
    # Half of the rows cut alike is enough: the others are ragged. Beyond that more fields count before more evenness.
    return (share >= EVEN, width, share) if width > 1 else (False, 0, 0.0)


def _try_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield rows as far as the delimiter fits."""
    csv.field_size_limit(MAX_FIELD)
    try:
        for fields in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(fields) > MAX_COLUMNS:
                return
            yield fields
    except csv.Error:
        return


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first filled rows of a sheet names the columns: the first with nothing but names.

    Args:
        rows: at least one, none of them empty; the first `SAMPLE`.
    """
    usual = median(_filled(row) for row in rows)
    for place, row in enumerate(rows[:WITHIN]):
        if _is_header(row, usual):
            return place
        if _filled(row) > 1 and any(_VALUE.fullmatch(cell.strip()) for cell in row):
            return None  # values have begun: no header comes after them
    return None


def is_filled(row: Sequence[str]) -> bool:
    """Whether any cell of a row has words."""
    return any(cell.strip() for cell in row)


def _is_header(row: Sequence[str], usual: float) -> bool:
    names = [name for cell in row if (name := cell.strip())]
    if not names or len(names) < SHARE * usual or _VALUE.fullmatch(names[0]):
        return False
    if len({name.casefold() for name in names}) < 0.8 * len(names) or max(map(len, names)) > LONGEST_NAME:
        return False
    return not any(_VALUE.fullmatch(name) and not _YEAR.fullmatch(name) for name in names)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)
