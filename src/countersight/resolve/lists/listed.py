"""What a row of a list says of a listing, before it is put together with its organization and its version."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import msgspec

from countersight.model.listing import ListKind
from countersight.reference import load_reference
from countersight.resolve.lists.names import printable

LONGEST_WORDS = 10_000
"""Code points of a row's words that are kept: reasons of the EU have some thousand."""

KIND_OF_TOPIC = {
    "sanction": ListKind.SANCTIONS,
    "sanction.counter": ListKind.SANCTIONS,
    "sanction.linked": ListKind.SANCTIONS,
    "export.control": ListKind.EXPORT_CONTROL,
    "export.risk": ListKind.WATCH_LIST,
    "debarment": ListKind.DEBARMENT,
    "invest.ban": ListKind.INVESTMENT_BAN,
    "reg.warn": ListKind.WATCH_LIST,
}
"""FollowTheMoney's topics, where a list's rows have them."""


class ListedDate(msgspec.Struct, array_like=True, gc=False):
    """A day as its words."""

    field: str
    """Of `model.listing.DAYS`."""
    label: str
    words: str
    is_day_first: bool = False
    """Whether `01/02/2024` is in February, as the United Kingdom writes it."""


class Listed(msgspec.Struct, array_like=True, gc=False, kw_only=True):
    """One listing in the words of its row; what is empty is as its profile says, or not stated."""

    profile: str
    """Key in `reference/listed.yaml`."""
    list_name: str = ""
    kind: str = ""
    authority: str = ""
    territory: str = ""
    programmes: list[str] = []
    legal_basis: str = ""
    reason: str = ""
    prohibits: list[str] = []
    status: str = ""
    numbers: list[str] = []
    dates: list[ListedDate] = []
    address: str = ""
    cells: list[tuple[str, str]] = []
    where: str = ""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one list, whichever file it comes in."""

    name: str
    authority: str
    territory: str
    kind: ListKind
    legal_basis: str = ""
    sources: list[str]


@cache
def profiles() -> Mapping[str, Profile]:
    """Return what is known of each list, by key."""
    return msgspec.convert(load_reference("listed.yaml"), dict[str, Profile])


class RowReader:
    """Reads words out of a row and notes which columns they stand in: the evidence of the listing made of them."""

    def __init__(self, value: Callable[[str], str]) -> None:
        """`value` gives the words of a column, empty where there are none."""
        self._value = value
        self.cells: list[tuple[str, str]] = []

    def words(self, column: str) -> str:
        """Return what stands in a column, noted if anything does; no column is no words."""
        found = self._value(column)[:LONGEST_WORDS] if column else ""
        if found and all(known != column for known, _ in self.cells):
            self.cells.append((column, found))
        return " ".join(printable(found).split())

    def every(self, columns: Iterable[str], separator: str = "") -> list[str]:
        """Return what stands in columns, split at `separator` if there is one."""
        found = [self.words(column) for column in columns]
        parts = [part.strip() for words in found for part in (words.split(separator) if separator else [words])]
        return list(dict.fromkeys(part for part in parts if part))

    def date(self, field: str, column: str, columns: "Columns") -> list[ListedDate]:
        """Return the day in a column, as its words; empty where there is none."""
        words = self.words(column)
        return [ListedDate(field, column, words, columns.is_day_first)] if words else []


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Which column of a table says what of a listing; empty where the list does not say."""

    profile: str
    list_name: str = ""
    authority: str = ""
    topics: str = ""
    """Column with FollowTheMoney's topics, which tell the sort of list; without one the profile does."""
    programmes: tuple[str, ...] = ()
    separator: str = ""
    legal_basis: str = ""
    reason: str = ""
    prohibits: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    days: tuple[tuple[str, str], ...] = ()
    """Fields of `model.listing.DAYS`, each with its column."""
    is_day_first: bool = False
    """Whether days with strokes begin with the day."""
    notice: str = ""
    """Column with an act's citation: where one day stands in it, it was published then."""
    address: str = ""
    also: tuple[str, ...] = ()
    """Columns that are kept as words beside: remarks."""


def read_listed(columns: Columns, name: str, value: Callable[[str], str]) -> Listed:
    """Read a listing from a row whose organization's name stands in the column `name`."""
    row = RowReader(value)
    row.words(name)
    topics = row.every([columns.topics], ";")
    row.every(columns.also)
    return Listed(
        profile=columns.profile,
        list_name=row.words(columns.list_name),
        kind=next((KIND_OF_TOPIC[topic].value for topic in topics if topic in KIND_OF_TOPIC), ""),
        authority=row.words(columns.authority),
        programmes=row.every(columns.programmes, columns.separator),
        legal_basis=row.words(columns.legal_basis),
        reason=row.words(columns.reason),
        prohibits=[f"{column}: {words}" for column in columns.prohibits if (words := row.words(column))],
        numbers=row.every(columns.numbers),
        dates=[
            *(date for field, column in columns.days for date in row.date(field, column, columns)),
            *_published(columns, row),
        ],
        address=row.words(columns.address),
        cells=row.cells,
    )


_CITED = re.compile(r"\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b")


def _published(columns: Columns, row: RowReader) -> list[ListedDate]:
    """Return the day of publication that a citation tells, such as "82 F.R. 48792 10/20/2017"; not one of several."""
    cited = _CITED.findall(row.words(columns.notice))
    return [ListedDate("published_on", columns.notice, cited[0])] if len(cited) == 1 else []


def stamp_rows(listed: Iterable[Listed], where: str) -> None:
    """Tell listings of a draft in which row they stand."""
    for one in listed:
        one.where = where
