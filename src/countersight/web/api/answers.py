"""What every answer of the API has in common: JSON, a tag of the state that it shows, links to the pages around it."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Catalog, Page
from countersight.errors import UsageError
from countersight.web.moments import asked_moment
from countersight.web.rendering import address_here, encode_special
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace

MOST = 500
"""Rows of one answer."""
SHARED = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie", "X-Content-Type-Options": "nosniff"}


def json_answer(
    data: Any, *, status: int = 200, media_type: str = "application/json", headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with records as JSON."""
    body = msgspec.json.encode(msgspec.to_builtins(data, enc_hook=encode_special))
    return Response(body, status_code=status, media_type=media_type, headers={**SHARED, **(headers or {})})


def asked_catalog(request: Request) -> Catalog:
    """Open the catalog of the moment that the address asks for."""
    return workspace(request).catalog(asked_moment(request))


def state_tag(request: Request, catalog: Catalog) -> str:
    """Return the ETag of an answer: it changes with what the catalog holds, what is asked, and what may be seen."""
    seen = (catalog.built_from.position, request.url.path, request.url.query, *sorted(hidden(request)))
    return f'W/"{hashlib.sha256(chr(0).join(map(str, seen)).encode()).hexdigest()[:24]}"'


def unchanged(request: Request, tag: str, *, headers: Mapping[str, str] | None = None) -> Response | None:
    """Answer 304 if the client has this state already (RFC 9110, 13.1.2), before anything is computed."""
    given = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    is_known = tag.removeprefix("W/") in given or "*" in given
    return Response(status_code=304, headers={**SHARED, "ETag": tag, **(headers or {})}) if is_known else None


def page_answer(request: Request, page: Page[Any], tag: str) -> Response:
    """Answer with one page of a list, its neighbors in the body and as Link headers (RFC 8288)."""
    links, told = neighbors(request, page.next, page.previous)
    data = {"total": page.total, "rows": page.rows, "next": links.get("next"), "previous": links.get("prev")}
    return json_answer(data, headers={"ETag": tag, **told})


def neighbors(request: Request, following: str | None, previous: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return the addresses of the pages around this one, by relation, and the header that tells them."""
    around = {"next": following, "prev": previous}
    links = {name: address_here(request, after=cursor) for name, cursor in around.items() if cursor}
    told = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
    return links, {"Link": told} if told else {}


def asked_limit(request: Request) -> int:
    """Return how many rows are asked for.

    Raises:
        UsageError: no number from 1 to `MOST`.
    """
    words = request.query_params.get("limit", "50")
    if not (words.isascii() and words.isdigit() and len(words) <= 6 and 1 <= int(words) <= MOST):
        raise UsageError(f"limit has to be a number from 1 to {MOST}, not {words[:20]!r}")
    return int(words)
