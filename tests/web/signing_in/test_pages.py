"""Coming in, joining, the account and the people, as a browser without JavaScript sees them."""

import re
from html import unescape
from urllib.parse import urlsplit

import pyotp
import pytest
from starlette.testclient import TestClient
from tests.web.security.conftest import PASSWORD, SECRET, TEAM, MakeSite, Site

from countersight.accounts import Role, State
from countersight.accounts.people import find_person, list_people
from countersight.accounts.second_factor import count_recovery_codes
from countersight.accounts.sessions import list_sessions
from countersight.accounts.tokens import list_tokens

OTHER = "eleven otters on a ferry"


@pytest.fixture
def team(make_site: MakeSite) -> Site:
    made = make_site(public_address=TEAM)
    made.join("Bo", Role.ADMIN)
    made.open()
    made.join("Ana")
    return made


def link_in(page: str) -> str:
    """Return the path of the one-time link that a page shows."""
    found = re.search(rf"{TEAM}(/invitation\?word=[\w-]+)", page)
    assert found is not None
    return found[1]


def secret_in(page: str) -> str:
    found = re.search(r'<code class="secret" dir="ltr">([\w-]+)</code>', page)
    assert found is not None
    return found[1]


def join_by(browser: TestClient, path: str, password: str = PASSWORD) -> None:
    word = urlsplit(path).query.partition("=")[2]
    answer = browser.post("/invitation", data={"word": word, "password": password, "again": password})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_person_joins_from_link_to_first_page(team: Site) -> None:
    """The whole way: added, link passed on, password, second factor, recovery codes, in."""
    admin = team.signed_in("Bo")
    path = link_in(admin.post("/people", data={"name": "Cy Newcomer", "role": "reader"}).text)
    browser = team.browser()
    page = browser.get(path)
    assert "Welcome, Cy Newcomer" in page.text
    join_by(browser, path)
    assert (
        browser.post("/sign-in", data={"name": "cy newcomer", "password": PASSWORD}).headers["location"]
        == "/sign-in/second-factor"
    )
    setup = browser.get("/sign-in/second-factor")
    assert "<svg" in setup.text
    assert "style=" not in setup.text
    secret = secret_in(setup.text)
    assert secret_in(browser.get("/sign-in/second-factor").text) == secret
    wrong = browser.post("/sign-in/second-factor", data={"code": "000000"})
    assert (wrong.status_code, secret_in(wrong.text)) == (422, secret)
    codes = browser.post("/sign-in/second-factor", data={"code": pyotp.TOTP(secret).at(team.clock.now)})
    assert len(re.findall(r"<li><code>[\w-]{29}</code></li>", codes.text)) == 10
    assert browser.get("/account").status_code == 200
    assert find_person(team.accounts, "Cy Newcomer").has_second_factor


def test_used_link_says_so(team: Site) -> None:
    path = link_in(team.signed_in("Bo").post("/people", data={"name": "Cy", "role": "reader"}).text)
    join_by(team.browser(), path)
    assert team.browser().get(path).status_code == 410
    assert team.browser().get("/invitation").status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [("short", "short", "at least 15"), (PASSWORD, OTHER, "not the same"), ("a" * 20, "a" * 20, "too little of it")],
)
def test_refused_password_keeps_the_link(team: Site, password, again, told) -> None:
    path = link_in(team.signed_in("Bo").post("/people", data={"name": "Cy", "role": "reader"}).text)
    word = urlsplit(path).query.partition("=")[2]
    browser = team.browser()
    answer = browser.post("/invitation", data={"word": word, "password": password, "again": again})
    assert answer.status_code == 422
    assert told in answer.text
    assert password not in answer.text
    join_by(browser, path)


def test_links_are_not_guessed_fast(team: Site) -> None:
    browser = team.browser()
    statuses = [browser.get(f"/invitation?word={number}").status_code for number in range(40)]
    assert set(statuses) == {410, 429}
    assert statuses.count(410) <= 30


def test_recovery_code_lets_in_once(team: Site) -> None:
    browser = team.signed_in()
    page = browser.post("/account/recovery-codes", data={"password": PASSWORD}).text
    code = re.findall(r"<li><code>([\w-]{29})</code></li>", page)[0]
    for status in (303, 422):
        other = team.browser()
        other.post("/sign-in", data={"name": "Ana", "password": PASSWORD})
        assert other.post("/sign-in/code", data={"code": code}).status_code == status
    assert count_recovery_codes(team.accounts, "ana") == 9


