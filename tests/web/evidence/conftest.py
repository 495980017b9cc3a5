"""A real browser on the site of the made project."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from tests.web.conftest import make_app

from countersight.store.base import Store


@pytest.fixture(scope="session")
def site(made_project: Path, read_store: Store) -> Iterator[str]:
    """The address of the site, served for as long as the tests run."""
    server = uvicorn.Server(uvicorn.Config(make_app(made_project, read_store), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    (port,) = {address.getsockname()[1] for one in server.servers for address in one.sockets}
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Both themes."""
    return str(request.param)
