"""What commands print: tables for people on a terminal, one JSON record a line for programs."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from countersight.cli.console import Screen, console
from countersight.cli.printing_grades import explain_finding, name_grade
from countersight.cli.terminal import echo, echo_json, plain_line
from countersight.model.claim import Claim, Party, Quantity, When
from countersight.model.document import Capture
from countersight.model.failure import Failure, Stage
from countersight.model.finding import Finding, FindingParty
from countersight.model.record import to_json
from countersight.model.text import DocumentText

if TYPE_CHECKING:  # listing claims needs none of the stages
    from countersight.analyze import Figure
    from countersight.pipeline import StageCount

SHORT_ID = 12
"""Characters of an id that tables show; any unambiguous beginning is accepted back."""
NONE_MADE = "no findings here; `countersight run` makes them from claims"
AROUND = 240
"""Characters of context that `show` prints on each side of a quote."""
STYLES = {
    "supplier": "bold yellow", "recipient": "bold cyan", "technology": "bold green", "quantity": "bold magenta",
    "when": "bold blue", "place": "blue", "speaker": "bold red", "status": "italic",
}  # fmt: skip


def print_json(values: Iterable[object]) -> None:
    """Print one JSON record a line."""
    for value in values:
        echo_json(to_json(value))


def print_counts(counts: dict[Stage, "StageCount"], *, as_json: bool, advice: str = "") -> None:
    """Print what each stage did, failures and skipped items included."""
    if as_json:
        print_json({"stage": stage, "done": count.done, "new": count.produced, "failed": count.failed,
                    "skipped": count.skipped, "dropped": count.dropped} for stage, count in counts.items())  # fmt: skip
        return
    for stage, count in counts.items():
        echo(f"{stage.value:<12} " + "; ".join(_told(stage, count)))
    if any(count.failed for count in counts.values()):
        echo("countersight failures lists what could not be done")
    if advice:
        echo(advice)


PRODUCTS = {
    Stage.COLLECT: ("documents", "documents"),
    Stage.READ: ("documents", "texts"),
    Stage.EXTRACT: ("texts", "claims"),
    Stage.RESOLVE: ("claims", "judgements"),
    Stage.CORROBORATE: ("findings", "findings"),
}


def _told(stage: Stage, count: "StageCount") -> Iterator[str]:
    items, products = PRODUCTS[stage]
    yield f"{count.done:,} {items}, {count.produced:,} new {products}"
    if count.failed:
        yield f"{count.failed:,} failed"
    for reason, number in sorted(count.skipped.items()):
        yield f"{number:,} left: {reason}"
    for reason, number in sorted(count.dropped.items()):
        yield f"{number:,} claims dropped: {reason}"


def print_failures(failures: Iterable[Failure], *, as_json: bool, source: Callable[[Failure], str]) -> None:
    """Print failures with stage, reason and the document they are about, which `source` names."""
    if as_json:
        print_json(failures)
        return
    table = _table("stage", "reason", "document", "what happened")
    for failure in failures:
        reason = failure.reason if failure.foreseen else f"{failure.reason} (unforeseen)"
        detail = failure.detail.removeprefix(f"{failure.item}: ")  # named in the column before
        table.add_row(failure.stage.value, reason, escape(source(failure)), escape(detail))
    _print_table(table, empty="nothing has failed")


def print_claims(
    claims: Iterable[Claim],
    *,
    as_json: bool,
    empty: str = "no claims here; `countersight run` looks for them in new documents",
) -> None:
    """Print claims, a line each."""
    if as_json:
        print_json(claims)
        return
    table = _table(
        "claim", "kind", "supplier", "recipient", "technology", "quantity", "when", "status", "speaker", "sure"
    )
    for claim in claims:
        table.add_row(
            claim.id[:SHORT_ID],
            claim.kind.value,
            escape(_party(claim.supplier)),
            escape(_party(claim.recipient)),
            ", ".join(slot.label for slot in claim.technology),
            escape(_quantity(claim.quantity)),
            escape(_when(claim.when)),
            claim.status.value,
            escape(claim.speaker.mention.name if claim.speaker else ""),
            f"{claim.confidence:.2f}",
        )
    _print_table(table, empty=empty)


def print_findings(
    findings: Iterable[Finding],
    *,
    as_json: bool,
    is_ordered: bool = False,
    empty: str = NONE_MADE,
) -> None:
    """Print findings, a line each, the best supported first unless they come in an order of their own."""
    if as_json:
        print_json(findings)
        return
    table = _table(
        "finding", "kind", "supplier", "recipient", "technology", "when", "status", "claims", "origins", "grade"
    )
    if not is_ordered:
        findings = sorted(findings, key=lambda finding: (-len(finding.origins), -len(finding.claim_ids), finding.id))
    for finding in findings:
        table.add_row(
            finding.id[:SHORT_ID],
            finding.kind.value,
            escape(_finding_party(finding.supplier)),
            escape(_finding_party(finding.recipient)),
            ", ".join(finding.technology),
            _interval(finding.start, finding.end),
            ", ".join(status.value for status in finding.statuses),
            str(len(finding.claim_ids)),
            str(len(finding.origins)),
            name_grade(finding.grade),
        )
    _print_table(table, empty=empty)


def print_claim(claim: Claim, text: DocumentText, captures: Iterable[Capture]) -> None:
    """Print a claim's slots and its words in their context."""
    screen = console()
    screen.print(f"[bold]{claim.id}[/]  {claim.kind.value}, {claim.status.value}, confidence {claim.confidence:.2f}")
    for label, value in _card(claim):
        screen.print(f"  {label:<11} {escape(value)}")
    screen.print()
    screen.print(words_in_context(claim, text))
    screen.print()
    screen.print(
        escape(f"  {text.title or 'untitled'} - {text.publisher or 'unknown publisher'}, {text.published or 'undated'}")
    )
    for capture in captures:
        screen.print(escape(f"  {capture.address}, captured {capture.captured_at:%Y-%m-%d %H:%M} UTC"), soft_wrap=True)
    if text.address:
        screen.print(escape(f"  source {text.address}"), soft_wrap=True)
    screen.print(f"  document sha256 {claim.document_id}", soft_wrap=True)


