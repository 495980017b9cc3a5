"""Tables whose mapping came after they were read."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.extract.mapping.conftest import DEALS, MAPPING

from countersight.collect import CollectLimits
from countersight.model.claim import Claim
from countersight.model.custody import Act
from countersight.model.failure import Stage
from countersight.pipeline import add_documents, run_pipeline
from countersight.settings import Settings
from countersight.store import open_store
from countersight.store.base import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A project with a table that was read before any mapping knew it."""
    (tmp_path / "deals.csv").write_text(DEALS, encoding="utf-8")
    (tmp_path / "mappings").mkdir()
    with closing(open_store(tmp_path)) as opened:
        add_documents(opened, [str(tmp_path / "deals.csv")], CollectLimits(), observe=lambda *_: None)
        run(opened)
        yield opened


def run(store: Store) -> int:
    """Run all stages; return how many texts gave claims."""
    return run_pipeline(store, Settings(processes=1), observe=lambda *_: None)[Stage.EXTRACT].done


def write_mapping(store: Store, words: str) -> None:
    (store.folder / "mappings" / "deals.yml").write_text(words, encoding="utf-8")


def claims_and_publishers(store: Store) -> tuple[list[Claim], set[str | None]]:
    with store.view() as view:
        claims = list(view.claims())
        return claims, {view.text(claim.evidence[0].text_id).publisher for claim in claims}


def test_later_mapping_tells_the_publisher(store: Store) -> None:
    assert claims_and_publishers(store) == ([], set())
    write_mapping(store, MAPPING)
    assert run(store) == 1
    claims, publishers = claims_and_publishers(store)
    assert (len(claims), publishers) == (2, {"Nobody"})
    with store.view() as view:
        before, after = sorted(view.texts(), key=lambda text: text.reader)
        assert (before.text, before.parts, before.publisher) == (after.text, after.parts, None)
        assert [event.act for event in view.custody(after.document_id)].count(Act.READ) == 2


def test_second_run_tells_nothing_anew(store: Store) -> None:
    write_mapping(store, MAPPING)
    run(store)
    with store.view() as view:
        texts = set(view.text_ids())
    assert run(store) == 0
    with store.view() as view:
        assert set(view.text_ids()) == texts


@pytest.mark.parametrize(
    ("old", "new", "publisher"),
    [
        ("Nobody", "Somebody", "Somebody"),
        ("2024-02-01", "2024-02-02", "Nobody"),
        ("publisher: Nobody\n", "", "Deals that never were"),
    ],
    ids=["another publisher", "another day", "no publisher"],
)
def test_changed_telling_leaves_one_set_of_claims(store: Store, old: str, new: str, publisher: str) -> None:
    write_mapping(store, MAPPING)
    run(store)
    write_mapping(store, MAPPING.replace(old, new))
    run(store)
    claims, publishers = claims_and_publishers(store)
    assert (len(claims), publishers) == (2, {publisher})


def test_store_holds_after_telling_anew(store: Store) -> None:
    write_mapping(store, MAPPING)
    run(store)
    assert list(store.verify()) == []
