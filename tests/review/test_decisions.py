"""Decisions of named persons, on a real store."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from countersight.errors import BadDecision, NotFound
from countersight.model.claim import Claim, Kind, Status, TechnologySlot
from countersight.model.decision import Verdict
from countersight.model.document import Capture, Document, capture_id
from countersight.model.evidence import evidence_at
from countersight.model.text import DocumentText, text_id
from countersight.review import record_decision, standing_verdicts
from countersight.store import open_store
from countersight.store.base import Store
from countersight.values.digests import sha256_hex

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
WORDS = "Glimmer Optics sold cameras to Ruritania."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def claim(store: Store) -> Claim:
    """A claim that is in the store, with its document."""
    document_id = sha256_hex(WORDS.encode())
    document = Document(id=document_id, size=len(WORDS), media_type="text/plain")
    address = "file:///story.txt"
    capture = Capture(
        id=capture_id(document_id, address), document_id=document_id, address=address, captured_at=NOW, tool="test@1"
    )
    text = DocumentText(
        id=text_id(document_id, "plain@1", WORDS), document_id=document_id, reader="plain@1", text=WORDS
    )
    claim = Claim.make(
        document_id=document_id, kind=Kind.SUPPLY, status=Status.REPORTED, evidence=(evidence_at(text, 0, len(WORDS)),),
        confidence=0.7, extractor="hand@1", technology=(TechnologySlot(label="video_surveillance", inferred="test"),),
    )  # fmt: skip
    with store.writer() as writer:
        writer.add_document(document, capture)
        writer.add_text(text)
        writer.add_claims([claim], text)
    return claim


def test_decision_stands_in_the_store(store: Store, claim: Claim) -> None:
    decision = record_decision(store, claim.id, Verdict.ACCEPT, reviewer="  Ada   Reader ", reason="", now=NOW)
    assert decision.reviewer == "Ada Reader"
    with store.view() as view:
        assert list(view.decisions()) == [decision]
        assert standing_verdicts(view) == {claim.id: Verdict.ACCEPT}


def test_undo_takes_the_last_one_back(store: Store, claim: Claim) -> None:
    for verdict in (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNDO):
        record_decision(store, claim.id, verdict, reviewer="Ada", reason="looked again", now=NOW)
    with store.view() as view:
        assert standing_verdicts(view) == {claim.id: Verdict.ACCEPT}
        assert view.count("decisions") == 3


@pytest.mark.parametrize("reviewer", ["", "   ", "–", "42"])
def test_nobody_cannot_decide(store: Store, claim: Claim, reviewer: str) -> None:
    with pytest.raises(BadDecision, match="name"):
        record_decision(store, claim.id, Verdict.ACCEPT, reviewer=reviewer, reason="fine", now=NOW)


@pytest.mark.parametrize("verdict", [Verdict.REJECT, Verdict.UNDO])
def test_taking_away_needs_a_reason(store: Store, claim: Claim, verdict: Verdict) -> None:
    with pytest.raises(BadDecision, match="reason"):
        record_decision(store, claim.id, verdict, reviewer="Ada", reason="  ", now=NOW)


def test_time_without_zone_is_refused(store: Store, claim: Claim) -> None:
    with pytest.raises(BadDecision, match="time zone"):
        record_decision(store, claim.id, Verdict.ACCEPT, reviewer="Ada", reason="", now=NOW.replace(tzinfo=None))


def test_refused_decision_leaves_no_trace(store: Store, claim: Claim) -> None:
    with pytest.raises(BadDecision):
        record_decision(store, claim.id, Verdict.REJECT, reviewer="Ada", reason="", now=NOW)
    with store.view() as view:
        assert view.count("decisions") == 0


def test_unknown_subject_is_refused(store: Store) -> None:
    with pytest.raises(NotFound):
        record_decision(store, "clm-none", Verdict.ACCEPT, reviewer="Ada", reason="", now=NOW)