def words_in_context(claim: Claim, text: DocumentText) -> Text:
    """Return the words around a claim's evidence, the evidence underlined and each slot in its style."""
    start = max(0, min(evidence.start for evidence in claim.evidence) - AROUND)
    end = min(len(text.text), max(evidence.end for evidence in claim.evidence) + AROUND)
    shown = Text(text.text[start:end])
    shown.stylize("underline", claim.evidence[0].start - start, claim.evidence[0].end - start)
    for slot, mention in claim.mentions():
        shown.stylize(STYLES.get(slot.split()[0], "bold"), mention.start - start, mention.end - start)
    return Text.assemble("..." if start else "", shown, "..." if end < len(text.text) else "")


def print_finding(finding: Finding, claims: Iterable[Claim]) -> None:
    """Print a finding with its claims, its origins, its grade and the reasons."""
    print_findings([finding], as_json=False)
    screen = console()
    for reason in finding.reasons:
        screen.print(f"  {escape(reason)}", soft_wrap=True)
    for number, origin in enumerate(finding.origins, 1):
        screen.print(f"  origin {number}: {', '.join(document[:SHORT_ID] for document in origin.document_ids)}")
        for basis in origin.basis:
            screen.print(f"    {escape(basis)}", soft_wrap=True)
    for line in explain_finding(finding):
        screen.print(f"  {escape(line)}", soft_wrap=True)
    screen.print()
    print_claims(claims, as_json=False)


def print_figures(figures: Iterable["Figure"], *, as_json: bool) -> None:
    """Print figures with their intervals, the largest first; the interval holds the number nine times in ten."""
    if as_json:
        print_json(figures)
        return
    table = _table("about", "who", "technology", "expected", "interval", "origins")
    for figure in sorted(
        figures, key=lambda figure: (figure.about, -figure.value, figure.name, figure.technology or "")
    ):
        table.add_row(
            figure.about,
            escape(figure.name),
            figure.technology or "all",
            f"{figure.value:.1f} {figure.unit}",
            f"{figure.low} to {figure.high}",
            str(figure.origins),
        )
    _print_table(table, empty="nothing to count: the release has no findings")


