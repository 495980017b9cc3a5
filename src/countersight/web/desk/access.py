"""Who may do what at the desk, and how a form that was sent becomes a call of a handler."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countersight.web.rendering import wants_json
from countersight.web.visitor import Role, visitor

Shows = Callable[[Request], Response]
Takes = Callable[[Request, FormData], Response]
Handler = TypeVar("Handler", bound=Callable[..., Response])

MOST_FIELDS = 2_000
"""Fields of one form: a selection of a whole page of claims, with all that goes with it."""
MOST_BYTES = 200_000
"""Of one field: a claim's slots hold words, no documents."""


def for_role(role: Role) -> Callable[[Handler], Handler]:
    """Let a handler answer only people who are trusted with `role`."""

    def guard(handler: Handler) -> Handler:
        @wraps(handler)
        def guarded(request: Request, *rest: FormData) -> Response:
            require(request, role)
            return handler(request, *rest)

        return guarded  # type: ignore[return-value]

    return guard


def require(request: Request, role: Role) -> None:
    """Raises: HTTPException 403, which says in words who may."""
    if not visitor(request).may(role):
        need = {Role.REVIEWER: "reviewers and editors", Role.EDITOR: "editors", Role.ADMIN: "administrators"}
        raise HTTPException(403, f"The review desk is for {need[role]} here; you are signed in as a reader."
                            if role is Role.REVIEWER else f"This is for {need[role]}.")  # fmt: skip


def posted(handler: Takes) -> Callable[[Request], object]:
    """Read the form that was sent and call the handler with it in a thread, where it may wait for the store."""

    @wraps(handler)
    async def read_and_call(request: Request) -> Response:
        async with request.form(max_fields=MOST_FIELDS, max_files=0, max_part_size=MOST_BYTES) as form:
            return await run_in_threadpool(handler, request, form)

    return read_and_call


def go_to(address: str) -> Response:
    """Send the browser on after a form was taken in, so that going back or reloading sends nothing again."""
    return RedirectResponse(address, status_code=303)


def field(form: FormData | Mapping[str, str], name: str, default: str = "") -> str:
    """Return one field of a form as text; a file in its place is none."""
    value = form.get(name, default)
    return value if isinstance(value, str) else default


def is_script(request: Request) -> bool:
    """Whether a form was sent by the desk's own script, which reads the answer as JSON."""
    return wants_json(request)
