"""Lists as files: safe to open, whole, and in bounded memory."""

import csv
import io
import json
import tracemalloc
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import anyio
import openpyxl
import pytest
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from countersight.catalog import ClaimRow, Page, What
from countersight.web.api import downloads
from countersight.web.api.columns import CLAIMS

STARTERS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1")


def table(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def request_of(client: TestClient) -> Request:
    scope = {"type": "http", "method": "GET", "path": "/claims", "query_string": b"format=csv", "app": client.app,
             "headers": [(b"host", b"127.0.0.1:8080")], "scheme": "http", "server": ("127.0.0.1", 8080)}  # fmt: skip
    return Request(scope)


def some_claim(client: TestClient) -> ClaimRow:
    row: ClaimRow = client.app.state.workspace.catalog().claims(limit=1).rows[0]  # type: ignore[attr-defined]
    return row


def body_of(response: StreamingResponse) -> bytes:
    async def read() -> bytes:
        return b"".join(
            [part.encode() if isinstance(part, str) else bytes(part) async for part in response.body_iterator]
        )

    return anyio.run(read)


def page(*rows: Any, following: str | None = None) -> Page[Any]:
    return Page(rows=rows, total=len(rows), next=following, previous=None)


@pytest.mark.parametrize("what", ["findings", "claims", "documents"])
def test_all_forms_hold_what_the_filter_lets_through(client: TestClient, what: str) -> None:
    asked = "territory=ke"
    ids = {row["id"] for row in client.get(f"/api/v1/{what}?{asked}&limit=500").json()["rows"]}
    assert {row["id"] for row in table(client, f"/{what}?{asked}&format=csv")} == ids
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{what}?{asked}&format=xlsx").content))
    assert {row[0].value for row in book[what].iter_rows(min_row=2)} == ids
    assert book["about"]["B3"].value == asked
    whole = json.loads(client.get(f"/api/v1/{what}?{asked}&limit=500").content)
    assert whole["total"] == len(ids)


def test_address_of_each_row_leads_to_its_record(client: TestClient) -> None:
    for row in table(client, "/claims?format=csv")[:5]:
        answer = client.get(row["address"])
        assert answer.status_code == 200
        assert row["id"] in answer.text


def test_byte_order_mark_is_put_when_asked(client: TestClient) -> None:
    assert client.get("/findings?format=csv&bom=1").content.startswith(b"\xef\xbb\xbf")
    assert not client.get("/findings?format=csv").content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("words", STARTERS, ids=repr)
def test_cell_never_becomes_a_formula_in_csv(client: TestClient, words: str) -> None:
    rows = page(replace(some_claim(client), title=words, quote=words))
    text = body_of(downloads._csv(request_of(client), What.CLAIMS, "x", lambda _: rows)).decode()  # type: ignore[arg-type]
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["title"], row["quote"]) == (f"'{words}", f"'{words}")


@pytest.mark.parametrize("words", STARTERS, ids=repr)
def test_cell_never_becomes_a_formula_in_excel(client: TestClient, words: str) -> None:
    rows = page(replace(some_claim(client), title=words, quote="https://elsewhere.example/"))
    response: Any = downloads._xlsx(request_of(client), What.CLAIMS, "x", lambda _: rows)
    with zipfile.ZipFile(response.path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    ET.fromstring(sheet)


def test_many_rows_are_given_in_bounded_memory(client: TestClient) -> None:
    row, pages = some_claim(client), 14

    def fetch(after: str | None) -> Page[Any]:
        number = int(after or 0)
        rows = [replace(row, id=f"clm-{number}-{one}") for one in range(500)]
        return page(*rows, following=str(number + 1) if number + 1 < pages else None)

    async def measure(response: Any) -> tuple[int, int]:
        size = 0
        tracemalloc.start()
        async for part in response.body_iterator:
            size += len(part)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size, peak

    size, peak = anyio.run(measure, downloads._csv(request_of(client), What.CLAIMS, "x", fetch))
    assert size > 2_000_000
    assert peak < size / 2


def test_full_sheet_says_that_it_is_full(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST_IN_A_SHEET", 2)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/claims?format=xlsx").content))
    assert book["claims"].max_row == 3
    assert "the sheet is full" in book["about"]["B4"].value


def test_head_makes_no_file(client: TestClient) -> None:
    answer = client.head("/claims?format=xlsx")
    assert (answer.status_code, answer.content) == (200, b"")
    assert "attachment" in answer.headers["content-disposition"]


def test_unknown_format_is_refused_in_words(client: TestClient) -> None:
    answer = client.get("/claims?format=docx", headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "csv, xlsx, json" in answer.text


def test_every_column_has_a_cell(client: TestClient) -> None:
    (first, *_) = table(client, "/claims?format=csv")
    assert list(first) == [*CLAIMS, "address"]


def test_flow_is_a_network(client: TestClient) -> None:
    root = ET.fromstring(client.get("/flow?format=gexf").content)
    space = {"g": "http://gexf.net/1.3"}
    nodes = {node.attrib["id"] for node in root.iterfind(".//g:node", space)}
    edges = list(root.iterfind(".//g:edge", space))
    assert edges
    assert all({edge.attrib["source"], edge.attrib["target"]} <= nodes for edge in edges)
    assert sum(int(edge.attrib["weight"]) for edge in edges) > 0


def test_no_more_than_two_workbooks_are_made_at_once(client):
    address = "/findings?format=xlsx&kind=sanction"
    with downloads.TURNS, downloads.TURNS:
        answer = client.get(address)
        assert client.get(address.replace("xlsx", "csv")).status_code == 200
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "10")
    assert [client.get(address).status_code for _ in range(3)] == [200] * 3
