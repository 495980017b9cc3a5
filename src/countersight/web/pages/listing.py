"""The lists of findings, claims and documents: filtered, ordered, a page at a time, or whole as a file."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Order, Query, What
from countersight.web.api.downloads import download
from countersight.web.api.originals import hand_out_originals
from countersight.web.pages.looking import Look, look, show

ORDERS: Mapping[What, tuple[Order, ...]] = {
    What.FINDINGS: (Order.ORIGINS, Order.PROBABILITY, Order.NEWEST, Order.OLDEST, Order.UNCERTAIN, Order.NAME),
    What.CLAIMS: (Order.NEWEST, Order.OLDEST, Order.ORIGINS, Order.PROBABILITY, Order.UNCERTAIN, Order.NAME),
    What.DOCUMENTS: (Order.NEWEST, Order.OLDEST, Order.ORIGINS, Order.NAME),
}
"""The first is that of a list without words."""
ROWS, FACET_VALUES = 30, 10


def list_findings(request: Request) -> Response:
    """Show the findings that a filter lets through."""
    return _show_list(request, What.FINDINGS)


def list_claims(request: Request) -> Response:
    """Show the claims that a filter lets through."""
    return _show_list(request, What.CLAIMS)


def list_documents(request: Request) -> Response:
    """Show the documents that a filter lets through, or hand out their files with `?format=zip`."""
    if request.query_params.get("format") == "zip":
        return hand_out_originals(request)
    return _show_list(request, What.DOCUMENTS)


def _show_list(request: Request, what: What) -> Response:
    file = download(request, what)
    if file is not None:
        return file
    seen, query, order = (
        look(request),
        Query.from_params(request.query_params),
        Order.named(request.query_params.get("order")),
    )
    after = request.query_params.get("after")
    page = getattr(seen.catalog, what.value)(query, order=order, after=after, limit=ROWS, hidden=seen.hidden)
    data = {
        "list": what.value,
        "query": query.to_params(),
        "total": page.total,
        "rows": page.rows,
        "next": page.next,
        "previous": page.previous,
        "facets": seen.catalog.facets(what, query, limit=FACET_VALUES, hidden=seen.hidden),
    }
    shown = {"page": page, "asked": query, "order": order, "orders": orders_of(what, query)}
    shown["asked_params"] = urlencode(query.to_params())
    return show(seen, "list.html", data, **shown, quotes=_quotes(seen, what, query, page.rows))


def orders_of(what: What, query: Query) -> tuple[Order, ...]:
    """Return the orders that a list offers, the one it has by itself first."""
    return (Order.RELEVANCE, *ORDERS[what]) if query.words else ORDERS[what]


def _quotes(seen: Look, what: What, query: Query, rows: Any) -> Mapping[str, Any]:
    """Return the words that findings rest on, where no snippet shows any."""
    if what is not What.FINDINGS or query.words:
        return {}
    return seen.catalog.surest_claims([row.id for row in rows], hidden=seen.hidden)
