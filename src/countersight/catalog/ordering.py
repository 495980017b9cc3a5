"""Orders, and the cursors that lead from page to page without ever counting rows off."""

import base64
import binascii
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from countersight.catalog.columns import Flags, Numbers, Table
from countersight.catalog.query import Order, What
from countersight.errors import UsageError

FIRST_ORDER = {What.FINDINGS: Order.ORIGINS, What.CLAIMS: Order.NEWEST, What.DOCUMENTS: Order.NEWEST}
"""What lists are ordered by where nobody asks for another order."""


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ends: the key and id of its last row, not its number, so that writes do not move it."""

    order: str
    backwards: bool
    key: float | str | None
    """None behind every number."""
    bits: str
    """Of the row's id, in hexadecimal: a JSON number would be cut."""
    ranking: int = 0
    """For the order by relevance: the generation whose ranking the walk began with."""

    def write(self) -> str:
        """Return the cursor as it stands in an address."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def read_cursor(words: str, order: Order) -> Cursor:
    """Read a cursor back.

    Raises:
        UsageError: it is none, or of another order.
    """
    try:
        if len(words) > 1_000 or not words.isascii():
            raise ValueError(words)
        cursor = msgspec.json.decode(
            base64.b64decode(words + "=" * (-len(words) % 4), "-_", validate=True), type=Cursor
        )
        int(cursor.bits, 16)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        raise UsageError("this is no place in a list: begin at its first page") from None
    if cursor.order != order.value or len(cursor.bits) > 16 or isinstance(cursor.key, str) != (order is Order.NAME):
        raise UsageError("this place is one in a list of another order: begin at its first page")
    return cursor


@dataclass(frozen=True)
class Keys:
    """What rows are ordered by, the smallest first; ties go by id."""

    values: Numbers
    """Infinite where a row has nothing to be ordered by."""
    names: npt.NDArray[np.bytes_] | None = None
    """The distinct names in order, where `values` are places among them."""

    def of_cursor(self, cursor: Cursor) -> float:
        """Return where a cursor's key stands among the keys of today."""
        if self.names is None:
            return np.inf if cursor.key is None else float(cursor.key)
        name = np.array(str(cursor.key).encode("latin-1", "replace"), self.names.dtype)
        place = int(np.searchsorted(self.names, name))
        there = place < len(self.names) and self.names[place] == name
        return float(place) if there else place - 0.5

    def to_cursor(self, number: int) -> float | str | None:
        """Return the key of a row as a cursor keeps it."""
        value = float(self.values[number])
        if self.names is not None:
            return bytes(self.names[int(value)]).decode("latin-1")
        return None if np.isinf(value) else value


def make_keys(what: What, table: Table, order: Order, claims_per_document: npt.NDArray[np.int64]) -> Keys:
    """Return the keys of an order other than by relevance."""
    size, numbers = table.size, table.numbers
    nothing = np.full(size, np.nan)

    def column(name: str) -> Numbers:
        return numbers.get(name, nothing)

    match order:
        case Order.NAME:
            names, places = table.ranks()
            return Keys(places, names)
        case Order.NEWEST:
            return _keys(-column("end" if what is What.FINDINGS else "published"))
        case Order.OLDEST:
            return _keys(column("start" if what is What.FINDINGS else "published"))
        case Order.ORIGINS if what is What.FINDINGS:
            # As a release ranks its findings: by origins, then confidence.
            return _keys(-(column("origins") + np.nan_to_num(column("confidence")) * 0.999))
        case Order.ORIGINS if what is What.DOCUMENTS:
            return _keys(-claims_per_document.astype(np.float64))
        case Order.RECORDED:
            return _keys(-column("captured" if what is What.DOCUMENTS else "recorded"))
        case Order.UNCERTAIN:
            return _keys(np.abs(column("probability" if what is What.FINDINGS else "confidence") - 0.5))
        case _:
            return _keys(-column("probability" if what is What.FINDINGS else "confidence"))


def _keys(values: Numbers) -> Keys:
    return Keys(np.where(np.isnan(values), np.inf, values))


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rows of one page, in order, and whether there are others around it."""

    numbers: list[int]
    has_before: bool
    has_after: bool


def cut_page(table: Table, mask: Flags, keys: Keys, cursor: Cursor | None, limit: int) -> Stretch:
    """Return the rows of a mask that follow a cursor, or that come before one that leads backwards."""
    chosen = np.flatnonzero(mask)
    values, ids = keys.values[chosen], table.ids[chosen]
    if cursor is None:
        numbers = _smallest(chosen, values, ids, limit)
        return Stretch(numbers, has_before=False, has_after=len(chosen) > len(numbers))
    at, bits = keys.of_cursor(cursor), np.uint64(int(cursor.bits, 16))
    tie = values == at
    beyond = (values < at) | (tie & (ids < bits)) if cursor.backwards else (values > at) | (tie & (ids > bits))
    many = int(np.count_nonzero(beyond))
    if cursor.backwards:
        numbers = _smallest(chosen[beyond], -values[beyond], ~ids[beyond], limit)[::-1]
        return Stretch(numbers, has_before=many > len(numbers), has_after=len(chosen) > many)
    numbers = _smallest(chosen[beyond], values[beyond], ids[beyond], limit)
    return Stretch(numbers, has_before=len(chosen) > many, has_after=many > len(numbers))


def _smallest(numbers: npt.NDArray[np.intp], values: Numbers, ids: npt.NDArray[np.uint64], limit: int) -> list[int]:
    """Return the `limit` rows with the smallest value, then id, in order, without sorting all."""
    if len(values) > limit:
        last = np.partition(values, limit - 1)[limit - 1]
        below = np.flatnonzero(values < last)
        tied = np.flatnonzero(values == last)
        rest = limit - len(below)
        if len(tied) > rest:
            tied = tied[np.argpartition(ids[tied], rest - 1)[:rest]]
        kept = np.concatenate((below, tied))
        numbers, values, ids = numbers[kept], values[kept], ids[kept]
    return [int(number) for number in numbers[np.lexsort((ids, values))]]
