"""Sending files before a real browser, with and without JavaScript: chosen, sent, taken in, found again."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.web.conftest import make_app
from tests.web.test_journeys import WATCH

from countersight.project import create_project, read_project
from countersight.settings import Settings
from countersight.store import open_store
from countersight.web.adding.intake import Intake

WORDS = "Acme Systems of Ruritania sold 300 cameras to the police of Kenya in 2031, the ministry said. " * 3


@contextmanager
def serving(folder: Path, *, works: bool = True) -> Iterator[str]:
    create_project(folder, "A made project")
    store = open_store(folder)
    app = make_app(folder, store)
    app.state.intake = Intake(read_project(folder, Settings(processes=1, extractor="english-rules")))
    if not works:
        app.state.intake.close()
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    (port,) = {address.getsockname()[1] for one in server.servers for address in one.sockets}
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
        app.state.intake.close()
        store.close()


def problems(page: Page) -> list[object]:
    report = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [*(one["id"] for one in report), *page.evaluate("refused")]


def send_a_report(page: Page, base: str, folder: Path) -> None:
    (folder / "Report.txt").write_text(WORDS)
    (folder / "Program.pdf").write_bytes(b"MZ\x90\x00 no PDF")
    page.goto(f"{base}/documents")
    page.get_by_role("link", name="Add documents").click()
    page.get_by_label("Files", exact=True).set_input_files([folder / "Report.txt", folder / "Program.pdf"])
    page.get_by_label("Who published them").fill("The Made-up Times")
    page.get_by_role("button", name="Send and take in").click()


def test_files_are_taken_in_without_scripts(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "project") as base:
        page = browser.new_context(java_script_enabled=False).new_page()
        send_a_report(page, base, tmp_path)
        page.get_by_text("taken in", exact=True).wait_for(timeout=120_000)  # the page looks again by itself
        assert page.get_by_text("not taken in:").count() == 1
        page.get_by_role("link", name="Report.txt").click()
        assert page.locator("text=300 cameras").count() >= 1
        page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_sending_are_accessible(browser: Browser, tmp_path: Path, theme: Any) -> None:
    """On a phone, with a batch that waits: the run is another test's."""
    with serving(tmp_path / "project", works=False) as base:
        page = browser.new_context(color_scheme=theme, viewport={"width": 320, "height": 700}).new_page()
        page.add_init_script(WATCH)
        send_a_report(page, base, tmp_path)
        page.get_by_text("waits for its turn").wait_for()
        for address in (page.url, f"{base}/documents/add"):
            page.goto(address)
            assert problems(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.context.close()
