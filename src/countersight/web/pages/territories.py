"""Territories: all of them, and the page of each with what it supplies, what it receives, and what was searched."""

from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Marks, Query, TerritoryRow, What
from countersight.errors import NotFound
from countersight.web.pages.drawings import Picture, draw
from countersight.web.pages.looking import Look, look, show
from countersight.web.pages.ranking import Ranked, rank_facet, rank_pairs, rank_parties
from countersight.web.pages.tables import table_file

SHOWN, MOST_DATED = 10, 30
"""Findings of each role, and dated ones in the table beside the timeline; their own pages have all."""
COLUMNS = {
    "code": lambda row: row.code,
    "name": lambda row: row.name,
    "as_recipient": lambda row: row.as_recipient,
    "as_supplier": lambda row: row.as_supplier,
    "as_place": lambda row: row.as_place,
    "findings": lambda row: row.findings,
    "claims": lambda row: row.claims,
    "documents": lambda row: row.documents,
    "unread": lambda row: row.unread,
    "searched": lambda row: "yes" if row.is_searched else "no",
}


def list_territories(request: Request) -> Response:
    """List all territories: with findings, searched without any, and not searched."""
    seen = look(request)
    rows = seen.catalog.territories(hidden=seen.hidden)
    file = table_file(request, "territories", COLUMNS, rows)
    if file is not None:
        return file
    marks = seen.catalog.marks(hidden=seen.hidden)
    found = sorted((row for row in rows if row.findings), key=lambda row: (-row.findings, row.name))
    groups = {
        "found": found,
        "nothing": [row for row in rows if row.is_searched and not row.findings],
        "unsearched": [row for row in rows if not row.is_searched],
    }
    return show(
        seen, "territories.html", {"rows": rows}, **groups,
        drawing=draw(seen, Picture(kind="map", query=Query()), lambda: marks),
    )  # fmt: skip


def show_territory(request: Request) -> Response:
    """Show what is told of one territory, in each role, and how much was read about it.

    Raises:
        NotFound: there is no such territory.
    """
    code = request.path_params["code"]
    seen = look(request)
    catalog, hidden = seen.catalog, seen.hidden
    row = _row(catalog.territories(hidden=hidden), code)
    query = Query(territories=(code,))
    marks = catalog.marks(query, hidden=hidden)
    received = catalog.findings(Query(territories=(f"recipient:{code}",)), limit=SHOWN, hidden=hidden)
    supplied = catalog.findings(Query(territories=(f"supplier:{code}",)), limit=SHOWN, hidden=hidden)
    documents = catalog.documents(query, limit=6, hidden=hidden)
    facets = catalog.facets(What.FINDINGS, query, hidden=hidden)
    data = {
        "territory": row,
        "received": received,
        "supplied": supplied,
        "suppliers": rank_pairs(marks, seen, recipient=code),
        "recipients": rank_pairs(marks, seen, supplier=code),
        "agencies": _agencies(marks, code, seen),
        "technologies": rank_facet(facets["technology"], seen, "technology"),
        "sources": rank_facet(facets["source"], seen, "source"),
        "documents": documents,
    }
    shown = [*received.rows, *supplied.rows]
    return show(
        seen, "territory.html", data, marks=marks, code=code, most_dated=MOST_DATED,
        quotes=catalog.surest_claims({one.id for one in shown}, hidden=hidden),
        map=draw(seen, Picture(kind="map", query=query, chosen=code), lambda: marks),
        timeline=draw(seen, Picture(kind="timeline", query=query), lambda: marks),
    )  # fmt: skip


def _row(rows: list[TerritoryRow], code: str) -> TerritoryRow:
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise NotFound(f"no territory {code[:20]!r}")
    return found


def _agencies(marks: Marks, code: str, seen: Look) -> list[Ranked]:
    """Return the parties of a territory that receive, most findings first."""
    return rank_parties((node for node in marks.nodes if node.layer > 0 and code in node.territories), seen)
