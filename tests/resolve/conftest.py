"""Stores of every backend for what is judged, made as the tests of the store make them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.resolve.trading import Trade
from tests.store.conftest import new_place, place, postgresql_server, store, used_places

from countersight.store import open_store
from countersight.store.base import Store

__all__ = ["new_place", "place", "postgresql_server", "store", "used_places"]


@pytest.fixture
def trade(store: Store) -> Trade:
    """An empty project, once for each backend."""
    return Trade(store)


@pytest.fixture
def local_trade(tmp_path: Path) -> Iterator[Trade]:
    """An empty project on the default backend, for what does not hang on it."""
    local = open_store(tmp_path / "local")
    yield Trade(local)
    local.close()
