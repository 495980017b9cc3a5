"""The queue: what waits for this person, how far the work has come, and verdicts on many claims at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from countersight.model.docket import ReviewState, person_key
from countersight.store.base import View
from countersight.values.taxonomy import label_name
from countersight.values.territories import territory_name
from countersight.web.desk.access import for_role
from countersight.web.desk.board import Board, board
from countersight.web.desk.card import claim_title
from countersight.web.desk.queueing import FILTERS, ORDERS, Ask, Person, State, count_values, list_queue
from countersight.web.desk.reasons import REASONS, tell_why
from countersight.web.desk.showing import asking, desk_answer
from countersight.web.visitor import Role
from countersight.web.workspace import workspace

ON_PAGE = 50
MOST_VALUES = 12
"""Values of one filter that are offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of the queue."""

    id: str
    title: str
    kind: str
    status: str
    quote: str
    source: str
    confidence: float
    why: str
    state: str
    seen: str
    """Id of the last decision on it that this person may see; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the work has come."""

    waiting: int
    """Claims that wait for this person."""
    mine_today: int
    mine: int
    settled: int
    claims: int
    disputed: int
    second: int
    """Claims that one reader has decided and that need another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter."""

    value: str
    name: str
    count: int
    chosen: bool


@for_role(Role.REVIEWER)
def show_queue(request: Request) -> Response:
    """Show what waits, in the order and under the filters that the address asks for."""
    person, desk = asking(request), board(request)
    ask = Ask.from_pairs(request.query_params.multi_items())
    queue = list_queue(desk, ask, person)
    start = _page_start(request, len(queue))
    with workspace(request).view() as view:
        rows = [_line(view, desk, row.id, ask, person) for row in queue[start : start + ON_PAGE]]
    data = {"rows": rows, "total": len(queue), "progress": measure_progress(desk, person), "order": ask.order.value}
    return desk_answer(
        request,
        "desk/queue.html",
        data,
        ask=ask,
        asked=ask,
        orders=ORDERS,
        states=list(State),
        choices={name: _choices(name, counts, ask) for name, counts in count_values(desk, ask, person).items()},
        reasons=REASONS,
        start=start,
        before=max(0, start - ON_PAGE) if start else None,
        after=start + ON_PAGE if start + ON_PAGE < len(queue) else None,
        is_editor=person.is_editor,
        readers=person.readers,
        filter_names=FILTERS,
    )


def measure_progress(desk: Board, person: Person) -> Progress:
    """Count what was decided, by whom, and what is left."""
    today, key = datetime.now(UTC).date(), person_key(person.name)
    states = {name: desk.docket.settlement(name, person.readers).state for name in desk.rows}
    mine = [own for name in desk.rows if (own := desk.docket.by_reviewer(name).get(key)) is not None]
    return Progress(
        waiting=len(list_queue(desk, Ask(), person)),
        mine_today=sum(one.decided_at.astimezone(UTC).date() == today for one in mine),
        mine=len(mine),
        settled=sum(state is ReviewState.SETTLED for state in states.values()),
        claims=len(states),
        disputed=sum(state is ReviewState.DISPUTED for state in states.values()),
        second=sum(state is ReviewState.WAITING for state in states.values()),
    )


def _page_start(request: Request, length: int) -> int:
    asked = request.query_params.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    return start - start % ON_PAGE if start < length else 0


def _line(view: View, desk: Board, claim_id: str, ask: Ask, person: Person) -> Waiting:
    claim = view.claim(claim_id)
    visible = desk.docket.visible(claim.id, person.name, person.readers)
    return Waiting(
        id=claim.id,
        title=claim_title(claim),
        kind=claim.kind.value,
        status=claim.status.value,
        quote=claim.evidence[0].quote,
        source=desk.rows[claim.id].source,
        confidence=claim.confidence,
        why=tell_why(desk, claim, ask.order, person),
        state=desk.docket.settlement(claim.id, person.readers).state.value,
        seen=visible[-1].id if visible else "",
    )


def _choices(name: str, counts: dict[str, int], ask: Ask) -> list[Choice]:
    chosen = getattr(ask, name)
    names = {"territory": territory_name, "technology": label_name}
    shown = sorted(counts, key=lambda value: (value not in chosen, -counts[value], value))[:MOST_VALUES]
    values: Iterable[str] = dict.fromkeys((*chosen, *shown))
    tell = names.get(name, str)
    return [Choice(value=v, name=_tell(tell, v), count=counts.get(v, 0), chosen=v in chosen) for v in values]


def _tell(tell: object, value: str) -> str:
    try:
        return str(tell(value))  # type: ignore[operator]
    except KeyError:  # a value that an old address names and nothing has
        return value
