"""The commands `release` and `analyze`: a dataset and a report to publish, and figures that lead back to it."""

from datetime import UTC, datetime
from pathlib import Path

import click

from countersight.cli.moments import asked_view, with_moments
from countersight.cli.terminal import echo
from countersight.project import open_project


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to; by default releases/VERSION in the project.",
)
@click.option("--version", metavar="VERSION", help="By default today's date.")
@click.option("--accepted-only", is_flag=True, help="Only what a reviewer has accepted.")
@with_moments
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@click.pass_obj
def release(option: str | None, out: Path | None, version: str | None, *, accepted_only: bool, as_json: bool) -> None:
    """Write a dataset and a report: claims, findings, entities and one page to read.

    Every claim is held against its words once more before it is written. What a reviewer rejected is left out; what
    nobody has reviewed says so. A release is never changed: choose another version for another state.
    """
    from countersight.cli.printing import print_json
    from countersight.cli.progress import working
    from countersight.release import write_release
    from countersight.resolve import open_registry
    from countersight.resolve.listings import listing_lookup, open_book

    now = datetime.now(UTC)
    version = version or now.date().isoformat()
    doing = working("holding every claim against its words, and writing")
    with open_project(option) as (project, store), doing, asked_view(store) as view:
        folder = out or project.folder / "releases" / version
        registry = open_registry(project.folder)
        written = write_release(
            view,
            folder,
            title=project.title,
            version=version,
            released_at=now,
            accepted_only=accepted_only,
            archive=store.archive,
            known=registry.entity,
            listings=listing_lookup(view, entity=registry.entity, book=open_book(project.folder)),
        )
    if as_json:
        print_json([written])
        return
    echo(", ".join(f"{number:,} {what}" for what, number in written.counts.items()))
    echo(f"the report: {(written.folder / 'index.html').resolve()}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="RELEASE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one figure a line.")
def analyze(folder: Path, *, as_json: bool) -> None:
    """Count what a release says of each territory and technology, with how sure the count is.

    RELEASE is the folder that `countersight release` wrote. A territory that is missing was not found in these
    documents, which does not mean that there is nothing.
    """
    from countersight.analyze import analyze_exposure
    from countersight.cli.printing import print_figures

    print_figures(analyze_exposure(folder), as_json=as_json)
