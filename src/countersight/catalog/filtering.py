"""From a query's filters to the rows that pass them, each filter apart so that facets can lift their own."""

from collections.abc import Iterable, Mapping
from functools import reduce

import numpy as np

from countersight.catalog.columns import Flags, Numbers
from countersight.catalog.query import Query, What
from countersight.catalog.snapshot import OUT, REVIEWS
from countersight.catalog.visible import Visible

BY_VALUE = {
    "kind": "kinds", "status": "statuses", "technology": "technologies", "source": "sources", "language": "languages",
}  # fmt: skip
"""Filters that keep rows with any of some values of the facet of the same name, and their field of a query."""
IN_ROLES = {"territory": "territories", "party": "parties"}
"""Those whose values may name a role before a colon."""
ROLES = ("supplier", "recipient", "place")
ORIGINS = (1, 2, 3, 5)
"""Least numbers of origins that the facet counts."""


def filter_masks(visible: Visible, what: What, query: Query) -> dict[str, Flags]:
    """Return for each filter that a query sets which rows pass it, by the filter's parameter."""
    size = visible.table(what).size
    masks: dict[str, Flags] = {}
    for name, field in BY_VALUE.items():
        if values := getattr(query, field):
            masks[name] = visible.facet(what, name).mask(values, size)
    for name, field in IN_ROLES.items():
        if values := getattr(query, field):
            masks[name] = _in_roles(visible, what, name, values)
    if query.years:
        masks["year"] = visible.facet(what, "year").mask(map(str, query.years), size)
    if query.document is not None:
        masks["document"] = _of_document(visible, what, query.document)
    if query.least_origins > 0:
        masks["origins"] = _with_origins(visible, what, query.least_origins)
    if query.only_contested:
        masks["contested"] = _contested(visible, what)
    masks["review"] = _reviewed(visible, what, query.reviews)
    return masks


def combine(visible: Visible, what: What, masks: Mapping[str, Flags], *, without: str | None = None) -> Flags:
    """Return which rows a reader may see that pass all filters, or all but one."""
    kept = [mask for name, mask in masks.items() if name != without]
    return reduce(np.logical_and, kept, visible.masks[what])


def origins_of(visible: Visible, what: What) -> Numbers:
    """Return the origins of each row: a finding's own, a claim's finding's, the most of a document's findings."""
    findings = visible.table(What.FINDINGS)
    origins = np.nan_to_num(findings.numbers.get("origins", np.zeros(findings.size)))
    if what is What.FINDINGS:
        return origins
    shown = np.where(visible.masks[What.FINDINGS], origins, 0)
    of_claims = shown[visible.snapshot.finding_of]
    if what is What.CLAIMS:
        return of_claims
    most = np.zeros(visible.table(What.DOCUMENTS).size)
    standing = visible.standing_claims
    np.maximum.at(most, visible.snapshot.document_of[standing], of_claims[standing])
    return most


def _in_roles(visible: Visible, what: What, name: str, values: Iterable[str]) -> Flags:
    """Keep rows that have a value in every role that any is named in, so that pairs can be asked for."""
    by_role: dict[str, Flags] = {}
    for value in values:
        role = value.partition(":")[0]
        role, mask = role if role in ROLES else "", _in_role(visible, what, name, value)
        by_role[role] = by_role[role] | mask if role in by_role else mask
    return reduce(np.logical_and, by_role.values())


def _in_role(visible: Visible, what: What, name: str, value: str) -> Flags:
    role, colon, rest = value.partition(":")
    facet, wanted = (f"{name}/{role}", rest) if colon and role in ROLES else (name, value)
    return visible.facet(what, facet).mask((wanted,), visible.table(what).size)


def _of_document(visible: Visible, what: What, document_id: str) -> Flags:
    if what is What.DOCUMENTS:
        named = visible.table(what)
        digits = document_id[:16]
        bits = int(digits, 16) if len(digits) == 16 and all(one in "0123456789abcdef" for one in digits) else 0
        found: Flags = named.ids == np.uint64(bits)
        return found
    return visible.facet(what, "document").mask((document_id,), visible.table(what).size)


def _with_origins(visible: Visible, what: What, least: int) -> Flags:
    kept: Flags = origins_of(visible, what) >= least
    return kept


def _contested(visible: Visible, what: What) -> Flags:
    """Keep contested findings, their claims, or the documents behind them."""
    findings = visible.table(What.FINDINGS)
    contested: Flags = findings.numbers.get("contested", np.zeros(findings.size)) > 0
    if what is What.FINDINGS:
        return contested
    of_claims: Flags = (contested & visible.masks[What.FINDINGS])[visible.snapshot.finding_of]
    if what is What.CLAIMS:
        return of_claims
    documents = np.zeros(visible.table(what).size, np.bool_)
    documents[visible.snapshot.document_of[of_claims & visible.standing_claims]] = True
    return documents


def _reviewed(visible: Visible, what: What, reviews: tuple[str, ...]) -> Flags:
    """Keep what has one of these states; without any, all that was not rejected. A document has those of its claims."""
    if what is not What.DOCUMENTS:
        codes = visible.table(what).loose.get("review", np.zeros(visible.table(what).size, np.int8))
        wanted = np.ones(len(REVIEWS), np.bool_)
        wanted[OUT] = False
        if reviews:
            wanted[:] = [state.value in reviews for state in REVIEWS]
        kept: Flags = wanted[codes]
        return kept
    documents = np.ones(visible.table(what).size, np.bool_)
    if reviews:
        documents[:] = False
        claims = visible.masks[What.CLAIMS] & _reviewed(visible, What.CLAIMS, reviews)
        documents[visible.snapshot.document_of[claims]] = True
    return documents
