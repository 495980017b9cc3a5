"""The order in which claims come before one reviewer: next and previous stay put while others decide."""

import json
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

from countersight.model.decision import Verdict
from countersight.model.docket import SettlementState
from countersight.review.board import EVEN, Board, BoardRow
from countersight.store.base import View
from countersight.values.person_names import person_key

KEPT = 32
"""Sorted lists that are kept, one for each order and filter."""

Key = tuple[float, str]
"""By what a claim is sorted: a number, then its id."""


class Order(StrEnum):
    """The orders of a queue."""

    UNCERTAIN = "uncertain"
    """Those the machine is least sure of first."""
    CONSEQUENTIAL = "consequential"
    """Those first whose answer settles most: the doubt of the claim by what hangs on its finding."""
    NEWEST = "newest"
    DISPUTED = "disputed"
    """Only those on which enough people decided, differently, the oldest dispute first: for editors."""
    CHANGED = "changed"
    """Only those that a newer extractor reads otherwise than a person did, and those that joined a decided finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a queue is narrowed to. Values of one filter are alternatives; all filters hold; none means any."""

    kinds: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()
    technologies: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    """Keys of publishers, as `publisher_key` gives them."""

    def fit(self, row: BoardRow) -> bool:
        """Whether a claim is within the filters."""
        return (
            (not self.kinds or row.kind in self.kinds)
            and (not self.territories or not self.territories.isdisjoint(row.territories))
            and (not self.technologies or not self.technologies.isdisjoint(row.technologies))
            and (not self.languages or row.language in self.languages)
            and (not self.sources or row.source in self.sources)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who sits at the desk, and what lies before them."""

    reviewer: str
    order: Order = Order.UNCERTAIN
    filters: Filters = Filters()
    is_editor: bool = False
    """Editors get what is disputed, if they took no part in the dispute."""
    hidden: Collection[str] = frozenset()
    """Ids of documents and claims that this person may not see: see `View.hidden_from`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One claim that waits for a reviewer."""

    claim_id: str
    place: str
    """Where it stood in the queue when it was shown: what comes after and before it is asked for by this."""
    remark: str
    """What was decided before on what it says, in words; mostly empty."""


FRESH, LEFT_OPEN, REPEATED = 0, 1, 2
"""The parts of a queue, one after the other: what this reviewer has not looked at, what was left open as unsure, and
what a newer extractor repeats of what was rejected before."""


class Queues:
    """Queues over all claims of a store, for many reviewers and threads.

    The first refresh reads every claim in outline: about 50 microseconds each. Then a refresh costs what changed, an
    order or filter asked for the first time one sort of the claims that fit it, and each further question about a
    microsecond for each claim that was settled between the place and what comes next.
    """

    def __init__(self, *, readers: int = 1, patience_s: float = 0.0) -> None:
        self.board = Board(readers=readers, patience_s=patience_s)
        self._sorted: OrderedDict[tuple[Order, Filters], list[Key]] = OrderedDict()
        self._version = 0
        self._lock = Lock()

    def refresh(self, view: View) -> None:
        """Take in what has changed in the store; call it before asking."""
        with self._lock:
            self.board.refresh(view)
            if self.board.version != self._version:
                self._sorted.clear()
                self._version = self.board.version

    def next(self, desk: Desk, *, after: str = "") -> QueueItem | None:
        """Return the claim that comes next after a place, the first without one; none where nothing more waits."""
        return next(iter(self.page(desk, after=after, limit=1)), None)

    def previous(self, desk: Desk, *, before: str) -> QueueItem | None:
        """Return the claim that waits right before a place."""
        with self._lock:
            part, key = _read_place(before)
            blind = self._blind(desk)
            for number in range(part, -1, -1):
                keys = self._part(desk, number)
                end = bisect_left(keys, key) if number == part else len(keys)
                for place in range(end - 1, -1, -1):
                    if self._part_of(keys[place][1], desk, blind) == number:
                        return self._item(number, keys[place])
        return None

    def page(self, desk: Desk, *, after: str = "", limit: int = 50) -> list[QueueItem]:
        """Return the claims that come after a place, in order."""
        with self._lock:
            found: list[QueueItem] = []
            for item in self._walk(desk, after):
                found.append(item)
                if len(found) >= limit:
                    break
            return found

    def resume(self, desk: Desk) -> QueueItem | None:
        """Return where the reviewer goes on: after the claim they decided on last, as this order has it.

        At the end of the queue it begins anew, with what was skipped. To skip is no decision: it is to ask for what
        comes after.
        """
        with self._lock:
            last = self.board.last_by.get(person_key(desk.reviewer))
            row = self.board.rows.get(last or "")
            place = "" if row is None else _place(FRESH, self._key(row, desk.order))
        return self.next(desk, after=place) or self.next(desk)

    def place_of(self, desk: Desk, claim_id: str) -> str:
        """Return where a claim stands in a queue, or would if it waited; empty for one that there is not."""
        with self._lock:
            row = self.board.rows.get(claim_id)
            if row is None:
                return ""
            part = self._part_of(claim_id, desk, self._blind(desk))
            return _place(part or FRESH, self._key(row, desk.order))

    def position(self, desk: Desk, claim_id: str) -> int | None:
        """Return which one a claim is in a queue, counted from one; none where it does not wait there."""
        with self._lock:
            blind, row = self._blind(desk), self.board.rows.get(claim_id)
            part = None if row is None or not desk.filters.fit(row) else self._part_of(claim_id, desk, blind)
            if row is None or part is None:
                return None
            before = sum(self._count_part(desk, number, blind) for number in range(part))
            return before + self._count_part(desk, part, blind, until=self._key(row, desk.order)) + 1

    def _count_part(self, desk: Desk, number: int, blind: frozenset[str], *, until: Key | None = None) -> int:
        """Count what waits in one part of a queue, of all that is untouched without looking at each."""
        keys = self._part(desk, number)
        keys = keys if until is None else keys[: bisect_left(keys, until)]
        if number != FRESH or desk.hidden or desk.order in _SMALL:
            return sum(self._part_of(name, desk, blind) == number for _, name in keys)
        told = {name for name in {*self._touched(), *blind} if self._is_within(name, desk)}
        gone = {name for name in told - self.board.closed if self._part_of(name, desk, blind) != FRESH}
        return (
            len(keys)
            - self._count_among(gone, keys, until, desk)
            - self._count_among(self.board.closed, keys, until, desk)
        )

    def _count_among(self, names: Collection[str], keys: Sequence[Key], until: Key | None, desk: Desk) -> int:
        """Count which of these claims are among keys that end before `until`, by going through whichever are fewer."""
        if len(keys) <= len(names):
            return sum(name in names for _, name in keys)
        within = (self._key(self.board.rows[name], desk.order) for name in names if self._is_within(name, desk))
        return sum(until is None or key < until for key in within)

    def count(self, desk: Desk) -> int:
        """Count what waits for the reviewer."""
        with self._lock:
            blind = self._blind(desk)
            keys = self._keys(desk)
            if not desk.hidden and not blind and desk.order not in _SMALL:
                closed = self.board.closed
                gone = len(closed) if desk.filters == Filters() else sum(self._is_within(name, desk) for name in closed)
                told = (name for name in self._touched() if self._is_within(name, desk))
                return len(keys) - gone - sum(self._part_of(name, desk, blind) is None for name in told)
            return sum(self._part_of(name, desk, blind) is not None for _, name in keys)

    def _walk(self, desk: Desk, after: str) -> Iterator[QueueItem]:
        part, key = _read_place(after)
        blind = self._blind(desk)
        for number in (FRESH, LEFT_OPEN, REPEATED):
            if number < part:
                continue
            keys = self._part(desk, number)
            start = bisect_right(keys, key) if number == part and after else 0
            for place in range(start, len(keys)):
                if self._part_of(keys[place][1], desk, blind) == number:
                    yield self._item(number, keys[place])

    def _part(self, desk: Desk, number: int) -> Sequence[Key]:
        """Return the keys among which a part of the queue is: of the later ones, which are small, those touched."""
        if number == FRESH or desk.order in _SMALL:
            return self._keys(desk)
        rows = (self.board.rows[name] for name in self._touched() if self._is_within(name, desk))
        return sorted(self._key(row, desk.order) for row in rows)

    def _touched(self) -> set[str]:
        """Return the claims that wait, of which anything was said or that repeat what was decided; others are fresh."""
        return {*self.board.docket.subjects(), *self.board.echoes, *self.board.by_people} - self.board.closed

    def _is_within(self, name: str, desk: Desk) -> bool:
        row = self.board.rows.get(name)
        return row is not None and desk.filters.fit(row)

    def _keys(self, desk: Desk) -> list[Key]:
        """Return the keys of all claims that fit, decided or not, in order."""
        if desk.order in _SMALL:
            names = self._disputed() if desk.order is Order.DISPUTED else {*self.board.echoes, *self.board.joined}
            return sorted(self._key(self.board.rows[name], desk.order) for name in names if self._is_within(name, desk))
        asked = desk.order, desk.filters
        if asked not in self._sorted:
            rows = (row for row in self.board.rows.values() if desk.filters.fit(row))
            self._sorted[asked] = sorted(self._key(row, desk.order) for row in rows)
            while len(self._sorted) > KEPT:
                self._sorted.popitem(last=False)
        self._sorted.move_to_end(asked)
        return self._sorted[asked]

    def _disputed(self) -> Iterator[str]:
        docket, readers = self.board.docket, self.board.readers
        return (
            name for name in docket.subjects() if docket.settlement(name, readers).state is SettlementState.DISPUTED
        )

    def _key(self, row: BoardRow, order: Order) -> Key:
        match order:
            case Order.CONSEQUENTIAL:
                return -row.doubt * self.board.weights.get(row.id, 0.0), row.id
            case Order.NEWEST:
                return -row.recorded, row.id
            case Order.DISPUTED:
                given = self.board.docket.standing(row.id)
                return float(given[-1].sequence if given else 0), row.id
            case _:
                return abs(row.confidence - EVEN), row.id

    def _part_of(self, name: str, desk: Desk, blind: frozenset[str]) -> int | None:
        """Say in which part of the reviewer's queue a claim is; in none where it does not wait for that person."""
        if name in self.board.closed:
            return None
        row = self.board.rows[name]
        if name in blind or name in desk.hidden or row.document_id in desk.hidden:
            return None
        docket, readers = self.board.docket, self.board.readers
        given = docket.by_reviewer(name)
        if not given:
            return self._part_of_untouched(row)
        settlement = docket.settlement(name, readers)
        if settlement.state is SettlementState.SETTLED:
            return LEFT_OPEN if settlement.verdict is Verdict.UNSURE else None
        own = given.get(person_key(desk.reviewer))
        if settlement.state is SettlementState.DISPUTED:
            return FRESH if desk.is_editor and own is None else None
        if own is None:
            return FRESH
        return LEFT_OPEN if own.verdict is Verdict.UNSURE else None

    def _part_of_untouched(self, row: BoardRow) -> int:
        echo = self.board.echoes.get(row.id)
        return REPEATED if echo is not None and echo.is_same else FRESH

    def _blind(self, desk: Desk) -> frozenset[str]:
        return self.board.docket.hidden_claims(desk.reviewer, self.board.readers)

    def _item(self, part: int, key: Key) -> QueueItem:
        return QueueItem(claim_id=key[1], place=_place(part, key), remark=self.board.remark(key[1]))


_SMALL = frozenset({Order.DISPUTED, Order.CHANGED})
"""Orders that hold only a few of all claims."""


def _place(part: int, key: Key) -> str:
    return json.dumps([part, *key], separators=(",", ":"))


def _read_place(place: str) -> tuple[int, Key]:
    """Read where somebody was; whatever is none is the beginning."""
    try:
        part, number, name = json.loads(place)
        return int(part), (float(number), str(name))
    except (ValueError, TypeError):
        return FRESH, (float("-inf"), "")
