"""The command `search`: words, found in findings, claims and document texts, with the words around them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from countersight.cli.moments import asked_as_of, with_moments
from countersight.model.claim import Kind
from countersight.project import open_project

if TYPE_CHECKING:
    from rich.text import Text

    from countersight.catalog import ClaimRow, DocumentRow, FindingRow, Page, PartyRef, Snippet

LISTS = ("findings", "claims", "documents")
SHORT_ID = 12
"""Characters of an id that are shown; `countersight show` takes them back."""


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--in", "within", type=click.Choice(LISTS), multiple=True, help="Only in these; may be given again.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), multiple=True, help="Only of this kind.")
@click.option("--territory", metavar="CODE", type=str.lower, multiple=True, help="Only about this territory (ke).")
@click.option("--limit", type=click.IntRange(1, 1_000), default=10, show_default=True, help="Hits of each list.")
@with_moments
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
@click.pass_obj
def search(
    option: str | None,
    words: tuple[str, ...],
    within: tuple[str, ...],
    kind: tuple[str, ...],
    territory: tuple[str, ...],
    limit: int,
    *,
    as_json: bool,
) -> None:
    """Find words in findings, claims and document texts, in whatever script; the best hits first.

    All words must be there, and a word of three letters or more finds all that begin so. A "phrase" stands in quotation
    marks, and a minus before what must not be there: countersight search -- '"safe city" camera -drone'
    """
    from countersight.catalog import Query, open_catalog
    from countersight.cli.progress import working
    from countersight.pipeline import view_as_of

    query = Query(words=" ".join(words), kinds=kind, territories=territory)
    with open_project(option) as (_, store):
        with working("bringing the catalog up to date"):
            catalog = open_catalog(store, view_as_of, asked_as_of())
        try:
            pages = {name: getattr(catalog, name)(query, limit=limit) for name in within or LISTS}
        finally:
            catalog.close()
    if as_json:
        _print_records(pages)
    else:
        _print_hits(pages)


def _print_records(pages: Mapping[str, "Page[Any]"]) -> None:
    from countersight.cli.printing import print_json
    from countersight.model.record import to_record

    print_json({"in": name, **to_record(row)} for name, page in pages.items() for row in page.rows)


def _print_hits(pages: Mapping[str, "Page[Any]"]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from countersight.cli.console import console

    screen = console()
    for name, page in pages.items():
        shown = f"{page.total:,}" if page.total == len(page.rows) else f"{len(page.rows):,} of {page.total:,}"
        screen.print(Text(f"{name}: {shown}", style="bold"))
        for row in page.rows:
            screen.print(Text("  ").join([Text(row.id[:SHORT_ID], style="cyan"), Text(_TELL[name](row))]))
            if row.snippet is not None:
                screen.print(Padding(_marked(row.snippet), (0, 0, 0, 2), expand=False))


def _marked(snippet: "Snippet") -> "Text":
    """Show the words around a match in one line; piped, marks stand for color."""
    from rich.text import Text

    from countersight.cli.console import console

    plain = not console().is_terminal
    text = Text("… " if snippet.is_cut_before else "")
    for words, is_match in snippet.pieces:
        flat = " ".join(words.split("\n"))
        text.append(f"[{flat}]" if is_match and plain else flat, style="bold yellow" if is_match else "")
    return text.append(" …") if snippet.is_cut_after else text


def _tell_finding(row: "FindingRow") -> str:
    return "; ".join(filter(None, (row.kind, _between(row.supplier, row.recipient), row.support)))


def _tell_claim(row: "ClaimRow") -> str:
    return "; ".join(filter(None, (row.kind, _between(row.supplier, row.recipient), row.status, row.publisher)))


def _tell_document(row: "DocumentRow") -> str:
    from countersight.store.base import WITHDRAWN

    published = row.published.isoformat() if row.published else None
    state = WITHDRAWN if row.state == WITHDRAWN else None
    return "; ".join(filter(None, (row.title or row.address, row.publisher, published, state)))


def _between(supplier: "PartyRef | None", recipient: "PartyRef | None") -> str:
    return " → ".join(party.name if party else "?" for party in (supplier, recipient))


_TELL: dict[str, Callable[[Any], str]] = {"findings": _tell_finding, "claims": _tell_claim, "documents": _tell_document}
