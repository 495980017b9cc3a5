"""The log of requests: what was asked and how it went; not by whom, nor from where, nor what was searched for."""

import logging
import re
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from countersight.accounts.tokens import PREFIX

LOG = logging.getLogger("countersight.access")
MOST_CHARACTERS = 200
_TOKEN = re.compile(rf"{PREFIX}[^/]*")
"""A token in an address that was mistyped; one in its right place is taken off before, see `private.py`."""


class AccessLog:
    """Writes a line for each request: method, path, status, bytes and milliseconds."""

    def __init__(self, app: ASGIApp, *, with_addresses: bool = False) -> None:
        """Set up; `with_addresses` adds the visitor's address, for whoever has to have it by law or for defense."""
        self.app = app
        self.with_addresses = with_addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer and write."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, sent, begun = 500, 0, time.perf_counter()

        async def send_counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            spent = (time.perf_counter() - begun) * 1_000
            LOG.info(
                "%s%s %s %d %d %.0f",
                *self._who(scope),
                _printable(_TOKEN.sub(f"{PREFIX}...", scope["path"])),
                status,
                sent,
                spent,
            )

    def _who(self, scope: Scope) -> tuple[str, str]:
        client = scope.get("client")
        address = f"{client[0]} " if self.with_addresses and client else ""
        return address, _printable(scope["method"])


def _printable(words: str) -> str:
    """Write what a visitor sent on one line: line breaks would forge lines of the log."""
    return "".join(char if char.isprintable() and char != " " else f"\\x{ord(char):02x}" for char in words)[
        :MOST_CHARACTERS
    ]
