import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from countersight.collect.archives.flaws import BadRecord
from countersight.collect.archives.http_message import decode_body, split_response, undo_chunks
from countersight.collect.body import BrokenBody
from countersight.errors import DocumentTooLarge


def decode(body: bytes, encoding: str, limit: int = 1_000_000) -> bytes:
    return decode_body(iter([body]), encoding, limit=limit, address="http://site.example/")


def chunked(parts: list[bytes]) -> bytes:
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(part), part) for part in parts if part) + b"0\r\n\r\n"


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.lists(st.binary(max_size=40), max_size=5), st.integers(1, 9))
def test_chunks_come_apart_however_they_arrive(parts: list[bytes], size: int) -> None:
    assert b"".join(undo_chunks(iter(cut(chunked(parts), size)))) == b"".join(parts)


def test_body_without_its_chunks_stays() -> None:
    assert b"".join(undo_chunks(iter([b"<html>no chunks"]))) == b"<html>no chunks"


@pytest.mark.parametrize("body", [b"5\r\nab", b"2\r\nab\r\nzz\r\n", b"2\r\nab\r\n", b"2\r\nab\r\n" + b"9" * 5_000])
def test_broken_chunks_are_told(body: bytes) -> None:
    with pytest.raises(BrokenBody):
        list(undo_chunks(iter([body])))


@given(st.binary(max_size=3_000))
def test_codings_are_undone(body: bytes) -> None:
    assert decode(gzip.compress(body), "gzip") == body
    assert decode(brotli.compress(body), "br") == body
    assert decode(zstandard.compress(body), "zstd") == body
    assert decode(zlib.compress(body), "deflate") == body


def test_gzip_that_was_taken_off_before_stays() -> None:
    assert decode(b"<html>", "gzip") == b"<html>"


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_bombs_are_cut_off(encoding: str) -> None:
    zeros = bytes(20_000_000)
    bomb = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress}[encoding](zeros)
    with pytest.raises(DocumentTooLarge):
        decode(bomb, encoding, limit=100_000)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_body_that_breaks_off_is_told(encoding: str) -> None:
    whole = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress}[encoding](bytes(range(256)) * 50)
    with pytest.raises(BrokenBody):
        decode(whole[: len(whole) // 2], encoding)


def test_unknown_coding_is_told() -> None:
    with pytest.raises(BadRecord, match="encoded as rot13"):
        decode(b"x", "rot13")


def test_head_is_parted_from_body() -> None:
    head, body = split_response(
        iter([b"HTTP/1.1 200 OK\r\nContent-Ty", b"pe: text/html\r\nX: caf\xe9\r\n\r\nwo", b"rds"])
    )
    assert (head.status, head.get("content-type"), head.headers[1]) == (200, "text/html", ("X", "caf\xe9"))
    assert b"".join(body) == b"words"


def test_interim_responses_are_passed_over() -> None:
    head, body = split_response(iter([b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nwords"]))
    assert (head.status, b"".join(body)) == (200, b"words")


@pytest.mark.parametrize(
    "block",
    [b"", b"words", b"HTTP/1.1 OK\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 100_000],
)
def test_what_is_no_response_is_told(block: bytes) -> None:
    with pytest.raises(BadRecord):
        split_response(iter([block]))


def test_chunks_of_a_byte_each_are_put_together() -> None:
    pieces = [b"1\r\na\r\n" * 10_000] * 50
    whole = b"".join(pieces) + b"0\r\n\r\n"
    assert b"".join(undo_chunks(iter([whole]))) == b"a" * 500_000
