"""Private addresses: a token within the path, for feed readers and OpenRefine, which can send no header.

`/private/<token>/feeds/findings.atom` is `/feeds/findings.atom` with the token of its reader. The token is taken off
here, before the log of requests and everything else; what makes an address that has to keep it finds it in `root_path`.
"""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/private"
STATE = "private"
"""Where in a request's state the token is put."""
FEEDS, RECONCILIATION = "/feeds/", "/reconcile"
READS = frozenset({"GET", "HEAD"})
CREDENTIALS = frozenset({b"cookie", b"authorization"})


class PrivateAddresses:
    """Takes the token off a path, and with it every other sign of who asks: a cookie counts for nothing here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the path behind the token does."""
        if scope["type"] == "http" and (found := split_private(scope["path"])) is not None:
            scope = _without_token(scope, *found)
        await self.app(scope, receive, send)


def split_private(path: str) -> tuple[str, str] | None:
    """Return the token in a private address and the path behind it; none where an address is no such."""
    head, _, rest = path.lstrip("/").partition("/")
    if f"/{head}" != PREFIX:
        return None
    word, slash, behind = rest.lstrip("/").partition("/")
    return word, f"{slash}{behind}" if behind else PREFIX


def private_word(scope: Scope) -> str | None:
    """Return the token that was in the address of a request; none where it came to a usual one."""
    word: str | None = scope.get("state", {}).get(STATE)
    return word


def may_be_private(scope: Scope) -> bool:
    """Whether a path, without its token, is one of those that can be asked for by a private address."""
    method, path = scope["method"], scope["path"]
    if path == RECONCILIATION:
        return method in READS or method == "POST"
    return method in READS and path.startswith((FEEDS, f"{RECONCILIATION}/"))


def site_origin(request: HTTPConnection) -> str:
    """Return scheme, host and port of the site: addresses that begin so never carry a token on, as `base_url` does."""
    return f"{request.url.scheme}://{request.url.netloc}"


def _without_token(scope: Scope, word: str, path: str) -> Scope:
    return {
        **scope,
        "path": path,
        "raw_path": path.encode(),
        "root_path": f"{PREFIX}/{word}",
        "headers": [(name, value) for name, value in scope["headers"] if name not in CREDENTIALS],
        "state": {**scope.get("state", {}), STATE: word},
    }
