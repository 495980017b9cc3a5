"""The attack list: each is tried against the whole site, through all its layers."""

import pytest
from starlette.testclient import TestClient
from tests.web.security.conftest import PASSWORD, TEAM, Site

from countersight.accounts.events import read_events
from countersight.web.security.headers import ASSET_POLICY, FIXED, OF_DOCUMENTS

FORGED = {
    "cross-site": {"sec-fetch-site": "cross-site"},
    "same-site": {"sec-fetch-site": "same-site"},
    "made-up value": {"sec-fetch-site": "whatever"},
    "several values": {"sec-fetch-site": "same-origin, cross-site"},
    "foreign origin": {"sec-fetch-site": "", "origin": "https://evil.example"},
    "null origin": {"sec-fetch-site": "", "origin": "null"},
    "look-alike origin": {"sec-fetch-site": "", "origin": "https://watch.example.evil.example"},
    "origin with another port": {"sec-fetch-site": "", "origin": "https://watch.example:8443"},
    "origin that is no address": {"sec-fetch-site": "", "origin": "https://[::"},
    "own origin from another site": {"sec-fetch-site": "cross-site", "origin": TEAM},
}


def forge(browser: TestClient, headers: dict[str, str]) -> None:
    for name, value in headers.items():
        if value:
            browser.headers[name] = value
        else:
            browser.headers.pop(name, None)


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED)
def test_forged_request_is_refused(team: Site, headers) -> None:
    browser = team.signed_in()
    forge(browser, headers)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = browser.request(method, "/account/password", data={"password": PASSWORD, "new": "x", "again": "x"})
        assert answer.status_code == 403
        assert "another site" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "", "origin": TEAM},
        {"sec-fetch-site": ""},
    ],
    ids=["same-origin", "typed", "own origin alone", "no browser"],
)
def test_own_request_is_taken(team: Site, headers) -> None:
    browser = team.signed_in()
    forge(browser, headers)
    assert browser.post("/sign-out").status_code == 303


def test_nobody_can_be_signed_in_from_elsewhere(team: Site) -> None:
    """Signing a victim in as the attacker, to see what they then do, is a forged request as well."""
    browser = team.browser(**{"sec-fetch-site": "cross-site"})
    assert browser.post("/sign-in", data={"name": "Ana", "password": PASSWORD}).status_code == 403
    assert team.cookie(browser) is None


@pytest.mark.parametrize(
    "path", ["/sign-out", "/account/password", "/account/tokens", "/people/change", "/csp-reports"]
)
def test_reading_changes_nothing(team: Site, path) -> None:
    browser = team.signed_in("Bo")
    before = read_events(team.accounts)
    assert browser.get(path).status_code == 405
    assert read_events(team.accounts) == before


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "watch.example@evil.example",
        "",
        "watch.example/x",
        "[::1",
        "watch.example:80:80",
        "watch.example:x",
    ],
)
def test_foreign_host_is_refused(team: Site, host) -> None:
    answer = team.signed_in().get("/account", headers={"host": host})
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "LOCALHOST", "localhost."])
def test_own_names_of_this_computer_are_known(alone: Site, host) -> None:
    assert alone.browser().get("/sign-in", headers={"host": host}).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "192.0.2.1:8080", "0.0.0.0:8080"])
def test_rebound_name_reaches_nothing(alone: Site, host) -> None:
    browser = alone.browser()
    assert browser.get(alone.gate.start_address, headers={"host": host}).status_code == 421
    assert browser.get(alone.gate.start_address).status_code == 303


def test_planted_session_is_not_taken_over(team: Site) -> None:
    """Session fixation: the word after signing in is never one that was there before."""
    browser = team.browser()
    planted = "planted" * 6
    browser.cookies.set(team.gate.cookie.name, planted, domain="watch.example", path="/")
    first = browser.post("/sign-in", data={"name": "Ana", "password": PASSWORD})
    pending = first.headers["set-cookie"].split("=")[1].split(";")[0]
    browser.cookies.clear()
    browser.cookies.set(team.gate.cookie.name, pending, domain="watch.example", path="/")
    second = browser.post("/sign-in/code", data={"code": team.code()})
    word = second.headers["set-cookie"].split("=")[1].split(";")[0]
    assert len({planted, pending, word}) == 3
    for old in (planted, pending):
        other = team.browser()
        other.cookies.set(team.gate.cookie.name, old, domain="watch.example", path="/")
        assert other.get("/account").status_code == 303


