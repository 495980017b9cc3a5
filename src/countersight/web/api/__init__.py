"""What programs ask: the API, reconciliation, feeds and downloads."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from countersight.web.api.description import describe
from countersight.web.api.downloads import download
from countersight.web.api.feeds import explain_feeds, show_feed
from countersight.web.api.news import News
from countersight.web.api.operations import BASE, OPERATIONS
from countersight.web.api.reconciliation import (
    organization_page,
    preview,
    propose_properties,
    reconcile,
    suggest_entity,
    suggest_property,
    suggest_type,
)
from countersight.web.api.releases import list_releases, release_file, show_changes
from countersight.web.api.routing import operation_routes
from countersight.web.api.searches import keep_search, show_searches
from countersight.web.rendering import answer

__all__ = ["ROUTES", "News", "download"]


def show_api(request: Request) -> Response:
    """Say what there is for programs."""
    rows = [{"method": one.method, "path": one.path, "summary": one.summary, "role": one.role} for one in OPERATIONS]
    return answer(request, "api/api.html", {"base": BASE, "operations": rows})


ROUTES: Sequence[BaseRoute] = (
    *operation_routes(),
    Route("/api", show_api),
    Route("/api/openapi.json", describe, name="openapi"),
    Route("/reconcile", reconcile, methods=["GET", "POST"]),
    Route("/reconcile/suggest/entity", suggest_entity),
    Route("/reconcile/suggest/property", suggest_property),
    Route("/reconcile/suggest/type", suggest_type),
    Route("/reconcile/properties", propose_properties),
    Route("/reconcile/preview/{id}", preview),
    Route("/organizations/{id}", organization_page),
    Route("/searches", show_searches),
    Route("/searches", keep_search, methods=["POST"]),
    Route("/feeds", explain_feeds),
    Route("/feeds/{name}", show_feed),
    Route("/releases", list_releases),
    Route("/releases/{version}/changes", show_changes),
    Route("/releases/{version}/files/{name}", release_file),
)
