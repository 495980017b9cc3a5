import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.zip_names import MAX_ENTRIES, list_zip_entries, read_small_entry


def names_in(data: bytes) -> set[str]:
    return {entry.name for entry in list_zip_entries(data)}


def zipped(names: list[str], comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"content")
        archive.comment = comment
    return stream.getvalue()


@settings(deadline=None)
@given(st.lists(st.text("abc/é文 ", min_size=1), unique=True), st.binary(max_size=300).filter(lambda c: b"PK" not in c))
def test_names_are_those_of_zipfile(names: list[str], comment: bytes) -> None:
    data = zipped(names, comment)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert names_in(data) == set(archive.namelist())


def test_bytes_before_the_archive_are_borne() -> None:
    assert names_in(b"#!/bin/sh\n" + zipped(["a"])) == {"a"}


def test_large_directory_is_cut() -> None:
    assert len(names_in(zipped([str(number) for number in range(MAX_ENTRIES + 10)]))) == MAX_ENTRIES


def test_directory_larger_than_file_is_refused() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 0xFFFF_FFFF, 0, 0)
    assert names_in(b"PK\x03\x04" + end) == set()


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 200))
def test_damage_never_raises(noise: bytes, place: int) -> None:
    data = bytearray(zipped(["word/document.xml", "[Content_Types].xml"]))
    data[place : place + len(noise)] = noise
    for entry in list_zip_entries(bytes(data)):
        assert len(read_small_entry(bytes(data), entry, most=100)) <= 100


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
@pytest.mark.parametrize("before", [b"", b"#!/bin/sh\n"], ids=["alone", "behind a script"])
def test_small_entry_is_read_wherever_it_stands(method: int, before: bytes) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("large", b"words " * 100)
        archive.writestr("small", b"words")
        archive.writestr("bomb", bytes(100_000))
    data = before + stream.getvalue()
    held = {entry.name: read_small_entry(data, entry, most=150) for entry in list_zip_entries(data)}
    assert held == {"large": b"", "small": b"words", "bomb": b""}
