"""The API's queue: the claims that wait for whoever asks, page by page; and how far reviewers agree."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import ClaimRow
from countersight.errors import NotFound, UsageError
from countersight.review import Desk, Filters, Order, QueueItem, measure_agreement
from countersight.web.api.answers import asked_catalog, asked_limit, json_answer, neighbors
from countersight.web.desk.board import docket, queues
from countersight.web.visitor import Role, hidden, visitor

FILTERS = {
    "kind": "kinds", "territory": "territories", "technology": "technologies", "language": "languages",
    "source": "sources",
}  # fmt: skip
"""The parameter of each filter of the queue, and its field."""
LONGEST_PLACE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingClaim:
    """A claim that waits for a decision."""

    claim: ClaimRow
    remark: str
    """What was decided before on what it says, in words; mostly empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of the claims that wait."""

    total: int
    rows: list[WaitingClaim]
    next: str | None


def show_queue(request: Request) -> Response:
    """The claims that wait for this person, in the order asked for."""
    desk, limit = _desk(request), asked_limit(request)
    waiting = queues(request)
    items = waiting.page(desk, after=_place(request), limit=limit + 1)
    shown = items[:limit]
    links, headers = neighbors(request, shown[-1].place if len(items) > limit else None, None)
    data = {"total": waiting.count(desk), "rows": list(_claims(request, shown)), "next": links.get("next")}
    return json_answer(data, headers=headers)


def show_agreement(request: Request) -> Response:
    """How far reviewers agree beyond chance, on the claims that whoever asks may see."""
    return json_answer(measure_agreement(docket(request), hidden=hidden(request)))


def _desk(request: Request) -> Desk:
    """Read what of the queue is asked for.

    Raises:
        UsageError: there is no such order.
    """
    order = request.query_params.get("order") or Order.UNCERTAIN.value
    if order not in list(Order):
        raise UsageError(f"there is no order {order[:20]!r}; there are {', '.join(Order)}")
    filters = {field: frozenset(filter(None, request.query_params.getlist(name))) for name, field in FILTERS.items()}
    person = visitor(request)
    return Desk(
        reviewer=person.name,
        order=Order(order),
        filters=Filters(**filters),
        is_editor=person.may(Role.EDITOR),
        hidden=hidden(request),
    )


def _place(request: Request) -> str:
    place = request.query_params.get("after", "")
    try:
        if place:
            msgspec.json.decode(place[:LONGEST_PLACE], type=tuple[int, float, str])
    except (msgspec.MsgspecError, UnicodeEncodeError):
        raise UsageError("this is no place in the queue: begin at its first page") from None
    return place


def _claims(request: Request, items: list[QueueItem]) -> Iterator[WaitingClaim]:
    catalog, kept_back = asked_catalog(request), hidden(request)
    for item in items:
        try:
            yield WaitingClaim(claim=catalog.claim(item.claim_id, hidden=kept_back), remark=item.remark)
        except NotFound:  # withdrawn between the two questions
            continue
