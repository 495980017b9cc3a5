"""Views for pages of others: a map, timeline or flow of a query, or one finding, without cookies or scripts."""

from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Query
from countersight.errors import NotFound
from countersight.web.pages.drawings import KINDS, draw
from countersight.web.pages.drawn import asked_picture
from countersight.web.pages.looking import look, show


def embed_drawing(request: Request) -> Response:
    """Show a drawing of a query alone.

    Raises:
        NotFound: there is no such drawing.
    """
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise NotFound(f"no drawing {kind[:20]!r}; there are {', '.join(KINDS)}")
    seen, query = look(request), Query.from_params(request.query_params)
    marks = seen.catalog.marks(query, hidden=seen.hidden)
    data = {"view": kind, "query": query.to_params(), "total": marks.findings}
    return show(
        seen, "embed.html", data, drawing=draw(seen, asked_picture(request, kind, query), lambda: marks), asked=query
    )


def embed_finding(request: Request) -> Response:
    """Show one finding alone, with the words that it rests on."""
    seen = look(request)
    row = seen.catalog.finding(request.path_params["id"], hidden=seen.hidden)
    claims = seen.catalog.claims_of(row.id, hidden=seen.hidden)
    return show(seen, "embed_finding.html", {"finding": row, "claims": claims[:3]})
