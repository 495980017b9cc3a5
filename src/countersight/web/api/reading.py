"""The API for reading: lists with filters and cursors, single records, facets and totals."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from countersight.catalog import Catalog, Order, Page, Query, What
from countersight.errors import NotFound, UsageError
from countersight.model.document import Capture
from countersight.release.addresses import public_address
from countersight.web.api.answers import (
    SHARED,
    asked_catalog,
    asked_limit,
    json_answer,
    page_answer,
    state_tag,
    unchanged,
)
from countersight.web.moments import asked_moment
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRecord:
    """One act of fetching, without what concerns only who fetched: of a local file its name alone is told."""

    id: str
    document_id: str
    address: str
    final_address: str | None
    captured_at: datetime
    tool: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    """Of the response, without its cookies."""

    @classmethod
    def of(cls, capture: Capture) -> "CaptureRecord":
        """Take it from a capture."""
        return cls(
            id=capture.id,
            document_id=capture.document_id,
            address=public_address(capture.address),
            final_address=public_address(capture.final_address) if capture.final_address else None,
            captured_at=capture.captured_at,
            tool=capture.tool,
            status=capture.status,
            headers=tuple(pair for pair in capture.headers if pair[0].lower() != "set-cookie"),
        )


def list_rows(request: Request) -> Response:
    """One page of findings, claims or documents."""
    catalog = asked_catalog(request)
    tag = state_tag(request, catalog)
    pages: Callable[..., Page[Any]] = getattr(catalog, asked_list(request).value)
    order, after = request.query_params.get("order"), request.query_params.get("after")
    return unchanged(request, tag) or page_answer(
        request,
        pages(
            Query.from_params(request.query_params),
            order=Order.named(order),
            after=after or None,
            limit=asked_limit(request),
            hidden=hidden(request),
        ),
        tag,
    )


def count_facets(request: Request) -> Response:
    """Every facet's values with their counts, all other filters applied."""
    query = Query.from_params(request.query_params)
    return _of_catalog(request, lambda catalog: catalog.facets(asked_list(request), query, hidden=hidden(request)))


def one_finding(request: Request) -> Response:
    """A finding with its claims."""
    name = request.path_params["id"]

    def read(catalog: Catalog) -> Any:
        row = catalog.finding(name, hidden=hidden(request))
        with workspace(request).view(asked_moment(request)) as view:
            whole = view.finding(row.id)
        links = tuple(link for link in whole.links if _is_seen(request, catalog, link.finding_id))
        claims = catalog.claims_of(row.id, hidden=hidden(request))
        return {"finding": row, "claims": claims, "record": replace(whole, links=links)}

    return _of_catalog(request, read)


def one_claim(request: Request) -> Response:
    """A claim, as listed and as recorded."""
    name = request.path_params["id"]

    def read(catalog: Catalog) -> Any:
        row = catalog.claim(name, hidden=hidden(request))
        with workspace(request).view(asked_moment(request)) as view:
            return {"claim": row, "record": view.claim(row.id)}

    return _of_catalog(request, read)


def one_document(request: Request) -> Response:
    """A document with its captures."""
    name = request.path_params["id"]

    def read(catalog: Catalog) -> Any:
        row = catalog.document(name, hidden=hidden(request))
        with workspace(request).view(asked_moment(request)) as view:
            captures = [CaptureRecord.of(one) for one in view.captures(row.id)]
        return {"document": row, "captures": captures}

    return _of_catalog(request, read)


def document_text(request: Request) -> Response:
    """The frozen text of a document, to which the offsets of claims refer."""
    catalog = asked_catalog(request)
    row = catalog.document(request.path_params["id"], hidden=hidden(request))
    if row.text_id is None:
        raise UsageError(f"document {row.id} has no text: {row.state}")
    tag = f'"{row.text_id}"'
    if (known := unchanged(request, tag)) is not None:
        return known
    with workspace(request).view(asked_moment(request)) as view:
        return PlainTextResponse(view.text(row.text_id).text, headers={**SHARED, "ETag": tag})


def _is_seen(request: Request, catalog: Catalog, finding_id: str) -> bool:
    try:
        catalog.finding(finding_id, hidden=hidden(request))
    except NotFound:
        return False
    return True


def totals(request: Request) -> Response:
    """Counts of everything."""
    return _of_catalog(request, lambda catalog: catalog.totals(hidden=hidden(request)))


def territories(request: Request) -> Response:
    """All territories, those of which nothing was found among them."""
    return _of_catalog(request, lambda catalog: {"rows": catalog.territories(hidden=hidden(request))})


def parties(request: Request) -> Response:
    """The named parties."""
    role = request.query_params.get("role") or None
    return _of_catalog(request, lambda catalog: {"rows": catalog.parties(role, hidden=hidden(request))})


def one_party(request: Request) -> Response:
    """What is known of one party."""
    return _of_catalog(request, lambda catalog: catalog.party(request.path_params["id"], hidden=hidden(request)))


def technologies(request: Request) -> Response:
    """The labels of the taxonomy."""
    return _of_catalog(request, lambda catalog: {"rows": catalog.technologies(hidden=hidden(request))})


def sources(request: Request) -> Response:
    """The publishers."""
    return _of_catalog(request, lambda catalog: {"rows": catalog.sources(hidden=hidden(request))})


def asked_list(request: Request) -> What:
    """Return which of the three lists the address names.

    Raises:
        UsageError: it is none of them.
    """
    name = request.path_params.get("list") or request.url.path.rsplit("/", 1)[1]
    if name not in list(What):
        raise UsageError(f"there is no list {name!r}; there are {', '.join(What)}")
    return What(name)


def _of_catalog(request: Request, read: Callable[[Catalog], Any]) -> Response:
    catalog = asked_catalog(request)
    tag = state_tag(request, catalog)
    return unchanged(request, tag) or json_answer(read(catalog), headers={"ETag": tag})
