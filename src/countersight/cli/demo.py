"""The command `demo`: the whole road on briefs about real, documented transfers."""

from pathlib import Path

import click

from countersight.cli.terminal import echo
from countersight.errors import UsageError
from countersight.project import MARKER, collect_limits, create_project, open_project


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default="countersight-demo", show_default=True,
              help="Where the demonstration project goes.")  # fmt: skip
def demo(folder: Path) -> None:
    """Run everything on bundled briefs about real, documented transfers, and show the result.

    The briefs are in our own words, each with its public source. Nothing is fetched from the network.
    """
    from datetime import UTC, datetime

    from countersight.cli.printing import print_counts, print_findings
    from countersight.cli.progress import stage_progress
    from countersight.model.failure import Stage
    from countersight.pipeline import add_documents, run_pipeline
    from countersight.reference.briefs import brief_paths
    from countersight.release import write_release

    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise UsageError(f"{folder} has other things in it; choose another place with --folder")
    if not (folder / MARKER).exists():
        create_project(folder, "Countersight demonstration")
    with open_project(str(folder)) as (project, store):
        with brief_paths() as paths, stage_progress() as observe:
            added = add_documents(store, map(str, paths), collect_limits(project.settings), observe=observe)
            counts = {Stage.COLLECT: added, **run_pipeline(store, project.settings, observe=observe)}
        print_counts(counts, as_json=False)
        echo()
        with store.view() as view:
            print_findings(view.findings(), as_json=False)
            now = datetime.now(UTC)
            version = f"{now:%Y-%m-%d.%H%M%S}"
            written = write_release(
                view,
                folder / "releases" / version,
                title=project.title,
                version=version,
                released_at=now,
                archive=store.archive,
            )
    echo()
    echo(f"the report:  {(written.folder / 'index.html').resolve()}")
    echo(f"the words behind a line of it:  countersight -C {folder} show ID")
    echo(f"to read, check and decide in the browser:  countersight -C {folder} serve")
