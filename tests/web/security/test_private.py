"""A private address reads feeds and reconciles for its person, and its token gets nowhere else."""

import logging
import re
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient
from tests.web.security.conftest import PASSWORD, Site

from countersight.accounts import Role
from countersight.accounts.people import disable_person
from countersight.accounts.tokens import PREFIX, list_tokens
from countersight.web.security.private import split_private

FEED = "/feeds/findings.atom"


def address_of(site: Site, browser: TestClient, **fields: str) -> str:
    """Make a private address as a person does; return its path."""
    asked = {"purpose": "my reader", "days": "30", **fields}
    page = browser.post("/account/private-addresses", data=asked)
    assert page.status_code == 200, page.text
    found = re.search(r'<code class="secret"[^>]*>([^<]+)</code>', page.text)
    assert found is not None
    assert "no-store" in page.headers["cache-control"]
    assert found[1].startswith(f"{site.gate.address}/private/{PREFIX}")
    return urlsplit(found[1]).path


@pytest.fixture(params=["alone", "team"])
def private(request: pytest.FixtureRequest) -> tuple[Site, str]:
    """A site, for one person or a team, with a private address on it."""
    site: Site = request.getfixturevalue(request.param)
    if request.param == "team":
        return site, address_of(site, site.signed_in(), password=PASSWORD)
    browser = site.browser()
    browser.get(site.gate.start_address)
    return site, address_of(site, browser)


def program(site: Site) -> TestClient:
    """A feed reader: it sends no header that a browser would, and keeps no cookie."""
    client = site.browser()
    for name in ("sec-fetch-site", "accept"):
        del client.headers[name]
    return client


def test_feeds_and_reconciliation_are_read(private: tuple[Site, str]) -> None:
    site, address = private
    reader = program(site)
    assert reader.get(f"{address}{FEED}").status_code == 200
    assert reader.head(f"{address}/feeds/claims.json").status_code == 200
    assert reader.get(f"{address}/reconcile").json()["versions"] == ["0.2"]
    found = reader.post(f"{address}/reconcile", data={"queries": '{"q0": {"query": "Dahua"}}'})
    assert found.json()["q0"]["result"]
    assert reader.get(f"{address}/reconcile/suggest/entity?prefix=Dahua").status_code == 200


def test_only_what_comes_back_keeps_the_prefix(private: tuple[Site, str]) -> None:
    site, address = private
    reader, here = program(site), f"{site.gate.address}{address}"
    feed = reader.get(f"{address}{FEED}?territory=ke")
    assert f'href="{here}{FEED}?territory=ke"' in feed.text
    assert feed.text.count(address) == 1
    told = reader.get(f"{address}/feeds/findings.json?territory=ke").json()
    assert told["feed_url"] == f"{here}/feeds/findings.json?territory=ke"
    assert told["home_page_url"] == f"{site.gate.address}/findings?territory=ke"
    manifest = reader.get(f"{address}/reconcile").json()
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    assert {one["service_url"] for one in services} == {f"{here}/reconcile"}
    assert manifest["view"]["url"].startswith(f"{site.gate.address}/organizations/")
    assert feed.headers["referrer-policy"] == "no-referrer"


def test_feed_is_the_same_by_any_address(team: Site) -> None:
    browser = team.signed_in()
    address = address_of(team, browser, password=PASSWORD)
    ids = [re.search("<id>(.*?)</id>", browser.get(path).text) for path in (FEED, f"{address}{FEED}")]
    assert ids[0] is not None
    assert ids[1] is not None
    assert ids[0][1] == ids[1][1]


@pytest.mark.parametrize(
    "path",
    ["", "/", "/feeds", "/findings", "/account", "/api/v1/findings", "/reconciled", "/sign-in", "/static/site.css"],
)
def test_nothing_else_is_read(private: tuple[Site, str], path: str) -> None:
    site, address = private
    assert program(site).get(f"{address}{path}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", FEED),
        ("PUT", "/reconcile"),
        ("DELETE", FEED),
        ("POST", "/reconcile/properties"),
        ("POST", "/account/tokens"),
    ],
)
def test_nothing_is_changed(private: tuple[Site, str], method: str, path: str) -> None:
    site, address = private
    assert program(site).request(method, f"{address}{path}").status_code in (404, 405)
    elsewhere = site.browser(**{"sec-fetch-site": "cross-site"})
    assert elsewhere.request(method, f"{address}{path}").status_code == 403


