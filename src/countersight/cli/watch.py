"""The command `watch`: visiting declared sources on schedule, and looking after them."""

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.cli.road import extractor_of
from countersight.cli.terminal import echo
from countersight.errors import BadSource, NotFound
from countersight.project import collect_limits, find_project, open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.cli.watching import Teller
    from countersight.collect.sources import Source
    from countersight.collect.watching import Rounds, VisitSummary

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")


def _seconds(ctx: click.Context, param: click.Parameter, words: str | None) -> int | None:
    """Read a duration: `90s`, `30min`, `2h`, `10d`."""
    from countersight.collect.sources.schedule import BadSchedule, parse_duration

    try:
        return None if words is None else parse_duration(words)
    except BadSchedule as error:
        raise click.BadParameter(str(error), ctx, param) from error


@click.group(invoke_without_command=True)
@click.option("--once", is_flag=True, help="Visit each source once, now, and end.")
@click.option("--due", is_flag=True, help="Visit the sources that are due now, and end: for a timer of the system.")
@click.option("--source", "names", multiple=True, metavar="NAME", help="Only this source; may be given several times.")
@click.option("--for", "for_s", callback=_seconds, metavar="DURATION", help="End after so long, such as 2h.")
@click.option("--run", "runs", is_flag=True, help="Run the stages after each round that brought something.")
@click.option("--strict", is_flag=True, help="End with exit code 1 where a source gave less or more than expected.")
@JSON
@click.pass_context
def watch(
    ctx: click.Context,
    names: tuple[str, ...],
    for_s: int | None,
    *,
    once: bool,
    due: bool,
    runs: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Visit the project's declared sources on their schedules, until stopped.

    Each visit looks what a source offers, fetches what is new, has changed or is to be looked at again, as its host
    wishes, and keeps it. It can be stopped, or killed, at any moment: the next watch goes on where it was. Sources are
    folders in the project's `sources/`, each with a source.yml.

    \b
    countersight watch add citizen_lab ofac_press_releases
    countersight watch --once
    countersight watch --run
    countersight watch --due --strict --json
    """
    if ctx.invoked_subcommand is not None:
        return
    if once and due:
        raise click.UsageError("--once visits every source, --due those that are due: give one of them")
    from countersight.cli.watching import Teller, open_rounds, stoppable
    from countersight.collect.watching import only_watcher
    from countersight.pipeline import run_pipeline

    with open_project(ctx.obj) as (project, store), only_watcher(project.folder), stoppable(for_s) as stop:
        sources, limits = _wanted(project.folder, names), collect_limits(project.settings)
        choose = extractor_of(project) if runs else None
        odd = False
        with Teller(as_json=as_json) as teller, open_rounds(project, store, sources, limits, stop, teller) as rounds:
            for summaries in _rounds(rounds, once=once, due=due, teller=teller):
                teller.round_ended(summaries)
                odd = odd or any(summary.verdict for summary in summaries)
                if choose is not None and not stop.is_set() and any(summary.brought for summary in summaries):
                    teller.stages_ended(run_pipeline(store, project.settings, observe=teller.observe, choose=choose))
        if stop.is_set() and not as_json:
            echo("stopped; what was kept is kept, the next watch goes on from there", err=True)
    if strict and odd:
        sys.exit(1)


def _rounds(rounds: "Rounds", *, once: bool, due: bool, teller: "Teller") -> "Iterable[list[VisitSummary]]":
    if once or due:
        return [rounds.visit_all(rounds.sources if once else rounds.due())]
    return rounds.run(idle=teller.idle)


@watch.command("list")
@click.option("--all", "is_all", is_flag=True, help="Also the sources that come with Countersight.")
@JSON
@click.pass_obj
def list_(option: str | None, *, is_all: bool, as_json: bool) -> None:
    """List the project's sources: last and next visit, what the last one gave, trouble.

    \b
    countersight watch list
    countersight watch list --all
    """
    from countersight.cli.printing_watch import print_watched
    from countersight.collect.sources import all_sources, project_sources
    from countersight.collect.watching import WatchDatabase, look_over

    folder = find_project(option).folder
    own = project_sources(folder)
    with closing(WatchDatabase(folder)) as database:
        watched = look_over(all_sources(folder) if is_all else own, database, own={source.name for source in own})
    print_watched(watched, as_json=as_json)


@watch.command()
@click.argument("names", nargs=-1, required=True)
@click.pass_obj
def add(option: str | None, names: tuple[str, ...]) -> None:
    """Take sources that come with Countersight into the project, to be watched and changed there.

    Their addresses were read in public lists, and nobody has visited them since: each source.yml says where. Look at
    `countersight watch list` after the first visit.

    \b
    countersight watch add citizen_lab find_a_tender
    """
    from countersight.collect.sources import add_source

    folder = find_project(option).folder
    for name in names:
        path = add_source(name, folder)
        echo(f"{name} is in the project already" if path is None else f"added {path}")
    echo("next: countersight watch --once")


@watch.command()
@JSON
@click.pass_obj
def check(option: str | None, *, as_json: bool) -> None:
    """Check every source.yml of the project, and tell what is wrong with its file and line.

    \b
    countersight watch check
    """
    from countersight.cli.printing_watch import print_checked
    from countersight.collect.sources import check_sources

    checked = list(check_sources(find_project(option).folder))
    print_checked(checked, as_json=as_json)
    if any(isinstance(one, BadSource) for one in checked):
        sys.exit(1)


def _wanted(folder: Path, names: tuple[str, ...]) -> "list[Source]":
    from countersight.collect.sources import project_sources

    sources = project_sources(folder)
    if not sources:
        advice = "`countersight watch add NAME ...` takes some in, `countersight watch list --all` names them"
        raise NotFound(f"the project has no sources yet; {advice}")
    unknown = set(names) - {source.name for source in sources}
    if unknown:
        raise NotFound(f"the project has no source {min(unknown)!r}; `countersight watch list` names them")
    return [source for source in sources if not names or source.name in names]