def test_half_way_in_opens_nothing(team: Site) -> None:
    browser = team.browser()
    browser.post("/sign-in", data={"name": "Ana", "password": PASSWORD})
    for path in ("/", "/account", "/people", "/findings", "/review"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/code")
    assert browser.post("/account/tokens", data={"purpose": "x"}).headers["location"] == "/sign-in/code"
    assert browser.get("/api/v1/findings").status_code == 401


def test_second_factor_cannot_be_set_anew_half_way_in(team: Site) -> None:
    browser = team.browser()
    browser.post("/sign-in", data={"name": "Ana", "password": PASSWORD})
    assert browser.get("/sign-in/second-factor").headers["location"] == "/sign-in"
    assert browser.post("/sign-in/second-factor", data={"code": team.code()}).headers["location"] == "/sign-in"


def test_replayed_code_is_refused(team: Site) -> None:
    team.signed_in()
    browser = team.browser()
    browser.post("/sign-in", data={"name": "Ana", "password": PASSWORD})
    answer = browser.post("/sign-in/code", data={"code": team.code()})
    assert answer.status_code == 422
    assert browser.get("/account").status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example\t",
        "javascript:alert(1)",
        "/\t/evil.example",
        " //evil.example",
        "http:evil.example",
        "/sign-out",
        "///evil.example",
        "/x\r\nSet-Cookie: a=b",
    ],
)
def test_nobody_is_sent_elsewhere(team: Site, target) -> None:
    browser = team.browser()
    browser.post("/sign-in", data={"name": "Ana", "password": PASSWORD})
    answer = browser.post("/sign-in/code", data={"code": team.code(), "next": target})
    assert answer.headers["location"] == "/"
    assert "a=b" not in answer.headers.get("set-cookie", "")


def test_page_asked_for_is_reached_in_the_end(team: Site) -> None:
    browser = team.browser()
    away = browser.get("/findings?q=a%26b&kind=supply")
    assert away.headers["location"] == "/sign-in?next=%2Ffindings%3Fq%3Da%2526b%26kind%3Dsupply"
    assert 'value="/findings?q=a%26b&amp;kind=supply"' in browser.get(away.headers["location"]).text
    target = "/findings?q=a%26b&kind=supply"
    step = browser.post("/sign-in", data={"name": "Ana", "password": PASSWORD, "next": target})
    assert 'value="/findings?q=a%26b&amp;kind=supply"' in browser.get(step.headers["location"]).text
    answer = browser.post("/sign-in/code", data={"code": team.code(), "next": target})
    assert answer.headers["location"] == target


def test_names_cannot_be_told_from_answers(team: Site) -> None:
    """The same words, status and headers, whether or not anybody has the name."""
    answers = []
    for name in ("Ana", "Nobody"):
        for _ in range(7):
            answer = team.browser().post("/sign-in", data={"name": name, "password": "wrong"})
            body = answer.text.replace(name, "")
            answers.append((answer.status_code, body, sorted(set(answer.headers) - {"date"})))
    assert answers[:7] == answers[7:]
    assert [status for status, _, _ in answers[:7]] == [422] * 6 + [429]


def test_typed_name_is_shown_as_text(team: Site) -> None:
    answer = team.browser().post("/sign-in", data={"name": '"><script>alert(1)</script>', "password": "x"})
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: x=1", "a\nX-Evil: 1"])
def test_header_cannot_be_injected(team: Site, value) -> None:
    browser = team.browser()
    for answer in (
        browser.get("/sign-in", params={"next": value}),
        browser.get(f"/{value.replace(chr(13), '%0D').replace(chr(10), '%0A')}"),
        browser.post("/sign-in", data={"name": value, "password": value, "next": value}),
    ):
        assert "x-evil" not in answer.headers
        assert "x=1" not in answer.headers.get("set-cookie", "")


def test_oversized_body_is_refused_when_told(team: Site) -> None:
    answer = team.browser().post("/sign-in", content=b"x" * 1_000_001)
    assert answer.status_code == 413


def test_oversized_body_is_refused_while_it_comes(team: Site) -> None:
    def endless():
        for _ in range(2_000):
            yield b"a=" + b"x" * 1_000 + b"&"

    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert team.browser().post("/sign-in", content=endless(), headers=headers).status_code == 413


