"""The queue: what waits for this person, how far the work has come, and verdicts on many claims at once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from countersight.model.docket import SettlementState
from countersight.review import Agreement, Queues, measure_agreement
from countersight.store.base import View
from countersight.values.person_names import person_key
from countersight.web.desk.access import for_role
from countersight.web.desk.board import queues
from countersight.web.desk.card import claim_title
from countersight.web.desk.preferences import saved_filters
from countersight.web.desk.queueing import FIELDS, ORDERS, Ask, Person, Which, count_values, is_hidden, mine_lately
from countersight.web.desk.reasons import REASONS, tell_why
from countersight.web.desk.refreshing import refresher
from countersight.web.desk.showing import asking, desk_answer
from countersight.web.language import Language, asked_language
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
    refresher(request).hurry()  # whoever comes back to the queue pauses: a good moment to remake the findings
    person, held, language = asking(request), queues(request), asked_language(request)
    ask = Ask.from_pairs(request.query_params.multi_items())
    ids, total, after = _list(request, held, ask, person)
    with workspace(request).view() as view:
        rows = [_line(view, held, name, person, language) for name in ids]
    data = {
        "rows": rows,
        "total": total,
        "progress": measure_progress(held, person),
        "agreement": _agreement(held, person),
        "order": ask.order.value,
        "after": after,
    }
    return desk_answer(
        request,
        "desk/queue.html",
        data,
        ask=ask,
        asked=ask,
        orders=ORDERS,
        whiches=list(Which),
        choices={
            name: _choices(name, counts, ask, language) for name, counts in count_values(held, ask, person).items()
        },
        reasons=REASONS,
        is_editor=person.is_editor,
        readers=person.readers,
        filter_names=list(FIELDS),
        saved=saved_filters(request),
        is_later="after" in request.query_params,
    )


def _list(request: Request, held: Queues, ask: Ask, person: Person) -> tuple[list[str], int, str | None]:
    """Return one page of claims, how many there are on all, and the place that the next page begins after."""
    if ask.which is Which.MINE:
        mine = mine_lately(held, ask, person)
        return mine, len(mine), None
    desk = ask.desk(person)
    items = held.page(desk, after=request.query_params.get("after", ""), limit=ON_PAGE + 1)
    after = items[ON_PAGE - 1].place if len(items) > ON_PAGE else None
    return [item.claim_id for item in items[:ON_PAGE]], held.count(desk), after


def measure_progress(held: Queues, person: Person) -> Progress:
    """Count what was decided, by whom, and what is left."""
    today, key, docket = datetime.now(UTC).date(), person_key(person.name), held.board.docket
    rows = held.board.rows
    claims = [name for name in docket.subjects() if name in rows and not is_hidden(rows[name], person)]
    hidden = sum(is_hidden(row, person) for row in rows.values()) if person.hidden else 0
    states = Counter(docket.settlement(name, person.readers).state for name in claims)
    mine = [own for name in claims if (own := docket.by_reviewer(name).get(key)) is not None]
    return Progress(
        waiting=held.count(Ask().desk(person)),
        mine_today=sum(one.decided_at.astimezone(UTC).date() == today for one in mine),
        mine=len(mine),
        settled=states[SettlementState.SETTLED],
        claims=len(rows) - hidden,
        disputed=states[SettlementState.DISPUTED],
        second=states[SettlementState.WAITING],
    )


_MEASURED: dict[str, Agreement] = {}


def _agreement(held: Queues, person: Person) -> Agreement:
    """Measure agreement once for each decision: its interval takes a thousand samples."""
    docket = held.board.docket
    if any(name in person.hidden for name in docket.subjects()):
        return measure_agreement(docket, hidden=person.hidden)
    last = docket.last.id if docket.last else ""
    if last not in _MEASURED:
        _MEASURED.clear()
        _MEASURED[last] = measure_agreement(docket)
    return _MEASURED[last]


def _line(view: View, held: Queues, claim_id: str, person: Person, language: Language) -> Waiting:
    claim = view.claim(claim_id)
    visible = held.board.docket.visible(claim.id, person.name, person.readers)
    return Waiting(
        id=claim.id,
        title=claim_title(claim, language),
        kind=claim.kind.value,
        status=claim.status.value,
        quote=claim.evidence[0].quote,
        source=held.board.rows[claim.id].source,
        confidence=claim.confidence,
        why=tell_why(held, claim.id, claim.confidence, person, language),
        state=held.board.docket.settlement(claim.id, person.readers).state.value,
        seen=visible[-1].id if visible else "",
    )


def _choices(name: str, counts: dict[str, int], ask: Ask, language: Language) -> list[Choice]:
    chosen = sorted(ask.values(name))
    names = {"territory": language.territory, "technology": language.label}
    shown = sorted(counts, key=lambda value: (value not in chosen, -counts[value], value))[:MOST_VALUES]
    values: Iterable[str] = dict.fromkeys((*chosen, *shown))
    tell = names.get(name, str)
    return [Choice(value=v, name=tell(v), count=counts.get(v, 0), chosen=v in chosen) for v in values]
