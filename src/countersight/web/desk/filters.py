"""Filters under a name, so that the work of yesterday is one press away."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from countersight.web.desk.access import field, for_role, go_to, posted
from countersight.web.desk.preferences import drop_filter, save_filter
from countersight.web.desk.queueing import Ask
from countersight.web.visitor import Role


@posted
@for_role(Role.REVIEWER)
def save(request: Request, form: FormData) -> Response:
    """Keep the order and filters of a queue."""
    ask = Ask.from_text(field(form, "queue"))
    save_filter(request, field(form, "name"), ask.to_pairs())
    params = ask.to_text()
    return go_to(f"/review?{params}" if params else "/review")


@posted
@for_role(Role.REVIEWER)
def drop(request: Request, form: FormData) -> Response:
    """Forget filters of a name."""
    drop_filter(request, field(form, "name"))
    return go_to("/review")