@pytest.mark.parametrize("length", ["-1", "ten", "1e9", "9" * 40, "١"])
def test_nonsense_length_is_refused(team: Site, length) -> None:
    answer = team.browser().post("/sign-in", content=b"", headers={"content-length": length.encode()})
    assert answer.status_code == 413


def test_form_of_many_fields_is_refused(team: Site) -> None:
    answer = team.browser().post("/sign-in", data={f"field{number}": "x" for number in range(100)})
    assert answer.status_code == 400


def test_every_answer_has_the_headers(team: Site) -> None:
    browser = team.signed_in()
    for answer in (
        browser.get("/account"),
        browser.get("/nowhere"),
        browser.get("/account", headers={"host": "evil.example"}),
        browser.post("/account", headers={"sec-fetch-site": "cross-site"}),
        browser.post("/sign-in", content=b"x" * 1_000_001),
        team.browser().get("/"),
        team.browser().get("/static/none/no-such-file.css"),
    ):
        for name, value in FIXED.items():
            assert answer.headers[name] == value
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["strict-transport-security"].startswith("max-age=63072000; includeSubDomains")
        assert "server" not in answer.headers


def test_styles_carry_what_concerns_them_alone(team: Site) -> None:
    answer = team.browser().get("/static/none/site.css")
    assert {name for name in FIXED if name not in answer.headers} == set(OF_DOCUMENTS)
    assert answer.headers["content-security-policy"] == ASSET_POLICY
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000; includeSubDomains")


def test_cookie_is_out_of_reach(team: Site) -> None:
    answer = team.browser().post("/sign-in", data={"name": "Ana", "password": PASSWORD})
    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == "__Host-countersight"
    assert {part.strip().lower() for part in rest.split(";")[1:]} == {"httponly", "secure", "path=/", "samesite=lax"}


def test_cookie_on_this_computer_has_its_port(alone: Site) -> None:
    answer = alone.browser().get(alone.gate.start_address)
    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == "countersight-8080"
    assert {part.strip().lower() for part in rest.split(";")[1:]} == {"httponly", "path=/", "samesite=lax"}


def test_start_word_opens_once(alone: Site) -> None:
    thief = alone.browser()
    browser = alone.browser()
    answer = browser.get(alone.gate.start_address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "word" not in answer.headers["location"]
    assert browser.get("/account").status_code == 200
    assert thief.get(alone.gate.start_address).status_code == 410
    assert thief.get("/account").status_code == 303


def test_start_word_is_not_guessed(alone: Site) -> None:
    assert alone.browser().get("/start?word=guess").status_code == 410
    assert alone.browser().get("/start").status_code == 410
    assert alone.browser().get(alone.gate.start_address).status_code == 303


def test_signed_out_browser_goes_back_to_nothing(team: Site) -> None:
    browser = team.signed_in()
    word = team.cookie(browser)
    page = browser.get("/account")
    assert "no-cache" in page.headers["cache-control"] or "no-store" in page.headers["cache-control"]
    answer = browser.post("/sign-out")
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    browser.cookies.set(team.gate.cookie.name, word, domain="watch.example", path="/")
    assert browser.get("/account").status_code == 303


def test_websockets_are_closed(team: Site) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), team.browser().websocket_connect("wss://watch.example/"):
        pass


@pytest.mark.parametrize(
    "path", ["/", "/findings", "/nowhere", "/people", "/documents/x", "/static-not", "/sign-inside", "//static/x"]
)
def test_closed_by_default(team: Site, path) -> None:
    answer = team.browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("path", ["/api/v1/findings", "/reconcile", "/api/openapi.json"])
def test_programs_are_told_to_sign_in(team: Site, path) -> None:
    answer = team.browser().get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["status"] == 401


def test_token_in_a_browser_is_no_cookie(team: Site) -> None:
    """A bad token is refused even where a good cookie comes with it: which of them counts is never in doubt."""
    browser = team.signed_in()
    assert browser.get("/account", headers={"authorization": "Bearer nonsense"}).status_code == 401


@pytest.mark.parametrize("cookie", ["x" * 10_000, "a b", '"quoted"', "%00", ";;;==="])
def test_strange_cookie_opens_nothing(team: Site, cookie) -> None:
    answer = team.browser().get("/account", headers={"cookie": f"{team.gate.cookie.name}={cookie}"})
    assert answer.status_code == 303
