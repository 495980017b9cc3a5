"""Every query parameter of the API, once: what it means, and of which type its values are; others are refused."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_origin

import msgspec
from msgspec import Meta
from starlette.requests import Request

from countersight.catalog import Order, ReviewState
from countersight.errors import UsageError
from countersight.model.claim import Kind, Status
from countersight.review import Order as QueueOrder
from countersight.values.taxonomy import load_taxonomy
from countersight.web.api.answers import MOST
from countersight.web.moments import RECORDED

Words = Annotated[str, Meta(min_length=1, max_length=200)]
Several = Annotated[list[Words], Meta(max_length=200)]
Label: Any = Literal[tuple(load_taxonomy())]
Moment = Annotated[str, Meta(extra_json_schema={"anyOf": [{"format": "date"}, {"format": "date-time"}]})]
PartyRole = Literal["supplier", "recipient", "vendor", "agency", "forum", "authority"]

PARAMETERS: Mapping[str, tuple[str, Any]] = {
    "q": ('Words to search for; "phrases in quotation marks", -without.', str),
    "kind": ("Of any of these kinds.", list[Kind]),
    "status": ("Of any of these statuses.", list[Status]),
    "territory": ("Code, in any role; `supplier:`, `recipient:` or `place:` before it for one role.", Several),
    "party": ("Id of a party; `supplier:` or `recipient:` before it for one role.", Several),
    "technology": ("Label of the taxonomy.", list[Label]),
    "source": ("Key of a publisher.", Several),
    "language": ("Of documents, ISO 639-1.", Several),
    "year": ("That the time touches.", list[Annotated[int, Meta(ge=1, le=9999)]]),
    "review": ("What reviewers said; without it, all but what was rejected.", list[ReviewState]),
    "origins": ("At least so many independent origins.", Annotated[int, Meta(ge=0, le=999_999)]),
    "document": ("Id of the one document to stay with.", Words),
    "order": ("Order of the rows.", Order),
    "order/queue": ("Order of the queue.", QueueOrder),
    "after": ("Cursor, from `next` or `previous` of another page.", Annotated[str, Meta(min_length=1)]),
    "limit": ("Rows of one page; 50 by default.", Annotated[int, Meta(ge=1, le=MOST)]),
    "published_by": ("Only what was public by this day.", date),
    "as_of": ("As the project held it at this time: a day, or a moment by ISO 8601.", Moment),
    "role": ("Act as one of these.", PartyRole),
}
"""Each with what it means and its type; one that means something else at one address has that behind a slash."""


def check_parameters(request: Request, known: tuple[str, ...]) -> None:
    """Refuse a query that names what an operation does not know: a filter misspelt in silence would find too much.

    Raises:
        UsageError: a parameter is not known, has no such value, or is repeated and may not be.
    """
    types = {name.partition("/")[0]: PARAMETERS[name][1] for name in known}
    for name in request.query_params:
        if name not in types:
            raise UsageError(f"there is no parameter {name[:40]!r} here; there are {', '.join(types) or 'none'}")
        _check(name, request.query_params.getlist(name), types[name])


def is_several(kind: Any) -> bool:
    """Whether a parameter may be repeated."""
    return get_origin(getattr(kind, "__origin__", kind)) is list or get_origin(kind) is list


def _check(name: str, given: list[str], kind: Any) -> None:
    if is_several(kind):
        value: Any = given
    elif len(given) == 1:
        value = given[0]
    else:
        raise UsageError(f"{name} is given {len(given)} times")
    if name == RECORDED:
        return  # read, and refused, where all pages read it
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        words = str(error).partition(" - at `$")[0]
        raise UsageError(f"{name}: {words}") from error
