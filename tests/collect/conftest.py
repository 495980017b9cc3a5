"""Web servers on this machine's own loopback addresses, well-behaved and not."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from countersight.collect import CollectLimits

CERTIFICATES = Path(__file__).parent / "certificates"

Answer = Callable[[BaseHTTPRequestHandler], None]
Talk = Callable[[socket.socket], None]


@dataclass
class Site:
    """A web server with pages."""

    port: int
    host: str = "127.0.0.1"
    scheme: str = "http"
    pages: dict[str, Answer] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def page(self, path: str, body: bytes = b"", *, status: int = 200, **headers: str) -> str:
        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            if "content_length" not in headers:
                request.send_header("content-length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        self.pages[path] = answer
        return self.url(path)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep silent: clients that hang up are what is being tested."""


def _open_site(host: str, port: int, context: ssl.SSLContext | None, stack: ExitStack) -> Site:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            if self.path in site.pages:
                site.pages[self.path](self)
            else:
                self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Keep silent."""

    server = _Server((host, port), Handler)
    stack.callback(server.server_close)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site(server.server_address[1], host, "http" if context is None else "https")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    stack.callback(server.shutdown)
    return site


@pytest.fixture
def open_site() -> Iterator[Callable[..., Site]]:
    """Open further sites: `open_site(host="127.0.0.2", port=0, context=None)`."""
    with ExitStack() as stack:
        yield lambda host="127.0.0.1", port=0, context=None: _open_site(host, port, context, stack)


@pytest.fixture
def site(open_site: Callable[..., Site]) -> Site:
    return open_site()


@pytest.fixture
def open_socket() -> Iterator[Callable[[Talk], str]]:
    """Serve raw bytes: `open_socket(talk)` calls `talk` with each connection and returns a URL."""
    with ExitStack() as stack:
        yield lambda talk: f"http://127.0.0.1:{_listen(talk, stack)}/"


def _listen(talk: Talk, stack: ExitStack) -> int:
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=speak, args=(connection,), daemon=True).start()

    def speak(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            talk(connection)

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    stack.callback(accepting.join, 5)
    stack.callback(listener.close)
    stack.callback(listener.shutdown, socket.SHUT_RDWR)
    return listener.getsockname()[1]


@pytest.fixture
def server_context() -> ssl.SSLContext:
    """The certificate of site.example."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    return context


@pytest.fixture
def trusting_context() -> ssl.SSLContext:
    """Trusts the authority that signed the certificate of site.example."""
    return ssl.create_default_context(cafile=str(CERTIFICATES / "authority.pem"))


@pytest.fixture
def lab() -> CollectLimits:
    """Limits that let tests visit this machine, within small bounds."""
    return CollectLimits(
        allowed_networks=("127.0.0.0/8",), max_document_bytes=100_000, max_redirects=3, timeout_s=10.0, deadline_s=30.0
    )
