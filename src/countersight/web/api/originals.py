"""The files of a list of documents in one archive, each as it was captured, with a table that tells of them."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from zlib import Z_BEST_SPEED

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from countersight.catalog import Catalog, DocumentRow, Order, Query
from countersight.collect.uploads import ENDINGS
from countersight.errors import MissingBlob, TooManyAttempts
from countersight.release.tables import guard_cell
from countersight.store.base import Archive
from countersight.web.api.columns import DOCUMENTS
from countersight.web.api.downloads import PATIENCE_S, RETRY_S, TURNS
from countersight.web.moments import asked_moment
from countersight.web.security.headers import SANDBOX
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace

NAMED = {
    "text/plain": ".txt", "text/html": ".html", "text/markdown": ".md", "text/csv": ".csv",
    "application/json": ".json", "application/xml": ".xml", "message/rfc822": ".eml",
    **{kind: ending for ending, kinds in ENDINGS.items() if len(kinds) == 1 for kind in kinds},
}  # fmt: skip
"""How the names of files end, by what their bytes are."""
MOST_FILES, MOST_BYTES = 1_000, 1_000_000_000
"""Of one archive; README.txt in it says when there was more."""
PIECE = 1 << 20


def hand_out_originals(request: Request) -> Response:
    """Answer with the captured files that a filter lets through, and documents.csv, as a ZIP archive.

    Raises:
        TooManyAttempts: others are made already.
    """
    place, unseen, query = workspace(request), hidden(request), Query.from_params(request.query_params)
    catalog = place.catalog(asked_moment(request))
    if not TURNS.acquire(timeout=PATIENCE_S):
        raise TooManyAttempts(RETRY_S)
    try:
        held = tempfile.TemporaryFile()  # noqa: SIM115 — closed when it was sent
        _write(held, _rows(catalog, query, unseen), place.store.archive)
    finally:
        TURNS.release()
    size = held.tell()
    held.seek(0)
    headers = {
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": 'attachment; filename="countersight-documents.zip"',
        "Content-Length": str(size),
    }
    pieces = iter(lambda: held.read(PIECE), b"")
    return StreamingResponse(
        pieces, media_type="application/zip", headers=headers, background=BackgroundTask(held.close)
    )


def _rows(catalog: Catalog, query: Query, unseen: frozenset[str]) -> Iterator[DocumentRow]:
    after: str | None = None
    while True:
        page = catalog.documents(query, order=Order.NAME, after=after, limit=100, hidden=unseen)
        yield from page.rows
        after = page.next
        if after is None:
            return


def _write(target: BinaryIO, rows: Iterator[DocumentRow], archive: Archive) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["file", *DOCUMENTS])
    taken, size, left_out = 0, 0, 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=Z_BEST_SPEED) as files:
        for row in rows:
            name = ""
            if taken < MOST_FILES and size + row.size <= MOST_BYTES:
                name = _put(files, row, archive)
                taken, size = taken + bool(name), size + row.size
            left_out += not name
            writer.writerow([name, *(guard_cell(cell(row)) for cell in DOCUMENTS.values())])
        files.writestr("documents.csv", table.getvalue())
        files.writestr("README.txt", _readme(taken, left_out))


def _put(files: zipfile.ZipFile, row: DocumentRow, archive: Archive) -> str:
    """Put the bytes of a document into the archive under its hash; return that name, or none where they are lost."""
    name = f"files/{row.id}{NAMED.get(row.media_type, '.bin')}"
    try:
        files.writestr(name, archive.get(row.id))
    except MissingBlob:
        return ""
    return name


def _readme(taken: int, left_out: int) -> str:
    """Say what is there, what is not, and how to check it."""
    lines = [
        f"{taken} captured files, as their publishers served them, named by the SHA-256 of their bytes.",
        "documents.csv tells of each where it was captured, when, and how many claims stand in it.",
        "Rights in them are their publishers'. Open them with the care that files of strangers need.",
    ]
    if left_out:
        lines.append(
            f"NOT COMPLETE: {left_out} more files of this list are left out (at most {MOST_FILES:,} files and "
            f"{MOST_BYTES:,} bytes go into one archive, and some may be lost); documents.csv has them without a file."
        )
    return "\n".join(lines) + "\n"
