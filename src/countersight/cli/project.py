"""The commands `init` and `doctor`, and finding the project that other commands work in."""

import importlib.util
import json
import platform
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from countersight import __version__
from countersight.errors import CountersightError, NoProject, UsageError
from countersight.settings import Settings, read_settings
from countersight.store.base import Store

MARKER = "countersight.toml"
"""The file that makes a folder a project."""


DATABASE = "countersight.db"
"""Where SQLite keeps a project, unless the settings name another database."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a database, an archive of captured bytes, and its releases."""

    folder: Path
    title: str
    settings: Settings


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
        click.echo(f"{folder.resolve()} is a project already")
        return
    create_project(folder, title or folder.resolve().name)
    click.echo(f"made {folder.resolve()} a project; next: countersight add FOLDER|FILE|URL ..., then countersight run")


def create_project(folder: Path, title: str) -> None:
    """Set up a store in `folder` and mark the folder as a project."""
    from countersight.store import open_store

    folder.mkdir(parents=True, exist_ok=True)
    # JSON's strings are TOML's, but for DEL; the name of a folder may have bytes that are no UTF-8.
    line = " ".join(title.split()).replace("\x7f", "").encode("utf-8", "replace").decode("utf-8")
    quoted = json.dumps(line, ensure_ascii=False)
    open_store(folder, database=read_settings().database).close()  # before the marker, which says that it is there
    (folder / MARKER).write_text(f"# A Countersight project.\ntitle = {quoted}\n", encoding="utf-8")


def find_project(option: str | None) -> Project:
    """Find the project named on the command line or in the settings, or the nearest one at or above this folder.

    Raises:
        NoProject: there is none.
    """
    settings = read_settings()
    named = option or settings.project
    folders = [Path(named)] if named else [Path.cwd(), *Path.cwd().parents]
    for folder in folders:
        if (folder / MARKER).is_file():
            return Project(folder, _title(folder / MARKER), settings)
    where = f"{named} is not" if named else f"neither {Path.cwd()} nor a folder above it is"
    raise NoProject(f"{where} a Countersight project; `countersight init` makes one")


@contextmanager
def open_project(option: str | None) -> Iterator[tuple[Project, Store]]:
    """Open the store of the project; it is closed when the block ends."""
    from countersight.store import open_store

    project = find_project(option)
    if not (project.settings.database or (project.folder / DATABASE).exists()):
        advice = f"put it back from a copy, or remove {MARKER} to begin anew"
        raise NoProject(f"{project.folder} has lost its database {DATABASE}: {advice}")
    store = open_store(project.folder, database=project.settings.database)
    try:
        yield project, store
    finally:
        store.close()


def _title(marker: Path) -> str:
    try:
        return str(tomllib.loads(marker.read_text(encoding="utf-8")).get("title") or marker.resolve().parent.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{marker}: {error}") from error


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
