"""How many rows have each value, all other filters applied."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from countersight.catalog.columns import Flags
from countersight.catalog.filtering import IN_ROLES, ORIGINS, combine, origins_of
from countersight.catalog.query import PARAMS, Query, What
from countersight.catalog.rows import FacetCount
from countersight.catalog.snapshot import REVIEWS
from countersight.catalog.visible import Visible
from countersight.model.source import is_host
from countersight.release.names import technology_name
from countersight.values.territories import territory_name

VALUED = ("kind", "status", "territory", "party", "technology", "source", "language", "year")
"""The facets of values; `review` and `origins` come besides."""


def count_facets(
    visible: Visible, what: What, query: Query, masks: Mapping[str, Flags], *, limit: int
) -> dict[str, list[FacetCount]]:
    """Count the values of every facet over the rows that pass all other filters."""
    whole = combine(visible, what, masks)
    counts: dict[str, list[FacetCount]] = {}
    for name in VALUED:
        mask = combine(visible, what, masks, without=name) if name in masks else whole
        counts[name] = _count_values(visible, what, name, mask, query, limit)
    counts["review"] = _count_reviews(visible, what, combine(visible, what, masks, without="review"), query)
    mask = combine(visible, what, masks, without="origins") if "origins" in masks else whole
    counts["origins"] = _count_origins(visible, what, mask, query)
    return counts


def _count_values(visible: Visible, what: What, name: str, mask: Flags, query: Query, limit: int) -> list[FacetCount]:
    chosen = {str(value) for value in getattr(query, PARAMS[name])}
    facet = visible.facet(what, name)
    counts = facet.count(mask)
    kept = {int(code) for code in _most_frequent(counts, limit)}
    kept |= {facet.codes[value] for value in chosen if value in facet.codes}
    found = {facet.values[code]: int(counts[code]) for code in kept}
    if name in IN_ROLES:
        for value in chosen - found.keys():
            role, colon, rest = value.partition(":")
            of_role = visible.facet(what, f"{name}/{role}") if colon else None
            code = of_role.codes.get(rest) if of_role else None
            found[value] = int(of_role.count(mask)[code]) if of_role and code is not None else 0
    for value in chosen - found.keys():
        found[value] = 0
    if name == "year":
        ordered = sorted(found.items(), key=lambda one: one[0], reverse=True)
    else:
        ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return [
        FacetCount(value=value, label=label_value(visible, name, value), count=count, chosen=value in chosen)
        for value, count in ordered
        if count or value in chosen
    ]


def _most_frequent(counts: npt.NDArray[np.int64], limit: int) -> npt.NDArray[np.intp]:
    if len(counts) <= limit:
        return np.flatnonzero(counts)
    return np.argpartition(-counts, limit)[:limit]


def label_value(visible: Visible, name: str, value: str) -> str:
    """Return what a value is called, in English."""
    match name:
        case "territory":
            role, colon, code = value.partition(":")
            return f"{territory_name(code)} ({role})" if colon else territory_name(value)
        case "technology":
            return technology_name(value)
        case "source":
            name = visible.snapshot.labels.get(value, value)
            return name if name == value or not is_host(value) else f"{name} ({value})"
        case "party":
            parties = visible.snapshot.parties
            role, _, rest = value.partition(":")
            if value in parties:
                return parties[value].name
            return f"{parties[rest].name} ({role})" if rest in parties else value
        case _:
            return value


def _count_reviews(visible: Visible, what: What, mask: Flags, query: Query) -> list[FacetCount]:
    if what is What.DOCUMENTS:
        claims = visible.table(What.CLAIMS)
        shown = visible.masks[What.CLAIMS] & mask[visible.snapshot.document_of]
        owners = visible.snapshot.document_of[shown]
        codes = claims.loose.get("review", np.zeros(claims.size, np.int8))[shown]
        counts = [len(np.unique(owners[codes == code])) for code in range(len(REVIEWS))]
    else:
        table = visible.table(what)
        codes = table.loose.get("review", np.zeros(table.size, np.int8))[mask]
        counts = np.bincount(codes, minlength=len(REVIEWS)).tolist()
    return [
        FacetCount(value=state.value, label=state.value, count=count, chosen=state.value in query.reviews)
        for state, count in zip(REVIEWS, counts, strict=True)
        if count or state.value in query.reviews
    ]


def _count_origins(visible: Visible, what: What, mask: Flags, query: Query) -> list[FacetCount]:
    origins = origins_of(visible, what)[mask]
    chosen = query.least_origins
    counted = sorted({*ORIGINS, chosen} - {0})
    return [
        FacetCount(value=str(least), label=f"at least {least}", count=count, chosen=least == chosen)
        for least in counted
        if (count := int(np.count_nonzero(origins >= least))) or least == chosen
    ]
