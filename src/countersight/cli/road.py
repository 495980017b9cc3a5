"""The commands `add`, `run` and `failures`: bringing documents down the road."""

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo
from countersight.errors import UsageError
from countersight.project import Project, collect_limits, open_project

if TYPE_CHECKING:  # the command line answers --help without it
    from collections.abc import Callable

    from countersight.extract import Extractor
    from countersight.model.failure import Failure
    from countersight.store.base import View

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")


@click.command()
@click.argument("sources", nargs=-1, metavar="PATH|URL...")
@click.option("--list", "lists", multiple=True, type=click.Path(exists=True, dir_okay=False), metavar="FILE",
              help="A file that lists paths or URLs, one a line; a line that starts with # is a remark.")  # fmt: skip
@click.option("--only", "kinds", multiple=True, metavar="TYPE",
              help="Of archives of the web, take documents of this media type alone, such as text/html.")  # fmt: skip
@JSON
@click.pass_obj
def add(
    option: str | None, sources: tuple[str, ...], lists: tuple[str, ...], kinds: tuple[str, ...], *, as_json: bool
) -> None:
    """Take documents in: files, folders and what is in them, web pages, or `-` for standard input.

    Files that hold many documents are taken apart, whatever their size: archives of the web (WARC, WACZ), mailboxes and
    packages of procurement records. What goes over the network is kept as WARC: see `countersight captures`.

    Every document's bytes are kept as they were served, named by their hash, with a record of where and when. The same
    bytes from the same place are kept once. What cannot be taken in is listed by `countersight failures`.

    \b
    countersight add reports/ interview.docx
    countersight add https://example.org/statement --list addresses.txt
    countersight add crawl.wacz crawl-00001.warc.gz
    curl -s https://example.org/page | countersight add -
    """
    from countersight.cli.printing import print_counts
    from countersight.cli.progress import stage_progress
    from countersight.collect import read_list
    from countersight.model.failure import Stage
    from countersight.pipeline import add_documents

    wanted = [*sources, *(line for file in lists for line in read_list(file))]
    if not wanted:
        raise click.UsageError("name at least one file, folder, URL, `-`, or --list FILE")
    with open_project(option) as (project, store), stage_progress() as observe:
        count = add_documents(
            store,
            wanted,
            replace(collect_limits(project.settings), media_types=frozenset(kinds) or None),
            stdin=sys.stdin.buffer,
            observe=observe,
            observe_file=observe.show_file,
        )
    print_counts({Stage.COLLECT: count}, as_json=as_json, advice="next: countersight run" if count.done else "")
    for failure in count.examples:
        echo(f"failed: {failure.detail}", err=True)
    if not count.done:
        sys.exit(1)


@click.command()
@JSON
@click.pass_obj
def run(option: str | None, *, as_json: bool) -> None:
    """Read, extract, resolve and corroborate whatever is new since the last run.

    It can be stopped at any point and started again: it goes on where it was. One bad document never stops it; what
    could not be done is listed by `countersight failures`.
    """
    from countersight.cli.printing import print_counts
    from countersight.cli.progress import stage_progress
    from countersight.pipeline import run_pipeline

    with open_project(option) as (project, store):
        choose = extractor_of(project)
        with store.view() as view:
            if view.count("documents") == 0:
                raise UsageError(
                    "the project has no documents yet; `countersight add FOLDER|FILE|URL ...` takes some in"
                )
        with stage_progress() as observe:
            counts = run_pipeline(store, project.settings, observe=observe, choose=choose)
    print_counts(counts, as_json=as_json, advice="next: countersight findings, countersight release")


@click.command()
@click.option("--retry", is_flag=True, help="Try everything that failed once more.")
@JSON
@click.pass_obj
def failures(option: str | None, *, retry: bool, as_json: bool) -> None:
    """List what could not be done: at which stage, of which item, and why."""
    from countersight.cli.printing import print_counts, print_failures
    from countersight.cli.progress import stage_progress
    from countersight.model.failure import Stage
    from countersight.pipeline import retry_failures, run_pipeline

    with open_project(option) as (project, store):
        if retry:
            choose = extractor_of(project)
            with stage_progress() as observe:
                taken_up, collected = retry_failures(store, collect_limits(project.settings), observe=observe)
                done = run_pipeline(store, project.settings, observe=observe, choose=choose)
                counts = {Stage.COLLECT: collected, **done}
            echo(f"tried {taken_up:,} failed items again", err=True)
            print_counts(counts, as_json=as_json)
            return
        with store.view() as view:
            print_failures(view.failures(), as_json=as_json, source=partial(_source_of, view))


def extractor_of(project: Project) -> "Callable[[], Extractor]":
    """Return what makes the extractor of this project, once it is known that it can be made."""
    from countersight.cli.extractors import extractor_choice, warn_of_leaving

    choose = extractor_choice(project.settings, folder=project.folder)
    warn_of_leaving(choose())
    return choose


def _source_of(view: "View", failure: "Failure") -> str:
    """Return the address of the document that failed, or the item itself where it is an address already."""
    from countersight.errors import NotFound
    from countersight.model.failure import Stage

    try:
        match failure.stage:
            case Stage.READ:
                document_id = failure.item
            case Stage.EXTRACT:
                document_id = view.text(failure.item).document_id
            case Stage.RESOLVE:
                document_id = view.claim(failure.item).document_id
            case _:
                return failure.item
    except NotFound:  # the item of a failure is no reference: it may be gone
        return failure.item
    return next((capture.address for capture in view.captures(document_id)), failure.item)
