"""Findings as map, timeline and flow: drawing, table and files say the same."""

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

VIEWS = ("map", "timeline", "flow")


def rows_of(client: TestClient, path: str) -> Any:
    return client.get(path, headers={"accept": "application/json"}).json()["rows"]


@pytest.mark.parametrize("view", VIEWS)
def test_table_has_a_line_for_each_row(client: TestClient, view: str) -> None:
    table = client.get(f"/{view}").text.partition('id="table"')[2].partition("</table>")[0]
    assert table.partition("<tbody>")[2].count("<tr>") == len(rows_of(client, f"/{view}"))


@pytest.mark.parametrize("view", VIEWS)
def test_file_of_the_table_has_the_same_rows(client: TestClient, view: str) -> None:
    lines = list(csv.reader(io.StringIO(client.get(f"/{view}?technology=spyware&format=csv").text)))
    assert len(lines) - 1 == len(rows_of(client, f"/{view}?technology=spyware"))


def test_map_counts_what_the_lists_count(client: TestClient) -> None:
    for row in rows_of(client, "/map?technology=spyware"):
        path = f"/findings?technology=spyware&territory=recipient:{row['code']}"
        assert client.get(path, headers={"accept": "application/json"}).json()["total"] == row["as_recipient"]


@pytest.mark.parametrize("view", VIEWS)
def test_drawing_as_file_stands_alone(client: TestClient, view: str) -> None:
    answer = client.get(f"/{view}?technology=spyware&format=svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text.startswith("<svg")
    assert 'href="/' not in answer.text
    assert f"http://127.0.0.1:8080/{view}?technology=spyware" in answer.text.replace("&amp;", "&")


def test_drawing_as_picture_is_a_png(client: TestClient) -> None:
    answer = client.get("/timeline?technology=interception&format=png")
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("view", VIEWS)
def test_drawing_of_nothing_says_why(client: TestClient, view: str) -> None:
    assert "Nothing here fits all of these filters" in client.get(f"/{view}?q=qwertzuiop").text


def test_shapes_of_the_map_may_be_kept_for_good(client: TestClient) -> None:
    address = client.get("/map").text.partition('href="/drawings/')[2].partition('"')[0]
    answer = client.get(f"/drawings/{address}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
