import gzip
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from countersight.collect.base import CollectLimits
from countersight.collect.web import WebFetcher
from countersight.errors import (
    BadSetting,
    CountersightError,
    DocumentTooLarge,
    EmptyDocument,
    ForbiddenAddress,
    SourceUnavailable,
    UnreadableSource,
)

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
HELLO = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def fetcher(lab: CollectLimits, pauses: list[float]) -> WebFetcher:
    return WebFetcher(lab, clock=lambda: NOON, pause=pauses.append)


def test_capture_tells_how_it_was_fetched(site, fetcher: WebFetcher) -> None:
    url = site.page("/a", b"words", content_type="text/plain", X_Odd_Name="caf\xe9", Set_Cookie="a=1")
    collected = fetcher.fetch(f"{url}#part")
    capture = collected.capture
    assert collected.data == b"words"
    assert (capture.address, capture.final_address, capture.status) == (url, None, 200)
    assert capture.captured_at == NOON
    assert ("X-Odd-Name", "caf\xe9") in capture.headers
    assert ("content-length", "5") in capture.headers
    assert site.requests[0][1]["user-agent"] == capture.tool


def test_redirect_keeps_both_addresses(site, fetcher: WebFetcher) -> None:
    site.page("/end", b"words")
    url = site.page("/start", status=302, location="/end")
    capture = fetcher.fetch(url).capture
    assert (capture.address, capture.final_address) == (url, site.url("/end"))


def test_cookie_is_carried_within_one_fetch_only(site, fetcher: WebFetcher) -> None:
    site.page("/end", b"words")
    url = site.page("/start", status=302, location="/end", set_cookie="seen=1")
    fetcher.fetch(url)
    fetcher.fetch(url)
    assert [headers.get("cookie") for _, headers in site.requests] == [None, "seen=1", None, "seen=1"]


def test_redirects_without_end_are_given_up(site, fetcher: WebFetcher) -> None:
    url = site.page("/loop", status=301, location="/loop")
    with pytest.raises(UnreadableSource, match="more than 3 redirects"):
        fetcher.fetch(url)
    assert len(site.requests) == 4


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://10.0.0.1/",
        "http://[::1]:{port}/secret",
        "http://0/",
        "http://user:word@127.0.0.1:{port}/secret",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:{port}/secret",
    ],
)
def test_redirect_to_forbidden_place_is_refused(site, fetcher: WebFetcher, location: str) -> None:
    site.page("/secret", b"secret")
    url = site.page("/start", status=302, location=location.format(port=site.port))
    with pytest.raises(ForbiddenAddress):
        fetcher.fetch(url)
    assert [path for path, _ in site.requests] == ["/start"]


def test_redirect_to_no_url_is_unreadable(site, fetcher: WebFetcher) -> None:
    url = site.page("/start", status=302, location="http://127.0.0.1:99999/")
    with pytest.raises(UnreadableSource):
        fetcher.fetch(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.0.0.1."])
def test_own_machine_is_refused(site, host: str) -> None:
    with pytest.raises(ForbiddenAddress):
        WebFetcher(CollectLimits(), pause=lambda _: None).fetch(f"http://{host}:{site.port}/")
    assert site.requests == []


@pytest.mark.parametrize("url", ["http://user@127.0.0.1/", "ftp://127.0.0.1/", "http:///path", "data:text/plain,words"])
def test_other_urls_are_refused(fetcher: WebFetcher, url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        fetcher.fetch(url)


def test_rebinding_name_gains_nothing(open_site, lab: CollectLimits) -> None:
    try:
        public = open_site("127.0.0.2")
    except OSError:
        pytest.skip("this system has one loopback address only")
    private = open_site("127.0.0.1", public.port)
    public.page("/", b"public words")
    private.page("/", b"private words")
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    limits = replace(lab, allowed_networks=("127.0.0.2/32",))
    fetcher = WebFetcher(limits, resolve=lambda host, port: next(answers))
    url = f"http://rebinding.example:{public.port}/"
    assert fetcher.fetch(url).data == b"public words"
    with pytest.raises(ForbiddenAddress, match=r"127\.0\.0\.1 is a loopback address"):
        fetcher.fetch(url)
    assert private.requests == []


def test_every_hop_is_resolved_and_checked_anew(site, lab: CollectLimits) -> None:
    answers = iter([["127.0.0.1"], ["192.168.0.1"]])
    url = site.page("/start", status=302, location="/again")
    url = url.replace("127.0.0.1", "rebinding.example")
    with pytest.raises(ForbiddenAddress, match=r"192\.168\.0\.1 is a private address"):
        WebFetcher(lab, resolve=lambda host, port: next(answers)).fetch(url)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 206, 304, 300])
