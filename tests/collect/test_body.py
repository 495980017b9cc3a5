import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.body import BrokenBody, read_body
from countersight.errors import DocumentTooLarge, UnreadableSource

ADDRESS = "https://host.example/"


def bare_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


ENCODERS = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    " X-GZIP": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": bare_deflate,
}


def cut(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@settings(deadline=None)
@given(
    st.sampled_from(sorted(ENCODERS)),
    st.binary(max_size=200),
    st.sampled_from([1, 700, 65_535, 65_536, 65_537, 200_000]),
    st.sampled_from([1, 2, 3, 50, 70_000]),
)
def test_body_survives_any_encoding(encoding: str, seed: bytes, length: int, chunk: int) -> None:
    body = (seed * (length // max(1, len(seed)) + 1))[:length]
    sent = ENCODERS[encoding](body)
    chunks = cut(sent, max(chunk, len(sent) // 2_000))
    assert read_body(chunks, encoding, limit=max(len(body), len(sent)), address=ADDRESS) == body


def test_every_member_of_gzip_counts() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(10)
    assert read_body(cut(body, 1), "gzip", limit=100, address=ADDRESS) == b"one two"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_bomb_is_cut_at_the_limit(encoding: str) -> None:
    bomb = ENCODERS[encoding](bytes(50_000_000))
    tracemalloc.start()
    with pytest.raises(DocumentTooLarge):
        read_body([bomb], encoding, limit=500_000, address=ADDRESS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_body_that_expands_to_nothing_is_cut() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield gzip.compress(b"")

    with pytest.raises(DocumentTooLarge):
        read_body(endless(), "gzip", limit=10_000, address=ADDRESS)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_half_a_body_is_broken(encoding: str) -> None:
    half = ENCODERS[encoding](b"words " * 100)[:-6]
    with pytest.raises(BrokenBody, match="too soon"):
        read_body([half], encoding, limit=10_000, address=ADDRESS)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_false_encoding_is_broken(encoding: str) -> None:
    with pytest.raises(BrokenBody):
        read_body([b"\xff plain words"], encoding, limit=10_000, address=ADDRESS)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_other_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(UnreadableSource, match="not asked for"):
        read_body([b"x"], encoding, limit=10, address=ADDRESS)


@pytest.mark.parametrize("encoding", ENCODERS)
def test_no_body_is_no_bytes(encoding: str) -> None:
    assert read_body([], encoding, limit=10, address=ADDRESS) == b""
