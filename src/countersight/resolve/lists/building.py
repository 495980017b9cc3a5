"""The registry of a project, built anew from its lists and the organizations that Countersight maintains."""

from collections.abc import Callable
from pathlib import Path

from countersight.resolve.entities import known_entities
from countersight.resolve.lists.joining import joined_entities
from countersight.resolve.lists.keeping import REGISTRY, ListFolder
from countersight.resolve.registry import build_registry, index_version
from countersight.resolve.registry.layout import MANIFEST
from countersight.values.digests import content_id
from countersight.values.organizations import reference_digest

_BUILT = ".registry-of"
"""File with the digest of what the registry was built from."""


def registry_folder(folder: ListFolder) -> Path:
    """Return where the registry of these lists lies."""
    return folder.folder / REGISTRY


def is_registry_current(folder: ListFolder) -> bool:
    """Whether the registry holds what the lists and the maintained organizations say now, as this version builds it."""
    try:
        built = (folder.folder / _BUILT).read_text(encoding="ascii")
    except (FileNotFoundError, UnicodeDecodeError):
        return False
    return built == _digest(folder) and (registry_folder(folder) / MANIFEST).is_file()


def rebuild_registry(folder: ListFolder, *, observe: Callable[[int], None] = lambda count: None) -> int:
    """Build the registry anew; return how many organizations it has. `observe` is told how many were read.

    Raises:
        StoreBusy: another process changes the lists or builds there.
    """
    count = 0

    def counting(done: int) -> None:
        nonlocal count
        count = done
        observe(done)

    with folder.locked():
        digest = _digest(folder)
        build_registry(joined_entities(folder, known_entities()), registry_folder(folder), observe=counting)
        (folder.folder / _BUILT).write_text(digest, encoding="ascii")
    return count


def _digest(folder: ListFolder) -> str:
    return content_id("registry", folder.digest(), reference_digest(), index_version())
