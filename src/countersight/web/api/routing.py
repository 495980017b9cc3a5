"""The routes of the API, made of the table of operations: one for each address, with all its methods."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from countersight.errors import NotAllowed
from countersight.web.api.answers import SHARED
from countersight.web.api.bodies import read_body
from countersight.web.api.operations import BASE, OPERATIONS, Operation
from countersight.web.api.parameters import check_parameters
from countersight.web.visitor import visitor


def operation_routes() -> list[Route]:
    """Return a route for every address: methods that it does not have are answered 405, with those that it has."""
    by_path: dict[str, dict[str, Operation]] = defaultdict(dict)
    for one in OPERATIONS:
        by_path[one.path][one.method] = one
    return [
        Route(BASE + path, _endpoint(methods), methods=[*methods, "OPTIONS"], name=f"api{path.replace('/', '-')}")
        for path, methods in by_path.items()
    ]


def _endpoint(methods: Mapping[str, Operation]) -> Callable[[Request], Any]:
    allowed = ", ".join((*methods, *(("HEAD",) if "GET" in methods else ()), "OPTIONS"))

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={**SHARED, "Allow": allowed})
        return await _perform(request, methods["GET" if request.method == "HEAD" else request.method])

    return endpoint


async def _perform(request: Request, operation: Operation) -> Response:
    """Answer by the operation's handler, in a thread, if the person may and the body is what it has to be.

    Raises:
        NotAllowed: the operation is for another role.
        UsageError: a parameter or the body is not what it has to be; the field is named.
    """
    if not visitor(request).may(operation.role):
        raise NotAllowed(f"this is for the role {operation.role} or above")
    check_parameters(request, operation.parameters)
    given = () if operation.body is None else (await read_body(request, operation.body),)
    answer: Response = await run_in_threadpool(operation.handler, request, *given)
    return answer
