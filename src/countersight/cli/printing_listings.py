"""What the commands `listings` and `screen` print, and the files that they write."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

import msgspec
import xlsxwriter
from rich.markup import escape

from countersight import __version__
from countersight.cli.console import console
from countersight.cli.printing import print_json, print_rows
from countersight.cli.terminal import data_output, echo
from countersight.errors import UsageError
from countersight.model.listing import Coverage, JoinedListing, Listing, OrganizationListings, state_on
from countersight.model.listing_rows import JOINED_COLUMNS, LISTING_COLUMNS, flatten_joined, flatten_listing
from countersight.release.tables import guard_cell
from countersight.resolve.listings.flat import SCREENED_COLUMNS, flatten_screened
from countersight.resolve.listings.screening import Outcome, Screened
from countersight.values.territories import territory_name

SHOWN = 200
"""Names with a hit that are shown to people; files and `--json` have all."""
LONGEST_CELL = 32_767
"""Characters that a cell of Excel holds."""
WIDTHS = {"row": 7, "name": 38, "countries": 10, "alike": 38, "why": 60, "list": 34, "authority": 34, "quote": 60}
USUAL_WIDTH = 15
"""Of columns of a workbook, in characters."""
MOST_ROWS = 1_048_576
"""Rows that a sheet of Excel holds."""

Writer = Callable[[Sequence[object]], None]


def print_organization(found: OrganizationListings, *, as_json: bool, as_csv: bool) -> None:
    """Print what the lists say of one organization: its listings, candidates apart, and what was not searched."""
    if as_json:
        print_json([found])
        return
    if as_csv:
        _print_csv(JOINED_COLUMNS, (flatten_joined(one, found.as_of) for one in (*found.joined, *found.candidates)))
        return
    echo(f"{found.name} ({found.organization_id}), as of {found.as_of}")
    for authority, joined in found.authorities:
        echo(f"\n{authority}")
        for one in joined:
            _print_joined(one, found.as_of)
    if not found.joined:
        echo(f"on none of the {len(found.searched)} lists that were searched" if found.searched else _NO_LISTS)
    if found.candidates:
        echo("\ncandidates: only the names are alike, or a register's number alone; nobody has judged it")
        for entity_id, group in _by_entry(found.candidates):
            _print_candidate(found, entity_id, group)
    if found.not_searched and found.searched:
        echo(f"\nnot searched, for no list is imported: {_tell_lists(found.not_searched)}")


def print_list(listings: Iterable[Listing], as_of: date, *, as_json: bool, as_csv: bool) -> None:
    """Print the listings of one imported list, those included that it no longer has."""
    if as_json:
        print_json(listings)
    elif as_csv:
        _print_csv(LISTING_COLUMNS, (flatten_listing(one, as_of) for one in listings))
    else:
        shown: list[tuple[str, ...]] = []
        total = 0
        for listing in listings:
            total += 1
            if len(shown) < SHOWN:
                shown.append((listing.name, listing.list_name, "; ".join(listing.programmes), _since(listing),
                              state_on(listing, as_of).value, listing.row.where))  # fmt: skip
        columns = ("name", "list", "programme", "since", "state", "where")
        print_rows(columns, shown, empty="the list states no listings", total=total)


def print_screened(
    screened: Iterable[Screened],
    *,
    as_of: date,
    least: float,
    coverage: Sequence[Coverage],
    out: Path | None,
    as_csv: bool,
    as_json: bool,
) -> Counter[str]:
    """Print and write what came of each name; return how many came out how."""
    outcomes: Counter[str] = Counter()
    with _open_out(out, lambda: _tell_search(as_of, least, coverage)) as write:
        shown = 0
        if as_csv:
            _write_csv(SCREENED_COLUMNS, data_output())
        for one in screened:
            outcomes[one.outcome.value] += 1
            write(one, as_of)
            if as_json:
                print_json([one])
            elif as_csv:
                _write_csv_rows(SCREENED_COLUMNS, flatten_screened(one, as_of), data_output())
            elif one.hits and shown < SHOWN:
                shown += 1
                _print_hits(one)
    if not (as_csv or as_json):
        _print_summary(outcomes, coverage, shown=shown, out=out)
    return outcomes


_NO_LISTS = "not searched: no list is imported; countersight lists import FILE adds one"


def _print_joined(one: JoinedListing, as_of: date) -> None:
    listing = one.listing
    echo(f"  {listing.list_name}: {state_on(listing, as_of).value}, as “{listing.name}”")
    for words in _told(listing):
        echo(f"      {words}")
    echo(f"      by {one.basis.value}: {'; '.join(one.words)}")


def _told(listing: Listing) -> Iterator[str]:
    days = {
        "listed": listing.listed_on, "in effect": listing.effective_from, "published": listing.published_on,
        "last changed": listing.updated_on, "expires": listing.expires_on, "delisted": listing.delisted_on,
        "ends": listing.ends_on,
    }  # fmt: skip
    told = [f"{word} {day} ({day.label})" for word, day in days.items() if day is not None]
    yield ", ".join(told) if told else "no day is stated"
    if listing.gone_since is not None:
        yield f"no longer on the list since the version of {listing.gone_since.version}"
    for words, values in (("programme", listing.programmes), ("basis", (listing.legal_basis,)),
                          ("prohibits", listing.prohibits), ("reason", (listing.reason,))):  # fmt: skip
        if any(values):
            yield f"{words}: {'; '.join(values)[:400]}"
    yield f"{listing.row.file}, {listing.row.where}, SHA-256 {listing.row.sha256[:12]}"


def _print_candidate(found: OrganizationListings, entity_id: str, group: Sequence[JoinedListing]) -> None:
    first = group[0]
    lists = "; ".join(dict.fromkeys(one.listing.list_name for one in group))
    sure = "by number" if first.probability is None else f"{first.probability:.0%}"
    echo(f"  {sure}  {first.listing.name} ({entity_id}; {lists})")
    for words in first.words[:3]:
        echo(f"       {words}")
    echo(f"       countersight judge {_quoted(found.organization_id)} {_quoted(entity_id)} --same|--not-same "
               "--by NAME --because WORDS")  # fmt: skip


def _quoted(node: str) -> str:
    return node if node.replace("-", "").replace(".", "").replace("_", "").isalnum() else f"'{node}'"


def _by_entry(joined: Iterable[JoinedListing]) -> list[tuple[str, list[JoinedListing]]]:
    groups: dict[str, list[JoinedListing]] = {}
    for one in joined:
        groups.setdefault(one.listing.entity_id, []).append(one)
    return list(groups.items())


def _print_hits(one: Screened) -> None:
    screen = console()
    screen.print(f"[bold]{escape(one.wanted.name)}[/]  {one.wanted.where}: {one.outcome.value}", soft_wrap=True)
    for hit in one.hits:
        sure = "" if hit.probability is None else f"{hit.probability:.0%} "
        where = f", {territory_name(hit.territory)}" if hit.territory else ""
        lists = "; ".join(
            dict.fromkeys(f"{listing.list_name}, {state.value}" for listing, state in zip(hit.listings, hit.states,
                                                                                          strict=True))
        )  # fmt: skip
        screen.print(escape(f"    {sure}{hit.name} ({hit.entity_id}{where}) — {lists}"), soft_wrap=True)
        for words in hit.words[:2]:
            screen.print(escape(f"        {words}"), soft_wrap=True)


def _print_summary(outcomes: Counter[str], coverage: Sequence[Coverage], *, shown: int, out: Path | None) -> None:
    found = outcomes[Outcome.MATCH] + outcomes[Outcome.POSSIBLE]
    if found > shown:
        echo(f"… and {found - shown:,} more; --out FILE writes all")
    told = ", ".join(f"{outcomes[outcome.value]:,} {outcome.value}" for outcome in Outcome if outcomes[outcome.value])
    echo(f"{outcomes.total():,} names: {told or 'none'}")
    searched = [one for one in coverage if one.imported]
    echo(f"searched: {_tell_lists(searched)}" if searched else _NO_LISTS)
    if searched and len(searched) < len(coverage):
        echo(f"not searched: {_tell_lists([one for one in coverage if not one.imported])}")
    if out is not None:
        echo(f"all rows are in {out}")


def _tell_lists(coverage: Iterable[Coverage]) -> str:
    return "; ".join(f"{one.list_name} ({one.authority})" if one.authority else one.list_name for one in coverage)


def _since(listing: Listing) -> str:
    day = listing.listed_on or listing.effective_from or listing.published_on
    return f"{day} ({day.label})" if day else ""


Write = Callable[[Screened, date], None]


def _tell_search(as_of: date, least: float, coverage: Sequence[Coverage]) -> Iterator[tuple[str, ...]]:
    """Yield rows that say how names were searched for, without which `none` says little."""
    yield "states as of", str(as_of)
    yield "like names told of from a probability of", f"{least:g}"
    yield "made with", f"countersight {__version__}"
    yield ()
    yield "list", "authority", "territory", "kind", "searched", "newest import", "imported as"
    for one in sorted(coverage, key=lambda one: not one.imported):
        day = f"{one.newest:%Y-%m-%d}" if one.newest else ""
        searched = "yes" if one.imported else "no"
        yield one.list_name, one.authority, one.territory, one.kind.value, searched, day, ", ".join(one.imported)


@contextmanager
def _open_out(out: Path | None, tell: Callable[[], Iterable[Sequence[str]]]) -> Iterator[Write]:
    """Open the file that screened names are written to, by the ending of its name; without one nothing is written.

    `tell` gives the rows of a workbook's second sheet: how names were searched for.
    """
    ending = "" if out is None else out.suffix.casefold()
    if out is None:
        yield lambda one, as_of: None
    elif ending == ".csv":
        with out.open("w", encoding="utf-8", newline="") as file:
            _write_csv(SCREENED_COLUMNS, file)
            yield lambda one, as_of: _write_csv_rows(SCREENED_COLUMNS, flatten_screened(one, as_of), file)
    elif ending in (".json", ".ndjson", ".jsonl"):
        with out.open("wb") as lines:
            yield lambda one, as_of: _write_line(one, lines)
    elif ending == ".xlsx":
        with _workbook(out, tell) as write:
            yield write
    else:
        raise UsageError(f"{out}: name it .csv, .xlsx, .json or .ndjson")


def _write_line(one: Screened, lines: IO[bytes]) -> None:
    lines.write(msgspec.json.encode(one) + b"\n")


@contextmanager
def _workbook(out: Path, tell: Callable[[], Iterable[Sequence[str]]]) -> Iterator[Write]:
    """Write a sheet row by row, in memory that does not grow; more rows than a sheet holds are refused."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(out), options) as book:
        sheet = book.add_worksheet("screened")
        sheet.freeze_panes(1, 2)
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        for column, name in enumerate(SCREENED_COLUMNS):
            sheet.set_column(column, column, WIDTHS.get(name, USUAL_WIDTH))
        sheet.write_row(0, 0, list(SCREENED_COLUMNS), bold)
        row = 0

        def write(one: Screened, as_of: date) -> None:
            nonlocal row
            for flat in flatten_screened(one, as_of):
                row += 1
                if row >= MOST_ROWS:
                    raise UsageError(f"{out}: a sheet holds {MOST_ROWS:,} rows at most; write .csv or .ndjson")
                for column, name in enumerate(SCREENED_COLUMNS):
                    value = flat[name]
                    if isinstance(value, float):
                        sheet.write_number(row, column, value, share)
                    elif value not in (None, "", ()):
                        text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
                        sheet.write_string(row, column, text[:LONGEST_CELL])

        yield write
        sheet.autofilter(0, 0, row, len(SCREENED_COLUMNS) - 1)
        about = book.add_worksheet("searched")
        about.set_column(0, 1, 50)
        for number, told in enumerate(tell()):
            about.write_row(number, 0, list(told))


def _print_csv(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> None:
    _write_csv(columns, data_output())
    _write_csv_rows(columns, rows, data_output())


def _write_csv(columns: Sequence[str], file: IO[str]) -> None:
    csv.writer(file).writerow(columns)


def _write_csv_rows(columns: Sequence[str], rows: Iterable[dict[str, object]], file: IO[str]) -> None:
    csv.writer(file).writerows([guard_cell(row[name]) for name in columns] for row in rows)