def test_refused_form_has_no_password_in_it(team: Site) -> None:
    answer = team.browser().post("/sign-in", data={"name": "Ana", "password": "my almost right password"})
    assert "my almost right password" not in answer.text
    assert 'role="alert"' in answer.text


def test_waiting_is_told(team: Site) -> None:
    browser = team.browser()
    for _ in range(7):
        answer = browser.post("/sign-in", data={"name": "Ana", "password": "wrong"})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "2"
    assert "try again in 2 s" in answer.text


def test_password_is_changed_with_the_old_one(team: Site) -> None:
    browser, elsewhere = team.signed_in(), team.signed_in()
    wrong = browser.post("/account/password", data={"password": "wrong", "new": OTHER, "again": OTHER})
    assert wrong.status_code == 422
    done = browser.post("/account/password", data={"password": PASSWORD, "new": OTHER, "again": OTHER})
    assert done.headers["location"] == "/account?done=password"
    assert "is changed" in browser.get("/account?done=password").text
    assert elsewhere.get("/account").status_code == 303


def test_second_factor_moves_with_the_password(team: Site) -> None:
    browser, elsewhere = team.signed_in(), team.signed_in()
    assert browser.post("/account/second-factor", data={"password": "wrong"}).status_code == 422
    secret = secret_in(browser.post("/account/second-factor", data={"password": PASSWORD}).text)
    assert secret != SECRET
    assert browser.post("/account/second-factor/confirm", data={"code": "000000"}).status_code == 422
    code = pyotp.TOTP(secret).at(team.clock.now)
    assert "recovery codes" in browser.post("/account/second-factor/confirm", data={"code": code}).text
    assert elsewhere.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200


def test_second_factor_is_not_confirmed_without_having_begun(team: Site) -> None:
    browser = team.signed_in()
    assert browser.post("/account/second-factor/confirm", data={"code": team.code()}).headers["location"] == "/account"


def test_sessions_are_shown_and_ended(team: Site) -> None:
    browser, elsewhere = team.signed_in(), team.signed_in()
    page = browser.get("/account").text
    assert page.count("testclient") >= 2
    assert "(this one)" in page
    assert browser.post("/account/sessions", data={"password": "wrong"}).status_code == 422
    assert elsewhere.get("/account").status_code == 200
    assert browser.post("/account/sessions", data={"password": PASSWORD}).status_code == 303
    assert elsewhere.get("/account").status_code == 303
    assert len(list_sessions(team.accounts, "ana", lifetime=team.gate.door.lifetime)) == 1


def test_token_opens_the_api_and_not_the_account(team: Site) -> None:
    browser = team.signed_in()
    asked = {"purpose": "a script", "role": "reader", "days": "30", "password": PASSWORD}
    token = secret_in(browser.post("/account/tokens", data=asked).text)
    program = TestClient(team.app, base_url=TEAM, follow_redirects=False)
    program.headers["authorization"] = f"Bearer {token}"
    assert program.get("/account", headers={"accept": "application/json"}).json()["role"] == "reader"
    for path, form in (
        ("/account/password", {"password": PASSWORD, "new": OTHER, "again": OTHER}),
        ("/account/tokens", asked),
        ("/account/sessions", {"password": PASSWORD}),
    ):
        assert program.post(path, data=form).status_code == 403
    (listed,) = list_tokens(team.accounts, "ana")
    assert browser.post("/account/tokens/revoke", data={"token": listed.digest}).status_code == 303
    assert program.get("/account").status_code == 401


@pytest.mark.parametrize(
    "change", [{"role": "admin"}, {"role": "owner"}, {"days": "9999"}, {"purpose": ""}, {"password": ""}]
)
def test_token_beyond_measure_is_refused(team: Site, change) -> None:
    asked = {"purpose": "a script", "role": "reader", "days": "30", "password": PASSWORD, **change}
    assert team.signed_in().post("/account/tokens", data=asked).status_code == 422
    assert list_tokens(team.accounts, "ana") == []


