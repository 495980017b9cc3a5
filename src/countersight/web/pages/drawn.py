"""The findings of a query as map, timeline or flow: the drawing, the same as a table, and both as files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Marks, Order, Query, What
from countersight.drawing import standalone, to_png
from countersight.drawing.files import Theme
from countersight.errors import UsageError
from countersight.values.taxonomy import label_name
from countersight.values.territories import territory_name
from countersight.web.api.gexf import write_gexf
from countersight.web.pages.drawings import Picture, draw, drawing_words
from countersight.web.pages.listing import FACET_VALUES, orders_of
from countersight.web.pages.looking import Look, look, show
from countersight.web.pages.tables import Columns, table_file

PNG_WIDTH = 1920
TITLES = {"map": "map_title", "timeline": "timeline_title", "flow": "flow_title"}
LANES = ("technology", "recipient", "supplier")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """A line of the flow, as its table has it."""

    source: str
    """Id of the supplier's node."""
    target: str
    supplier: str
    recipient: str
    findings: int
    several_origins: int
    contested: int
    finding_ids: tuple[str, ...]


def show_map(request: Request) -> Response:
    """Show where the findings of a query are."""
    return _show_drawn(request, "map")


def show_timeline(request: Request) -> Response:
    """Show when the findings of a query were."""
    return _show_drawn(request, "timeline")


def show_flow(request: Request) -> Response:
    """Show who supplies whom in the findings of a query."""
    return _show_drawn(request, "flow")


def _show_drawn(request: Request, kind: str) -> Response:
    seen, query = look(request), Query.from_params(request.query_params)
    marks = seen.catalog.marks(query, hidden=seen.hidden)
    rows = drawn_rows(kind, marks)
    picture = asked_picture(request, kind, query)
    file = table_file(request, kind, COLUMNS[kind], rows) or _drawing_file(seen, picture, marks)
    if file is not None:
        return file
    data = {
        "view": kind,
        "query": query.to_params(),
        "total": marks.findings,
        "rows": rows,
        "left_out": {"map": 0, "timeline": marks.more_timeline, "flow": marks.more_links}[kind],
        "facets": seen.catalog.facets(What.FINDINGS, query, limit=FACET_VALUES, hidden=seen.hidden),
    }
    order = Order.named(request.query_params.get("order"))
    return show(
        seen, "drawn.html", data, asked=query, order=order, orders=orders_of(What.FINDINGS, query), marks=marks,
        drawing=draw(seen, picture, lambda: marks), lanes=picture.lanes,
    )  # fmt: skip


def asked_picture(request: Request, kind: str, query: Query, *, is_file: bool = False) -> Picture:
    """Read from an address what is to be drawn, besides the query.

    Raises:
        UsageError: a timeline has no such lanes.
    """
    lanes = request.query_params.get("lanes", LANES[0])
    if lanes not in LANES:
        raise UsageError(f"a timeline has no lanes by {lanes!r}; there are {', '.join(LANES)}")
    chosen = request.query_params.get("chosen") or None
    return Picture(kind=kind, query=query, chosen=chosen, lanes=lanes, is_file=is_file)


def drawn_rows(kind: str, marks: Marks) -> Sequence[Any]:
    """Return the rows of the table that says the same as a drawing."""
    if kind == "timeline":
        return marks.timeline
    if kind == "flow":
        return _flow_rows(marks)
    return sorted(
        (one for one in marks.territories if one.findings), key=lambda one: (-one.as_recipient, -one.findings, one.code)
    )


def _flow_rows(marks: Marks) -> Sequence[FlowRow]:
    names = {node.id: node.label for node in marks.nodes}
    return tuple(
        FlowRow(
            source=link.source, target=link.target, supplier=names[link.source], recipient=names[link.target],
            findings=link.findings, several_origins=link.several_origins, contested=link.contested,
            finding_ids=link.finding_ids,
        )
        for link in marks.links
    )  # fmt: skip


def _drawing_file(seen: Look, picture: Picture, marks: Marks) -> Response | None:
    """Answer with the drawing as a file if the address asks for one by `?format=svg|png`.

    Raises:
        UsageError: the format is none that there is.
    """
    form = seen.request.query_params.get("format")
    if form in (None, "json"):
        return None
    if form == "gexf" and picture.kind == "flow":
        network = write_gexf(marks, description=_source(seen, marks), day=seen.catalog.built_from.at.date())
        return _attached(network, "application/gexf+xml", "countersight-flow.gexf")
    if form not in ("svg", "png"):
        raise UsageError(f"there is no format {form!r}; there are svg, png, csv, xlsx, json, and gexf of a flow")
    theme: Theme = "dark" if seen.request.query_params.get("theme") == "dark" else "light"
    words = drawing_words(seen.language.code)
    whole = Picture(kind=picture.kind, query=picture.query, chosen=picture.chosen, lanes=picture.lanes, is_file=True)
    file = standalone(
        draw(seen, whole, lambda: marks), title=getattr(words, TITLES[picture.kind]), source=_source(seen, marks),
        theme=theme, disclaimer=words.borders if picture.kind == "map" else "",
    )  # fmt: skip
    body, media_type = (
        (file.encode(), "image/svg+xml") if form == "svg" else (to_png(file, width=PNG_WIDTH), "image/png")
    )
    return _attached(body, media_type, f"countersight-{picture.kind}.{form}")


def _attached(body: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type=media_type, headers=headers)


def _source(seen: Look, marks: Marks) -> str:
    """Say what a drawing was made from: the project, how many findings, of which day, and where to find it."""
    request = seen.request
    told = seen.language.translations.ngettext("%(num)s finding", "%(num)s findings", marks.findings)
    project = request.app.state.workspace.project.title
    day = seen.catalog.built_from.at.date().isoformat()
    address = str(request.url.remove_query_params(["format", "theme"]))
    return f"{project}, {told % {'num': f'{marks.findings:,}'}}, {day}. {address}"


COLUMNS: Mapping[str, Columns] = {
    "map": {
        "territory": lambda row: row.code,
        "name": lambda row: territory_name(row.code),
        "as_recipient": lambda row: row.as_recipient,
        "as_supplier": lambda row: row.as_supplier,
        "as_place": lambda row: row.as_place,
        "findings": lambda row: row.findings,
        "documents": lambda row: row.documents,
    },
    "timeline": {
        "finding": lambda row: row.finding_id,
        "parties": lambda row: row.label,
        "kind": lambda row: row.kind,
        "start": lambda row: row.start,
        "end": lambda row: row.end,
        "support": lambda row: row.support,
        "technologies": lambda row: [label_name(label) for label in row.technologies],
    },
    "flow": {
        "supplier": lambda row: row.supplier,
        "recipient": lambda row: row.recipient,
        "findings": lambda row: row.findings,
        "several_origins": lambda row: row.several_origins,
        "contested": lambda row: row.contested,
        "examples": lambda row: row.finding_ids,
    },
}
