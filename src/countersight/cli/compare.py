"""The command `compare-extractors`: where extractors differ on the same texts."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo
from countersight.errors import ModelUnavailable, UsageError

if TYPE_CHECKING:  # the command line answers --help without it
    from countersight.extract import Extractor
    from countersight.extract.comparison import Agreement, Comparison, Difference
    from countersight.extract.scoring import GoldClaim


@click.command("compare-extractors")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="TEXTS.jsonl")
@click.option(
    "--extractor",
    "names",
    multiple=True,
    metavar="NAME",
    help="One to compare; give two or more. By default all that are available here.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N texts.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, one record a line: totals first, then each difference."
)
def compare_extractors(file: Path, names: tuple[str, ...], limit: int | None, *, as_json: bool) -> None:
    """Show where two or more extractors differ on the same texts.

    TEXTS.jsonl has one document a line with id, lang and text, and with claims where a careful reader has annotated it:
    then each extractor is scored as well. Two claims are of the same words when their evidence overlaps by half.

    \b
    countersight compare-extractors passages.jsonl
    countersight compare-extractors passages.jsonl --extractor english-rules --extractor llm --limit 20
    """
    from countersight.cli.printing import print_json
    from countersight.extract.comparison import compare_extractors as compare
    from countersight.extract.comparison import read_texts

    extractors = _named(names) if names else _available()
    documents = read_texts(file)[:limit]
    with click.progressbar(
        length=len(documents), label="comparing", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        comparison = compare(documents, extractors, observe=lambda: bar.update(1))
    if as_json:
        print_json(_records(comparison))
        return
    _print_shares(comparison)
    for agreement in comparison.agreements:
        _print_agreement(agreement)


def _named(names: tuple[str, ...]) -> "list[Extractor]":
    wanted = list(dict.fromkeys(names))
    if len(wanted) < 2:
        raise click.UsageError("name at least two extractors, or none for all that are available")
    return [_make(name) for name in wanted]


def _available() -> "list[Extractor]":
    from countersight.extract import EXTRACTORS

    made, lacking = [], []
    for kind in EXTRACTORS:
        try:
            made.append(_make(kind.name))
        except ModelUnavailable as error:
            lacking.append(str(error))
    if len(made) < 2:
        raise UsageError("; ".join(["there are not two extractors here to compare", *lacking]))
    return made


def _make(name: str) -> "Extractor":
    from countersight.cli.extractors import extractor_choice, warn_of_leaving
    from countersight.settings import read_settings

    extractor = extractor_choice(read_settings(), name=name)()
    warn_of_leaving(extractor)
    return extractor


def _print_shares(comparison: "Comparison") -> None:
    from countersight.extract.scoring import LEVELS

    echo(f"{comparison.documents:,} texts")
    for name, share in comparison.shares.items():
        told = [f"{share.claims} claims", f"{share.dropped.total()} drops"]
        told += [f"{share.unread} texts in other languages"] if share.unread else []
        told += [f"{count} texts failed: {reason}" for reason, count in sorted(share.failed.items())]
        echo(f"{name:<16} " + "; ".join(told))
        for reason, count in share.dropped.most_common():
            echo(f"{'':<16} {count:>5} dropped: {reason}")
    if comparison.is_scored:
        for name, share in comparison.shares.items():
            scores = "  ".join("{} P {:.2f} R {:.2f} F1 {:.3f}".format(v, *share.tally.scores(v)) for v in LEVELS)
            echo(f"{name:<16} gold {share.tally.gold:>4} pred {share.tally.predicted:>4}  {scores}")


def _print_agreement(agreement: "Agreement") -> None:
    first, second = agreement.names
    echo(f"\n{first} and {second}: {agreement.both} claims by both, "
               f"{agreement.alone[0]} by {first} alone, {agreement.alone[1]} by {second} alone")  # fmt: skip
    if agreement.slots:
        echo("differing slots: " + ", ".join(f"{slot} {n}" for slot, n in agreement.slots.most_common()))
    for difference in agreement.differences:
        _print_difference(difference, agreement.names)


def _print_difference(difference: "Difference", names: tuple[str, str]) -> None:
    from rich.markup import escape
    from rich.table import Table

    from countersight.cli.console import console

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(escape(difference.document), no_wrap=True)
    for name in names:
        table.add_column(name, ratio=1, overflow="fold")
    one, other = difference.claims
    for slot in ROWS:
        left, right = (_cell(claim, slot) if claim else "" for claim in (one, other))
        mark = "*" if slot in difference.slots else " "
        if left or right:
            table.add_row(f"{mark} {slot}", escape(left), escape(right))
    if one is None or other is None:
        table.add_row("  ", *("(no claim here)" if claim is None else "" for claim in (one, other)))
    screen = console()
    screen.print()
    screen.print(table)
    screen.print(escape(f"  {difference.context}"), style="dim")


ROWS = ("kind", "status", "supplier", "recipient", "technology", "quantity", "when", "speaker", "evidence")


def _cell(claim: "GoldClaim", slot: str) -> str:
    value = claim[slot]
    if slot in ("supplier", "recipient"):
        codes = claim[f"{slot}_country"]
        written = ", ".join(codes) if isinstance(codes, list) else codes or ""
        return f"{value} ({written})" if value and written else value or written
    if slot == "technology":
        return ", ".join(value)
    if slot == "quantity" and value:
        return f"{value['qualifier']} {value['value']:,.15g} {value['unit']}"
    return str(value or "")


def _records(comparison: "Comparison") -> Iterator[dict[str, object]]:
    from countersight.extract.scoring import LEVELS

    for name, share in comparison.shares.items():
        scores = {level: dict(zip(("p", "r", "f1"), share.tally.scores(level), strict=True)) for level in LEVELS}
        yield {
            "extractor": name,
            "documents": comparison.documents,
            "claims": share.claims,
            "unread": share.unread,
            "dropped": share.dropped,
            "failed": share.failed,
            "levels": scores if comparison.is_scored else None,
        }
    for agreement in comparison.agreements:
        yield {
            "extractors": agreement.names,
            "both": agreement.both,
            "alone": agreement.alone,
            "slots": agreement.slots,
        }
    for agreement in comparison.agreements:
        for difference in agreement.differences:
            yield {
                "document": difference.document,
                "slots": difference.slots,
                "claims": dict(zip(agreement.names, difference.claims, strict=True)),
                "context": difference.context,
            }
