"""Which rows of a delimited file are meant, as the fragment of its address says it (RFC 7111)."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count

_ROWS = re.compile(r"#row=(\d{1,10}(?:-\d{1,10})?(?:;\d{1,10}(?:-\d{1,10})?){0,9})\Z")


def write_rows(ranges: Sequence[range]) -> str:
    """Write rows, counted from one, as a fragment: `row=1;5001-9000`."""
    return "row=" + ";".join(f"{one[0]}-{one[-1]}" if len(one) > 1 else str(one[0]) for one in ranges)


def read_rows(address: str | None) -> Iterator[int]:
    """Yield the numbers of the rows that an address means, and on from the last; without a fragment all, from one."""
    found = _ROWS.search(address or "")
    told = found[1].split(";") if found else []
    ranges = [range(int(first), int(last or first) + 1) for first, _, last in (one.partition("-") for one in told)]
    after = ranges[-1].stop if ranges else 1
    return chain(*ranges, count(after))
