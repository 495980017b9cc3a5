"""The resolve stage: from the names in claims to judgements about which organization is meant."""

from pathlib import Path

from countersight.resolve.base import Answer, Resolver
from countersight.resolve.contextual import ContextResolver
from countersight.resolve.entities import known_entities, known_entity
from countersight.resolve.judging import resolve_claims
from countersight.resolve.reference import ReferenceResolver, resolver_version
from countersight.resolve.registry import Registry

RESOLVERS: tuple[type[Resolver], ...] = (ContextResolver, ReferenceResolver)
"""The resolvers that there are; the first is the default."""

LISTS = "lists"
"""Folder of a project with its reference lists and the registry built from them."""


def default_resolver(folder: Path | None = None) -> ContextResolver:
    """Return the resolver that runs unless another is chosen: over the registry of the project in `folder`, if any."""
    return ContextResolver(None if folder is None else open_registry(folder))


def open_registry(folder: Path) -> Registry:
    """Open the registry of a project's lists and the maintained organizations, built anew where these have changed.

    Raises:
        StoreBusy: another process is building it.
        BrokenRegistry: a list is damaged.
    """
    from countersight.resolve.lists import ListFolder, is_registry_current, rebuild_registry, registry_folder

    lists = ListFolder(folder / LISTS)
    if not is_registry_current(lists):
        rebuild_registry(lists)
    return Registry.open(registry_folder(lists))


__all__ = [
    "RESOLVERS",
    "Answer",
    "ContextResolver",
    "ReferenceResolver",
    "Resolver",
    "default_resolver",
    "known_entities",
    "known_entity",
    "open_registry",
    "resolve_claims",
    "resolver_version",
]
