"""JSON records as rows."""

import pytest

from countersight.errors import UnreadableDocument
from countersight.read.tables.json_records import DEEPEST, read_json


def _labels(data: bytes) -> list[tuple[str, str, str]]:
    return [tuple(cell) for row in next(read_json(data, charset=None)).rows for cell in row]


def test_lines_of_objects_are_records() -> None:
    assert _labels(b'{"a": 1}\n\n{"a": 2}\n') == [("a", "/0/a", "1"), ("a", "/2/a", "2")]


def test_longest_array_of_an_object_is_taken() -> None:
    assert _labels(b'{"meta": [{"x": 1}], "rows": [{"a": 1}, {"a": 2}]}')[0] == ("a", "/rows/0/a", "1")


def test_places_of_inner_lists_are_columns() -> None:
    data = b'[{"sales": [["X sales to Y", "key"], ["X sales to Z", "other"]]}]'
    assert [cell[:2] for cell in _labels(data)] == [
        ("sales.1", "/0/sales/0/0"), ("sales.2", "/0/sales/0/1"), ("sales.1", "/0/sales/1/0"),
        ("sales.2", "/0/sales/1/1"),
    ]  # fmt: skip


def test_names_that_stand_twice_are_kept() -> None:
    assert [words for _, _, words in _labels(b'[{"a": "one", "a": "two"}]')] == ["one", "two"]


def test_what_lies_too_deep_is_kept_as_json() -> None:
    data = b'{"a":' * DEEPEST + b'{"b": 1}' + b"}" * DEEPEST
    assert _labels(b"[" + data + b"]")[0][2] == '{"b": "1"}'


@pytest.mark.parametrize("data", [b"[1, 2]", b"[]", b"{broken"], ids=["scalars", "empty", "broken"])
def test_json_without_records_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        list(read_json(data, charset=None))
