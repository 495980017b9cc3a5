"""What is sent to an authority goes out within the bounds of every fetch, once, and its answer is bounded too."""

from http.server import BaseHTTPRequestHandler

import pytest
from tests.custody.conftest import LIMITS, serving

from countersight.collect import CollectLimits
from countersight.collect.stamping import send
from countersight.errors import DocumentTooLarge, ForbiddenAddress, SourceUnavailable, UnreadableSource


@pytest.fixture(scope="module")
def echo():
    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0))) or b"asked"
            status = int(self.path[1:] or 200)
            self.send_response(status)
            if status == 302:
                self.send_header("location", "/200")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815  names of the standard library

        def log_message(self, *_): ...

    with serving(Handler) as url:
        yield url


def test_bytes_go_out_and_come_back(echo):
    assert send(f"{echo}/200", b"told", limits=LIMITS, max_bytes=10) == b"told"
    assert send(f"{echo}/200", None, limits=LIMITS, max_bytes=10) == b"asked"


@pytest.mark.parametrize(
    ("status", "error"), [(302, UnreadableSource), (404, UnreadableSource), (503, SourceUnavailable)]
)
def test_other_answers_are_named(echo, status, error):
    with pytest.raises(error, match=str(status)):
        send(f"{echo}/{status}", b"told", limits=LIMITS, max_bytes=10)


def test_long_answer_is_refused(echo):
    with pytest.raises(DocumentTooLarge):
        send(f"{echo}/200", b"x" * 11, limits=LIMITS, max_bytes=10)


@pytest.mark.parametrize("address", ["{}/200", "file:///etc/passwd", "http://name:word@example.org/"])
def test_forbidden_addresses_are_refused(echo, address):
    with pytest.raises(ForbiddenAddress):
        send(address.format(echo), b"told", limits=CollectLimits(), max_bytes=10)


def test_nobody_there_is_named():
    with pytest.raises(SourceUnavailable):
        send("http://127.0.0.1:1/", b"told", limits=LIMITS, max_bytes=10)
