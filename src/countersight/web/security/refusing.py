"""Short answers of the layers that stand before the site, in words or as JSON."""

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope


def refuse(scope: Scope, status: int, detail: str, **headers: str) -> Response:
    """Answer that a request was refused, and why; further headers are named with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if asks_for_data(scope):
        body = msgspec.json.encode({"status": status, "detail": detail})
        return Response(body, status, headers=named, media_type="application/json")
    return Response(f"{status}: {detail}\n", status, headers=named, media_type="text/plain")


def asks_for_data(scope: Scope) -> bool:
    """Whether a program asks rather than a person: under `/api` or `/reconcile`, or for JSON and not for HTML."""
    accepted = Headers(scope=scope).get("accept", "")
    if scope["path"].startswith(("/api/", "/reconcile")):
        return True
    return "json" in accepted and "text/html" not in accepted
