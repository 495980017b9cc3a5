"""Forms that were sent: read whole, small, without files, and answered in a thread that may wait for the accounts."""

from collections.abc import Callable, Mapping
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countersight.web.rendering import answer
from countersight.web.security.cookies import SessionCookie

MOST_FIELDS = 40
MOST_BYTES = 20_000

Fields = Mapping[str, str]
Takes = Callable[[Request, Fields], Response]


def posted(handler: Takes) -> Callable[[Request], object]:
    """Call a handler with the fields of the form that was sent."""

    @wraps(handler)
    async def read_and_call(request: Request) -> Response:
        async with request.form(max_fields=MOST_FIELDS, max_files=0, max_part_size=MOST_BYTES) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            return await run_in_threadpool(handler, request, fields)

    return read_and_call


def show_once(request: Request, template: str, data: Mapping[str, object], *, status: int = 200) -> Response:
    """Show what is shown only once, such as a fresh token: neither browser nor proxy is to keep it."""
    return answer(request, template, data, status=status, headers={"Cache-Control": "private, no-store"})


def go_on(address: str, *, cookie: SessionCookie | None = None, secret: str = "") -> Response:
    """Send the browser on after a form was taken in, with a fresh word in its cookie where there is one."""
    response = RedirectResponse(address, status_code=303)
    if cookie is not None:
        cookie.put(response, secret)
    return response


def client_address(request: Request) -> str:
    """Return from where a request comes, as far as trusted proxies vouch for it; it is never kept."""
    return request.client.host if request.client else ""


def device_of(request: Request) -> str:
    """Return what the browser says it is, for the list of sessions."""
    return request.headers.get("user-agent", "")


def word_of(request: Request) -> str | None:
    """Return the word in the request's cookie."""
    cookie: SessionCookie = request.state.gate.cookie
    return cookie.read(request.headers)
