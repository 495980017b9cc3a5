"""A user's own list of names: which of its columns holds the names, the countries and the identifiers."""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from countersight.errors import UnreadableRow, UsageError
from countersight.resolve.listings.screening import Wanted
from countersight.resolve.lists.csv_rows import plain_rows
from countersight.resolve.lists.names import printable
from countersight.resolve.lists.places import place
from countersight.resolve.lists.sources import Source
from countersight.values.names import fold_spelling

Numbered = tuple[str, Sequence[str]]
"""Where a row stands, and its fields."""

LARGEST_BYTES = 4 << 30
"""Of a file, however it is packed; rows are read one after the other."""
LONGEST_NAME = 500
MOST_NUMBERS = 20
"""Identifiers of one row that are looked for."""

NAMES = (
    "name", "names", "company", "company name", "organisation", "organization", "organisation name",
    "organization name", "entity", "entity name", "commercial entity", "supplier", "supplier name", "vendor",
    "vendor name", "customer", "customer name", "counterparty", "business", "legal name", "party",
    "nombre", "empresa", "nom", "société", "entreprise", "firma", "название", "наименование", "名称", "公司",
)  # fmt: skip
COUNTRIES = (
    "country", "countries", "country code", "territory", "jurisdiction", "country of origin", "headquarters country",
    "hq country", "nationality", "país", "pays", "land", "страна", "国家",
)  # fmt: skip
NUMBERS = (
    "lei", "lei code", "leicode", "wikidata", "qid", "wikidata id", "registration number", "company number",
    "registration no", "tax number", "tax id", "vat", "vat number", "uscc", "duns", "identifier", "identifiers",
    "ogrn", "inn", "uei", "cage", "permid",
)  # fmt: skip
"""What columns are called, in small letters without accents; the first that is there counts, of identifiers all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which columns a user names, each by its heading or its number; what is not named is found by its heading."""

    name: str = ""
    country: str = ""
    numbers: tuple[str, ...] = ()
    has_header: bool | None = None
    """None finds out: a first row whose fields are headings that are known is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The columns that are read, counted from zero."""

    name: int
    country: int | None = None
    numbers: tuple[int, ...] = ()


def read_rows(path: Path) -> Generator[Numbered, None, None]:
    """Yield the rows of a file of text: one name a line, or a table with commas, semicolons or tabs.

    A file whose name ends in `.txt` has a name in each line, whatever commas stand in it.

    Raises:
        UsageError: a row cannot be read, or the file is too large.
        UnreadableSource: there is no such file.
    """
    if path.stat().st_size > LARGEST_BYTES:
        raise UsageError(f"{path} has more than {LARGEST_BYTES:,} bytes")
    source = Source(path)
    delimiter = "\0" if source.base_name.endswith(".txt") else _delimiter(source.head_text)
    with source.open() as stream, closing(plain_rows(stream, delimiter=delimiter)) as rows:
        for where, row in rows:
            if isinstance(row, UnreadableRow):
                raise UsageError(f"{path}, {where}: {row}")
            yield where, row


def read_wanted(rows: Generator[Numbered, None, None], choice: Choice) -> Iterator[Wanted]:
    """Yield what is asked for in each row; `rows` are closed at the end, however that comes.

    Raises:
        UsageError: a column that was named is not there, or none can be told to hold the names.
    """
    with closing(rows):
        yield from _read_wanted(rows, choice)


def _read_wanted(rows: Iterator[Numbered], choice: Choice) -> Iterator[Wanted]:
    first = next(rows, None)
    if first is None:
        return
    heading = [_fold(field) for field in first[1]]
    has_header = choice.has_header if choice.has_header is not None else _is_header(heading, choice)
    places = find_columns(first[1], choice, has_header=has_header)
    if not has_header:
        yield _wanted(first, places)
    for row in rows:
        yield _wanted(row, places)


def find_columns(heading: Sequence[str], choice: Choice, *, has_header: bool) -> Places:
    """Find the columns that are named, and else by their headings.

    Raises:
        UsageError: as `read_wanted` says.
    """
    folded = [_fold(field) for field in heading] if has_header else [""] * len(heading)
    named = _column(choice.name, folded) if choice.name else _first(folded, NAMES)
    if named is None and len(heading) == 1:
        named = 0
    if named is None:
        told = ", ".join(heading[:20]) if has_header else f"{len(heading)} without headings"
        raise UsageError(f"which column has the names? --column says it, by heading or number; there are: {told}")
    country = _column(choice.country, folded) if choice.country else _first(folded, COUNTRIES)
    numbers = [_column(one, folded) for one in choice.numbers] or [
        place for place, field in enumerate(folded) if field in NUMBERS
    ]
    return Places(name=named, country=country, numbers=tuple(place for place in numbers if place != named))


def _wanted(row: Numbered, places: Places) -> Wanted:
    where, fields = row

    def field(at: int | None) -> str:
        return "" if at is None or at >= len(fields) else " ".join(printable(fields[at]).split())

    countries = [code for part in re.split(r"[;|]", field(places.country)) if (code := place(_code(part)))]
    numbers = [part.strip() for at in places.numbers for part in re.split(r"[;|,]", field(at)) if part.strip()]
    return Wanted(
        where=where, name=field(places.name)[:LONGEST_NAME], territories=tuple(dict.fromkeys(countries)),
        numbers=tuple(numbers[:MOST_NUMBERS]),
    )  # fmt: skip


def _code(words: str) -> str:
    """Write a code of a territory in capitals, as they are known; other words stay."""
    return words.strip().upper() if len(words.strip()) <= 3 else words.strip()


def _column(named: str, heading: Sequence[str]) -> int:
    if named.isdecimal():
        place = int(named) - 1
        if 0 <= place < len(heading):
            return place
    elif _fold(named) in heading:
        return heading.index(_fold(named))
    told = ", ".join(field for field in heading if field) or f"{len(heading)} without headings"
    raise UsageError(f"there is no column {named!r}; there are: {told}")


def _is_header(heading: Sequence[str], choice: Choice) -> bool:
    asked = {_fold(one) for one in (choice.name, choice.country, *choice.numbers) if one and not one.isdecimal()}
    return bool(asked & set(heading)) or bool({*NAMES, *COUNTRIES, *NUMBERS} & set(heading))


def _first(heading: Sequence[str], known: Sequence[str]) -> int | None:
    return next((heading.index(word) for word in known if word in heading), None)


def _fold(words: str) -> str:
    return fold_spelling(words.replace("_", " "))


def _delimiter(head: str) -> str:
    """Tell by the first line what stands between fields; a line without any of them has one field."""
    line = head.partition("\n")[0]
    counts = {sign: line.count(sign) for sign in ("\t", ";", ",")}
    return max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else ","
