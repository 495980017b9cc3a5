"""Technologies: the taxonomy, and the page of each label with its names, codes, vendors and recipients."""

from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Marks, Query
from countersight.errors import NotFound
from countersight.values.taxonomy import load_taxonomy
from countersight.web.pages.drawings import Picture, draw
from countersight.web.pages.looking import Look, look, show
from countersight.web.pages.overview import draw_years, small_multiples
from countersight.web.pages.ranking import MOST, Ranked, rank_parties
from countersight.web.pages.tables import table_file

SHOWN = 25
COLUMNS = {
    "label": lambda row: row.label,
    "name": lambda row: row.name,
    "definition": lambda row: row.definition,
    "findings": lambda row: row.findings,
    "claims": lambda row: row.claims,
}


def list_technologies(request: Request) -> Response:
    """List the labels of the taxonomy."""
    seen = look(request)
    rows = seen.catalog.technologies(hidden=seen.hidden)
    file = table_file(request, "technologies", COLUMNS, rows)
    if file is not None:
        return file
    marks = seen.catalog.marks(hidden=seen.hidden)
    lines = {label: counts for label, _, counts in small_multiples(marks)}
    return show(seen, "technologies.html", {"rows": rows}, lines=lines, sparkline=draw_years)


def show_technology(request: Request) -> Response:
    """Show one technology.

    Raises:
        NotFound: the taxonomy has no such label.
    """
    name = request.path_params["label"]
    label = load_taxonomy().get(name)
    if label is None:
        raise NotFound(f"no technology {name[:40]!r}")
    seen = look(request)
    catalog, hidden, query = seen.catalog, seen.hidden, Query(technologies=(name,))
    marks = catalog.marks(query, hidden=hidden)
    findings = catalog.findings(query, limit=SHOWN, hidden=hidden)
    vendors = rank_parties((node for node in marks.nodes if node.layer == 0), seen, role="supplier")
    data = {
        "technology": {
            "label": label.id,
            "names": label.names,
            "definition": label.definition,
            "products": label.products,
            "makers": label.makers,
            "mappings": {
                "AI Global Surveillance Index": label.aigs,
                "Global Inventory of Commercial Spyware and Digital Forensics": label.spyware_inventory,
                "CPV": label.cpv,
                "UNSPSC": label.unspsc,
            },
        },
        "findings": findings,
        "vendors": vendors,
        "recipients": _recipients(marks, seen, name),
    }
    return show(
        seen, "technology.html", data, marks=marks, query=query,
        quotes=catalog.surest_claims({row.id for row in findings.rows}, hidden=hidden),
        map=draw(seen, Picture(kind="map", query=query), lambda: marks),
        timeline=draw(seen, Picture(kind="timeline", query=query, lanes="recipient"), lambda: marks),
    )  # fmt: skip


def _recipients(marks: Marks, seen: Look, label: str) -> list[Ranked]:
    ranked = sorted(marks.territories, key=lambda one: (-one.as_recipient, one.code))
    return [
        Ranked(
            label=seen.language.territory(one.code), count=one.as_recipient, several=None,
            address=seen.link("/findings", technology=label, territory=f"recipient:{one.code}"),
        )
        for one in ranked if one.as_recipient
    ][:MOST]  # fmt: skip
