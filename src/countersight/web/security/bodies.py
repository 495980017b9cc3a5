"""How much a request may bring: refused by what it says of itself, else as soon as it has brought more."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from countersight.web.security.refusing import refuse

USUAL = 1_000_000
"""Bytes of a form or an API body."""
TOO_LARGE = "this request brings more than it may"


class BoundedBodies:
    """Refuses bodies over a limit, told or not."""

    def __init__(self, app: ASGIApp, *, usual: int = USUAL, larger: Mapping[str, int] | None = None) -> None:
        """Set up; `larger` has the limits, in bytes, of paths that begin so, such as uploads."""
        self.app = app
        self.usual = usual
        self.larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer within the limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = next((size for path, size in self.larger.items() if scope["path"].startswith(path)), self.usual)
        told = Headers(scope=scope).get("content-length", "0")
        if not (told.isascii() and told.isdigit()) or int(told[:20]) > limit:
            await refuse(scope, 413, TOO_LARGE, connection="close")(scope, receive, send)
            return
        await self._count(scope, receive, send, limit)

    async def _count(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        brought, is_answered = 0, False

        async def receive_counted() -> Message:
            nonlocal brought
            message = await receive()
            brought += len(message.get("body", b""))
            if brought > limit:
                raise HTTPException(413, TOO_LARGE)
            return message

        async def send_noted(message: Message) -> None:
            nonlocal is_answered
            is_answered = is_answered or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive_counted, send_noted)
        except HTTPException as error:
            if is_answered or error.status_code != 413:
                raise
            await refuse(scope, 413, TOO_LARGE, connection="close")(scope, receive, send)
