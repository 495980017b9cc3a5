"""The API's queue: the claims that wait for whoever asks, page by page."""

import base64
import binascii
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import ClaimRow
from countersight.errors import NotFound, UsageError
from countersight.web.api.answers import asked_catalog, asked_limit, json_answer, neighbors, unseen
from countersight.web.desk.board import BoardRow, board
from countersight.web.desk.queueing import Ask, Order, Person, State, list_queue, order_key
from countersight.web.visitor import Role, visitor
from countersight.web.workspace import workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of the claims that wait."""

    total: int
    rows: list[ClaimRow]
    next: str | None


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of the queue ends: what its last claim was sorted by, so that decisions do not move it."""

    order: str
    key: list[bool | int | float | str]


def show_queue(request: Request) -> Response:
    """The claims that wait for this person, in the order asked for."""
    ask, limit = _asked(request), asked_limit(request)
    desk, person = board(request), _person(request)
    key = order_key(desk, ask.order, person)
    queue = list_queue(desk, ask, person)
    rows = _after(queue, [key(row) for row in queue], request.query_params.get("after"), ask.order)
    shown = rows[:limit]
    following = _write(ask.order, key(shown[-1])) if len(rows) > limit else None
    links, headers = neighbors(request, following, None)
    data = {"total": len(queue), "rows": _claims(request, shown), "next": links.get("next")}
    return json_answer(data, headers=headers)


def _asked(request: Request) -> Ask:
    """Read what of the queue is asked for; other than the desk, the API refuses an order or state that there is not.

    Raises:
        UsageError: there is no such order or state.
    """
    for name, known in (("order", Order), ("state", State)):
        given = request.query_params.get(name)
        if given and given not in list(known):
            raise UsageError(f"there is no {name} {given[:20]!r}; there are {', '.join(known)}")
    return Ask.from_pairs(request.query_params.multi_items())


def _person(request: Request) -> Person:
    who = visitor(request)
    return Person(
        name=who.name,
        is_editor=who.may(Role.EDITOR),
        readers=workspace(request).project.readers,
        hidden=unseen(request),
    )


def _after(queue: list[BoardRow], keys: list[tuple[object, ...]], words: str | None, order: Order) -> list[BoardRow]:
    if not words:
        return queue
    place = _read(words, order)
    try:
        return [row for row, key in zip(queue, keys, strict=True) if list(key) > place.key]  # type: ignore[operator]
    except TypeError:
        raise UsageError("this is no place in the queue: begin at its first page") from None


def _claims(request: Request, rows: list[BoardRow]) -> list[ClaimRow]:
    catalog, kept_back, found = asked_catalog(request), unseen(request), []
    for row in rows:
        try:
            found.append(catalog.claim(row.id, hidden=kept_back))
        except NotFound:  # withdrawn between the two questions
            continue
    return found


def _write(order: Order, key: tuple[object, ...]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([order.value, list(key)])).decode().rstrip("=")


def _read(words: str, order: Order) -> Place:
    try:
        if len(words) > 1_000 or not words.isascii():
            raise ValueError(words)
        place = msgspec.json.decode(base64.b64decode(words + "=" * (-len(words) % 4), "-_", validate=True), type=Place)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        raise UsageError("this is no place in the queue: begin at its first page") from None
    if place.order != order.value:
        raise UsageError("this place is one in another order of the queue: begin at its first page")
    return place
