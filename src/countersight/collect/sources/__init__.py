"""Declared sources: folders with a `source.yml`, bundled or of a project."""

from countersight.collect.sources.finding import add_source, all_sources, check_sources, project_sources
from countersight.collect.sources.reading import read_source
from countersight.collect.sources.source import Expected, Source, SourceKind, Span

__all__ = [
    "Expected",
    "Source",
    "SourceKind",
    "Span",
    "add_source",
    "all_sources",
    "check_sources",
    "project_sources",
    "read_source",
]
