"""Joins what a project declares of its portals to the purchases that came from them: where the buyers are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from countersight.extract import infer_territory
from countersight.model.failure import Failure
from countersight.pipeline.batches import Extracted, Results
from countersight.store.base import View
from countersight.values.digests import sha256_hex

OCDS = "ocds"
"""The reader whose texts are of purchases."""
OF_MANY_STATES = frozenset({"eu", "un"})
"""Territories whose portals publish for bodies of many states: theirs says nothing of a buyer's."""


@dataclass(frozen=True, slots=True)
class PortalTerritories:
    """Where the declared portals of procurement publish, by the names of their sources."""

    codes: Mapping[str, str]

    @property
    def version(self) -> str:
        """What a step's version has in addition, so that another declaration has the releases looked at again."""
        return f"+{sha256_hex(repr(sorted(self.codes.items())).encode())[:8]}" if self.codes else ""

    def complete(self, results: Results, documents: Mapping[str, str], view: View) -> Results:
        """Return the results with what the source of each text tells.

        Args:
            results: by text.
            documents: the document of each text.
            view: of the store, which knows the captures.
        """
        return {own: self._complete(result, documents[own], view) for own, result in results.items()}

    def _complete(self, result: Extracted | Failure, document_id: str, view: View) -> Extracted | Failure:
        if isinstance(result, Failure) or not self.codes or not result.claims:
            return result
        told = {code for one in view.captures(document_id) if (code := self.codes.get(one.source or ""))}
        if len(told) != 1:
            return result
        (code,) = told
        return replace(result, claims=tuple(infer_territory(claim, code) for claim in result.claims))


def portal_territories(folder: Path, reader: str) -> PortalTerritories:
    """Return where the project's portals publish, for texts of `reader`; nothing where these are of no purchases."""
    if reader != OCDS or not (folder / "sources").is_dir():
        return PortalTerritories({})
    from countersight.collect.sources import Source, SourceKind, check_sources

    return PortalTerritories(
        {
            one.name: one.territory
            for one in check_sources(folder)
            if isinstance(one, Source) and one.kind is SourceKind.PROCUREMENT and one.territory not in OF_MANY_STATES
        }
    )
