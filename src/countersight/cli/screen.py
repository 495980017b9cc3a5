"""The command `screen`: a user's own list of names held against the imported lists of sanctions and controls."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.project import Project, open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from collections.abc import Callable, Generator, Iterable
    from datetime import date

    from countersight.resolve.listings import Screened, Screener
    from countersight.resolve.listings.wanted import Numbered
    from countersight.store.base import Store

FOUND_POSSIBLE, FOUND_MATCH, NOT_SEARCHED = 3, 4, 5
"""Exit codes: with `--exit-code` what was found; without any imported list always the last."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="NAMES")
@click.option("--column", metavar="HEADING", default="", help="The column with the names, by heading or number.")
@click.option("--country", metavar="HEADING", default="", help="The column with countries: names or codes.")
@click.option("--identifier", "numbers", multiple=True, metavar="HEADING",
              help="A column with identifiers (LEI, Wikidata item, registration number); may be repeated.")  # fmt: skip
@click.option("--header/--no-header", default=None, help="Whether the first row has headings; by default found out.")
@click.option("--threshold", type=click.FloatRange(0.05, 0.999), default=0.7, show_default=True, metavar="P",
              help="Probability from which a listed organization with a like name is told of.")  # fmt: skip
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Tell states as of that day.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write all rows to FILE: .csv, .xlsx, .json or .ndjson by its name.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one listing a row.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one name a line.")
@click.option("--exit-code", is_flag=True, help="End with 4 where a name is listed, 3 where one may be.")
@click.pass_obj
def screen(
    option: str | None,
    file: Path,
    column: str,
    country: str,
    numbers: tuple[str, ...],
    header: bool | None,
    threshold: float,
    as_of: datetime | None,
    out: Path | None,
    *,
    as_csv: bool,
    as_json: bool,
    exit_code: bool,
) -> None:
    """Hold each name in NAMES against the lists of sanctions and controls that the project has imported.

    NAMES is CSV, Excel (.xlsx) or text with a name in each line (.txt). Each name comes out as match (a list states
    its identifier, or a person judged the two the same), possible (a listed organization has a like name, with the
    probability and why), none, or not searched. Nothing of NAMES is stored.

    Lists are searched for organizations alone: persons in lists are never taken over, so that a person's name in
    NAMES finds nobody, and `none` says nothing of a person.

    \b
    countersight screen suppliers.csv --country country --identifier lei
    countersight screen suppliers.xlsx --column "Supplier name" --out screened.xlsx
    """
    from countersight.cli.printing_listings import print_screened
    from countersight.resolve.listings.wanted import Choice, read_wanted

    day = (as_of or datetime.now(UTC)).date()
    choice = Choice(name=column, country=country, numbers=numbers, has_header=header)
    with open_project(option) as (project, store):
        screener = _screener(project, store, day=day, threshold=threshold)
        rows = read_wanted(_rows(file), choice)
        with _counting(f"screening {file.name}") as observe:
            screened = observe(screener.screen(rows))
            outcomes = print_screened(
                screened, as_of=day, least=threshold, coverage=screener.book.coverage, out=out, as_csv=as_csv,
                as_json=as_json,
            )  # fmt: skip
    if not screener.book.is_searched:
        sys.exit(NOT_SEARCHED)
    if exit_code:
        sys.exit(FOUND_MATCH if outcomes["match"] else FOUND_POSSIBLE if outcomes["possible"] else 0)


def _screener(project: Project, store: "Store", *, day: "date", threshold: float) -> "Screener":
    from countersight.model.clusters import Clusters
    from countersight.resolve import open_registry
    from countersight.resolve.listings import Screener, open_book

    book, registry = open_book(project.folder), open_registry(project.folder)
    with store.view() as view:
        clusters = Clusters(view.identity_judgements())
    return Screener(registry=registry, book=book, clusters=clusters, as_of=day, least=threshold)


def _rows(file: Path) -> "Generator[Numbered, None, None]":
    """Return the rows of a file: of a workbook those of its first sheet that has words."""
    if file.suffix.casefold() == ".xlsx":
        from countersight.read.tables.sheet_rows import read_sheet_rows

        return read_sheet_rows(file)
    from countersight.resolve.listings.wanted import read_rows

    return read_rows(file)


@contextmanager
def _counting(what: str) -> "Iterator[Callable[[Iterable[Screened]], Iterator[Screened]]]":
    """Show on a terminal how many names are done, while the block runs."""
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from countersight.cli.console import error_console
    from countersight.cli.progress import RateColumn

    console = error_console()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), RateColumn(),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)

        def count(screened: "Iterable[Screened]") -> "Iterator[Screened]":
            for one in screened:
                yield one
                progress.advance(task)

        yield count
