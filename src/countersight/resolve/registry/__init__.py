"""The registry of organizations: a million entities on disk, found by any of their names in milliseconds."""

from countersight.resolve.registry.building import build_registry
from countersight.resolve.registry.registry import Candidate, Registry

__all__ = ["Candidate", "Registry", "build_registry"]
