"""Search: findings, claims and document words side by side, each hit with the words around it."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Query, What
from countersight.web.pages.listing import FACET_VALUES
from countersight.web.pages.looking import look, show

FIRST = 8
"""Hits of each list; the lists have the rest."""


def search(request: Request) -> Response:
    """Show what words are found in."""
    seen, query = look(request), Query.from_params(request.query_params)
    if not query.words:
        return show(seen, "search.html", {"query": query.to_params(), "hits": None, "facets": {}}, asked=query)
    data = {
        "query": query.to_params(),
        "hits": seen.catalog.search(query, limit=FIRST, hidden=seen.hidden),
        "facets": seen.catalog.facets(What.CLAIMS, query, limit=FACET_VALUES, hidden=seen.hidden),
    }
    return show(seen, "search.html", data, asked=query, asked_params=urlencode(query.to_params()))