def test_no_is_unreadable(site, fetcher: WebFetcher, status: int) -> None:
    with pytest.raises(UnreadableSource, match=str(status)):
        fetcher.fetch(site.page("/a", b"" if status == 304 else b"words", status=status))
    assert len(site.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 408, 429])
def test_not_now_is_tried_thrice(site, fetcher: WebFetcher, pauses: list[float], status: int) -> None:
    with pytest.raises(SourceUnavailable, match=str(status)):
        fetcher.fetch(site.page("/a", b"words", status=status))
    assert len(site.requests) == 3
    assert pauses == [1.0, 4.0]


def test_third_try_may_succeed(site, fetcher: WebFetcher) -> None:
    site.page("/a", b"busy", status=503)
    busy = site.pages["/a"]
    url = site.page("/a", b"words")
    ready = site.pages["/a"]
    site.pages["/a"] = lambda request: (busy if len(site.requests) < 3 else ready)(request)
    assert fetcher.fetch(url).data == b"words"


@pytest.mark.parametrize("asked", ["3", "Fri, 02 Jan 2026 12:00:03 GMT"])
def test_asked_pause_is_kept(site, fetcher: WebFetcher, pauses: list[float], asked: str) -> None:
    with pytest.raises(SourceUnavailable):
        fetcher.fetch(site.page("/a", status=503, retry_after=asked))
    assert pauses == [3.0, 4.0]


@pytest.mark.parametrize("asked", ["3600", "9" * 400, "Sat, 03 Jan 2026 12:00:00 GMT"])
def test_long_pause_is_left_for_another_run(site, fetcher: WebFetcher, pauses: list[float], asked: str) -> None:
    with pytest.raises(SourceUnavailable):
        fetcher.fetch(site.page("/a", status=503, retry_after=asked))
    assert (len(site.requests), pauses) == (1, [])