@pytest.mark.parametrize("path", ["/people"])
def test_people_are_for_admins(team: Site, path) -> None:
    browser = team.signed_in("Ana")
    assert browser.get(path).status_code == 403
    assert browser.post(path, data={"name": "Mallory", "role": "admin"}).status_code == 403
    assert browser.post("/people/change", data={"person": "Ana", "act": "role", "role": "admin"}).status_code == 403
    assert find_person(team.accounts, "Ana").role is Role.REVIEWER
    assert "/people" not in browser.get("/account").text


def test_admin_manages_people(team: Site) -> None:
    admin, ana = team.signed_in("Bo"), team.signed_in("Ana")
    assert "Ana" in admin.get("/people").text

    def change(**form: str) -> int:
        return admin.post("/people/change", data={"person": "Ana", **form}).status_code

    assert change(act="role", role="editor") == 303
    assert ana.get("/account").status_code == 303
    again = team.signed_in("Ana")
    assert change(act="end") == 303
    assert again.get("/account").status_code == 303
    assert change(act="disable") == 303
    assert team.browser().post("/sign-in", data={"name": "Ana", "password": PASSWORD}).status_code == 422
    assert change(act="enable") == 303
    assert change(act="nonsense") == 422
    assert change(act="role", role="owner") == 422
    assert change(act="remove") == 303
    assert [one.name for one in list_people(team.accounts)] == ["Bo"]


def test_last_admin_stays(team: Site) -> None:
    admin = team.signed_in("Bo")
    for form in ({"act": "remove"}, {"act": "disable"}, {"act": "role", "role": "reader"}):
        answer = admin.post("/people/change", data={"person": "Bo", **form})
        assert answer.status_code == 422
        assert "last admin" in answer.text


def test_lost_device_is_reset_by_link(team: Site) -> None:
    admin = team.signed_in("Bo")
    path = link_in(admin.post("/people/change", data={"person": "Ana", "act": "reset"}).text)
    browser = team.browser()
    join_by(browser, path, OTHER)
    entered = browser.post("/sign-in", data={"name": "Ana", "password": OTHER})
    assert entered.headers["location"] == "/sign-in/second-factor"


def test_forgotten_password_keeps_the_second_factor(team: Site) -> None:
    path = link_in(team.signed_in("Bo").post("/people/change", data={"person": "Ana", "act": "invite"}).text)
    browser = team.browser()
    join_by(browser, path, OTHER)
    assert browser.post("/sign-in", data={"name": "Ana", "password": OTHER}).headers["location"] == "/sign-in/code"


def test_one_person_needs_no_password(make_site: MakeSite) -> None:
    site = make_site().open()
    browser = site.browser()
    assert site.browser().post("/sign-in", data={"name": "Ida", "password": ""}).status_code == 401
    browser.get(site.gate.start_address)
    page = unescape(browser.get("/account").text)
    assert "Ida" in page
    assert 'type="password"' not in page
    token = browser.post("/account/tokens", data={"purpose": "a script", "role": "reader", "days": "7"}).text
    assert secret_in(token).startswith("countersight_")
    assert find_person(site.accounts, "Ida").state is State.LOCAL


def test_session_outlives_the_server(make_site: MakeSite) -> None:
    first = make_site().open()
    browser = first.browser()
    browser.get(first.gate.start_address)
    again = make_site().open()
    later = again.browser()
    later.cookies.set(again.gate.cookie.name, str(first.cookie(browser)), domain="127.0.0.1", path="/")
    assert later.get("/account").status_code == 200


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_sign_in_page_is_in_every_language(team: Site, language) -> None:
    page = team.browser().get(f"/sign-in?lang={language}").text
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page


def test_what_is_shown_once_is_not_kept(team: Site) -> None:
    browser, admin = team.signed_in(), team.signed_in("Bo")
    asked = {"purpose": "a script", "role": "reader", "days": "30", "password": PASSWORD}
    for answer in (
        browser.post("/account/tokens", data=asked),
        browser.post("/account/recovery-codes", data={"password": PASSWORD}),
        browser.post("/account/second-factor", data={"password": PASSWORD}),
        admin.post("/people", data={"name": "Cy", "role": "reader"}),
    ):
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")


def test_pages_have_nothing_inline(team: Site) -> None:
    browser = team.signed_in("Bo")
    for path in ("/account", "/people", "/sign-in"):
        page = (browser if path != "/sign-in" else team.browser()).get(path).text
        assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son\w+=|javascript:", page)
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
