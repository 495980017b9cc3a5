"""The queue that an address asks for: which claims wait for this person, in which order, under which filters."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from countersight.model.decision import Verdict
from countersight.model.docket import ReviewState, person_key
from countersight.web.desk.board import Board, BoardRow, visible_rows

EVEN = 0.5
"""A claim that is as likely right as wrong: a person's answer tells most there (uncertainty sampling, Lewis and Gale,
"A sequential algorithm for training text classifiers", 1994)."""
MOST_PARAMS = 40


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


class Order(StrEnum):
    """The orders of the queue."""

    UNCERTAIN = "uncertain"
    CONSEQUENTIAL = "consequential"
    NEWEST = "newest"
    DISPUTED = "disputed"
    CHANGED = "changed"
    DOCUMENT = "document"


ORDERS: Mapping[Order, str] = MappingProxyType({
    Order.UNCERTAIN: _("uncertain first"),
    Order.CONSEQUENTIAL: _("most consequential first"),
    Order.NEWEST: _("newest first"),
    Order.DISPUTED: _("disputed"),
    Order.CHANGED: _("changed since decided"),
    Order.DOCUMENT: _("document by document"),
})  # fmt: skip


class State(StrEnum):
    """Which claims a queue holds."""

    OPEN = "open"
    """That wait for this person's decision."""
    MINE = "mine"
    """That this person has decided."""
    SETTLED = "settled"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What an address asks of the queue. Values of one filter are alternatives; all filters must hold."""

    order: Order = Order.UNCERTAIN
    state: State = State.OPEN
    kind: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    technology: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    source: tuple[str, ...] = ()

    @classmethod
    def from_pairs(cls, pairs: Sequence[tuple[str, str]]) -> "Ask":
        """Read the parameters that concern the queue; what cannot be is left out, as old addresses should go on."""
        given: dict[str, list[str]] = {}
        for name, value in pairs[:MOST_PARAMS]:
            if value:
                given.setdefault(name, []).append(value)
        order, state = given.pop("order", [""])[-1], given.pop("state", [""])[-1]
        return cls(
            order=Order(order) if order in list(Order) else Order.UNCERTAIN,
            state=State(state) if state in list(State) else State.OPEN,
            **{name: tuple(dict.fromkeys(given[name])) for name in FILTERS if name in given},
        )

    @classmethod
    def from_text(cls, params: str) -> "Ask":
        """Read what `to_text` wrote."""
        return cls.from_pairs(parse_qsl(params))

    def to_pairs(self) -> list[tuple[str, str]]:
        """Return what differs from the first queue, as parameters of an address."""
        pairs = [] if self.order is Order.UNCERTAIN else [("order", self.order.value)]
        pairs += [] if self.state is State.OPEN else [("state", self.state.value)]
        return pairs + [(name, value) for name in FILTERS for value in getattr(self, name)]

    def to_text(self) -> str:
        """Write the parameters as they stand in an address."""
        return urlencode(self.to_pairs())

    def without(self, name: str) -> "Ask":
        """Return the same queue with one filter lifted."""
        return replace(self, **{name: ()})


FILTERS = tuple(one.name for one in fields(Ask) if one.name not in ("order", "state"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks, as far as the queue goes."""

    name: str
    is_editor: bool
    readers: int
    """People who have to decide alike."""
    hidden: frozenset[str] = frozenset()


def list_queue(board: Board, ask: Ask, person: Person, *, with_claim: str | None = None) -> list[BoardRow]:
    """Return the claims that an address asks for, in order; `with_claim` is kept in its place whatever its state."""
    blind = board.docket.hidden_claims(person.name, person.readers)
    rows = [
        row
        for row in visible_rows(board, person.hidden)
        if row.id == with_claim or (row.id not in blind and _fits(row, ask) and _is_in(board, row, ask, person))
    ]
    return sorted(rows, key=order_key(board, ask.order, person))


def count_values(board: Board, ask: Ask, person: Person) -> dict[str, Counter[str]]:
    """Count the values of each filter over what waits, all other filters applied."""
    counts: dict[str, Counter[str]] = {}
    for name in FILTERS:
        rows = list_queue(board, ask.without(name), person)
        counts[name] = Counter(value for row in rows for value in _values(row, name))
    return counts


def is_waiting_for(board: Board, claim_id: str, person: Person) -> bool:
    """Whether a claim waits for this person: nothing is settled of it, and they have not said accept, edit or reject.

    What they left open as unsure goes on to wait, last of all. A dispute waits for editors who took no part in it.
    """
    settlement = board.docket.settlement(claim_id, person.readers)
    own = board.docket.by_reviewer(claim_id).get(person_key(person.name))
    if settlement.state is ReviewState.DISPUTED:
        return person.is_editor and own is None
    if settlement.state is ReviewState.SETTLED:
        return settlement.verdict is Verdict.UNSURE
    return own is None or own.verdict is Verdict.UNSURE


def has_changed(board: Board, row: BoardRow) -> bool:
    """Whether the finding that a claim is in was decided on before it came to be as it is."""
    finding = board.finding_of.get(row.id)
    if finding is None or board.docket.by_reviewer(finding.id):
        return False
    return any(board.docket.by_reviewer(claim) for claim in finding.claim_ids) and not board.docket.by_reviewer(row.id)


def _is_in(board: Board, row: BoardRow, ask: Ask, person: Person) -> bool:
    if ask.order is Order.DISPUTED:
        return board.docket.settlement(row.id, person.readers).state is ReviewState.DISPUTED
    if ask.order is Order.CHANGED and not has_changed(board, row):
        return False
    if ask.state is State.ALL:
        return True
    if ask.state is State.MINE:
        return person_key(person.name) in board.docket.by_reviewer(row.id)
    if ask.state is State.SETTLED:
        return board.docket.settlement(row.id, person.readers).state is ReviewState.SETTLED
    return is_waiting_for(board, row.id, person)


def _fits(row: BoardRow, ask: Ask) -> bool:
    return all(not (wanted := getattr(ask, name)) or not _values(row, name).isdisjoint(wanted) for name in FILTERS)


def _values(row: BoardRow, name: str) -> frozenset[str]:
    match name:
        case "territory":
            return row.territories
        case "technology":
            return row.technologies
        case _:
            return frozenset({getattr(row, name)}) - {""}


def order_key(board: Board, order: Order, person: Person) -> Callable[[BoardRow], tuple[object, ...]]:
    """Return what claims are sorted by in an order; no two have the same."""
    mine = person_key(person.name)

    def left_open(row: BoardRow) -> bool:
        own = board.docket.by_reviewer(row.id).get(mine)
        return own is not None and own.verdict is Verdict.UNSURE

    def weight(row: BoardRow) -> float:
        finding = board.finding_of.get(row.id)
        return finding.weight if finding else 0.0

    match order:
        case Order.CONSEQUENTIAL:
            return lambda row: (left_open(row), -weight(row), abs(row.confidence - EVEN), row.id)
        case Order.NEWEST:
            return lambda row: (left_open(row), -(row.published or date.min).toordinal(), row.document_id, row.start, row.id)
        case Order.DOCUMENT:
            return lambda row: (row.source, row.document_id, row.start, row.id)
        case _:
            return lambda row: (left_open(row), abs(row.confidence - EVEN), row.id)
