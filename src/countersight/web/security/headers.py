"""Headers on every answer: what a browser may load, who may frame it, and that it is to believe our media types."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REPORTS = "/csp-reports"
"""Where browsers report what the policy refused."""

DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)
"""Content Security Policy, level 3: nothing inline, nothing evaluated, nothing from elsewhere."""
SANDBOX = f"default-src 'none'; sandbox; frame-ancestors 'none'; report-uri {REPORTS}"
"""For files that others made: were one shown after all, nothing in it could act."""

UNUSED = (
    "accelerometer autoplay browsing-topics camera display-capture geolocation gyroscope hid "
    "identity-credentials-get idle-detection local-fonts magnetometer microphone midi payment "
    "publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking"
)
"""Features of browsers that no page here needs."""
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED.split()),
    "Reporting-Endpoints": f'csp="{REPORTS}"',
}
OF_DOCUMENTS = ("Cross-Origin-Opener-Policy", "Permissions-Policy", "Reporting-Endpoints")
"""Headers that mean something to documents alone: a style or a font is not made to carry them over the network."""
ASSETS = ("/static/", "/drawings/")
"""Where the site's own styles, scripts, fonts and shapes lie; one of them that is opened by itself can do nothing."""
ASSET_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
TWO_YEARS = "max-age=63072000; includeSubDomains"
"""Strict-Transport-Security (RFC 6797): OWASP ASVS 5.0, 3.4.1 asks for a year at least, and for all subdomains."""


def content_policy(*, frame_ancestors: str = "'none'") -> str:
    """Return the policy of a page; `frame_ancestors` names who may show it in a frame."""
    reports = f"report-uri {REPORTS}; report-to csp"
    return "; ".join((*DIRECTIVES, f"frame-ancestors {frame_ancestors}", reports))


class SecurityHeaders:
    """Puts the headers on every answer, also on those that the layers inside refuse with."""

    def __init__(
        self, app: ASGIApp, *, is_tls: bool, embed_paths: Sequence[str] = (), embed_origins: Sequence[str] = ()
    ) -> None:
        """Set up; pages under `embed_paths` may be framed by `embed_origins`, and differ in nothing else."""
        self.app = app
        self.embed_paths = tuple(embed_paths)
        self.page = content_policy()
        self.embedded = content_policy(frame_ancestors=" ".join(("'self'", *embed_origins)))
        self.fixed = FIXED | ({"Strict-Transport-Security": TWO_YEARS} if is_tls else {})
        self.of_assets = {name: value for name, value in self.fixed.items() if name not in OF_DOCUMENTS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_asset = scope["path"].startswith(ASSETS)
        policy = self.embedded if self.embed_paths and scope["path"].startswith(self.embed_paths) else self.page

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_file = is_asset and not headers.get("content-type", "text/html").startswith("text/html")
                for name, value in (self.of_assets if is_file else self.fixed).items():
                    headers[name] = value
                # A download brings its own policy, which is stricter.
                headers.setdefault("Content-Security-Policy", ASSET_POLICY if is_file else policy)
                headers.setdefault("Cache-Control", "private, no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)
