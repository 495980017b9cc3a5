"""The queue that an address asks for: which claims wait for this person, in which order, under which filters."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode
from weakref import WeakKeyDictionary

from countersight.review import Desk, Filters, Order, Queues
from countersight.review.board import BoardRow
from countersight.values.person_names import person_key

MOST_PARAMS = 40
AHEAD = 5
"""Claims that the script fetches before they are asked for: reviewing goes on so far without a connection."""
MOST_COUNTED = 32
"""Sets of filters whose counts are kept."""
LATELY = 200
"""Of what a person decided, the last so many."""


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


ORDERS: Mapping[Order, str] = MappingProxyType({
    Order.UNCERTAIN: _("uncertain first"),
    Order.CONSEQUENTIAL: _("most consequential first"),
    Order.NEWEST: _("newest first"),
    Order.DISPUTED: _("disputed"),
    Order.CHANGED: _("changed since decided"),
})  # fmt: skip
FIELDS: Mapping[str, str] = MappingProxyType({
    "kind": "kinds", "territory": "territories", "technology": "technologies", "language": "languages",
    "source": "sources",
})  # fmt: skip
"""The filters, as an address names them and as `Filters` does."""


class Which(StrEnum):
    """Which claims are listed."""

    WAITING = "waiting"
    """Those that wait for this person."""
    MINE = "mine"
    """Those that this person decided on lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks, as far as the queue goes."""

    name: str
    is_editor: bool
    readers: int
    """People who have to decide alike."""
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What an address asks of the queue."""

    order: Order = Order.UNCERTAIN
    which: Which = Which.WAITING
    chosen: tuple[tuple[str, str], ...] = ()
    """Filters with their values."""

    @classmethod
    def from_pairs(cls, pairs: Sequence[tuple[str, str]]) -> "Ask":
        """Read the parameters that concern the queue; what cannot be is left out, as old addresses should go on."""
        told = dict(pairs[:MOST_PARAMS])
        order, which = told.get("order"), told.get("which")
        return cls(
            order=Order(order) if order in list(Order) else Order.UNCERTAIN,
            which=Which(which) if which in list(Which) else Which.WAITING,
            chosen=tuple(
                dict.fromkeys((name, value) for name, value in pairs[:MOST_PARAMS] if name in FIELDS and value)
            ),
        )

    @classmethod
    def from_text(cls, params: str) -> "Ask":
        """Read what `to_text` wrote."""
        return cls.from_pairs(parse_qsl(params))

    def to_pairs(self) -> list[tuple[str, str]]:
        """Return what differs from the first queue, as parameters of an address."""
        pairs = [] if self.order is Order.UNCERTAIN else [("order", self.order.value)]
        pairs += [] if self.which is Which.WAITING else [("which", self.which.value)]
        return [*pairs, *self.chosen]

    def to_text(self) -> str:
        """Write the parameters as they stand in an address."""
        return urlencode(self.to_pairs())

    def values(self, name: str) -> frozenset[str]:
        """Return the values that one filter is set to."""
        return frozenset(value for one, value in self.chosen if one == name)

    def filters(self, *, without: str = "") -> Filters:
        """Return the filters, but for one."""
        return Filters(**{field: self.values(name) for name, field in FIELDS.items() if name != without})

    def desk(self, person: Person) -> Desk:
        """Say who sits before which queue."""
        return Desk(reviewer=person.name, order=self.order, filters=self.filters(), is_editor=person.is_editor,
                    hidden=person.hidden)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a claim stands in a queue."""

    position: int | None
    """Counted from one; none outside the queue."""
    length: int
    previous: str | None
    following: tuple[str, ...]
    """The next ones that wait, from the queue's beginning again after its end."""


def find_place(held: Queues, ask: Ask, person: Person, claim_id: str) -> Place:
    """Say where a claim stands in a queue, or would, and what comes before and after it."""
    desk = ask.desk(person)
    place = held.place_of(desk, claim_id)
    before = held.previous(desk, before=place) if place else None
    return Place(
        position=held.position(desk, claim_id),
        length=held.count(desk),
        previous=before.claim_id if before else None,
        following=find_following(held, ask, person, claim_id),
    )


def find_following(held: Queues, ask: Ask, person: Person, claim_id: str, *, limit: int = AHEAD) -> tuple[str, ...]:
    """Return the claims that come after one, from the queue's beginning again after its end."""
    desk = ask.desk(person)
    after = [item.claim_id for item in held.page(desk, after=held.place_of(desk, claim_id), limit=limit + 1)]
    after += [item.claim_id for item in held.page(desk, limit=limit + 1)] if len(after) < limit else []
    return tuple(dict.fromkeys(name for name in after if name != claim_id))[:limit]


def mine_lately(held: Queues, ask: Ask, person: Person) -> list[str]:
    """Return the claims that a person decided on, the last first."""
    key, filters = person_key(person.name), ask.filters()
    made = [
        (own.sequence, name)
        for name in held.board.docket.subjects()
        if (own := held.board.docket.by_reviewer(name).get(key))
    ]
    rows = ((held.board.rows.get(name), name) for _, name in sorted(made, reverse=True))
    return [name for row, name in rows if row is not None and filters.fit(row) and not is_hidden(row, person)][:LATELY]


_COUNTED: WeakKeyDictionary[Queues, dict[object, dict[str, Counter[str]]]] = WeakKeyDictionary()
"""Counts over all claims, which only change when claims come or go."""


def count_values(held: Queues, ask: Ask, person: Person) -> dict[str, Counter[str]]:
    """Count the values of each filter over what is not settled, all other filters applied."""
    state = (held.board.version, ask.chosen, person.hidden)
    counted = _COUNTED.setdefault(held, {})
    if state not in counted:
        if len(counted) >= MOST_COUNTED:
            counted.clear()
        rows = [row for row in held.board.rows.values() if not is_hidden(row, person)]
        counted[state] = {name: _count(rows, ask, name) for name in FIELDS}
    settled = [held.board.rows[name] for name in held.board.docket.verdicts(person.readers) if name in held.board.rows]
    settled = [row for row in settled if not is_hidden(row, person)]
    return {name: counts - _count(settled, ask, name) for name, counts in counted[state].items()}


def _count(rows: Iterable[BoardRow], ask: Ask, name: str) -> Counter[str]:
    field, filters = FIELDS[name], ask.filters(without=name)
    return Counter(value for row in rows if filters.fit(row) for value in _values(row, field))


def is_hidden(row: BoardRow, person: Person) -> bool:
    """Whether a person may not see a claim."""
    return row.id in person.hidden or row.document_id in person.hidden


def _values(row: BoardRow, field: str) -> frozenset[str]:
    if field in ("territories", "technologies"):
        found: frozenset[str] = getattr(row, field)
        return found
    return frozenset({getattr(row, field[:-1])}) - {""}
