"""Signing in at a provider, over HTTP: only what is for this browser, flow, site and person lets anybody in."""

import subprocess
import sys
from importlib.util import find_spec
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient
from tests.web.security.conftest import TEAM, MakeSite, Site
from tests.web.signing_in.conftest import CLIENT, CLIENT_SECRET, LocalProvider, other_key, shared_key

from countersight.accounts import Role
from countersight.accounts.people import disable_person, find_person
from countersight.errors import BadSetting
from countersight.settings import Settings
from countersight.web.signing_in.provider import Provider, code_challenge, open_provider, read_roles

ROLES = "staff=reviewer,it=admin"


def settings_for(issuer: str, **changes: str) -> dict[str, str]:
    return {
        "public_address": TEAM,
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": CLIENT_SECRET,
        "oidc_roles": ROLES,
        **changes,
    }


@pytest.fixture
def site(make_site: MakeSite, local_provider: LocalProvider) -> Site:
    made = make_site(**settings_for(local_provider.issuer))
    made.provider = Provider(made.settings, site=TEAM)
    return made.open()


def leave(browser: TestClient, target: str = "") -> str:
    answer = browser.get(f"/sign-in/provider{target}")
    assert answer.status_code == 303
    return answer.headers["location"]


def visit(address: str) -> str:
    """Go to the provider as the browser would; return the path with which it sends one back."""
    with httpx.Client(trust_env=False) as client:
        back = urlsplit(client.get(address).headers["location"])
    assert f"{back.scheme}://{back.netloc}" == TEAM
    return f"{back.path}?{back.query}"


