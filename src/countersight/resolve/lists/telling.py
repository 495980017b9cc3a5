"""Whom a list is about where it does not say: `values.telling`, under the name that lists know it by."""

from countersight.values.telling import passes_for_person, tells_organization

__all__ = ["passes_for_person", "tells_organization"]
