"""The desk behind a real server and before a real browser."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.model.docket import Docket
from countersight.store.base import Store
from countersight.web.visitor import Role

Serve = Callable[..., str]


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Serve an application on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(5)
        if hasattr(app.state, "desk_refresher"):
            app.state.desk_refresher.wait(30)


@pytest.fixture
def serve(project_folder: Path, store: Store) -> Iterator[Serve]:
    """Serve the site over a copy of the project, every request made by one person."""
    with ExitStack() as stack:

        def start(*, name: str = "Ada Reader", role: Role = Role.ADMIN) -> str:
            app = make_app(project_folder, store, name=name, role=role)
            return stack.enter_context(serving(app))

        yield start


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose errors fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(project_folder: Path, store: Store) -> Iterator[TestClient]:
    """A client of the desk over a copy of the project."""
    app = make_app(project_folder, store)
    with TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=False) as client:
        yield client
    if hasattr(app.state, "desk_refresher"):
        app.state.desk_refresher.wait(30)


def chain(store: Store) -> Docket:
    """Return what was decided."""
    with store.view() as view:
        return view.docket()


def saved(page: Page) -> None:
    """Wait until everything has been stored."""
    page.wait_for_selector('#sync[data-state="saved"]', timeout=10_000)