def test_person_comes_in_and_goes_on(site: Site, local_provider: LocalProvider) -> None:
    browser = site.browser()
    browser.headers["sec-fetch-site"] = "cross-site"  # as a browser says that comes back from a provider
    answer = browser.get(visit(leave(browser, "?next=/account")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "Dee" in browser.get("/account").text
    person = find_person(site.accounts, "Dee")
    assert (person.role, person.is_from_provider) == (Role.REVIEWER, True)


def test_asks_with_proof_and_bound_values(site: Site, local_provider: LocalProvider) -> None:
    for _ in range(2):
        visit(leave(site.browser()))
    first, second = local_provider.redirected
    assert first["response_type"] == "code"
    assert first["code_challenge_method"] == "S256"
    assert set(first["scope"].split()) == {"openid", "profile"}
    assert first["redirect_uri"] == f"{TEAM}/sign-in/provider/back"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


def test_challenge_is_that_of_the_standard() -> None:
    """Appendix B of RFC 7636."""
    assert (
        code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


def test_code_of_another_browser_is_refused(site: Site, local_provider: LocalProvider) -> None:
    """An attacker leaves, and has a victim come back with the attacker's code."""
    attacker, victim = site.browser(), site.browser()
    back = visit(leave(attacker))
    assert victim.get(back).status_code == 403
    leave(victim)
    assert victim.get(back).status_code == 403
    assert local_provider.redeemed == 0
    assert site.cookie(victim) is None


def test_coming_back_twice_is_refused(site: Site) -> None:
    browser = site.browser()
    back = visit(leave(browser))
    assert browser.get(back).status_code == 303
    browser.cookies.delete(site.gate.cookie.name)
    assert browser.get(back).status_code == 403


@pytest.mark.parametrize(
    "change", ["state=wrong", "state=", "error=access_denied", "code=", "iss=https://evil.example"]
)
def test_changed_answer_is_refused(site: Site, change) -> None:
    browser = site.browser()
    path, _, query = visit(leave(browser)).partition("?")
    name = change.partition("=")[0]
    kept = [pair for pair in query.split("&") if not pair.startswith(f"{name}=")]
    assert browser.get(f"{path}?{'&'.join([*kept, change])}").status_code == 403
    assert site.cookie(browser) is None


WRONG = {
    "another issuer": {"iss": "https://evil.example"},
    "another audience": {"aud": "another site"},
    "several audiences without party": {"aud": [CLIENT, "another site"]},
    "party of another": {"azp": "another site"},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "expired": {"exp": 1_000_000_000},
    "no expiry": {"exp": None},
    "from the future": {"nbf": 4_000_000_000},
    "nobody": {"sub": None},
    "no name": {"preferred_username": None},
    "name of a sort": {"preferred_username": "<b>x</b>"},
    "name that is no text": {"preferred_username": ["Dee"]},
    "subject that is no text": {"sub": 7},
    "no role": {"roles": []},
    "role that is not mapped": {"roles": ["admin"]},
    "roles of a sort": {"roles": {"staff": True}},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_wrong_token_is_refused(site: Site, local_provider: LocalProvider, claims) -> None:
    local_provider.claims = claims
    browser = site.browser()
    assert browser.get(visit(leave(browser))).status_code == 403
    assert local_provider.redeemed == 1
    assert site.cookie(browser) is None


def test_token_of_another_key_is_refused(site: Site, local_provider: LocalProvider) -> None:
    local_provider.signing_key = other_key()
    browser = site.browser()
    assert browser.get(visit(leave(browser))).status_code == 403


def test_token_signed_with_the_shared_secret_is_refused(site: Site, local_provider: LocalProvider) -> None:
    local_provider.algorithm, local_provider.signing_key = "HS256", shared_key()
    browser = site.browser()
    assert browser.get(visit(leave(browser))).status_code == 403


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "ftp://evil.example"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_provider_that_is_another_is_not_used(site: Site, local_provider: LocalProvider, metadata) -> None:
    local_provider.metadata = metadata
    assert site.browser().get("/sign-in/provider").status_code == 503


def test_provider_that_is_down_is_told(site: Site, local_provider: LocalProvider) -> None:
    local_provider.fails = True
    answer = site.browser().get("/sign-in/provider")
    assert answer.status_code == 503
    local_provider.fails = False
    leave(site.browser())


def test_role_follows_the_provider(site: Site, local_provider: LocalProvider) -> None:
    local_provider.person["roles"] = ["staff", "it"]
    visit_back = site.browser()
    visit_back.get(visit(leave(visit_back)))
    assert find_person(site.accounts, "Dee").role is Role.ADMIN


def test_disabled_person_stays_out(site: Site) -> None:
    browser = site.browser()
    browser.get(visit(leave(browser)))
    disable_person(site.accounts, "Dee", by="test")
    assert browser.get("/account").status_code == 303
    assert browser.get(visit(leave(browser))).status_code == 403


def test_name_of_another_account_is_refused(site: Site, local_provider: LocalProvider) -> None:
    site.join("Dee", Role.ADMIN)
    browser = site.browser()
    assert browser.get(visit(leave(browser))).status_code == 403


def test_sign_in_page_names_the_provider(site: Site) -> None:
    page = site.browser().get("/sign-in?next=/findings").text
    assert "/sign-in/provider?next=%2Ffindings" in page
    assert "Sign in at 127.0.0.1" in page


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example"])
def test_nobody_is_sent_elsewhere_afterwards(site: Site, target) -> None:
    browser = site.browser()
    assert browser.get(visit(leave(browser, f"?next={target}"))).headers["location"] == "/"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"oidc_issuer": "http://provider.example"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "provider"}, "OIDC_ISSUER"),
        ({"oidc_client_id": ""}, "OIDC_CLIENT_ID"),
        ({"oidc_roles": ""}, "OIDC_ROLES"),
        ({"oidc_roles": "staff=owner"}, "OIDC_ROLES"),
        ({"oidc_roles": "=admin"}, "OIDC_ROLES"),
    ],
)
def test_wrong_setting_is_named(changes, named) -> None:
    with pytest.raises(BadSetting, match=named):
        open_provider(Settings(**settings_for("https://provider.example", **changes)), site=TEAM)


def test_no_provider_unless_named() -> None:
    assert open_provider(Settings(), site=TEAM) is None


def test_roles_are_read() -> None:
    assert read_roles(" a=b=reader , it=admin") == {"a=b": Role.READER, "it": Role.ADMIN}


def test_secret_is_not_shown() -> None:
    assert CLIENT_SECRET not in repr(Settings(**settings_for("https://provider.example")))


@pytest.mark.skipif(find_spec("oidc_provider_mock") is None, reason="oidc-provider-mock is not installed")
def test_provider_that_others_wrote_lets_in(make_site: MakeSite) -> None:
    """oidc-provider-mock, built on Authlib's server: nothing in it knows of this site."""
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            assert running.stdout is not None
            issuer = next(word for line in running.stdout for word in line.split() if word.startswith("http://"))
            made = make_site(**settings_for(issuer))
            made.provider = Provider(made.settings, site=TEAM)
            made.open()
            with httpx.Client(trust_env=False) as client:
                person = {"preferred_username": "Eli", "roles": ["it"]}
                client.put(f"{issuer}/users/s-9", json=person).raise_for_status()
                browser = made.browser()
                address = leave(browser)
                back = urlsplit(client.post(address, data={"sub": "s-9"}).headers["location"])
            assert parse_qs(back.query)["state"] == parse_qs(urlsplit(address).query)["state"]
            assert browser.get(f"{back.path}?{back.query}").headers["location"] == "/"
            assert find_person(made.accounts, "Eli").role is Role.ADMIN
        finally:
            running.terminate()
