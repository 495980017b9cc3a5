"""The lists of findings, claims and documents."""

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

JSON = {"accept": "application/json"}


def get_json(client: TestClient, path: str) -> Any:
    return client.get(path, headers=JSON).json()


@pytest.mark.parametrize("what", ["findings", "claims", "documents"])
def test_json_has_the_rows_of_the_table(client: TestClient, what: str) -> None:
    rows = get_json(client, f"/{what}")["rows"]
    shown = re.findall(rf"<a class=\"head\" href=\"/{what}/([^\"?#]+)", client.get(f"/{what}").text)
    assert shown == [row["id"] for row in rows]


def test_facet_leads_to_as_many_as_it_counts(client: TestClient) -> None:
    for one in get_json(client, "/findings")["facets"]["kind"]:
        assert get_json(client, f"/findings?kind={one['value']}")["total"] == one["count"]


def test_chosen_facets_stay_chosen(client: TestClient) -> None:
    page = client.get("/findings?kind=supply&technology=spyware").text
    checked = re.findall(r"name=\"(\w+)\" value=\"(\w+)\" checked", page)
    assert sorted(checked) == [("kind", "supply"), ("technology", "spyware")]


def test_filter_can_be_taken_away(client: TestClient) -> None:
    page = client.get("/findings?kind=supply&technology=spyware").text
    assert 'href="/findings?technology=spyware"' in page


def test_cursors_lead_through_all_rows_and_back(client: TestClient) -> None:
    first = get_json(client, "/findings")
    seen, page = [row["id"] for row in first["rows"]], first
    while page["next"]:
        page = get_json(client, f"/findings?after={page['next']}")
        seen += [row["id"] for row in page["rows"]]
    assert len(seen) == len(set(seen)) == first["total"]
    while page["previous"]:
        page = get_json(client, f"/findings?after={page['previous']}")
    assert page["rows"] == first["rows"]


def test_next_page_keeps_filter_and_order(client: TestClient) -> None:
    page = client.get("/findings?review=unreviewed&order=newest").text
    onward = re.search(r"<a rel=\"next\" href=\"([^\"]+)\"", page)
    assert onward
    assert {"review=unreviewed", "order=newest"} <= set(unescape(onward[1]).split("?")[1].split("&"))


def test_file_has_all_rows_of_the_filter(client: TestClient) -> None:
    total = get_json(client, "/findings?kind=supply")["total"]
    rows = list(csv.DictReader(io.StringIO(client.get("/findings?kind=supply&format=csv").text)))
    assert len(rows) == total
    assert all(row["address"].endswith(f"/findings/{row['id']}") for row in rows)


def test_contested_list_shows_contested_alone(client: TestClient) -> None:
    rows = get_json(client, "/findings?contested=1")["rows"]
    assert rows
    assert all(row["is_contested"] for row in rows)


def test_values_of_two_roles_hold_together(client: TestClient) -> None:
    rows = get_json(client, "/findings?territory=supplier:cn&territory=recipient:ke")["rows"]
    assert rows
    assert all("cn" in row["supplier"]["territories"] and "ke" in row["recipient"]["territories"] for row in rows)


def test_empty_list_says_why(client: TestClient) -> None:
    assert "Nothing here fits all of these filters" in client.get("/findings?q=qwertzuiop").text


def test_links_stay_at_the_moment(client: TestClient) -> None:
    page = client.get("/findings?published_by=2021-12-31").text
    links = re.findall(r"<a class=\"head\" href=\"([^\"]+)\"", page)
    assert links
    assert all("published_by=2021-12-31" in link for link in links)


def test_address_has_nothing_that_was_left_empty(client: TestClient) -> None:
    answer = client.get("/findings?q=&order=&kind=training", headers={"hx-request": "true"})
    assert answer.headers["hx-push-url"] == "/findings?kind=training"
