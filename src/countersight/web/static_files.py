"""The site's own files, served under an address that holds their hash, so that a browser may keep them for good."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"


@cache
def static_hash() -> str:
    """Return the hash of all static files together: one changed byte gives all of them a new address."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def static_address(name: str) -> str:
    """Return the address of a static file.

    Raises:
        FileNotFoundError: there is none of this name.
    """
    if not (FOLDER / name).is_file():
        raise FileNotFoundError(name)
    return f"/static/{static_hash()}/{name}"


class HashedFiles(StaticFiles):
    """Serves the files under the present hash; under a past one too, but then they are not to be kept."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file whose path begins with the hash."""
        given, _, name = path.partition("/")
        response = await super().get_response(name, scope)
        response.headers["Cache-Control"] = FOREVER if given == static_hash() else "no-cache"
        return response
