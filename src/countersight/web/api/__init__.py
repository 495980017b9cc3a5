"""What programs ask: the API, reconciliation, feeds and downloads."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.api.description import BASE, describe
from countersight.web.api.downloads import download
from countersight.web.api.operations import OPERATIONS
from countersight.web.api.reconciliation import (
    organization_page,
    preview,
    propose_properties,
    reconcile,
    suggest_entity,
    suggest_property,
    suggest_type,
)

__all__ = ["ROUTES", "download"]

ROUTES: Sequence[BaseRoute] = (
    *(Route(BASE + one.path, one.handler, methods=[one.method], name=f"api-{one.name}") for one in OPERATIONS),
    Route("/api/openapi.json", describe, name="openapi"),
    Route("/reconcile", reconcile, methods=["GET", "POST"]),
    Route("/reconcile/suggest/entity", suggest_entity),
    Route("/reconcile/suggest/property", suggest_property),
    Route("/reconcile/suggest/type", suggest_type),
    Route("/reconcile/properties", propose_properties),
    Route("/reconcile/preview/{id}", preview),
    Route("/organizations/{id}", organization_page),
)
