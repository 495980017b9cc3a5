"""The overview: what there is, how sure it is, what needs a reader, what is lacking, and where to go on."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Catalog, ClaimRow, FindingRow, Marks, Order, Query, TerritoryMark, What
from countersight.drawing import draw_sparkline
from countersight.web.pages.drawings import Picture, draw
from countersight.web.pages.looking import look, show
from countersight.web.pages.ranking import rank_facet

STRONGEST, OTHERS, MOST_NAMED, MOST_PLACES = 5, 4, 10, 50
"""What is shown of each; the map's own page has the table of all territories."""
EVERYTHING = Query()


def overview(request: Request) -> Response:
    """Show the project at a glance."""
    seen = look(request)
    catalog, hidden = seen.catalog, seen.hidden
    totals, marks = catalog.totals(hidden=hidden), catalog.marks(hidden=hidden)
    strongest = _strongest(catalog, hidden)
    newest = catalog.findings(order=Order.NEWEST, limit=OTHERS, hidden=hidden)
    contested = catalog.findings(Query(only_contested=True), limit=OTHERS, hidden=hidden)
    rows: list[FindingRow] = [*strongest, *newest.rows, *contested.rows]
    territories = catalog.territories(hidden=hidden)
    facets = catalog.facets(What.FINDINGS, hidden=hidden, limit=MOST_NAMED)
    data = {
        "totals": totals,
        "strongest": strongest,
        "newest": newest.rows,
        "contested": contested.rows,
        "nothing_found": [one for one in territories if one.is_searched and not one.findings],
        "not_searched": [one for one in territories if not one.is_searched],
    }
    return show(
        seen, "overview.html", data, marks=marks, places=_places(marks), most_places=MOST_PLACES,
        named=rank_facet(facets["party"], seen, "party"),
        technologies=rank_facet(facets["technology"], seen, "technology"), sparkline=draw_years,
        quotes=catalog.surest_claims({row.id for row in rows}, hidden=hidden),
        denials=denials(catalog, hidden), multiples=small_multiples(marks),
        drawing=draw(seen, Picture(kind="map", query=EVERYTHING), lambda: marks),
    )  # fmt: skip


def _strongest(catalog: Catalog, hidden: frozenset[str]) -> list[FindingRow]:
    """Return findings on several origins that nobody contests; where there are none, the most probable."""
    found = catalog.findings(Query(least_origins=2), order=Order.ORIGINS, limit=3 * STRONGEST, hidden=hidden)
    agreed = [row for row in found.rows if not row.is_contested]
    if not agreed:
        agreed = list(catalog.findings(order=Order.PROBABILITY, limit=STRONGEST, hidden=hidden).rows)
    return agreed[:STRONGEST]


def denials(catalog: Catalog, hidden: frozenset[str], *, parties: tuple[str, ...] = ()) -> dict[str, ClaimRow]:
    """Return a claim that denies or takes back, by the finding that it contests."""
    query = Query(only_contested=True, statuses=("denied", "cancelled"), parties=parties)
    found = catalog.claims(query, order=Order.PROBABILITY, limit=50, hidden=hidden)
    return {row.finding_id: row for row in reversed(found.rows) if row.finding_id is not None}


def _places(marks: Marks) -> list[TerritoryMark]:
    """Return the rows of the map's table."""
    found = [one for one in marks.territories if one.findings]
    return sorted(found, key=lambda one: (-one.as_recipient, -one.findings, one.code))


def small_multiples(marks: Marks) -> list[tuple[str, int, list[tuple[int, int]]]]:
    """Return each technology with its number of dated findings and its counts by year, all over the same years."""
    years = [mark.year for of_label in marks.technologies.values() for mark in of_label]
    if not years:
        return []
    axis = range(max(min(years), max(years) - 24), max(years) + 1)
    multiples = []
    for label, of_label in marks.technologies.items():
        counts = {mark.year: mark.findings for mark in of_label}
        multiples.append((label, sum(counts.values()), [(year, counts.get(year, 0)) for year in axis]))
    return sorted(multiples, key=lambda one: (-one[1], one[0]))


def draw_years(counts: list[tuple[int, int]], label: str) -> Markup:
    """Draw counts by year as thin bars, named by the years that have any."""
    told = ", ".join(f"{year}: {count}" for year, count in counts if count)
    return draw_sparkline(counts, label=f"{label}. {told}")
