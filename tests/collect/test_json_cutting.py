"""Objects cut out of JSON files, byte for byte."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.collect import json_cutting
from countersight.collect.json_cutting import cut_values, read_slice, skip_values
from countersight.errors import UnreadableDocument

TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.lists(st.dictionaries(st.text(), TREES, max_size=3), max_size=5)


def cut(data, start=0):
    stream = io.BytesIO(data)
    return [read_slice(stream, piece) for piece in list(cut_values(stream, start))]


@pytest.fixture(params=[3, 1 << 18], ids=["tiny chunks", "whole chunks"])
def chunks(request, monkeypatch):
    monkeypatch.setattr(json_cutting, "CHUNK_BYTES", request.param)


@given(OBJECTS, st.sampled_from([None, 1]), st.booleans())
def test_slices_are_the_bytes_themselves(objects, indent, ascii_only):
    written = [json.dumps(one, indent=indent, ensure_ascii=ascii_only).encode() for one in objects]
    assert cut(b"[" + b" ,\n".join(written) + b"]", 1) == written


def test_chunks_may_end_anywhere(chunks):
    value = b'{"a": "brackets ]}{[ and \\\\\\" quotes", "b": [{}, {"\\\\": "\\""}]}'
    assert cut(value + b"\n" + value) == [value, value]


def test_values_end_with_their_list(chunks):
    assert cut(b'[{"a": 1}, {"a": 2}], "later": {"a": 3}}', 1) == [b'{"a": 1}', b'{"a": 2}']


@pytest.mark.parametrize("data", [b'{"a": ', b'{"a": "no end', b'{"a": "\\', b"[[[["])
def test_value_without_end_is_told(data, chunks):
    with pytest.raises(UnreadableDocument, match="has no end"):
        cut(data)


def test_what_is_no_object_is_told(chunks):
    with pytest.raises(UnreadableDocument, match="neither an object"):
        cut(b'{"a": 1}, 5, {"a": 2}')


@pytest.mark.parametrize("data", [b"", b'{"a": 1}', b'{"a": 1}, '])
def test_list_without_end_is_told(data, chunks):
    with pytest.raises(UnreadableDocument, match="breaks off"):
        list(cut_values(io.BytesIO(data), 0, is_list=True))


def test_lists_are_skipped(chunks):
    data = b'[{"a": "]"}, []], {"b": 1}'
    assert skip_values(io.BytesIO(data), 1) == data.index(b"], {")
    assert skip_values(io.BytesIO(b"[1, 2"), 1) == 5


def test_deep_nesting_costs_no_stack(chunks):
    deep = b"[" * 50_000 + b"]" * 50_000
    assert cut(deep) == [deep]
