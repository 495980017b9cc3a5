"""Clients with less trust than the usual one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.store.base import Store
from countersight.web.visitor import Role


@pytest.fixture(scope="session")
def reading_client(made_project: Path, read_store: Store) -> Iterator[TestClient]:
    """A client of somebody who may only read."""
    app = make_app(made_project, read_store, role=Role.READER)
    with TestClient(app, base_url="http://127.0.0.1:8080") as client:
        yield client
