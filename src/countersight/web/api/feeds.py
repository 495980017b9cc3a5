"""Feeds of what is new: Atom (RFC 4287) and JSON Feed 1.1 of findings, claims and documents, under any filter."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import ClaimRow, DocumentRow, FindingRow, Order, Query, What
from countersight.errors import NotFound
from countersight.store.base import View
from countersight.web.api.answers import SHARED, json_answer, unchanged
from countersight.web.api.atom import write_atom
from countersight.web.api.entries import Entry, Feed, describe_row
from countersight.web.rendering import answer, part
from countersight.web.security.private import site_origin
from countersight.web.visitor import proposed
from countersight.web.workspace import workspace

ROWS = 50
"""Entries of a feed: the newest."""
FORMS = {"atom": "application/atom+xml", "json": "application/feed+json"}
JSON_FEED = "https://jsonfeed.org/version/1.1"


def explain_feeds(request: Request) -> Response:
    """Say which feeds there are and how to narrow them."""
    rows = [{"list": what.value, "form": form, "path": f"/feeds/{what}.{form}"} for what in What for form in FORMS]
    return answer(request, "api/feeds.html", {"rows": rows})


def show_feed(request: Request) -> Response:
    """Answer with the newest of what a filter lets through; never with what only some may see.

    Raises:
        NotFound: there is no such feed.
        UsageError: the filter asks for what cannot be.
    """
    name, _, form = request.path_params["name"].rpartition(".")
    if name not in list(What) or form not in FORMS:
        raise NotFound(f"there is no feed {request.path_params['name'][:40]!r}")
    what, query = What(name), Query.from_params(request.query_params)
    catalog = workspace(request).catalog()
    with workspace(request).view() as view:
        kept_back = view.hidden_from(None) | proposed(request)
        state = (catalog.built_from.position, str(request.base_url), str(request.url), *sorted(kept_back))
        tag = f'W/"{hashlib.sha256(chr(0).join(state).encode()).hexdigest()[:24]}"'
        if (known := unchanged(request, tag)) is not None:
            return known
        rows = getattr(catalog, what.value)(query, order=Order.RECORDED, limit=ROWS, hidden=kept_back).rows
        entries = tuple(_entry(view, site_origin(request), what, row) for row in rows)
    feed = _feed(request, what, query, entries, catalog.built_from.at)
    headers = {"ETag": tag, "Last-Modified": format_datetime(feed.updated.astimezone(UTC), usegmt=True)}
    if form == "json":
        return json_answer(_json_feed(feed), media_type=FORMS[form], headers=headers)
    return Response(write_atom(feed), media_type=FORMS[form], headers={**SHARED, **headers})


def _feed(request: Request, what: What, query: Query, entries: tuple[Entry, ...], at: datetime) -> Feed:
    base, asked = site_origin(request), urlencode(query.to_params())
    behind = f"?{asked}" if asked else ""
    path = f"{request.url.path}{behind}"
    filters = "; ".join(f"{name} {value}" for name, value in query.to_params())
    title = f"{workspace(request).project.title}: {what}" + (f" ({filters})" if filters else "")
    return Feed(
        id=uuid5(NAMESPACE_URL, f"{base}{path}").urn,  # the same by whatever address it is read
        title=title,
        page=f"{base}/{what}{behind}",
        address=f"{str(request.base_url).rstrip('/')}{path}",
        updated=max((entry.updated for entry in entries), default=at),
        entries=entries,
    )


def _entry(view: View, base: str, what: What, row: FindingRow | ClaimRow | DocumentRow) -> Entry:
    first, last = _held(view, row)
    return describe_row(row, address=f"{base}/{what}/{part(row.id)}", published=first, updated=last)


def _held(view: View, row: FindingRow | ClaimRow | DocumentRow) -> tuple[datetime, datetime]:
    """Return since when the project holds a record at all, and since when as it is."""
    if isinstance(row, DocumentRow):
        return row.captured_at, row.captured_at
    history = view.history(row.id)
    return datetime.fromisoformat(history[0][0]), datetime.fromisoformat(history[-1][0])


def _json_feed(feed: Feed) -> Mapping[str, Any]:
    """Return a feed as JSON Feed 1.1 has it (https://www.jsonfeed.org/version/1.1/)."""
    return {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": "en",
        "items": [_item(entry) for entry in feed.entries],
    }


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.html,
        "content_text": entry.text,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "tags": entry.tags,
    }
    if entry.source:
        item["external_url"] = entry.source
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    return item
