"""Saved searches: under which name, what is new in each since it was last looked at; nothing is sent anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countersight.accounts.keeping import (
    SavedSearch,
    Searched,
    list_searches,
    look_at_search,
    remove_search,
    rename_search,
    save_search,
)
from countersight.catalog import Catalog, ClaimRow, DocumentRow, FindingRow, Order, Query, What
from countersight.errors import BadPreference, NotFound, UsageError
from countersight.values.person_names import person_key
from countersight.web.desk.preferences import accounts, known_person
from countersight.web.rendering import answer
from countersight.web.visitor import hidden, visitor
from countersight.web.workspace import workspace

SHOWN = tuple(Searched(what.value) for what in What)
"""What the desk keeps for itself is not listed here."""
MOST_NEW = 100
"""New records that are counted; beyond, it is that many and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """A saved search with what is new in it."""

    name: str
    list: str
    address: str
    """Of the list, what is new first."""
    feed: str
    query: str
    """In words."""
    saved_at: datetime
    looked_at: datetime
    total: int
    new: int
    """Records that are held to be as they are only since it was last looked at."""
    has_more: bool
    """Whether there are more new ones than were counted."""


def show_searches(request: Request) -> Response:
    """List the searches of whoever asks."""
    rows = _rows(request)
    return answer(request, "api/searches.html", {"rows": rows, "new": sum(row.new for row in rows)})


async def keep_search(request: Request) -> Response:
    """Save a search, go to one, rename or forget it, as the form says."""
    async with request.form(max_fields=10, max_files=0) as form:
        return await run_in_threadpool(_act, request, form)


def _act(request: Request, form: FormData) -> Response:
    request.app.state.news.forget(request)
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    act, name = said.get("act", "save"), " ".join(said.get("name", "").split())
    held, person = accounts(request), known_person(request)
    if act == "save":
        save_search(held, person, name, _searched(said.get("list", "")), _params(said.get("query", "")))
        return _go("/searches")
    kept = _find(list_searches(held, person), name)
    if act == "look":
        look_at_search(held, person, kept.name)
        return _go(_address(kept))
    if act == "rename":
        rename_search(held, person, kept.name, said.get("to", ""))
    elif act == "forget":
        remove_search(held, person, kept.name)
    else:
        raise UsageError(f"there is no act {act[:20]!r}")
    return _go("/searches")


def _rows(request: Request) -> list[SearchRow]:
    return find_rows(request, workspace(request).catalog())


def find_rows(request: Request, catalog: Catalog) -> list[SearchRow]:
    """Look what is new in each search of whoever asks."""
    kept = [one for one in list_searches(accounts(request), person_key(visitor(request).name)) if one.what in SHOWN]
    kept_back = hidden(request) if kept else frozenset()
    return [_row(catalog, kept_back, one) for one in kept]


def _row(catalog: Catalog, kept_back: frozenset[str], kept: SavedSearch) -> SearchRow:
    query = Query.from_params(kept.params)
    page = getattr(catalog, kept.what.value)(query, order=Order.RECORDED, limit=MOST_NEW, hidden=kept_back)
    new = sum(_held_since(row) > kept.looked_at for row in page.rows)
    asked = urlencode(query.to_params())
    return SearchRow(
        name=kept.name,
        list=kept.what.value,
        address=_address(kept),
        feed=f"/feeds/{kept.what}.atom{'?' if asked else ''}{asked}",
        query="; ".join(f"{name} {value}" for name, value in query.to_params()),
        saved_at=kept.saved_at,
        looked_at=kept.looked_at,
        total=page.total,
        new=new,
        has_more=new == MOST_NEW and page.total > MOST_NEW,
    )


def _held_since(row: FindingRow | ClaimRow | DocumentRow) -> datetime:
    since = row.captured_at if isinstance(row, DocumentRow) else row.recorded_at
    return since or datetime.fromisoformat("0001-01-01T00:00:00+00:00")


def _find(kept: Sequence[SavedSearch], name: str) -> SavedSearch:
    found = [one for one in kept if one.name == name and one.what in SHOWN]
    if not found:
        raise NotFound(f"no saved search {name[:120]!r}")
    return found[0]


def _searched(name: str) -> Searched:
    if name not in list(What):
        raise BadPreference(f"there is no list {name[:20]!r} to search")
    return Searched(name)


def _params(asked: str) -> list[tuple[str, str]]:
    return Query.from_params(parse_qsl(asked)).to_params()


def _address(kept: SavedSearch) -> str:
    return f"/{kept.what}?{urlencode([*kept.params, ('order', Order.RECORDED.value)])}"


def _go(address: str) -> Response:
    return RedirectResponse(address, status_code=303)
