"""What `preview` and `count` print."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from countersight.cli.printing import print_claims, print_json, print_rows
from countersight.cli.terminal import data_output, echo
from countersight.release.tables import guard_cell

if TYPE_CHECKING:
    from countersight.extract.mapping import Asked, CountRow, Preview, TableMapping

MOST_VALUES = 40
"""Values that a table on the terminal shows; JSON has all."""
FEW = 6
"""Values of one column that stand in one line."""


def print_mappings(mappings: "Iterable[TableMapping]", *, as_json: bool) -> None:
    """Print the mappings there are."""
    if as_json:
        print_json(
            {"name": one.name, "version": one.version, "title": one.title, "publisher": one.publisher,
             "licence": one.licence, "address": one.address, "file": one.file} for one in mappings
        )  # fmt: skip
        return
    rows = [(one.name, one.version, one.title, one.publisher or "", one.file) for one in mappings]
    print_rows(("mapping", "version", "title", "publisher", "file"), rows, empty="no mappings")


def print_preview(preview: "Preview", *, as_json: bool) -> None:
    """Print the first claims, what each column became, what was left out, and what no rule covers."""
    if as_json:
        print_json([_record(preview)])
        return
    report = preview.report
    print_claims((claim for row in preview.first for claim in row.claims), as_json=False, empty="no claims")
    echo(f"\n{report.rows:,} rows, {report.used:,} of them used, {report.claims:,} claims")
    _print_became(preview)
    print_left(report.left_out, "rows left out")
    print_left(report.failed, "claims that could not be made")
    if preview.unused:
        more = f" and {len(preview.unused) - MOST_VALUES:,} more" if len(preview.unused) > MOST_VALUES else ""
        echo(f"\ncolumns that are not read: {', '.join(preview.unused[:MOST_VALUES])}{more}")
    _print_uncovered(preview)


def _record(preview: "Preview") -> dict[str, Any]:
    report = preview.report
    return {
        "mapping": preview.mapping.extractor,
        "rows": report.rows,
        "used": report.used,
        "claims": report.claims,
        "became": list(_triples(report.became, "value")),
        "uncovered": list(_triples(report.uncovered, "words")),
        "left_out": report.left_out,
        "failed": report.failed,
        "unused": preview.unused,
        "first": [claim for row in preview.first for claim in row.claims],
    }


def _triples(counted: Counter[tuple[str, str, str]], last: str) -> Iterator[dict[str, object]]:
    for (column, slot, words), times in counted.most_common():
        yield {"column": column, "slot": slot, last: words, "times": times}


def _print_became(preview: "Preview") -> None:
    grouped: dict[tuple[str, str], Counter[str]] = {}
    for (column, slot, value), times in preview.report.became.items():
        grouped.setdefault((column, slot), Counter())[value] += times
    rows = []
    for (column, slot), values in grouped.items():
        few = "; ".join(f"{value[:60]} ({times:,})" for value, times in values.most_common(FEW))
        more = f"; and {len(values) - FEW:,} more" if len(values) > FEW else ""
        rows.append((column, slot, few + more))
    echo("")
    print_rows(("column", "became", "values"), rows, empty="no column became anything")


def print_left(reasons: Counter[str], what: str) -> None:
    """Print counted reasons under a line that says what they are of."""
    if reasons:
        echo(f"\n{reasons.total():,} {what}:")
        for reason, times in reasons.most_common():
            echo(f"  {times:,}  {reason}")


def _print_uncovered(preview: "Preview") -> None:
    uncovered = preview.report.uncovered
    if not uncovered:
        echo("\nevery value is covered by a rule")
        return
    echo(f"\n{uncovered.total():,} values that no rule covers:")
    rows = [(column, slot, words, f"{times:,}") for (column, slot, words), times in uncovered.most_common(MOST_VALUES)]
    print_rows(("column", "for", "words", "times"), rows, empty="", total=len(uncovered))


def print_count(rows: "list[CountRow]", asked: "Asked", *, is_summed: bool, form: str) -> None:
    """Print counts as a table, as CSV or as JSON."""
    if form == "json":
        print_json(dict(_fields(row, asked, is_summed=is_summed)) for row in rows)
        return
    units = sorted({unit for row in rows for unit in row.sums}) if is_summed else []
    header = [*asked.by, "claims", "rows", *([f"different {asked.distinct}"] if asked.distinct else []), *units]
    lines = [_line(row, asked, units, plain=form == "csv") for row in rows]
    if form == "csv":
        writer = csv.writer(data_output(), lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
        return
    print_rows(header, lines, empty="no claim fits what was asked")


def _fields(row: "CountRow", asked: "Asked", *, is_summed: bool) -> Iterator[tuple[str, object]]:
    yield from row.group.items()
    yield "claims", row.claims
    yield "rows", row.rows
    if asked.distinct:
        yield "distinct", row.distinct
    if is_summed:
        yield "sums", row.sums


def _line(row: "CountRow", asked: "Asked", units: list[str], *, plain: bool) -> list[str]:
    whole = "{:d}" if plain else "{:,d}"
    numbers = [row.claims, row.rows, *([row.distinct or 0] if asked.distinct else [])]
    sums = [_amount(row.sums.get(unit), plain=plain) for unit in units]
    group = [guard_cell(value) if plain else value for value in row.group.values()]
    return [*group, *(whole.format(number) for number in numbers), *sums]


def _amount(value: float | None, *, plain: bool) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if plain else f"{value:,.15g}"
