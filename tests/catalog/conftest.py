"""A store of made-up trade to make catalogs of, over SQLite and a real PostgreSQL, and one with the bundled briefs."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.release.conftest import World, fill_trade
from tests.store.conftest import new_place as new_place
from tests.store.conftest import place as place
from tests.store.conftest import postgresql_server as postgresql_server
from tests.store.conftest import used_places as used_places

from countersight.catalog import Catalog, open_catalog
from countersight.collect import CollectLimits
from countersight.model.as_of import NOW, AsOf
from countersight.model.claim import Claim, Kind
from countersight.pipeline import add_documents, run_pipeline, view_as_of
from countersight.reference.briefs import brief_paths
from countersight.settings import Settings
from countersight.store import open_store
from countersight.store.base import Store

Open = Callable[..., Catalog]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Open catalogs, and close them when the test ends."""
    catalogs: list[Catalog] = []

    def open_one(store: Store, as_of: AsOf = NOW) -> Catalog:
        catalogs.append(open_catalog(store, view_as_of, as_of))
        return catalogs[-1]

    yield open_one
    for catalog in catalogs:
        catalog.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    store = open_store(tmp_path / "project")
    yield World(store)
    store.close()


@pytest.fixture
def trade(world: World) -> World:
    """A small made-up trade: see `tests/release`."""
    fill_trade(world)
    return world


@pytest.fixture(scope="session")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with six of the bundled briefs, through the whole road."""
    store = open_store(tmp_path_factory.mktemp("briefs"))
    with brief_paths() as paths:
        add_documents(store, map(str, paths[::15][:6]), CollectLimits(), observe=lambda *_: None)
    run_pipeline(store, Settings(), observe=lambda *_: None)
    yield store
    store.close()


def fill_many(world: World, count: int, *, first: int = 0) -> None:
    """Add so many made-up sales, one a document, each a finding of its own."""
    claims = list_claims(world.store)
    for number in range(first, first + count):
        words = f"Vendor Alder {number % 7} sold {number + 2} cameras to the Guard of Town {number % 5}."
        text = world.document(
            words, captured=f"https://paper-{number % 3}.example/{number}", published=date(2020 + number % 4, 1, 2)
        )
        claims.append(
            world.claim(text, words[:-1], supplier=f"Vendor Alder {number % 7}|is", recipient="Guard|vu",
                        kind=list(Kind)[number % 4], technology="video_surveillance", words="cameras",
                        confidence=round(0.3 + number % 9 / 20, 3))
        )  # fmt: skip
    world.find(*([claim] for claim in claims))


def list_claims(store: Store) -> list[Claim]:
    with store.view() as view:
        return list(view.claims())
