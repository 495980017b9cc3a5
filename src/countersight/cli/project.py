"""The commands `init` and `doctor`: making a project, and checking that everything is there."""

import importlib.util
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from countersight import __version__
from countersight.cli.terminal import echo
from countersight.errors import CountersightError, NoProject
from countersight.project import MARKER, create_project, open_project
from countersight.settings import read_settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--title", help="What the project is called in its releases.")
def init(folder: Path, title: str | None) -> None:
    """Make a folder a Countersight project.

    It gets a small file of settings, a database and an archive of captured bytes. A folder that is a project already is
    left as it is.
    """
    marker = folder / MARKER
    if marker.exists():
        echo(f"{folder.resolve()} is a project already")
        return
    create_project(folder, title or folder.resolve().name)
    echo(f"made {folder.resolve()} a project; next: countersight add FOLDER|FILE|URL ..., then countersight run")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@click.pass_obj
def doctor(option: str | None, *, as_json: bool) -> None:
    """Check that everything Countersight needs is there and works."""
    from countersight.cli.printing import print_checks

    checks = list(_checks(option))
    print_checks(checks, as_json=as_json)
    if any(not ok for _, ok, _ in checks):
        sys.exit(1)


def _checks(option: str | None) -> Iterator[tuple[str, bool, str]]:
    yield "countersight", True, f"{__version__} on Python {platform.python_version()}, {platform.system()}"
    yield "settings", *_try(lambda: str(read_settings() and "read"))
    yield "extractor", *_try(_check_extractor)
    for package, purpose in (("psycopg", "PostgreSQL"), ("followthemoney", "validating entities")):
        found = importlib.util.find_spec(package) is not None
        yield f"optional: {package}", True, f"{'there' if found else 'not installed'}, for {purpose}"
    free = shutil.disk_usage(Path.cwd()).free
    yield "disk", free > 1_000_000_000, f"{free / 1e9:.1f} GB free here"
    yield "project", *_try(lambda: _check_project(option))


def _try(check: Callable[[], str]) -> tuple[bool, str]:
    try:
        return True, check()
    except NoProject as error:
        return True, f"none here: {error}"
    except (CountersightError, ImportError, OSError, ValueError) as error:
        return False, str(error)


def _check_extractor() -> str:
    from countersight.cli.extractors import extractor_choice

    extractor = extractor_choice(read_settings())()
    return f"{extractor.name}@{extractor.version} reads {', '.join(sorted(extractor.languages))}"


def _check_project(option: str | None) -> str:
    with open_project(option) as (project, store), store.view() as view:
        counts = ", ".join(f"{view.count(what):,} {what}" for what in ("documents", "claims", "findings", "failures"))
        return f"{project.folder.resolve()}: {counts}"
