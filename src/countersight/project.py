"""A project: the folder that holds a database, an archive and releases, and what its file of settings says."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countersight.errors import NoProject, UsageError
from countersight.settings import Settings, read_settings
from countersight.store.base import Store

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.collect import CollectLimits
    from countersight.extract import Extractor, LlmOptions

MARKER = "countersight.toml"
"""The file that makes a folder a project."""
DATABASE = "countersight.db"
"""Where SQLite keeps a project, unless the settings name another database."""
KNOWN = {"title": str, "review": dict}
"""What the file may say; anything else is an error, so that nothing is misspelt in silence."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a database, an archive of captured bytes, and its releases."""

    folder: Path
    title: str
    settings: Settings
    readers: int = 1
    """People who have to decide alike before a claim or finding is settled and may be released."""


def find_project(option: str | None) -> Project:
    """Find the project named on the command line or in the settings, or the nearest one at or above this folder.

    Raises:
        NoProject: there is none.
        UsageError: its file of settings says what cannot be.
    """
    settings = read_settings()
    named = option or settings.project
    folders = [Path(named)] if named else [Path.cwd(), *Path.cwd().parents]
    for folder in folders:
        if (folder / MARKER).is_file():
            return read_project(folder, settings)
    where = f"{named} is not" if named else f"neither {Path.cwd()} nor a folder above it is"
    raise NoProject(f"{where} a Countersight project; `countersight init` makes one")


def read_project(folder: Path, settings: Settings) -> Project:
    """Read the file of settings of a project's folder.

    Raises:
        UsageError: it says what cannot be.
    """
    marker = folder / MARKER
    try:
        said = tomllib.loads(marker.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{marker}: {error}") from error
    for name, value in said.items():
        if not isinstance(value, KNOWN.get(name, ())):
            raise UsageError(
                f"{marker}: {name} is no setting of a project, or not of its kind; there are {list(KNOWN)}"
            )
    title = str(said.get("title") or folder.resolve().name)
    return Project(folder, title, settings, readers=_readers(marker, said.get("review", {})))


def _readers(marker: Path, review: Mapping[str, Any]) -> int:
    unknown = set(review) - {"readers"}
    if unknown:
        raise UsageError(f"{marker}: [review] has no setting {min(unknown)}; there is readers")
    readers = review.get("readers", 1)
    if isinstance(readers, bool) or not isinstance(readers, int) or not 1 <= readers <= 5:
        raise UsageError(f"{marker}: readers has to be a number from 1 to 5, not {readers!r}")
    return readers


def create_project(folder: Path, title: str) -> None:
    """Set up a store in `folder` and mark the folder as a project."""
    from countersight.store import open_store

    folder.mkdir(parents=True, exist_ok=True)
    # JSON's strings are TOML's, but for DEL; the name of a folder may have bytes that are no UTF-8.
    line = " ".join(title.split()).replace("\x7f", "").encode("utf-8", "replace").decode("utf-8")
    quoted = json.dumps(line, ensure_ascii=False)
    open_store(folder, database=read_settings().database).close()  # before the marker, which says that it is there
    (folder / MARKER).write_text(f"# A Countersight project.\ntitle = {quoted}\n", encoding="utf-8")


@contextmanager
def open_project(option: str | None) -> Iterator[tuple[Project, Store]]:
    """Open the store of the project; it is closed when the block ends."""
    from countersight.store import open_store

    project = find_project(option)
    if not (project.settings.database or (project.folder / DATABASE).exists()):
        advice = f"put it back from a copy, or remove {MARKER} to begin anew"
        raise NoProject(f"{project.folder} has lost its database {DATABASE}: {advice}")
    store = open_store(project.folder, database=project.settings.database)
    store.readers = project.readers
    try:
        yield project, store
    finally:
        store.close()


def collect_limits(settings: Settings) -> "CollectLimits":
    """Make the bounds of collecting from the settings."""
    from countersight.collect import CollectLimits

    return CollectLimits(
        max_document_bytes=settings.max_document_bytes,
        max_redirects=settings.max_redirects,
        timeout_s=settings.fetch_timeout_s,
        proxy=settings.proxy,
        user_agent=settings.user_agent,
        allowed_networks=tuple(filter(None, map(str.strip, settings.allowed_networks.split(",")))),
    )


def extractor_choice(
    settings: Settings, *, name: str | None = None, folder: Path | None = None
) -> Callable[[], "Extractor"]:
    """Return what makes the extractor `name`, else the one that the settings name, else the default.

    It can be sent to other processes. `folder` is the project's, if there is one.
    """
    from countersight.extract import GlinerOptions, choose_extractor

    gliner = GlinerOptions(weights=settings.gliner_weights)
    return partial(
        choose_extractor, name or settings.extractor or None, gliner=gliner, llm=llm_options(settings, folder)
    )


def llm_options(settings: Settings, folder: Path | None) -> "LlmOptions":
    """Return what the extractor `llm` needs to know; answers are kept in the project unless the settings say where."""
    from countersight.extract import LlmOptions

    cache = Path(settings.llm_cache) if settings.llm_cache else folder / "cache" / "llm" if folder else None
    return LlmOptions(
        endpoint=settings.llm_endpoint,
        model=settings.llm_model,
        key=settings.llm_key,
        max_requests=settings.llm_max_requests,
        max_tokens=settings.llm_max_tokens,
        concurrency=settings.llm_concurrency,
        timeout_s=settings.llm_timeout_s,
        cache=cache,
        proxy=settings.proxy,
    )
