import io
from contextlib import suppress

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from tests.collect.archives.making import blocks, gz, record, response
from warcio.archiveiterator import ArchiveIterator

from countersight.collect.archives.flaws import BadRecord, BrokenArchive, TornArchive
from countersight.collect.archives.records import RecordReader, pieces_at

DICTIONARY = b"\x5d\x2a\x4d\x18"


def blocks_of_one(made: bytes) -> bytes:
    found = RecordReader(io.BytesIO(gz(made))).next_record()
    assert found is not None
    block = b"".join(found.block())
    found.finish()
    return block


def zst(*records: bytes) -> bytes:
    return b"".join(zstandard.compress(each) for each in records)


def zst_with_dictionary(*records: bytes, packed: bool) -> bytes:
    samples = [b"HTTP/1.1 200 OK\r\ncontent-type: text/html %d words %d" % (n, n * n) for n in range(2_000)]
    dictionary = zstandard.train_dictionary(4_096, samples)
    held = zstandard.compress(dictionary.as_bytes()) if packed else dictionary.as_bytes()
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    return DICTIONARY + len(held).to_bytes(4, "little") + held + b"".join(compressor.compress(each) for each in records)


def whole(*records: bytes) -> bytes:
    return b"".join(records)


PACKINGS = {
    "plain": whole,
    "gzip": gz,
    "zstd": zst,
    "zstd with a dictionary": lambda *records: zst_with_dictionary(*records, packed=False),
    "zstd with a packed dictionary": lambda *records: zst_with_dictionary(*records, packed=True),
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_records_come_in_order(packing: str) -> None:
    made = [record("warcinfo", b"software: x"), *(response(n, b"%d" % n * 100_000) for n in range(3))]
    found = list(blocks(PACKINGS[packing](*made)))
    assert found == [("warcinfo", b"software: x"), *(("response", b"%d" % n * 100_000) for n in range(3))]


@pytest.mark.parametrize("packing", PACKINGS)
def test_record_is_read_again_at_its_place(packing: str) -> None:
    stream = io.BytesIO(PACKINGS[packing](response(1), response(2), response(3)))
    reader, places = RecordReader(stream), []
    while (found := reader.next_record()) is not None:
        places.append((found.id, found.offset))
        found.finish()
    for identifier, offset in reversed(places):
        again = RecordReader(stream, pieces=pieces_at(stream, offset)).next_record()
        assert again is not None
        assert again.id == identifier


@given(st.lists(st.tuples(st.sampled_from(["response", "resource", "metadata"]), st.binary(max_size=300)), max_size=6))
def test_what_is_written_reads_back(made: list[tuple[str, bytes]]) -> None:
    for packing in (whole, gz, zst):
        data = packing(*(record(kind, block, warc_target_uri="http://site.example/") for kind, block in made))
        if data:
            assert list(blocks(data)) == made


def test_frames_of_one_record_are_joined() -> None:
    made = response(1, b"x" * 1_000)
    assert list(blocks(zst(made[:50], made[50:700], made[700:]))) == [("response", b"x" * 1_000)]


def test_extension_frames_are_passed_over() -> None:
    extension = b"\x50\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
    assert [kind for kind, _ in blocks(zst(response(1)) + extension + zst(response(2)))] == ["response", "response"]


def test_several_records_may_share_a_member() -> None:
    assert [kind for kind, _ in blocks(gz(response(1) + response(2)))] == ["response", "response"]


def test_warcio_sees_the_same_records() -> None:
    data = gz(record("warcinfo", b"a: b"), response(1), response(2, b"HTTP/1.1 200 OK\r\n\r\nbytes"))
    seen = [
        (each.rec_type, each.rec_headers.get_header("Content-Length")) for each in ArchiveIterator(io.BytesIO(data))
    ]
    assert seen == [(kind, str(len(block))) for kind, block in blocks(data)]


@pytest.mark.parametrize("packing", ["plain", "gzip", "zstd"])
def test_torn_file_gives_what_is_whole(packing: str) -> None:
    data, found = PACKINGS[packing](response(1), response(2, b"x" * 50_000)), []
    with pytest.raises(TornArchive):
        found.extend(blocks(data[: len(PACKINGS[packing](response(1))) + 40]))
    reader = RecordReader(io.BytesIO(data[:-20]))
    first = reader.next_record()
    assert first is not None
    assert first.get("warc-target-uri") == "http://site.example/1"
    first.finish()


@given(st.integers(0, 1_000), st.integers(0, 255))
def test_damage_is_an_error_and_never_a_crash(place: int, byte: int) -> None:
    for packing in (whole, gz, zst):
        data = bytearray(packing(response(1), response(2)))
        data[place % len(data)] = byte
        found = []
        with suppress(BrokenArchive):
            found.extend(blocks(bytes(data)))
        assert len(found) <= 4


@given(st.binary(max_size=600))
def test_any_bytes_are_borne(data: bytes) -> None:
    for beginning in (b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", DICTIONARY):
        found = []
        with suppress(BrokenArchive):
            found.extend(blocks(beginning + data))
        assert all(kind == "bad" for kind, _ in found)


@pytest.mark.parametrize("length", ["", "-1", "x", "1e3", "9" * 30, "5 5"])
def test_record_without_a_length_is_bad(length: str) -> None:
    bad = record("response", b"words", content_length=length)
    assert [kind for kind, _ in blocks(gz(bad, response(2)))] == ["bad", "response"]


@pytest.mark.parametrize("length", [3, 5_000])
def test_wrong_length_spoils_one_member_only(length: int) -> None:
    bad = record("response", b"words of a block", content_length=str(length))
    with pytest.raises(BadRecord):
        blocks_of_one(bad)
    assert [kind for kind, _ in blocks(gz(bad, response(2)))] == ["bad", "response"]


def test_wrong_length_ends_a_plain_file() -> None:
    """A page may hold what looks like a record: nothing after the break may be taken for one."""
    forged = b"words\r\n\r\n" + response(2)
    data = record("response", b"words" + forged, content_length="3") + response(3)
    with pytest.raises(BrokenArchive, match="does not end where its length says"):
        list(blocks(data))


def test_missing_line_ends_are_borne_within_members() -> None:
    assert [kind for kind, _ in blocks(gz(response(1).rstrip(), response(2)))] == ["response", "response"]


@pytest.mark.parametrize(
    "head",
    [
        b"WARC/1.0\r\n" + b"x: y\r\n" * 600,
        b"WARC/1.0\r\nx: " + b"y" * 300_000 + b"\r\n",
        b"WARC/0.9\r\ncontent-length: 0\r\n",
        b"WARC/1.0\r\ncontent-length: 0\r\ncontent-length: 5\r\n",
        b"WARC/1.0\r\nno field\r\ncontent-length: 0\r\n",
        b"WARC/1.0\r\nwarc-target-uri: a\r\nwarc-target-uri: b\r\ncontent-length: 0\r\n",
    ],
    ids=["many fields", "long field", "version", "two lengths", "no colon", "two addresses"],
)
def test_bad_heads_are_refused(head: bytes) -> None:
    found = list(blocks(gz(head + b"\r\n", response(2))))
    assert [kind for kind, _ in found] == ["bad", "response"]


def test_field_may_go_on_in_the_next_line() -> None:
    reader = RecordReader(io.BytesIO(b"WARC/1.0\r\nWARC-Type:\r\n response\r\nContent-Length: 0\r\n\r\n\r\n\r\n"))
    found = reader.next_record()
    assert found is not None
    assert found.kind == "response"


@pytest.mark.parametrize("compress", ["gzip", "zstd"])
def test_file_that_expands_beyond_measure_is_given_up(compress: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countersight.collect.archives.pieces.FREE_EXPANSION_BYTES", 1_000_000)
    with pytest.raises(BrokenArchive, match="beyond measure"):
        list(blocks(PACKINGS[compress](response(1, bytes(30_000_000)))))


def test_large_windows_are_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    data = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    made = data.compress(response(1, bytes(range(256)) * 1_000)) + data.flush()
    with pytest.raises(BrokenArchive, match="damaged"):
        list(blocks(made))


def test_large_dictionaries_are_refused() -> None:
    with pytest.raises(BrokenArchive, match="dictionary"):
        list(blocks(DICTIONARY + (1 << 30).to_bytes(4, "little") + b"x"))


def test_other_files_are_no_warc() -> None:
    with pytest.raises(BrokenArchive, match="no WARC file"):
        RecordReader(io.BytesIO(b"%PDF-1.7"))


def test_bad_record_says_why() -> None:
    reader = RecordReader(io.BytesIO(gz(record("response", b"x", content_length="many"))))
    with pytest.raises(BadRecord) as caught:
        reader.next_record()
    assert caught.value.reason == "its length is 'many'"
