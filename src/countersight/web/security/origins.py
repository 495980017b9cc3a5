"""Requests that change something have to come from our own pages, or from no browser at all.

Browsers say in Sec-Fetch-Site whence a request comes, and no page can make them say otherwise (Fetch Metadata Request
Headers, W3C). Where a browser does not send it, Origin has to name our own host. Programs send neither; they bring no
cookies of anybody. No token in forms is needed, and none can be stolen.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from countersight.web.security.headers import REPORTS
from countersight.web.security.private import may_be_private, private_word
from countersight.web.security.refusing import refuse

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1); TRACE is not answered at all."""
OWN = frozenset({"same-origin", "none"})
"""`none` is a person's own act, such as a typed address."""


def is_own(headers: Headers) -> bool:
    """Whether the headers of a request are those of our own page, or of a program."""
    site = headers.getlist("sec-fetch-site")
    if site:
        return len(site) == 1 and site[0] in OWN
    origin = headers.getlist("origin")
    if not origin:
        return True
    try:
        parts = urlsplit(origin[0])
    except ValueError:
        return False
    return len(origin) == 1 and parts.scheme in ("http", "https") and parts.netloc == headers.get("host", "").lower()


class OwnPagesOnly:
    """Refuses requests that other sites make in a visitor's browser, and all WebSockets: there are none here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer unless the request was forged."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http" and self._is_forged(scope):
            words = "this request comes from another site, and would change something here"
            await refuse(scope, 403, words)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_forged(self, scope: Scope) -> bool:
        # Reports of violations come from the browser itself and say where the page came from in other ways.
        # A private address carries its token: whoever knows it needs nobody's browser, and no cookie counts there.
        is_private = private_word(scope) is not None and may_be_private(scope)
        is_checked = scope["method"] not in SAFE and scope["path"] != REPORTS and not is_private
        return is_checked and not is_own(Headers(scope=scope))