def test_page_elsewhere_may_reconcile(private: tuple[Site, str]) -> None:
    """OpenRefine asks from a page of its own: the token is what lets it, and no cookie of anybody."""
    site, address = private
    elsewhere = site.browser(**{"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:3333"})
    assert elsewhere.post(f"{address}/reconcile", data={"queries": "{}"}).status_code == 200
    assert elsewhere.post("/reconcile", data={"queries": "{}"}).status_code == 403


def test_cookie_counts_for_nothing(team: Site) -> None:
    browser = team.signed_in()
    assert browser.get(FEED).status_code == 200
    assert browser.get(f"/private/{PREFIX}wrong{FEED}").status_code == 403
    assert browser.get(f"/private/wrong{FEED}", headers={"authorization": "Bearer x"}).status_code == 403


def test_each_token_has_its_place(team: Site) -> None:
    browser = team.signed_in()
    private = address_of(team, browser, password=PASSWORD).rpartition("/")[2]
    asked = {"purpose": "a script", "role": "reader", "days": "7", "password": PASSWORD}
    found = re.search(r"countersight_[\w-]+", browser.post("/account/tokens", data=asked).text)
    assert found is not None
    reader = program(team)
    assert reader.get(f"/private/{found[0]}{FEED}").status_code == 403
    assert reader.get(FEED, headers={"authorization": f"Bearer {found[0]}"}).status_code == 200
    assert reader.get(FEED, headers={"authorization": f"Bearer {private}"}).status_code == 401


def test_revoked_address_is_closed(team: Site) -> None:
    browser = team.signed_in()
    address = address_of(team, browser, password=PASSWORD)
    page = browser.get("/account").text
    assert "my reader" in page
    assert address.rpartition("/")[2] not in page
    (kept,) = list_tokens(team.accounts, "ana")
    assert kept.role is Role.READER
    browser.post("/account/tokens/revoke", data={"token": kept.digest})
    assert program(team).get(f"{address}{FEED}").status_code == 403


def test_address_ends_with_its_day_and_person(team: Site) -> None:
    address = address_of(team, team.signed_in(), password=PASSWORD)
    disable_person(team.accounts, "Ana", by="test")
    assert program(team).get(f"{address}{FEED}").status_code == 403
    other = address_of(team, team.signed_in("Bo"), password=PASSWORD)
    team.clock.move(days=31)
    assert program(team).get(f"{other}{FEED}").status_code == 403


@pytest.mark.parametrize("fields", [{"password": "wrong"}, {"days": "9999"}, {"purpose": " "}], ids=str)
def test_address_beyond_measure_is_refused(team: Site, fields: dict[str, str]) -> None:
    asked = {"purpose": "my reader", "days": "30", "password": PASSWORD, **fields}
    assert team.signed_in().post("/account/private-addresses", data=asked).status_code == 422
    assert list_tokens(team.accounts, "ana") == []


def test_token_is_in_no_log(private: tuple[Site, str], caplog: pytest.LogCaptureFixture) -> None:
    site, address = private
    word = address.rpartition("/")[2]
    with caplog.at_level(logging.DEBUG):
        for path in (f"{address}{FEED}", f"/{address}{FEED}", f"/private//{word}{FEED}", address, f"{address}/findings",
                     f"/privat/{word}{FEED}", f"/feeds/{word}", f"{address}{FEED}?kind=no-such-kind"):  # fmt: skip
            program(site).get(path)
        program(site).post(f"{address}{FEED}", data={"queries": "{}"})
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("countersight")]
    assert len(ours) >= 9
    assert not [line for line in ours if word in line]
    assert f"GET {FEED} 200" in ours[0]


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/private/w/feeds/a", ("w", "/feeds/a")),
        ("//private//w/feeds/a", ("w", "/feeds/a")),
        ("/private/w", ("w", "/private")),
        ("/private/w/", ("w", "/private")),
        ("/private", ("", "/private")),
        ("/privately/w/feeds", None),
        ("/feeds/private/w", None),
    ],
)
def test_token_is_told_from_the_path(path: str, parts: tuple[str, str] | None) -> None:
    assert split_private(path) == parts
