"""Connects to web servers: only to addresses that were checked, and only until a deadline."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Protocol

import httpcore
import httpx

from countersight.collect.network_policy import NetworkPolicy
from countersight.errors import ForbiddenAddress

Resolver = Callable[[str, int], list[str]]
"""Returns the internet addresses of a host for a port.

Raises:
    OSError: the name is not known, or nobody could be asked.
"""


def resolve_host(host: str, port: int) -> list[str]:
    """Ask the operating system for the addresses of `host`, in its order of preference.

    Raises:
        OSError: as `Resolver`.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label too long or empty, before anybody is asked
        raise OSError(f"{host} is no host name") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _resolve_within(timeout: float, resolve: Resolver, host: str, port: int) -> list[str]:
    """Resolve in a thread that can be left behind, for `getaddrinfo` knows no time limit.

    Raises:
        OSError: as `Resolver`; TimeoutError, which is one, if `timeout` seconds pass.
    """
    answer: Future[list[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(resolve(host, port))
        except OSError as error:
            answer.set_exception(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    return answer.result(timeout)


class Deadline:
    """A moment until which one fetch may last."""

    def __init__(self, seconds: float, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seconds = seconds
        self._end = now() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            httpcore.ReadTimeout: there are none.
        """
        left = self._end - self._now()
        if left <= 0:
            raise httpcore.ReadTimeout(f"not done after {self._seconds:g} seconds")
        return left

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Not count the time that the block takes."""
        started = self._now()
        try:
            yield
        finally:
            self._end += self._now() - started

    def bound(self, timeout: float | None) -> float:
        """Shorten `timeout` to what is left.

        Raises:
            httpcore.ReadTimeout: nothing is left.
        """
        left = self.left()
        return left if timeout is None else min(timeout, left)


class Listener(Protocol):
    """Hears what goes over a connection, above TLS."""

    def sent(self, data: bytes) -> None:
        """Hear bytes that went out."""
        ...

    def received(self, data: bytes) -> None:
        """Hear bytes that came in."""
        ...


class BadCertificate(Exception):
    """A server cannot prove that it is who it is taken for: trying again will not help."""


class _TimedStream(httpcore.NetworkStream):
    """A connection each read and write of which ends at the deadline: timeouts alone let a server drip for ever."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, listener: Listener | None) -> None:
        self._stream = stream
        self._deadline = deadline
        self._listener = listener

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._deadline.bound(timeout))
        if self._listener is not None:
            self._listener.received(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.bound(timeout))
        if self._listener is not None:
            self._listener.sent(buffer)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.bound(timeout))
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise BadCertificate(error.__cause__.verify_message) from error
            raise
        return _TimedStream(stream, self._deadline, self._listener)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore.

    A name is resolved once for a connection; every address it has is checked; and what is connected to is the checked
    address, not the name. So a name that is public when checked and private when used gains nothing.
    """

    def __init__(
        self,
        policy: NetworkPolicy | None,
        deadline: Deadline,
        *,
        resolve: Resolver = resolve_host,
        listener: Listener | None = None,
    ) -> None:
        """Args:
        policy: none to connect to the proxy, which is the person's own choice.
        listener: hears every byte of every connection.
        """
        self._policy = policy
        self._deadline = deadline
        self._resolve = resolve
        self._listener = listener
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that answers.

        Raises:
            ForbiddenAddress: one of its addresses is not to be visited.
            httpcore.ConnectError, httpcore.ConnectTimeout: none answers.
        """
        deadline = Deadline(self._deadline.bound(timeout))
        addresses = self._checked_addresses(host, port, deadline.left())
        for remaining in range(len(addresses), 1, -1):
            address = addresses[-remaining]
            try:
                return self._connect(address, port, deadline.left() / remaining, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # the next address may answer; each gets its share of the time
        return self._connect(addresses[-1], port, deadline.left(), socket_options)

    def _checked_addresses(self, host: str, port: int, timeout: float) -> list[str]:
        try:
            addresses = _resolve_within(timeout, self._resolve, host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host}: nobody said in {timeout:g} seconds where it is") from error
        except OSError as error:
            raise httpcore.ConnectError(f"{host}: {error.strerror or error}") from error
        if not addresses:
            raise httpcore.ConnectError(f"{host} has no address")
        if self._policy is not None:
            for address in addresses:
                reason = self._policy.refusal(address)
                if reason is not None:
                    raise ForbiddenAddress(host, reason if address == host else f"{address} is {reason}")
        return addresses

    def _connect(
        self, address: str, port: int, timeout: float, options: Iterable[httpcore.SOCKET_OPTION] | None
    ) -> httpcore.NetworkStream:
        stream = self._plain.connect_tcp(address, port, timeout=timeout, socket_options=options)
        return _TimedStream(stream, self._deadline, self._listener)


class GuardedTransport(httpx.BaseTransport):
    """Carries httpx's requests over a pool of guarded connections, or through a proxy."""

    def __init__(self, backend: GuardedBackend, ssl_context: ssl.SSLContext, *, proxy: httpcore.Proxy | None) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=ssl_context, proxy=proxy, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises httpcore's exceptions, and ForbiddenAddress."""
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_ResponseStream(response),
            extensions=response.extensions,
        )

    def hang_up(self) -> None:
        """Close the connections that are left over; a later request opens another."""
        self._pool.close()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _ResponseStream(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
