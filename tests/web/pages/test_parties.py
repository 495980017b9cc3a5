"""Territories, vendors, agencies, technologies, sources."""

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient
from tests.pipeline.declaring import declare

JSON = {"accept": "application/json"}


def get_json(client: TestClient, path: str) -> Any:
    return client.get(path, headers=JSON).json()


def test_nothing_found_is_told_apart_from_not_searched(client: TestClient) -> None:
    rows = get_json(client, "/territories")["rows"]
    searched = next(row["code"] for row in rows if row["documents"] and not row["findings"])
    unsearched = next(row["code"] for row in rows if not row["documents"] and not row["claims"])
    assert "Searched, nothing found." in client.get(f"/territories/{searched}").text
    assert "Not searched." in client.get(f"/territories/{unsearched}").text


def test_every_territory_is_in_one_group(client: TestClient) -> None:
    rows, page = get_json(client, "/territories")["rows"], client.get("/territories").text
    for row in rows:
        assert f'href="/territories/{row["code"]}"' in page


def test_territory_tells_each_role_apart(client: TestClient) -> None:
    data = get_json(client, "/territories/ke")
    assert data["received"]["total"] == data["territory"]["as_recipient"]
    assert data["supplied"]["total"] == data["territory"]["as_supplier"]


def test_party_has_one_address(client: TestClient) -> None:
    answer = client.get("/agencies/Q160120?published_by=2026-01-01", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == "/vendors/Q160120?published_by=2026-01-01"


def test_vendor_shows_names_in_other_scripts(client: TestClient) -> None:
    page = client.get("/vendors/Q160120").text
    assert '<bdi dir="auto">华为</bdi>' in page
    assert '<bdi dir="auto">هواوي</bdi>' in page


def test_contested_findings_of_a_party_come_first(client: TestClient) -> None:
    page = client.get("/vendors/Q160120").text
    assert 0 < page.index('id="contested-title"') < page.index('id="findings-title"')


def test_lists_of_both_have_every_party(client: TestClient) -> None:
    both = get_json(client, "/vendors")["total"] + get_json(client, "/agencies")["total"]
    assert both == get_json(client, "/")["totals"]["parties"]


def test_technology_has_its_names_in_their_languages(client: TestClient) -> None:
    page = client.get("/technologies/facial_recognition").text
    assert '<bdi lang="zh" dir="auto">人脸识别</bdi>' in page


def test_source_says_on_what_its_letter_rests(client: TestClient) -> None:
    data = get_json(client, "/sources/upi.com")
    assert data["assessments"][-1]["letter"] == "B"
    assert data["assessments"][-1]["basis"] in client.get("/sources/upi.com").text


def test_assessment_by_a_person_stands_above_the_class(writing_client: TestClient, store: Any) -> None:
    from datetime import UTC, datetime

    from countersight.model.source import Reliability

    with store.writer() as writer:
        writer.assess_source(
            "upi.com",
            Reliability.D,
            "two errors left standing",
            "Ada Reader",
            decided_at=datetime(2026, 1, 2, tzinfo=UTC),
        )
    first = get_json(writing_client, "/sources/upi.com")["assessments"][0]
    assert (first["letter"], first["by"], first["basis"]) == ("D", "Ada Reader", "two errors left standing")


def test_declared_letter_stands_between_person_and_class(writing_client: TestClient, project_folder: Path) -> None:
    declare(project_folder, website="https://www.upi.com/", letter="C", owner="Glimmer Holdings")
    data, page = get_json(writing_client, "/sources/upi.com"), writing_client.get("/sources/upi.com").text
    assert [one["letter"] for one in data["assessments"]] == ["C", "B"]
    assert "declared in sources/glimmer_post/source.yml" in page
    assert data["family"]["owner"] == "Glimmer Holdings"
