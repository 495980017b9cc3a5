"""What is withdrawn stays so, whatever arrives, is decided or is undone meanwhile. Every backend passes this."""

from dataclasses import replace

from sqlalchemy import event
from tests.store.conftest import NOON

from countersight.model.claim import PERSON_EXTRACTOR, Kind
from countersight.model.decision import Verdict
from countersight.model.entity import PERSON
from countersight.model.failure import Stage
from countersight.review import restore, withdraw_document, withdraw_source
from countersight.store.base import WITHDRAWN, Step
from countersight.store.inserts import BATCH

WORDS = {"words": "It is a forgery.", "by": "Ana"}


def claims_of(store):
    with store.view() as view:
        return {claim.id for claim in view.claims()}


def test_claims_that_come_late_do_not_stand(store, made_up) -> None:
    """A run that began before the withdrawal may still be extracting."""
    claims, text = made_up.fill(store, 1), made_up.text(1)
    withdraw_document(store, text.document_id, **WORDS)
    longer = made_up.claims(text, confidence=0.5, kind=Kind.DEPLOYMENT)
    with store.writer() as writer:
        assert writer.add_claims([*claims, *longer], text) == 0
        writer.add_step(Step(stage=Stage.EXTRACT, item=text.id, version="test@1", outcome="done"))
    assert claims_of(store) == set()
    assert list(store.verify()) == []
    with store.view() as view:
        assert {step.outcome for step in view.steps(Stage.EXTRACT)} == {WITHDRAWN}


def test_late_claims_of_a_withdrawn_source_do_not_stand(store, made_up) -> None:
    text = replace(made_up.text(1), publisher="Forger Daily")
    made_up.fill(store, 2)
    data, document, capture = made_up.document(1)
    store.archive.put(data)
    with store.writer() as writer:
        writer.add_document(document, capture)
        writer.add_text(text)
    withdraw_source(store, "Forger Daily", **WORDS)
    with store.writer() as writer:
        assert writer.add_claims(made_up.claims(text), text) == 0
    assert len(claims_of(store)) == 3


def test_claim_that_stands_in_a_withdrawn_source_is_found(store, place, made_up) -> None:
    claims = made_up.fill(store, 1)
    withdraw_source(store, "unknown publisher", **WORDS)
    place.tamper("UPDATE periods SET withdrawn_at = NULL, record = NULL WHERE subject_id = ?", claims[0].id)
    assert any(claims[0].id in told and "is withdrawn" in told for told in store.verify())


def test_no_query_names_more_claims_than_a_database_takes(store, made_up) -> None:
    """PostgreSQL takes 65,535 values in one statement, SQLite as few as 32,766: a large source has more claims."""
    text = made_up.text(1, sentences=2 * BATCH + 1)
    data, document, capture = made_up.document(1)
    store.archive.put(data)
    with store.writer() as writer:
        writer.add_document(document, capture)
        writer.add_text(text)
        writer.add_claims(made_up.claims(text), text)
    named = []
    listener = lambda _, __, ___, values, ____, many: named.append(0 if many else len(values or ()))  # noqa: E731
    event.listen(store._engine, "before_cursor_execute", listener)
    withdraw_document(store, text.document_id, **WORDS)
    assert claims_of(store) == set()
    restore(store, text.document_id, **WORDS)
    event.remove(store._engine, "before_cursor_execute", listener)
    assert len(claims_of(store)) == 2 * BATCH + 1
    assert max(named) < 2 * BATCH


def test_findings_made_before_a_withdrawal_do_not_stand_after_it(store, made_up) -> None:
    """A run that began before the withdrawal may still be grouping."""
    first, second = (made_up.fill(store, number) for number in (1, 2))
    withdraw_document(store, first[0].document_id, **WORDS)
    with store.writer() as writer:
        writer.replace_findings([made_up.finding(first[:1]), made_up.finding(second[:1])])
    with store.view() as view:
        assert [finding.claim_ids for finding in view.findings()] == [(second[0].id,)]


def test_judgements_made_before_a_withdrawal_do_not_stand_after_it(store, made_up) -> None:
    claims = made_up.fill(store, 1)
    withdraw_document(store, claims[0].document_id, **WORDS)
    with store.writer() as writer:
        writer.add_judgements([made_up.judgement(claims[0], resolver="test@2")])
    with store.view() as view:
        assert list(view.judgements()) == []
    restore(store, claims[0].document_id, **WORDS)
    with store.writer() as writer:
        writer.hold_judgements("test@2")
    with store.view() as view:
        assert [judgement.resolver for judgement in view.judgements()] == ["test@2"]


def test_what_persons_judged_stands_again(store, made_up) -> None:
    claims = made_up.fill(store, 1)
    with store.writer() as writer:
        writer.add_judgements([made_up.judgement(claims[0], resolver=PERSON)])
    withdraw_document(store, claims[0].document_id, **WORDS)
    restore(store, claims[0].document_id, **WORDS)
    with store.view() as view:
        assert PERSON in {judgement.resolver for judgement in view.judgements(claim_id=claims[0].id)}


def test_what_was_taken_back_meanwhile_is_not_restored(store, made_up) -> None:
    """An edit that is undone while its document is withdrawn leaves nothing for the restoration to bring back."""
    claim, text = made_up.fill(store, 1)[0], made_up.text(1)
    (made, *_) = made_up.claims(text, kind=Kind.DEPLOYMENT, extractor=f"{PERSON_EXTRACTOR}Ana")
    with store.writer() as writer:
        writer.add_claims([made], text)
        writer.decide(claim.id, Verdict.EDIT, "Ana", "", decided_at=NOON, replacement=made.id)
    withdraw_document(store, text.document_id, **WORDS)
    with store.writer() as writer:
        writer.decide(claim.id, Verdict.UNDO, "Ana", "I erred.", decided_at=NOON)
    restore(store, text.document_id, **WORDS)
    assert claim.id in claims_of(store)
    assert made.id not in claims_of(store)
