import io
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from tests.collect.archives.making import blocks, http, take
from warcio.archiveiterator import ArchiveIterator

from countersight.collect.archives.exchange import Exchange
from countersight.collect.archives.warc import WarcContainer
from countersight.collect.archives.writing import ExchangeRecords, write_warcinfo
from countersight.collect.base import Collected, CollectLimits

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
ALL = CollectLimits(max_document_bytes=100_000)

tokens = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=8)
values = st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_characters="\x7f\x85\xa0"), max_size=20)
paths = st.text("abcXYZ019-_.~!$&'()*+,;=:@/?", max_size=30)


def write(url: str, response: bytes, request: bytes = b"GET / HTTP/1.1\r\n\r\n", *, is_whole: bool = True) -> bytes:
    """Write an exchange as a file of its own."""
    exchange = Exchange(url, at=AT, is_whole=is_whole, server="127.0.0.1", protocols=("http/1.1",))
    exchange.request.write(request)
    exchange.response.write(response)
    out = io.BytesIO()
    records = ExchangeRecords(exchange, warcinfo=write_warcinfo(out, "made.warc.gz", AT))
    records.write_response(out, event=records.id)
    records.write_request(out, event=records.id)
    records.write_metadata(out, {"tool": "made"})
    exchange.close()
    return out.getvalue()


@given(paths, st.lists(st.tuples(tokens, values), max_size=4), st.binary(min_size=1, max_size=400))
def test_what_is_written_reads_back(path: str, headers: list[tuple[str, str]], body: bytes) -> None:
    lines = "".join(f"x-{name}: {value}\r\n" for name, value in headers).encode("latin-1")
    sent, received = b"GET /x HTTP/1.1\r\nhost: y\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n" + body
    data = write(f"http://site.example/{path}", received, sent)
    assert [block for kind, block in blocks(data) if kind in {"response", "request"}] == [received, sent]
    (collected,) = take(WarcContainer(), data, ALL)
    assert isinstance(collected, Collected)
    assert collected.data == body
    assert collected.capture.captured_at == AT
    assert [value for _, value in collected.capture.headers] == [value for _, value in headers]


@given(paths, st.binary(max_size=400))
def test_warcio_reads_the_same_and_finds_the_digests_right(path: str, body: bytes) -> None:
    url = f"http://site.example/{path}"
    found = [
        (record.rec_type, record.rec_headers["WARC-Target-URI"], record.raw_stream.read(), record.digest_checker.passed)
        for record in ArchiveIterator(io.BytesIO(write(url, http(body))), check_digests=True)
    ]
    assert [kind for kind, *_ in found] == ["warcinfo", "response", "request", "metadata"]
    assert found[1][1:] == (url, body, True)
    assert all(passed for *_, passed in found)


def test_the_same_exchange_gives_the_same_bytes() -> None:
    assert write("http://site.example/", http()) == write("http://site.example/", http())


def test_unfinished_response_says_so() -> None:
    (_, response, *_) = ArchiveIterator(io.BytesIO(write("http://site.example/", http(), is_whole=False)))
    assert response.rec_headers["WARC-Truncated"] == "unspecified"


def test_not_modified_is_a_revisit() -> None:
    data = write("http://site.example/", http(b"", status="304 Not Modified"))
    (_, revisit, *_) = ArchiveIterator(io.BytesIO(data))
    assert revisit.rec_type == "revisit"
    assert revisit.rec_headers["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert revisit.rec_headers["WARC-Payload-Digest"] is None


def test_payload_is_hashed_without_its_chunks() -> None:
    chunked = write("http://site.example/", http(b"5\r\nwords\r\n0\r\n\r\n", transfer_encoding="chunked"))
    plain = write("http://site.example/", http(b"words"))
    digests = [
        record.rec_headers["WARC-Payload-Digest"]
        for data in (chunked, plain)
        for record in ArchiveIterator(io.BytesIO(data))
        if record.rec_type == "response"
    ]
    assert len(set(digests)) == 1