@pytest.mark.parametrize("asked", ["soon", "", "Fri, 02 Jan 2026 12:00:03", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_senseless_pause_is_ignored(site, fetcher: WebFetcher, pauses: list[float], asked: str) -> None:
    with pytest.raises(SourceUnavailable):
        fetcher.fetch(site.page("/a", status=503, retry_after=asked))
    assert pauses == [1.0, 4.0]


def test_closed_port_is_unavailable(fetcher: WebFetcher, pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(SourceUnavailable, match="refused"):
        fetcher.fetch(f"http://127.0.0.1:{port}/")
    assert len(pauses) == 2


def test_unknown_name_is_unavailable(lab: CollectLimits) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(SourceUnavailable, match=r"nowhere\.example: Name or service not known"):
        WebFetcher(lab, resolve=resolve, pause=lambda _: None).fetch("http://nowhere.example/")


def test_empty_page_is_no_document(site, fetcher: WebFetcher) -> None:
    with pytest.raises(EmptyDocument):
        fetcher.fetch(site.page("/a"))


def test_compressed_page_is_decoded(site, fetcher: WebFetcher) -> None:
    url = site.page("/a", gzip.compress(b"words"), content_encoding="gzip")
    collected = fetcher.fetch(url)
    assert collected.data == b"words"
    assert ("content-encoding", "gzip") in collected.capture.headers
    assert site.requests[0][1]["accept-encoding"] == "gzip, deflate"


def test_bomb_is_too_large(site, fetcher: WebFetcher) -> None:
    with pytest.raises(DocumentTooLarge):
        fetcher.fetch(site.page("/a", gzip.compress(bytes(10_000_000)), content_encoding="gzip"))


def test_announced_size_is_believed(open_socket, fetcher: WebFetcher) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(10_000)
        connection.sendall(HELLO + b"content-length: 100001\r\n\r\n")
        connection.recv(1)

    with pytest.raises(DocumentTooLarge) as caught:
        fetcher.fetch(open_socket(talk))
    assert caught.value.size == 100_001


def test_endless_page_is_cut(open_socket, fetcher: WebFetcher) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(10_000)
        connection.sendall(HELLO + b"\r\n")
        while True:
            connection.sendall(b"word " * 1_000)

    with pytest.raises(DocumentTooLarge):
        fetcher.fetch(open_socket(talk))


def drip_headers(connection: socket.socket) -> None:
    connection.recv(10_000)
    connection.sendall(b"HTTP/1.1 200 OK\r\nx: ")
    while True:
        connection.sendall(b"x")
        time.sleep(0.02)


def drip_body(connection: socket.socket) -> None:
    connection.recv(10_000)
    connection.sendall(HELLO + b"\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.02)


def drip_interim_answers(connection: socket.socket) -> None:
    connection.recv(10_000)
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        time.sleep(0.02)


@pytest.mark.parametrize("talk", [drip_headers, drip_body, drip_interim_answers])
def test_dripping_server_is_cut_off(open_socket, lab: CollectLimits, talk: Callable[[socket.socket], None]) -> None:
    started = time.monotonic()
    with pytest.raises(SourceUnavailable, match=r"not done after 0\.5 seconds|timed out"):
        WebFetcher(replace(lab, deadline_s=0.5)).fetch(open_socket(talk))
    assert time.monotonic() - started < 3


def test_silent_server_is_unavailable(open_socket, lab: CollectLimits) -> None:
    limits = replace(lab, timeout_s=0.1)
    with pytest.raises(SourceUnavailable, match="timed out"):
        WebFetcher(limits, pause=lambda _: None).fetch(open_socket(lambda connection: time.sleep(1)))


BROKEN_ANSWERS = {
    "nothing": b"",
    "no http": b"220 mail.example ESMTP\r\n",
    "half a header": b"HTTP/1.1 200 OK\r\ncontent-",
    "huge header": b"HTTP/1.1 200 OK\r\nx: " + b"x" * 200_000 + b"\r\n\r\n",
    "half a body": HELLO + b"content-length: 10\r\n\r\nhalf",
    "bad chunk": HELLO + b"transfer-encoding: chunked\r\n\r\nzz\r\n",
    "half of gzip": HELLO + b"content-encoding: gzip\r\nconnection: close\r\n\r\n" + gzip.compress(b"words")[:-5],
    "two lengths": HELLO + b"content-length: 3\r\ncontent-length: 4\r\n\r\nwords",
}


@pytest.mark.parametrize("answer", BROKEN_ANSWERS.values(), ids=BROKEN_ANSWERS)
def test_broken_answer_is_unavailable(open_socket, fetcher: WebFetcher, answer: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(10_000)
        connection.sendall(answer)

    with pytest.raises(SourceUnavailable):
        fetcher.fetch(open_socket(talk))


ODD_ANSWERS = {
    "odd length": HELLO + b"content-length: \xb2\r\n\r\nwords",
    "odd encoding": HELLO + b"content-encoding: \xff\r\n\r\nwords",
    "odd location": b"HTTP/1.1 302 \xff\r\nlocation: http://\xff\xfe\xed\xa0\x80/\r\n\r\n",
    "no location": b"HTTP/1.1 302 Found\r\nlocation: \r\n\r\n",
    "odd port": b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:99999/\r\n\r\n",
    "odd cookie": b"HTTP/1.1 404 \r\nset-cookie: \xff=\x01; expires=never; max-age=many; domain=.\r\n\r\n",
    "odd type": HELLO + b"content-type: \xff/\xfe;;;=\r\n\r\n",
}


@pytest.mark.parametrize("answer", ODD_ANSWERS.values(), ids=ODD_ANSWERS)
def test_odd_answer_raises_named_errors_only(open_socket, fetcher: WebFetcher, answer: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(10_000)
        connection.sendall(answer)

    with pytest.raises(CountersightError):
        fetcher.fetch(open_socket(talk))


def test_unknown_certificate_is_unreadable(open_site, server_context: ssl.SSLContext, fetcher: WebFetcher) -> None:
    url = open_site(context=server_context).page("/a", b"words")
    with pytest.raises(UnreadableSource, match="certificate is not valid"):
        fetcher.fetch(url)


def test_certificate_is_of_the_name_not_the_address(
    open_site, server_context: ssl.SSLContext, trusting_context: ssl.SSLContext, lab: CollectLimits
) -> None:
    site = open_site(context=server_context)
    site.page("/a", b"words")
    fetcher = WebFetcher(lab, resolve=lambda host, port: ["127.0.0.1"], ssl_context=trusting_context)
    assert fetcher.fetch(f"https://site.example:{site.port}/a").data == b"words"
    with pytest.raises(UnreadableSource, match="certificate is not valid"):
        fetcher.fetch(f"https://other.example:{site.port}/a")


def test_environment_is_not_consulted(site, fetcher: WebFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetcher.fetch(site.page("/a", b"words")).data == b"words"


def test_proxy_is_asked_and_no_name_resolved(site, lab: CollectLimits) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    site.page("http://far.example/a", b"words")
    limits = replace(lab, allowed_networks=(), proxy=f"http://user:word@proxy.example:{site.port}")
    assert WebFetcher(limits, resolve=resolve).fetch("http://far.example/a").data == b"words"
    assert asked == ["proxy.example"]
    assert "proxy-authorization" in site.requests[0][1]


@pytest.mark.parametrize("host", ["10.0.0.1", "2130706433", "[::1]", "localhost", "a.localhost.", "169.254.169.254"])
def test_proxy_is_not_asked_for_private_places(site, lab: CollectLimits, host: str) -> None:
    limits = replace(lab, allowed_networks=(), proxy=f"http://127.0.0.1:{site.port}")
    with pytest.raises(ForbiddenAddress):
        WebFetcher(limits).fetch(f"http://{host}/")
    assert site.requests == []


def test_missing_proxy_is_never_gone_around(site, lab: CollectLimits, pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    limits = replace(lab, proxy=f"http://127.0.0.1:{port}")
    with pytest.raises(SourceUnavailable):
        WebFetcher(limits, pause=pauses.append).fetch(site.page("/a", b"words"))
    assert site.requests == []


def test_socks_proxy_gets_the_name(open_socket, lab: CollectLimits) -> None:
    pytest.importorskip("socksio", reason="SOCKS proxies need socksio")
    asked: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(b"\x05\x00")  # RFC 1928: version 5, no authentication
        asked.append(connection.recv(100))
        connection.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        connection.recv(10_000)
        connection.sendall(HELLO + b"content-length: 5\r\n\r\nwords")

    proxy = open_socket(talk).replace("http", "socks5").rstrip("/")
    assert WebFetcher(replace(lab, proxy=proxy)).fetch("http://hidden.onion/").data == b"words"
    assert b"hidden.onion" in asked[0]


@pytest.mark.parametrize("user_agent", ["two\r\nlines", "Überwachung", " "])
def test_bad_user_agent_is_a_bad_setting(lab: CollectLimits, user_agent: str) -> None:
    with pytest.raises(BadSetting):
        WebFetcher(replace(lab, user_agent=user_agent))