def print_rows(columns: Iterable[str], rows: Iterable[Iterable[str]], *, empty: str, total: int | None = None) -> None:
    """Print rows of plain words under the names of their columns; `empty` if there are none.

    `total` is how many there are, where these are only the first.
    """
    table = _table(*(escape(plain_line(column)) for column in columns))
    for row in rows:
        table.add_row(*(escape(plain_line(cell)) for cell in row))
    _print_table(table, empty=empty, total=total)


def print_checks(checks: Iterable[tuple[str, bool, str]], *, as_json: bool) -> None:
    """Print the outcome of each check."""
    if as_json:
        print_json({"check": name, "ok": ok, "detail": detail} for name, ok, detail in checks)
        return
    for name, ok, detail in checks:
        echo(f"{'ok  ' if ok else 'FAIL'} {name:<24} {detail}")


def _card(claim: Claim) -> Iterator[tuple[str, str]]:
    yield "supplier", _party(claim.supplier)
    yield "recipient", _party(claim.recipient)
    yield (
        "technology",
        ", ".join(slot.label + (f" (inferred: {slot.inferred})" if slot.inferred else "") for slot in claim.technology),
    )
    for label, value in (("quantity", _quantity(claim.quantity)), ("when", _when(claim.when))):
        if value:
            yield label, value
    if claim.speaker:
        yield "speaker", claim.speaker.mention.name
    yield "extractor", claim.extractor


def _party(party: Party | None) -> str:
    if party is None:
        return ""
    codes = ", ".join(slot.code for slot in party.territories)
    if party.mention is None:
        return codes
    return f"{party.mention.name} ({codes})" if codes else party.mention.name


def _finding_party(party: FindingParty | None) -> str:
    if party is None:
        return ""
    codes = ", ".join(party.territories)
    if party.name is None:
        return codes
    return f"{party.name} ({codes})" if codes else party.name


def _quantity(quantity: Quantity | None) -> str:
    return (
        ""
        if quantity is None
        else f"{quantity.qualifier.value} {quantity.value:,.15g} {quantity.unit}".removeprefix("exact ")
    )


def _when(when: When | None) -> str:
    if when is None:
        return ""
    if when.start is None and when.end is None:
        return f"{when.mention.name!r}"
    return _interval(str(when.start) if when.start else None, str(when.end) if when.end else None)


def _interval(start: str | None, end: str | None) -> str:
    if start is None and end is None:
        return ""
    if start and end and start[:4] == end[:4] and start[5:] == "01-01" and end[5:] == "12-31":
        return start[:4]
    return start or "" if start == end else f"{start or '...'} to {end or '...'}"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        whole = column in {"claim", "finding", "kind", "status", "claims", "origins", "sure", "stage", "reason"}
        right = column in {"claims", "origins", "sure"}
        table.add_column(column, no_wrap=whole, justify="right" if right else "left", overflow="fold")
    return table


def _print_table(table: Table, *, empty: str, total: int | None = None) -> None:
    if table.row_count == 0:
        echo(empty)
        return
    screen = console()
    wide = screen.options.update(width=10_000)
    if Measurement.get(screen, wide, table).minimum > screen.width:
        _print_cards(table, screen)
    else:
        screen.print(table)
    whole = table.row_count if total is None else total
    echo(f"{whole:,} in all" if table.row_count == whole else f"{table.row_count:,} of {whole:,}")


def _print_cards(table: Table, screen: Screen) -> None:
    """Print each row as a short paragraph: in a narrow window columns would cut off the words."""
    for cells in zip(*(column.cells for column in table.columns), strict=True):
        told = [(column, cell) for column, cell in zip(table.columns, cells, strict=True) if cell]
        head = [
            cell if column.justify == "left" else f"{column.header} {cell}" for column, cell in told if column.no_wrap
        ]
        rest = [f"[bold]{column.header}[/] {cell}" for column, cell in told if not column.no_wrap]
        screen.print("  ".join(head))
        screen.print(Padding("; ".join(rest), (0, 0, 0, 2)))
