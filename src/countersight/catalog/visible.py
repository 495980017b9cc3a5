"""What one reader may see of one state of the catalog: the one place that keeps back what is hidden."""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from countersight.catalog.columns import Facet, Flags, Places, Table, id_bits
from countersight.catalog.query import What
from countersight.catalog.snapshot import OUT, Snapshot

T = TypeVar("T")

THROUGH_CLAIMS = {
    What.FINDINGS: frozenset({"source", "language", "document"}),
    What.DOCUMENTS: frozenset(
        {"kind", "status", "technology", "party", "party/supplier", "party/recipient", "territory/supplier",
         "territory/recipient", "territory/place"}
    ),
}  # fmt: skip
"""The facets that findings and documents have by their claims."""


@dataclass(frozen=True)
class Visible:
    """Which rows a reader may see. Everything that is shown, found, counted or drawn goes through these masks."""

    snapshot: Snapshot
    masks: dict[What, Flags]
    hides: bool
    """Whether anything is kept back."""
    _facets: dict[tuple[What, str], Facet] = field(default_factory=dict)
    _answers: dict[Hashable, Any] = field(default_factory=dict)

    @classmethod
    def to(cls, snapshot: Snapshot, hidden: Collection[str]) -> "Visible":
        """Keep back documents and claims, the claims of such documents, and findings that rest on one of them."""
        tables = snapshot.tables
        masks = {what: table.alive for what, table in tables.items()}
        bits = np.array(sorted({id_bits(name) for name in hidden if _is_id(name)}), np.uint64)
        if not len(bits):
            return cls(snapshot, masks, hides=False)
        documents = np.isin(tables[What.DOCUMENTS].ids, bits)
        claims = np.isin(tables[What.CLAIMS].ids, bits) | documents[snapshot.document_of]
        findings = np.zeros(tables[What.FINDINGS].size, np.bool_)
        findings[snapshot.finding_of[claims & masks[What.CLAIMS]]] = True
        for what, kept in ((What.DOCUMENTS, documents), (What.CLAIMS, claims), (What.FINDINGS, findings)):
            masks[what] = masks[what] & ~kept
        return cls(snapshot, masks, hides=True)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is the same for this reader as long as the catalog stays as it is, made when first asked for."""
        if key not in self._answers:
            self._answers[key] = make()
        answer: T = self._answers[key]
        return answer

    def table(self, what: What) -> Table:
        """Return the columns of a list, of hidden rows too: use them with a mask."""
        return self.snapshot.tables[what]

    @cached_property
    def standing_claims(self) -> Flags:
        """Claims that are to be seen and were not rejected."""
        claims = self.snapshot.tables[What.CLAIMS]
        if "review" not in claims.loose:
            return self.masks[What.CLAIMS]
        standing: Flags = self.masks[What.CLAIMS] & (~np.isin(claims.loose["review"], OUT))
        return standing

    @cached_property
    def claims_per_document(self) -> npt.NDArray[np.int64]:
        """Count the standing claims of every document."""
        owners = self.snapshot.document_of[self.standing_claims]
        return np.bincount(owners, minlength=self.table(What.DOCUMENTS).size)

    def facet(self, what: What, name: str) -> Facet:
        """Return a facet of a list; what findings and documents have by their claims, by those that stand."""
        if name not in THROUGH_CLAIMS.get(what, ()):
            if what is What.DOCUMENTS and name == "territory":
                return self._united(what, "territory/named", *ROLES_OF_TERRITORY)
            return self.snapshot.tables[what].facets.get(name, Facet.empty())
        found = self._facets.get((what, name))
        if found is None:
            # A rejected claim still is one of its finding's: whoever asks for rejected findings finds them by it.
            claims = self.masks[What.CLAIMS] if what is What.FINDINGS else self.standing_claims
            found = self._facets[what, name] = self.snapshot.projection(what, name).through(claims)
        return found

    def _united(self, what: What, *names: str) -> Facet:
        found = self._facets.get((what, "territory"))
        if found is None:
            facets = [self.facet(what, name) for name in names]
            codes = {value: code for code, value in enumerate(dict.fromkeys(v for one in facets for v in one.values))}
            rows = np.concatenate([one.rows for one in facets])
            of = np.concatenate([_recode(one, codes) for one in facets])
            pairs = np.unique(of.astype(np.int64) * self.table(what).size + rows)
            places = pairs % self.table(what).size
            found = Facet(
                tuple(codes), codes, places.astype(np.int32), (pairs // self.table(what).size).astype(np.int32)
            )
            self._facets[what, "territory"] = found
        return found


ROLES_OF_TERRITORY = ("territory/supplier", "territory/recipient", "territory/place")


def _recode(facet: Facet, codes: Mapping[str, int]) -> Places:
    """Return the codes of a facet's pairs in another numbering."""
    return np.array([codes[value] for value in facet.values], np.int32)[facet.of]


def _is_id(name: str) -> bool:
    digits = name.rpartition("-")[2]
    return len(digits) >= 16 and all(digit in "0123456789abcdef" for digit in digits)
