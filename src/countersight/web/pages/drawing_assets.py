"""The files that all drawings share: their style and the shapes of the map, under addresses that hold their hash."""

import hashlib
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from countersight.drawing import drawing_css, shapes_svg
from countersight.errors import NotFound
from countersight.web.static_files import FOREVER


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    return {
        "style.css": ("text/css; charset=utf-8", drawing_css().encode()),
        "shapes.svg": ("image/svg+xml", shapes_svg().encode()),
    }


@cache
def _hash() -> str:
    digest = hashlib.sha256()
    for name, (_, body) in sorted(_files().items()):
        digest.update(name.encode() + b"\0" + body)
    return digest.hexdigest()[:12]


def style_address() -> str:
    """Return the address of the style of drawings."""
    return f"/drawings/{_hash()}/style.css"


def shapes_address() -> str:
    """Return the address of the shapes of the map."""
    return f"/drawings/{_hash()}/shapes.svg"


def drawing_asset(request: Request) -> Response:
    """Serve one of them."""
    found = _files().get(request.path_params["name"])
    if found is None:
        raise NotFound(f"no drawing {request.path_params['name'][:40]!r}")
    is_current = request.path_params["hash"] == _hash()
    headers = {"Cache-Control": FOREVER if is_current else "no-cache"}
    return Response(found[1], media_type=found[0], headers=headers)
