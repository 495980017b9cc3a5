"""The command `sources`: on whose word the claims rest, and how reliable a named person holds them to be."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from countersight.cli.moments import asked_view, with_moments
from countersight.cli.terminal import echo
from countersight.errors import NotFound
from countersight.project import open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from collections.abc import Iterable

    from countersight.corroborate.grading import MetSource
    from countersight.model.declared import DeclaredSource
    from countersight.store.base import View

LETTER = click.Choice(list("ABCDEF"), case_sensitive=False)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")


@click.group(invoke_without_command=True)
@click.option("--letter", metavar="A-F", type=LETTER, help="Only sources of this letter.")
@with_moments
@JSON
@click.pass_context
def sources(ctx: click.Context, letter: str | None, *, as_json: bool) -> None:
    """List the publishers, agencies and speakers of the claims, and how reliable each is held to be.

    The letters are Admiralty's: A completely reliable, B usually, C fairly, D not usually reliable, E unreliable, F
    cannot be judged, which is not unreliable. A letter belongs to a source and never says that a claim is true. Where
    nobody has assessed a source, the letter declared in its source.yml stands, else that of its class, and most are F.

    \b
    countersight sources
    countersight sources --letter F
    countersight sources show gazette.example
    countersight sources grade gazette.example --letter B --by "A. Reader" \\
        --basis "names its documents; corrected its two errors of 2025"
    """
    if ctx.invoked_subcommand is not None:
        return
    from countersight.cli.printing_sources import print_sources
    from countersight.corroborate.grading import meet_sources
    from countersight.pipeline import declared_sources

    with open_project(ctx.obj) as (_, store), asked_view(store) as view:
        met = meet_sources(view, declared_sources(store.folder))
    print_sources([one for one in met if letter in (None, one.letter)], as_json=as_json)


@sources.command()
@click.argument("key")
@click.option("--letter", metavar="A-F", required=True, type=LETTER, help="How reliable it is.")
@click.option("--basis", required=True, help="Why, in your words: what you checked, over which time.")
@click.option("--by", required=True, metavar="NAME", help="Who assesses: a name stands behind every letter.")
@JSON
@click.pass_obj
def grade(option: str | None, key: str, letter: str, basis: str, by: str, *, as_json: bool) -> None:
    """Assess how reliable a source is; the last assessment stands, those before it stay on record.

    KEY is what `countersight sources` lists, or the name, host or address of a source. F takes an assessment back.
    Grades change with the next `countersight run`.

    \b
    countersight sources grade gazette.example --letter B --by "A. Reader" --basis "names its documents"
    """
    from countersight.cli.printing import print_json
    from countersight.corroborate.grading import meet_sources, record_assessment
    from countersight.model.source import Reliability

    with open_project(option) as (_, store):
        said = record_assessment(store, key, Reliability(letter), basis=basis, by=by, now=datetime.now(UTC))
        with store.view() as view:
            is_met = any(one.source == said.source for one in meet_sources(view))
    if as_json:
        print_json([said])
        return
    echo(f"assessment {said.sequence}: {said.source} is {said.reliability} by {said.by}")
    echo("next: countersight run" if is_met else "no claim comes from it so far: is the name right?", err=not is_met)


@sources.command()
@click.argument("key")
@with_moments
@JSON
@click.pass_obj
def show(option: str | None, key: str, *, as_json: bool) -> None:
    """Show what is thought of one source, why, and who said so when.

    \b
    countersight sources show gazette.example
    """
    from countersight.cli.printing import print_json
    from countersight.cli.printing_sources import print_source
    from countersight.pipeline import declared_sources

    with open_project(option) as (_, store), asked_view(store) as view:
        met = _find(view, key, declared_sources(store.folder))
        said = [one for one in view.source_assessments() if one.source == met.source]
    if as_json:
        print_json([met])
    else:
        print_source(met, said)


def _find(view: "View", key: str, declared: "Iterable[DeclaredSource]") -> "MetSource":
    from countersight.corroborate.grading import meet_sources
    from countersight.model.source import source_key

    for one in meet_sources(view, declared):
        if one.source == source_key(key):
            return one
    raise NotFound(f"no claim comes from {key!r}; `countersight sources` lists every source")
