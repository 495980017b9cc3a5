"""Text goes compressed to whoever asks for it themselves: never where another site could learn from its length."""

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEVEL = 5
"""Of gzip: 9 takes twice the time of these pages for a hundredth of their size."""
LEAST_BYTES = 700
SECRETS = ("/account", "/people", "/sign-in", "/invitation", "/start")
"""Pages that show a word which lets somebody in, with all below them."""
OWN = frozenset({"same-origin", "none"})
"""What `Sec-Fetch-Site` says where this site's own pages ask, or the person by the address bar."""


class Compressed:
    """Compresses answers, but those that could give a secret away by how long they are.

    BREACH guesses a secret by having the victim's browser ask for pages that repeat the guess, and by watching how long
    the compressed answers are. It takes requests that another site's page begins: those, and those of browsers that do
    not say who began them, are answered as they are.
    """

    def __init__(self, app: ASGIApp, *, never: Sequence[str] = SECRETS) -> None:
        """Set up; what lies at or below the paths `never` is never compressed."""
        self.app = app
        self.never = tuple(never)
        self.compressing = GZipMiddleware(app, minimum_size=LEAST_BYTES, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, compressed or not."""
        if scope["type"] != "http" or not self._may_compress(scope):
            await self.app(scope, receive, send)
            return

        async def send_weakly(message: Message) -> None:
            if message["type"] == "http.response.start":
                _weaken_tag(MutableHeaders(scope=message))
            await send(message)

        await self.compressing(scope, receive, send_weakly)

    def _may_compress(self, scope: Scope) -> bool:
        if any(scope["path"] == one or scope["path"].startswith(f"{one}/") for one in self.never):
            return False
        headers = Headers(scope=scope)
        asked_by = headers.get("sec-fetch-site")
        return asked_by in OWN if asked_by is not None else "cookie" not in headers


def _weaken_tag(headers: MutableHeaders) -> None:
    """Say that the tag is of what was told and not of each byte: RFC 9110, section 8.8.3.3, has one for each coding."""
    tag = headers.get("etag")
    if tag is not None and "content-encoding" in headers and not tag.startswith("W/"):
        headers["etag"] = f"W/{tag}"
