"""The Host header: only names that are ours, so that no page elsewhere can be made to speak with us under its own name.

A page of a stranger can have its name point to 127.0.0.1 and so ask whatever listens there (DNS rebinding). Its
requests then carry its own name in the Host header, and are refused.
"""

from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from countersight.web.security.refusing import refuse

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def host_name(header: str) -> str | None:
    """Return the name in a Host header (RFC 9110, 7.2), without port and in small letters; none if it is none."""
    header = header.strip().lower()
    if header.startswith("["):
        name, bracket, rest = header[1:].partition("]")
        is_host = bool(bracket) and (rest == "" or (rest[0] == ":" and rest[1:].isdigit()))
    else:
        name, colon, port = header.partition(":")
        is_host = not colon or (port.isascii() and port.isdigit())
    name = name.removesuffix(".")
    fits = is_host and name != "" and all(char.isascii() and (char.isalnum() or char in ".-:_") for char in name)
    return name if fits else None


class KnownHosts:
    """Refuses requests to any other name, and such that name none or several."""

    def __init__(self, app: ASGIApp, *, names: Iterable[str]) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer if the request is for us."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(given) == 1 and host_name(given[0]) in self.names:
            await self.app(scope, receive, send)
        else:
            words = "this server answers to other names: COUNTERSIGHT_PUBLIC_ADDRESS says to which"
            await refuse(scope, 421, words)(scope, receive, send)
