"""Finds declared sources: those bundled with Countersight and those of a project, which stand above them."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from countersight.collect.sources.reading import FILE_NAME, read_source
from countersight.collect.sources.source import Source
from countersight.errors import BadSource, NotFound

FOLDER = "sources"
"""Where a project keeps its sources, a folder each."""
MAPPINGS = "mappings"
"""Where mappings lie: those of a project, and those that come with Countersight."""


def source_files(folder: Path) -> list[Path]:
    """Return the files that declare sources below `folder`, in order of name."""
    if not folder.is_dir():
        return []
    return sorted(each / FILE_NAME for each in folder.iterdir() if each.is_dir() and (each / FILE_NAME).is_file())


def bundled_folder() -> Path:
    """Return the folder of the sources that come with Countersight."""
    return Path(str(files("countersight.reference"))) / FOLDER


def project_sources(folder: Path) -> list[Source]:
    """Read all sources of the project in `folder`.

    Raises:
        BadSource: one of them cannot be understood.
    """
    return [read_source(path) for path in source_files(folder / FOLDER)]


def all_sources(folder: Path) -> list[Source]:
    """Read the sources of a project and those bundled ones that it has no own of the same name for, by name."""
    own = {source.name: source for source in project_sources(folder)}
    bundled = (read_source(path) for path in source_files(bundled_folder()) if path.parent.name not in own)
    return sorted([*own.values(), *bundled], key=lambda source: source.name)


def check_sources(folder: Path) -> Iterator[Source | BadSource]:
    """Read every source of a project and say of each that cannot be understood why."""
    for path in source_files(folder / FOLDER):
        try:
            source = read_source(path)
            _check_mapping(source, folder)
        except BadSource as error:
            yield error
        else:
            yield source


def _check_mapping(source: Source, folder: Path) -> None:
    places = (folder / MAPPINGS, bundled_folder().parent / MAPPINGS)
    if source.mapping is None or any((place / f"{source.mapping}.yml").is_file() for place in places):
        return
    raise BadSource(source.path, None, f"there is no mapping {source.mapping!r}, neither here nor with Countersight")


def add_source(name: str, folder: Path) -> Path | None:
    """Take a bundled source into a project, to be watched and changed there; nothing if it has one of that name.

    Raises:
        NotFound: there is no such bundled source.
    """
    bundled = {path.parent.name: path for path in source_files(bundled_folder())}
    if name not in bundled:
        near = [known for known in bundled if name.casefold() in known] or sorted(bundled)
        raise NotFound(f"no bundled source {name!r}; there are {', '.join(near[:40])}")
    target = folder / FOLDER / name / FILE_NAME
    if target.exists():
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    shutil.copyfile(bundled[name], draft)
    draft.replace(target)  # whole or not at all
    return target
