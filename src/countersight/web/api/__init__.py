"""What programs ask: the API, reconciliation, feeds and downloads."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.api.description import BASE, describe
from countersight.web.api.downloads import download
from countersight.web.api.operations import OPERATIONS

__all__ = ["ROUTES", "download"]

ROUTES: Sequence[BaseRoute] = (
    *(Route(BASE + one.path, one.handler, methods=[one.method], name=f"api-{one.name}") for one in OPERATIONS),
    Route("/api/openapi.json", describe, name="openapi"),
)
