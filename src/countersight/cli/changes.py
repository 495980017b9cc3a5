"""The command `changes`: what differs between two releases."""

from collections import Counter
from pathlib import Path

import click

from countersight.cli.terminal import echo

RELEASE = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("before", type=RELEASE, metavar="RELEASE")
@click.argument("after", type=RELEASE, metavar="LATER_RELEASE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one change a line, each with its record.")
def changes(before: Path, after: Path, *, as_json: bool) -> None:
    """Show what changed between two releases: claims and findings that came, went, or say something else.

    A finding that gained or lost a claim is another finding: the lines of both name each other.
    """
    from countersight.cli.printing import print_json
    from countersight.release.changes import compare_releases

    found = compare_releases(before, after)
    if as_json:
        print_json(found)
        return
    counted: Counter[tuple[str, str]] = Counter()
    for change in found:
        counted[change.list, change.op.value] += 1
        about = ", ".join(change.fields) or " ".join((*change.was, *change.became))
        echo(f"{change.op.value}  {change.id}  {about}".rstrip())
    told = ", ".join(f"{number:,} {name} {op}" for (name, op), number in sorted(counted.items()))
    echo(told or "nothing changed")
