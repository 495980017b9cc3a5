"""Joins what a project declares of its sources to what findings are made of: owners of publishers, and letters."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from countersight.corroborate.origins.publishers import Families, read_families
from countersight.model.declared import DeclaredSource
from countersight.model.source import source_key

if TYPE_CHECKING:  # whoever reads files should not wait for an HTTP client
    from countersight.collect.sources import Source

PUBLISHERS = "publishers.yaml"
"""File of a project that tells which publishers have one owner."""
SOURCES = "sources"
"""Folder of a project with the sources that it declares."""


def declared_sources(folder: Path) -> tuple[DeclaredSource, ...]:
    """Return what a project declares of its sources, by name; `countersight watch check` tells of unreadable ones."""
    if not (folder / SOURCES).is_dir():
        return ()
    from countersight.collect.sources import Source, check_sources

    return tuple(_declare(source, folder) for source in check_sources(folder) if isinstance(source, Source))


def publisher_families(folder: Path, declared: Iterable[DeclaredSource]) -> Families:
    """Return who owns which publisher, as the project's `publishers.yaml` and its declared sources say.

    Raises:
        BadSetting: `publishers.yaml` cannot be understood.
    """
    return read_families(folder / PUBLISHERS, declared)


def _declare(source: "Source", folder: Path) -> DeclaredSource:
    """Take a source's own host and its name; a site that is only a part of a host's shares the host with others."""
    is_own_host = urlsplit(source.website).path in ("", "/")
    names = {source.host if is_own_host else "", source_key(source.publisher)} - {""}
    return DeclaredSource(
        declared_in=source.path.relative_to(folder).as_posix(),
        keys=tuple(sorted(names)),
        owner=source.owner,
        reliability=source.reliability,
        basis=source.basis,
    )
