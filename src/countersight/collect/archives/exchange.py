"""Hears what goes over a connection, byte for byte: each request as it was sent, each response as it was received."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO, Any, Protocol

IN_MEMORY_BYTES = 1 << 20
"""Of one direction of one exchange; what is more lies in a temporary file."""

_REQUEST_BEGINS = "http11.send_request_headers.started"
"""Told by httpcore before the first byte of a request, also of one that a proxy is asked for a tunnel with."""


def _spool() -> IO[bytes]:
    return SpooledTemporaryFile(IN_MEMORY_BYTES)


@dataclass(slots=True)
class Exchange:
    """One request and its response."""

    url: str
    request: IO[bytes] = field(default_factory=_spool)
    response: IO[bytes] = field(default_factory=_spool)
    at: datetime | None = None
    """When the response began, in UTC; nothing before it did."""
    server: str | None = None
    """The internet address that answered, where it was the server's own and not a proxy's."""
    protocols: tuple[str, ...] = ()
    """From the highest to the lowest: `http/1.1`, `tls/1.3`."""
    is_whole: bool = False
    """Whether the response was read to its end."""

    def close(self) -> None:
        """Let the bytes go."""
        self.request.close()
        self.response.close()


class Recorder(Protocol):
    """Keeps what was heard."""

    def record(self, exchanges: Sequence[Exchange], *, address: str, data: bytes) -> str:
        """Keep the exchanges of one fetch, redirects first; return the id of the record of the last response.

        They are safe on disk when this returns. Fetches of several threads may be recorded at once.

        Args:
            address: as captures name what was asked for.
            data: the document that the fetch gave; nothing if it gave none.

        Raises:
            StoreUnavailable: the folder cannot be written, or the disk is full.
        """
        ...


class Recording:
    """What is heard during one try to fetch one address."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []

    def __enter__(self) -> "Recording":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for exchange in self.exchanges:
            exchange.close()

    @property
    def is_answered(self) -> bool:
        """Whether every request has had a response."""
        return bool(self.exchanges) and all(exchange.at is not None for exchange in self.exchanges)

    def expect(self, url: str) -> None:
        """Note that a request for `url` comes next."""
        self.exchanges.append(Exchange(url))

    def answered(self, at: datetime, stream: Any, *, is_proxied: bool) -> None:
        """Note that the response to the last request began; `stream` is httpcore's connection, which knows of whom."""
        last = self.exchanges[-1]
        last.at, last.protocols = at, ("http/1.1",)
        address = None if is_proxied or stream is None else stream.get_extra_info("server_addr")
        last.server = address[0] if address else None
        tls = None if stream is None else stream.get_extra_info("ssl_object")
        if tls is not None and tls.cipher():
            version = tls.version() or tls.cipher()[1]
            last.protocols += (f"tls/{version.removeprefix('TLSv')}",)

    def finished(self) -> None:
        """Note that the last response was read to its end."""
        self.exchanges[-1].is_whole = True

    def trace(self, event: str, info: object) -> None:
        """Take httpcore's reports: what went before a request, such as asking a proxy for a tunnel, is forgotten."""
        if event == _REQUEST_BEGINS and self.exchanges:
            for tape in (self.exchanges[-1].request, self.exchanges[-1].response):
                tape.seek(0)
                tape.truncate()

    def sent(self, data: bytes) -> None:
        """Hear bytes that went to the server, above TLS."""
        if self.exchanges:
            self.exchanges[-1].request.write(data)

    def received(self, data: bytes) -> None:
        """Hear bytes that came from the server, above TLS."""
        if self.exchanges:
            self.exchanges[-1].response.write(data)
