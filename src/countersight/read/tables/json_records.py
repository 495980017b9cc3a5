"""Reads JSON arrays and JSON Lines of objects that are flat or shallow: a row each, every value at its JSON Pointer."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from countersight.errors import UnreadableDocument
from countersight.read.decoding import decode_strictly
from countersight.read.tables.base import Cell, Table
from countersight.values.table_shape import MAX_COLUMNS

DEEPEST = 8
"""Levels within a record; what lies deeper is kept as JSON."""
COLUMNS_FROM = 1_000
"""Records whose keys name the columns, besides those that others add."""


class Members(list[tuple[str, Any]]):
    """The members of an object in their order; a name that stands twice is kept twice."""


def read_json(data: bytes, *, charset: str | None) -> Iterator[Table]:
    """Yield the one table of a JSON document: of an array of objects, of lines of them, or of the longest within an
    object; any other object is the one record of a table.

    Raises:
        UnreadableDocument: it is no JSON, or has no objects.
    """
    text = decode_strictly(data, charset=charset)
    prefix, records, told = _find_records(text)
    rows = [list(_cells(record, "", f"{prefix}/{place}" if prefix is not None else "")) for place, record in records]
    names = dict.fromkeys(cell.label for row in islice(rows, COLUMNS_FROM) for cell in row)
    if len(names) > MAX_COLUMNS:
        raise UnreadableDocument(f"more than {MAX_COLUMNS:,} different keys: no table")
    yield Table(told=f"{told} of {len(rows):,} records", columns=[(None, name) for name in names], rows=rows)


def _find_records(text: str) -> tuple[str | None, list[tuple[int, Members]], str]:
    """Return the pointer to the array, its objects with their places, and what it is. No pointer for a lone object."""
    try:
        value = _decode(text)
    except ValueError as error:
        lines = _decode_lines(text)
        if lines is None:
            raise UnreadableDocument(f"not JSON: {error}") from None
        return "", lines, "JSON Lines"
    if isinstance(value, Members):
        arrays = [(name, found) for name, member in value if len(found := _objects(member)) > 0]
        if not arrays:
            return None, [(0, value)], "JSON object"
        name, records = max(arrays, key=lambda array: len(array[1]))
        return f"/{escape_pointer(name)}", records, f"JSON array {name}"
    records = _objects(value)
    if not records:
        raise UnreadableDocument("JSON without objects: no table")
    return "", records, "JSON array"


def _objects(value: object) -> list[tuple[int, Members]]:
    if not isinstance(value, list) or isinstance(value, Members):
        return []
    return [(place, item) for place, item in enumerate(value) if isinstance(item, Members)]


def _decode(text: str) -> Any:
    # Numbers stay as written: `1.10` is not `1.1`.
    return json.loads(text, object_pairs_hook=Members, parse_float=str, parse_int=str, parse_constant=str, strict=False)


def _decode_lines(text: str) -> list[tuple[int, Members]] | None:
    """Decode JSON Lines; the places are those of the lines. None where any line is something else."""
    records = []
    for place, line in enumerate(text.split("\n")):
        if not line.strip():
            continue
        try:
            value = _decode(line)
        except ValueError:
            return None
        if not isinstance(value, Members):
            return None
        records.append((place, value))
    return records or None


def _cells(value: object, label: str, pointer: str, *, depth: int = 0) -> Iterator[Cell]:
    """Yield the values of a record; of a list those of all items, under one label."""
    if isinstance(value, Members) and depth < DEEPEST:
        for name, member in value:
            within = f"{label}.{name}" if label else name
            yield from _cells(member, within, f"{pointer}/{escape_pointer(name)}", depth=depth + 1)
    elif isinstance(value, list) and depth < DEEPEST:
        for place, item in enumerate(value):
            # The places of a list within a list mean something each, as columns do; those of a list are all alike.
            is_tuple = isinstance(item, list) and not isinstance(item, Members)
            nested = enumerate(item) if is_tuple else ()
            for inner, member in nested:
                yield from _cells(member, f"{label}.{inner + 1}", f"{pointer}/{place}/{inner}", depth=depth + 2)
            if not is_tuple:
                yield from _cells(item, label, f"{pointer}/{place}", depth=depth + 1)
    elif value is not None:
        yield Cell(label, pointer, _words(value))


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Members):
        return {name: _plain(member) for name, member in value}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def escape_pointer(name: str) -> str:
    """Escape a name for a JSON Pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def join_pointer(names: Iterable[str]) -> str:
    """Make a JSON Pointer of names."""
    return "".join(f"/{escape_pointer(name)}" for name in names)
