"""What the command `sources` prints."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.markup import escape

from countersight.cli.console import console
from countersight.cli.printing import print_json, print_rows
from countersight.cli.terminal import echo
from countersight.model.source import SourceAssessment

if TYPE_CHECKING:
    from countersight.corroborate.grading import MetSource


def print_sources(met: Iterable["MetSource"], *, as_json: bool) -> None:
    """Print sources, a line each, those with the most claims first."""
    if as_json:
        print_json(met)
        return
    columns = ("source", "class", "letter", "documents", "claims", "basis", "checked", "its word counts")
    empty = "no claims here, so no sources; `countersight run` looks for claims in new documents"
    print_rows(columns, map(_cells, met), empty=empty)


def _cells(met: "MetSource") -> tuple[str, ...]:
    return (
        escape(met.source),
        met.source_class.value,
        met.letter,
        str(met.documents),
        str(met.claims),
        escape(_basis(met)),
        f"{met.right} of {met.checked} right" if met.checked else "",
        f"{met.accuracy:.2f}{' learnt' if met.is_learnt else ''}",
    )


def _basis(met: "MetSource") -> str:
    """Say why a source has its letter, and who says so."""
    who = met.by or (f"declared in {met.declared_in}" if met.declared_in else "")
    return f"{who}: {met.basis}" if who else met.basis


def print_source(met: "MetSource", said: Iterable[SourceAssessment]) -> None:
    """Print what is thought of one source, and every assessment of it."""
    screen = console()
    screen.print(f"[bold]{escape(met.source)}[/]  {met.source_class.value}, {met.letter}")
    how = (
        "learnt from checked findings, drawn to the prior of its letter" if met.is_learnt else "the prior of its letter"
    )
    checked = f"right in {met.right:,} of {met.checked:,} findings that reviewers decided on"
    for label, value in (
        ("basis", _basis(met)),
        ("claims", f"{met.claims:,}, in {met.documents:,} {'document' if met.documents == 1 else 'documents'}"),
        ("checked", checked if met.checked else "no finding yet that reviewers decided on"),
        ("its word", f"counts {met.accuracy:.2f}: {how}"),
    ):
        screen.print(f"  {label:<9} {escape(value)}", soft_wrap=True)
    for one in said:
        echo(f"  {one.decided_at:%Y-%m-%d %H:%M}  {one.reliability} by {one.by}: {one.basis}")
