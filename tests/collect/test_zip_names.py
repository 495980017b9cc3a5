import io
import struct
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.zip_names import MAX_ENTRIES, list_zip_names


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
        assert list_zip_names(data) == set(archive.namelist())


def test_bytes_before_the_archive_are_borne() -> None:
    assert list_zip_names(b"#!/bin/sh\n" + zipped(["a"])) == {"a"}


def test_large_directory_is_cut() -> None:
    assert len(list_zip_names(zipped([str(number) for number in range(MAX_ENTRIES + 10)]))) == MAX_ENTRIES


def test_directory_larger_than_file_is_refused() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 0xFFFF_FFFF, 0, 0)
    assert list_zip_names(b"PK\x03\x04" + end) == frozenset()


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 200))
def test_damage_never_raises(noise: bytes, place: int) -> None:
    data = bytearray(zipped(["word/document.xml", "[Content_Types].xml"]))
    data[place : place + len(noise)] = noise
    assert isinstance(list_zip_names(bytes(data)), frozenset)
