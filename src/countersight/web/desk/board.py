"""The queues of the application, kept in memory and brought up to date before each answer."""

from threading import Lock

from starlette.applications import Starlette
from starlette.requests import Request

from countersight.model.docket import Docket
from countersight.review import Queues
from countersight.web.workspace import Workspace

PATIENCE_S = 2.0
"""Seconds for which the queues of a large project may lack claims that another process wrote."""
_MAKING = Lock()


def queues(request: Request) -> Queues:
    """Return the queues as the store stands now."""
    return open_queues(request.app)


def open_queues(app: Starlette) -> Queues:
    """Return the queues of an application as the store stands now; the first time, every claim is read in outline."""
    place: Workspace = app.state.workspace
    with _MAKING:
        if not hasattr(app.state, "desk_queues"):
            app.state.desk_queues = Queues(readers=place.project.readers, patience_s=PATIENCE_S)
    found: Queues = app.state.desk_queues
    with place.view() as view:
        found.refresh(view)
    return found


def docket(request: Request) -> Docket:
    """Return what all decisions come to now."""
    return queues(request).board.docket
