"""The cookie that holds a session's word: out of reach of scripts, other sites and other hosts."""

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCookie:
    """Its name and whether it needs TLS.

    Over TLS the name begins with `__Host-`: browsers then take it only with Secure, for this one host, whole
    (RFC 6265bis, 4.1.3.2). On plain http on this computer such a name would be refused by some browsers, and a cookie
    counts there for all ports; so the port is part of the name, and two projects do not sign each other out.
    """

    is_secure: bool
    port: int = 0

    @property
    def name(self) -> str:
        """What it is called."""
        return "__Host-countersight" if self.is_secure else f"countersight-{self.port}"

    def read(self, headers: Headers) -> str | None:
        """Return the word in a request's cookie."""
        return cookie_parser(headers.get("cookie", "")).get(self.name) or None

    def put(self, response: Response, secret: str) -> None:
        """Give the browser a word, until it closes or the session ends."""
        response.set_cookie(self.name, secret, path="/", secure=self.is_secure, httponly=True, samesite="lax")

    def clear(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self.name, path="/", secure=self.is_secure, httponly=True, samesite="lax")
