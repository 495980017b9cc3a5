"""Tables of a page as files: CSV and Excel of the very rows that the page shows."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from starlette.requests import Request
from starlette.responses import Response

from countersight.release.tables import guard_cell

Columns = Mapping[str, Callable[[Any], object]]
"""Each column's name and how its cell is made of a row."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(request: Request, name: str, columns: Columns, rows: Sequence[Any]) -> Response | None:
    """Answer with rows as a file if the address asks for one by `?format=csv|xlsx`, else with nothing."""
    form = request.query_params.get("format", "")
    if form not in FORMS:
        return None
    media_type, write = FORMS[form]
    file_name = f"countersight-{name}-{datetime.now(UTC):%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"', "X-Content-Type-Options": "nosniff"}
    return Response(write(columns, rows), media_type=media_type, headers=headers)


def _csv(columns: Columns, rows: Sequence[Any]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guard_cell(cell(row)) for cell in columns.values()])
    return buffer.getvalue().encode()


def _xlsx(columns: Columns, rows: Sequence[Any]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, list(columns), book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(columns.values()):
                value = cell(row)
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    sheet.write_number(number, column, value)
                elif value is not None:
                    text = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
                    sheet.write_string(number, column, text[:32_767])  # the most that a cell of Excel holds
    return buffer.getvalue()


FORMS: Mapping[str, tuple[str, Callable[[Columns, Sequence[Any]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": (XLSX, _xlsx),
}
