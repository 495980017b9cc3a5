"""Lists as files: CSV, Excel and JSON of everything that a filter lets through, each row with its address."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from threading import BoundedSemaphore
from typing import Any

import msgspec
import xlsxwriter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from countersight.catalog import Order, Page, Query, What
from countersight.errors import TooManyAttempts, UsageError
from countersight.release.tables import guard_cell
from countersight.web.api.columns import CLAIMS, DOCUMENTS, FINDINGS, Columns
from countersight.web.moments import asked_moment, moment_params
from countersight.web.rendering import encode_special, part
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace

LISTS: Mapping[What, Columns] = {What.FINDINGS: FINDINGS, What.CLAIMS: CLAIMS, What.DOCUMENTS: DOCUMENTS}
CHUNK = 1_000
"""Rows asked of the catalog at once, so that memory stays bounded however many there are."""
MOST_IN_A_SHEET = 1_048_575
"""Rows that an Excel sheet holds beneath its heading (Excel specifications and limits)."""
MOST_AT_ONCE = 2
"""Workbooks that are made at once: each takes a thread, and room on the disk, until its last row is written."""
PATIENCE_S = 2.0
"""How long a request for another waits, in a thread that pages need too."""
RETRY_S = 10
TURNS = BoundedSemaphore(MOST_AT_ONCE)
BOM = "\ufeff"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}

FetchPage = Callable[[str | None], Page[Any]]
"""Gives the page that begins after a cursor."""


def download(request: Request, what: What) -> Response | None:
    """Answer with the whole list as a file if the address asks for one by `?format=csv|xlsx|json`, else with nothing.

    `?bom=1` puts a byte order mark before CSV, which some versions of Excel need.

    Raises:
        UsageError: the format is none of these.
    """
    form = request.query_params.get("format")
    if form is None:
        return None
    if form not in FORMS:
        raise UsageError(f"there is no format {form!r}; there are {', '.join(FORMS)}")
    name = f"countersight-{what}-{datetime.now(UTC):%Y-%m-%d}.{form}"
    fetch = _fetcher(request, what)
    if request.method == "HEAD":
        return Response(headers=_attached(name), media_type=MEDIA_TYPES[form])
    return FORMS[form](request, what, name, fetch)


def _fetcher(request: Request, what: What) -> FetchPage:
    catalog, kept_back = workspace(request).catalog(asked_moment(request)), hidden(request)
    query, order = Query.from_params(request.query_params), Order.named(request.query_params.get("order"))
    pages: Callable[..., Page[Any]] = getattr(catalog, what.value)
    return lambda after: pages(query, order=order, after=after, limit=CHUNK, hidden=kept_back)


def _rows(fetch: FetchPage) -> Iterator[Any]:
    after: str | None = None
    while True:
        page = fetch(after)
        yield from page.rows
        if page.next is None:
            return
        after = page.next


def record_address(request: Request, what: What, record_id: str) -> str:
    """Return the whole address of one record, at the moment that is shown."""
    base = str(request.base_url).rstrip("/")
    params = "&".join(f"{name}={part(value)}" for name, value in moment_params(request).items())
    return f"{base}/{what}/{part(record_id)}" + (f"?{params}" if params else "")


def _cells(request: Request, what: What, row: Any) -> list[object]:
    return [cell(row) for cell in LISTS[what].values()] + [record_address(request, what, row.id)]


def _csv(request: Request, what: What, name: str, fetch: FetchPage) -> Response:
    def lines() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow([*LISTS[what], "address"])
        yield (BOM if request.query_params.get("bom") == "1" else "") + buffer.getvalue()
        for row in _rows(fetch):
            buffer.seek(0)
            buffer.truncate()
            writer.writerow([guard_cell(cell) for cell in _cells(request, what, row)])
            yield buffer.getvalue()

    return StreamingResponse(lines(), media_type=MEDIA_TYPES["csv"], headers=_attached(name))


def _json(request: Request, what: What, name: str, fetch: FetchPage) -> Response:
    """Give the rows as the page's own JSON does, all of them, with what was asked for and how many there are."""

    def pieces() -> Iterator[bytes]:
        first = fetch(None)
        about = {"list": what.value, "query": Query.from_params(request.query_params).to_params(), "total": first.total,
                 "moment": moment_params(request)}  # fmt: skip
        yield json.dumps(about, ensure_ascii=False)[:-1].encode() + b', "rows": ['
        for number, row in enumerate(_rows(fetch)):
            record = msgspec.to_builtins(row, enc_hook=encode_special)
            record["url"] = record_address(request, what, row.id)
            yield (b",\n" if number else b"\n") + msgspec.json.encode(record)
        yield b"\n]}\n"

    return StreamingResponse(pieces(), media_type=MEDIA_TYPES["json"], headers=_attached(name))


def _xlsx(request: Request, what: What, name: str, fetch: FetchPage) -> Response:
    """Make a workbook when it is its turn.

    Raises:
        TooManyAttempts: so many are being made that it is better to come back.
    """
    if not TURNS.acquire(timeout=PATIENCE_S):
        raise TooManyAttempts(RETRY_S)
    try:
        return _make_workbook(request, what, name, fetch)
    finally:
        TURNS.release()


def _make_workbook(request: Request, what: What, name: str, fetch: FetchPage) -> Response:
    """Write a workbook row by row to disk, since its format cannot be streamed; nothing in it becomes a formula."""
    file = tempfile.NamedTemporaryFile(suffix=".xlsx", prefix="countersight-")  # noqa: SIM115 — closed when sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(file.name, options) as book:
        sheet = book.add_worksheet(what.value)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, [*LISTS[what], "address"], book.add_format({"bold": True}))
        total = 0
        for number, row in enumerate(_rows(fetch)):
            total = number + 1
            if total > MOST_IN_A_SHEET:
                break
            for column, cell in enumerate(_cells(request, what, row)):
                _write_cell(sheet, total, column, cell)
        sheet.autofilter(0, 0, min(total, MOST_IN_A_SHEET), len(LISTS[what]))
        _write_about(book, request, what, total)
    closing = BackgroundTask(file.close)
    return FileResponse(file.name, media_type=MEDIA_TYPES["xlsx"], headers=_attached(name), background=closing)


def _write_cell(sheet: Any, row: int, column: int, cell: object) -> None:
    if cell is None:
        return
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell)
    else:
        text = "; ".join(map(str, cell)) if isinstance(cell, (list, tuple)) else str(cell)
        sheet.write_string(row, column, text[:32_767])  # the most that a cell of Excel holds


def _write_about(book: Any, request: Request, what: What, total: int) -> None:
    """Say on a sheet of its own what the file holds, so that it still can be told when it has been passed on."""
    about = book.add_worksheet("about")
    held = f"the first {MOST_IN_A_SHEET:,}: the sheet is full" if total > MOST_IN_A_SHEET else f"all {total:,}"
    facts = {
        "project": workspace(request).project.title,
        "list": what.value,
        "filter": "&".join(f"{name}={value}" for name, value in Query.from_params(request.query_params).to_params()),
        "rows": held,
        "made": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "address": str(request.url),
        **moment_params(request),
    }
    for number, (name, value) in enumerate(facts.items()):
        about.write_string(number, 0, name)
        about.write_string(number, 1, str(value))


def _attached(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
    }


FORMS: Mapping[str, Callable[[Request, What, str, FetchPage], Response]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}
"""By the name that an address gives."""
