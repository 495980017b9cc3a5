"""The registry of organizations: a million entities on disk, found by any of their names in milliseconds."""

from countersight.resolve.registry.building import build_registry, index_version
from countersight.resolve.registry.layout import Manifest
from countersight.resolve.registry.ranking import Likeness
from countersight.resolve.registry.registry import Candidate, Registry

__all__ = ["Candidate", "Likeness", "Manifest", "Registry", "build_registry", "index_version"]
