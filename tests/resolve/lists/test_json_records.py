"""Records of JSON files."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import UnreadableRow
from countersight.resolve.lists import json_records
from countersight.resolve.lists.json_records import json_elements, json_lines
from countersight.resolve.lists.sources import Source

ANY = msgspec.json.Decoder(dict[str, Any])


def write(tmp_path: Path, data: str | bytes) -> Source:
    path = tmp_path / "list.json"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Source(path)


def test_lines_of_an_array_are_records(tmp_path: Path) -> None:
    source = write(tmp_path, '\ufeff[\n{"id": 1},\n{"id": 2}\n]\n')
    assert list(json_lines(source, ANY)) == [("line 2", {"id": 1}), ("line 3", {"id": 2})]


def test_line_that_is_too_long_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_records, "LONGEST_RECORD", 64)
    source = write(tmp_path, '{"id": "' + "x" * 500 + '"}\n{"id": 2}\n')
    (_, bad), (where, good) = json_lines(source, ANY)
    assert isinstance(bad, UnreadableRow)
    assert (where, good) == ("line 2", {"id": 2})


@pytest.mark.parametrize("size", [1, 3, 17, 1 << 18])
def test_elements_whatever_the_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(json_records, "CHUNK_BYTES", size)
    records = [{"name": "Заря “]}”", "in": [1, {"a": []}]}, {}, {"name": '\\"'}]
    source = write(tmp_path, json.dumps(records, indent=1, ensure_ascii=False))
    assert [record for _, record in json_elements(source)] == records
    source = write(tmp_path, json.dumps({"about": {"x": 1}, "records": records}))
    assert [record for _, record in json_elements(source, key="records")] == records


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.text(max_size=9), st.text() | st.integers() | st.lists(st.text()), max_size=4), max_size=5
    )
)
def test_elements_are_those_written(tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]) -> None:
    source = write(tmp_path_factory.getbasetemp(), json.dumps(records))
    assert [record for _, record in json_elements(source)] == records


@pytest.mark.parametrize("data", ['[{"id": 1}, {"id": ', '[{"id": 1}, nonsense]', b'[{"id": 1}, {"id": "\xff"}]'])
def test_broken_array_ends_with_one_bad_record(tmp_path: Path, data: str | bytes) -> None:
    *good, (_, bad) = json_elements(write(tmp_path, data))
    assert [record for _, record in good] in ([{"id": 1}], [])
    assert isinstance(bad, UnreadableRow)


def test_array_that_is_not_there(tmp_path: Path) -> None:
    ((_, bad),) = json_elements(write(tmp_path, '{"other": []}'), key="records")
    assert isinstance(bad, UnreadableRow)
