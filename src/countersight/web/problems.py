"""From an error to the answer that says what is wrong and what to do: the one table of classes and HTTP statuses."""

import logging
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import (
    AmbiguousId,
    BadMoment,
    CatalogBeingMade,
    ConflictingJudgement,
    CountersightError,
    DecisionConflict,
    DocumentTooLarge,
    ExpiredLink,
    InputError,
    InvariantError,
    LastAdmin,
    MissingBlob,
    NotAllowed,
    NotFound,
    StoreBusy,
    StoreUnavailable,
    TooManyAttempts,
    TransientError,
    UnsupportedFormat,
    UsageError,
)
from countersight.web.rendering import answer

STATUSES: Mapping[type[CountersightError], int] = {
    NotFound: 404,
    DecisionConflict: 409,
    ConflictingJudgement: 409,
    AmbiguousId: 300,
    BadMoment: 400,
    NotAllowed: 403,
    TooManyAttempts: 429,
    LastAdmin: 409,
    ExpiredLink: 410,
    MissingBlob: 410,
    DocumentTooLarge: 413,
    UnsupportedFormat: 415,
    TransientError: 503,
    InputError: 422,
    UsageError: 422,
    CountersightError: 500,
}
"""An error answers as the nearest of its classes here does."""

RETRY_S = "5"
LOG = logging.getLogger("countersight.web")
COME_BACK = {"Refresh": "2", "Retry-After": "2", "Cache-Control": "no-store"}
"""Sent with a page that is not ready yet: a browser asks again by itself, without a script (HTML, 4.2.5.3)."""


def answer_error(request: Request, error: Exception) -> Response:
    """Answer with what went wrong, in words."""
    if isinstance(error, CatalogBeingMade):
        told = {"status": 503, "detail": str(error), "what": error.what, "done": error.done}
        return answer(request, "pages/being_made.html", told, status=503, headers=COME_BACK)
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    told = {"status": status, "detail": _tell(error)}
    return answer(request, "problem.html", told, status=status, headers=_headers(error))


def _tell(error: Exception) -> str:
    """Say what went wrong; where the words name files and servers of ours, those are for the log alone."""
    if isinstance(error, StoreBusy | StoreUnavailable):
        LOG.warning("%s", error)
        return "the project cannot be reached or written to at the moment: try again soon"
    if isinstance(error, InvariantError) and not isinstance(error, MissingBlob):
        LOG.error("%s", error)
        return "something in this project is not as it has to be; whoever runs it finds in the log what"
    return str(error)


def _headers(error: Exception) -> Mapping[str, str]:
    """Return when to come back, where that helps, and keep what passes out of all caches."""
    if isinstance(error, TooManyAttempts):
        return {"Retry-After": str(error.retry_after_s), "Cache-Control": "no-store"}
    if isinstance(error, TransientError):
        return {"Retry-After": RETRY_S, "Cache-Control": "no-store"}
    return {}


def answer_http(request: Request, error: Exception) -> Response:
    """Answer what Starlette itself refuses, such as an address that is not there."""
    assert isinstance(error, HTTPException)  # noqa: S101 — it is registered for this class alone
    shown = {"status": error.status_code, "detail": error.detail}
    return answer(request, "problem.html", shown, status=error.status_code, headers=error.headers)


HANDLERS = {CountersightError: answer_error, HTTPException: answer_http}
