"""The queues of the application, kept in memory and brought up to date before each answer."""

from threading import Lock

from starlette.requests import Request

from countersight.model.docket import Docket
from countersight.review import Queues
from countersight.web.workspace import workspace

_MAKING = Lock()


def queues(request: Request) -> Queues:
    """Return the queues as the store stands now."""
    state = request.app.state
    with _MAKING:
        if not hasattr(state, "desk_queues"):
            state.desk_queues = Queues(readers=workspace(request).project.readers)
    found: Queues = state.desk_queues
    with workspace(request).view() as view:
        found.refresh(view)
    return found


def docket(request: Request) -> Docket:
    """Return what all decisions come to now."""
    return queues(request).board.docket
