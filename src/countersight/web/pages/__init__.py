"""Pages to read: the overview, territories, parties, technologies, sources, search, findings and their drawings."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.pages.overview import overview
from countersight.web.pages.preferences import set_preferences

ROUTES: Sequence[BaseRoute] = (
    Route("/", overview, name="overview"),
    Route("/preferences", set_preferences, methods=["POST"]),
)
