"""A document that a newer reader read anew: the claims of its newest text stand, besides what people decided on."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from countersight.collect import CollectLimits
from countersight.extract import choose_extractor
from countersight.model.decision import Verdict
from countersight.model.text import DocumentText, text_id
from countersight.pipeline import add_documents, run_pipeline
from countersight.review import record_decision
from countersight.settings import Settings
from countersight.store import open_store
from countersight.store.base import Store
from countersight.store.readings import newest_first

WORDS = (
    "Examplecorp sold 300 surveillance cameras to the police of Kenya in 2019, the ministry said. "
    "Examplecorp delivered facial recognition software to the interior ministry of Ghana in 2022."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A project with one document that was read and gave claims."""
    (tmp_path / "sold.txt").write_text(WORDS, encoding="utf-8")
    with closing(open_store(tmp_path)) as opened:
        add_documents(opened, [str(tmp_path / "sold.txt")], CollectLimits(), observe=lambda *_: None)
        run(opened)
        yield opened


def run(store: Store) -> None:
    choose = partial(choose_extractor, "english-rules")
    run_pipeline(store, Settings(processes=1), observe=lambda *_: None, choose=choose)


def read_anew(store: Store, words: str) -> DocumentText:
    """Keep what a newer version of the reader makes of the document."""
    with store.view() as view:
        old = next(view.texts())
    new = replace(old, id=text_id(old.document_id, "plain@2", words), reader="plain@2", text=words)
    with store.writer() as writer:
        writer.add_text(new)
    return new


def texts_of_claims(store: Store) -> list[str]:
    with store.view() as view:
        return sorted(claim.evidence[0].text_id for claim in view.claims())


def test_readings_follow_the_log_of_custody(store: Store) -> None:
    made = [read_anew(store, WORDS + " " * number).id for number in range(1, 6)]
    with store.view() as view:
        (document,) = view.documents()
        assert [text.id for text in newest_first(view, document.id)][:5] == made[::-1]


def test_newest_text_alone_keeps_claims(store: Store) -> None:
    before = texts_of_claims(store)
    new = read_anew(store, WORDS.replace("in 2019", "in  2019"))
    run(store)
    assert texts_of_claims(store) == [new.id] * len(before) != []
    with store.view() as view:
        assert {name for finding in view.findings() for name in finding.claim_ids} == {one.id for one in view.claims()}
    assert list(store.verify()) == []


def test_decided_claim_of_older_text_stays(store: Store) -> None:
    with store.view() as view:
        decided = next(view.claims())
    record_decision(store, decided.id, Verdict.ACCEPT, reviewer="Ada", reason="read it", now=datetime.now(UTC))
    new = read_anew(store, WORDS.replace("in 2019", "in  2019"))
    run(store)
    with store.view() as view:
        older = [claim for claim in view.claims() if claim.evidence[0].text_id != new.id]
    assert older == [decided]


def test_older_text_is_not_looked_through_again(store: Store) -> None:
    new = read_anew(store, WORDS + " The end.")
    with store.view() as view:
        (older,) = {text.id for text in view.texts()} - {new.id}
        assert view.superseded() == {older: new.id}
    run_pipeline(store, Settings(processes=1), observe=lambda *_: None)  # another extractor: all texts wait
    assert set(texts_of_claims(store)) == {new.id}
    with store.view() as view:
        assert list(view.unextracted("any@1", reader="plain")) != []
    run(store)
    assert set(texts_of_claims(store)) == {new.id}
