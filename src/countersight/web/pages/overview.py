"""The overview: what there is, how sure it is, and where to go on."""

from starlette.requests import Request
from starlette.responses import Response

from countersight.web.moments import asked_moment
from countersight.web.rendering import answer
from countersight.web.workspace import workspace


def overview(request: Request) -> Response:
    """Show the project at a glance."""
    catalog = workspace(request).catalog(asked_moment(request))
    return answer(request, "pages/overview.html", {"totals": catalog.totals()})
