"""The command `check-ocds`: what is wrong with a file of procurement releases, by the standard's own checks."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from countersight.cli.terminal import echo, echo_json

if TYPE_CHECKING:  # the command line answers --help without it
    from countersight.collect.package_checks import PackageReport

EXAMPLES = 3
"""Places of one problem that are printed."""
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--standard",
    type=click.Path(path_type=Path, exists=True),
    required=True,
    help="ZIP file or folder of the standard's repository, open-contracting/standard.",
)
@click.option("--version", type=click.Choice(["1.0", "1.1"]), help="By default the one that the package names.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check_ocds(file: Path, standard: Path, version: str | None, *, as_json: bool) -> None:
    """Check a file of procurement releases (OCDS) against the standard.

    Warnings only: `countersight add` takes in whatever it can, problems or not. Nothing is fetched, so extensions that
    the package declares are not checked. Needs the extra `validators`.

    \b
    countersight check-ocds releases.json --standard standard-1__1__5.zip
    """
    from countersight.collect.package_checks import check_package

    report = check_package(file, standard=standard, version=version)
    if as_json:
        echo_json(msgspec.json.encode(msgspec.to_builtins(report)))
    else:
        _print(report)


def _print(report: "PackageReport") -> None:
    echo(f"{report.members:,} members, held against OCDS {report.version}")
    for problem in report.problems:
        times = f" ({len(problem.places):,} times)" if len(problem.places) > 1 else ""
        echo(f"{problem.kind}: {problem.message}{times}")
        for place in problem.places[:EXAMPLES] if problem.kind != "unknown field" else problem.places[:1]:
            echo(f"    {place or 'the package itself'}")
    if report.unchecked_extensions:
        echo(f"not checked: {len(report.unchecked_extensions)} extensions that the package declares")
    if not report.problems:
        echo("no problems")
