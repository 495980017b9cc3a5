"""A real project made from the bundled briefs, and the site over it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from countersight.collect import CollectLimits
from countersight.pipeline import add_documents, run_pipeline
from countersight.project import create_project, read_project
from countersight.reference.briefs import brief_paths
from countersight.release import write_release
from countersight.settings import Settings
from countersight.store import open_store
from countersight.store.base import Store
from countersight.web import create_app
from countersight.web.visitor import Role, Visitor

LIMITS = CollectLimits()


class As:
    """Says that every request comes from one person."""

    def __init__(self, app: ASGIApp, visitor: Visitor) -> None:
        self.app, self.visitor = app, visitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["visitor"] = self.visitor
        await self.app(scope, receive, send)


def ignore(*_: object) -> None:
    """Observe nothing."""


@pytest.fixture(scope="session")
def made_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project with every bundled brief run through; never written to by a test."""
    folder = tmp_path_factory.mktemp("web") / "project"
    create_project(folder, "A made project")
    store = open_store(folder)
    with brief_paths() as paths:
        add_documents(store, map(str, paths), LIMITS, observe=ignore)
        run_pipeline(store, Settings(processes=1), observe=ignore)
    with store.view() as view:
        write_release(view, folder / "releases" / "2026-01-02", title="A made project", version="2026-01-02",
                      released_at=datetime(2026, 1, 2, tzinfo=UTC), archive=store.archive)  # fmt: skip
    store.close()
    return folder


@pytest.fixture
def project_folder(made_project: Path, tmp_path: Path) -> Path:
    """A copy of the made project for one test, which may write to it."""
    return shutil.copytree(made_project, tmp_path / "project")


@pytest.fixture(scope="session")
def read_store(made_project: Path) -> Iterator[Store]:
    """The store of the made project, for reading alone."""
    store = open_store(made_project)
    yield store
    store.close()


@pytest.fixture
def store(project_folder: Path) -> Iterator[Store]:
    """The store of a copy, for one test."""
    store = open_store(project_folder)
    yield store
    store.close()


def make_app(folder: Path, store: Store, *, name: str = "Ada Reader", role: Role = Role.ADMIN) -> Starlette:
    """The site over a store, every request made by one person."""
    person = Middleware(As, visitor=Visitor(name=name, role=role))
    app = create_app(read_project(folder, Settings(processes=1)), store, middleware=[person])
    app.state.workspace.patience_s = 120.0  # a catalog is waited for, however busy the machine
    app.state.workspace.patience_refresh_s = 120.0
    return app


@pytest.fixture(scope="session")
def client(made_project: Path, read_store: Store) -> Iterator[TestClient]:
    """A client of the site over the made project, for reading alone."""
    with TestClient(make_app(made_project, read_store), base_url="http://127.0.0.1:8080") as client:
        yield client


@pytest.fixture
def writing_client(project_folder: Path, store: Store) -> Iterator[TestClient]:
    """A client over a copy, for one test that changes something."""
    with TestClient(make_app(project_folder, store), base_url="http://127.0.0.1:8080") as client:
        yield client
