"""Whole journeys before a real browser, with `countersight serve` in a process of its own and its gate closed."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.testclient import TestClient

from countersight.model.decision import Verdict
from countersight.store import open_store

PHONE, DESKTOP = {"width": 320, "height": 700}, {"width": 1280, "height": 900}
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation",
  (event) => refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
"""Counts what the policy refuses, from before the page's own first script on."""


def environment(**settings: str) -> dict[str, str]:
    """The environment of a command: nothing of ours but these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERSIGHT_")}
    return {**kept, **settings, "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(folder: Path, *, port: int = 0, **settings: str) -> Iterator[str]:
    """Run `countersight serve` and give the address that it prints."""
    command = [sys.executable, "-m", "countersight", "-C", str(folder), "serve", "--no-open", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(**settings)) as server:
        try:
            assert server.stdout is not None
            told = server.stdout.readline()
            found = re.search(r"https?://\S+", told)
            assert found, told
            yield found[0]
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def entrance(made_project: Path) -> Iterator[str]:
    """The address that lets one browser in."""
    with serving(made_project) as address:
        yield address


@pytest.fixture(scope="module")
def let_in(browser: Browser, entrance: str) -> Any:
    """What a browser keeps once it was let in, and the address of the site."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(entrance)
    base = re.match(r"https?://[^/]+", entrance)
    assert base is not None
    assert "word=" not in page.url
    state = context.storage_state()
    context.close()
    return state, base[0]


@contextmanager
def browsing(browser: Browser, state: Any, **options: Any) -> Iterator[Page]:
    """Open a page that fails the test on any error of a script or request beyond the site."""
    context: BrowserContext = browser.new_context(storage_state=state, **options)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if "127.0.0.1" not in request.url else None)
    yield page
    context.close()
    assert errors == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_transfer_is_found_read_in_its_words_and_cited(browser: Browser, let_in: Any, *, scripts: bool) -> None:
    state, base = let_in
    with browsing(browser, state, java_script_enabled=scripts, viewport=DESKTOP) as page:
        page.goto(base)
        page.get_by_role("searchbox", name="Search").first.fill("cameras Nairobi")
        page.keyboard.press("Enter")
        page.get_by_role("link", name=re.compile("Huawei")).first.click()
        assert "/findings/" in page.url
        page.locator("a[href^='/claims/']").first.click()
        assert "/claims/" in page.url
        assert page.locator("mark").count() >= 1
        citation = page.get_by_text(re.compile(r"https?://"))
        assert any(one.is_visible() for one in citation.all())
        with page.expect_download() as download:
            page.get_by_role("link", name="BibTeX").click()
        assert "@" in Path(download.value.path()).read_text(encoding="utf-8")


def page_types(client: TestClient) -> Sequence[str]:
    """An address of every type of page, of records that are there."""

    def first(path: str) -> Any:
        return client.get(path, headers={"accept": "application/json"}).json()["rows"][0]

    finding, claim, document = (first(f"/api/v1/{name}?limit=1")["id"] for name in ("findings", "claims", "documents"))
    source = first("/api/v1/sources")["key"]
    vendor = first("/api/v1/parties?role=vendor")["id"]
    return (
        "/", "/findings", "/claims", "/documents", "/search?q=cameras", "/search?q=zzzzqqqq", "/map", "/timeline",
        "/flow", "/territories", "/territories/ke", "/territories/aq", "/vendors", f"/vendors/{vendor}", "/agencies",
        "/technologies", "/technologies/spyware", "/sources", f"/sources/{source}", f"/findings/{finding}",
        f"/claims/{claim}", f"/documents/{document}", "/about", "/api", "/feeds", "/releases", "/searches", "/account",
        "/people", "/review", f"/review/claims/{claim}", f"/review/findings/{finding}", "/review/names",
        "/review/keys", "/nowhere",
    )  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible_and_keeps_to_the_policy(
    browser: Browser, let_in: Any, client: TestClient, theme: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    state, base = let_in
    found: dict[str, Any] = {}
    with browsing(browser, state, color_scheme=theme, viewport=DESKTOP) as page:
        page.add_init_script(WATCH)
        for path in page_types(client):
            page.goto(base + path)
            report = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            rules = [(one["id"], one["nodes"][0]["target"]) for one in report]
            refused = page.evaluate("refused")
            if rules or refused:
                found[path] = (rules, refused)
    assert found == {}


def test_no_page_runs_sideways_on_a_phone(browser: Browser, let_in: Any, client: TestClient) -> None:
    state, base = let_in
    wide: dict[str, int] = {}
    for language in ("en", "ar"):
        with browsing(browser, state, viewport=PHONE) as page:
            for path in page_types(client):
                page.goto(f"{base}{path}{'&' if '?' in path else '?'}lang={language}")
                width = page.evaluate("document.documentElement.scrollWidth")
                if width > PHONE["width"]:
                    wide[f"{path} {language}"] = width
    assert wide == {}


def test_nobody_comes_in_without_the_word(browser: Browser, entrance: str, let_in: Any) -> None:
    base = entrance.split("/start")[0]
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/findings")
    assert page.locator("table").count() == 0
    page.goto(entrance)  # it was used by another browser
    page.goto(f"{base}/findings")
    assert page.locator("table").count() == 0
    context.close()


PASSWORD = "violet anvils under seven bridges"


def join(browser: Browser, link: str, name: str) -> Page:
    """Take up an invitation as a person does: a password, signing in, the app's code, the recovery codes."""
    page = browser.new_context().new_page()
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Keep it and go on to sign in").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("The code that the app now shows").fill(
        pyotp.TOTP(page.locator("code.secret").inner_text()).now()
    )
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have them; go on").click()
    return page


def test_team_signs_in_and_decides_by_its_roles(browser: Browser, project_folder: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    settings = {"COUNTERSIGHT_PUBLIC_ADDRESS": base}
    command = [sys.executable, "-m", "countersight", "-C", str(project_folder), "people", "add", "Ann Admin"]
    done = subprocess.run([*command, "--role", "admin"], capture_output=True, text=True, env=environment(**settings))
    link = re.search(r"https?://\S+", done.stdout)
    assert link, done.stderr
    with serving(project_folder, port=port, **settings):
        admin = join(browser, link[0], "Ann Admin")
        for name, role in (("Rae Reviewer", "reviewer"), ("Rob Reader", "reader")):
            admin.goto(f"{base}/people")
            admin.get_by_label("Name, as decisions will record it").fill(name)
            admin.get_by_label("Role", exact=True).select_option(role)
            admin.get_by_role("button", name="Add, and make a link").click()
            invitation = re.search(r"/invitation\?word=[\w-]+", admin.content())
            assert invitation, admin.content()
            page = join(browser, base + invitation[0], name)
            answer = page.goto(f"{base}/review")
            assert answer is not None
            assert answer.status == (200 if role == "reviewer" else 403)
            if role == "reviewer":
                page.get_by_role("link", name="Start reviewing").click()
                page.wait_for_url("**/review/claims/*")
                with page.expect_response(lambda response: response.url.endswith("/decision")):
                    page.get_by_role("button", name=re.compile("^Accept")).click()
            page.context.close()
        admin.context.close()
    store = open_store(project_folder)
    with store.view() as view:
        assert [(one.reviewer, one.verdict) for one in view.decisions()] == [("Rae Reviewer", Verdict.ACCEPT)]
    store.close()
