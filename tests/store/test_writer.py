"""What is written stands, once, whole, and in no order but its own. Every backend passes this."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countersight.errors import BrokenProvenance, NotFound, UngroundedQuote, UngroundedSlot
from countersight.model.claim import Claim, Status
from countersight.model.decision import Verdict
from countersight.model.failure import Stage, make_failure
from countersight.store.base import Step

LATER = timedelta(hours=1)
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def everything(store):
    with store.view() as view:
        return (
            list(view.documents()),
            list(view.captures()),
            list(view.texts()),
            list(view.claims()),
            list(view.judgements()),
            list(view.findings()),
            list(view.failures()),
            [step for stage in Stage for step in view.steps(stage)],
            list(view.decisions()),
        )


def test_document_is_new_once(store, made_up):
    _, document, capture = made_up.document()
    with store.writer() as writer:
        assert writer.add_document(document, capture)
        assert not writer.add_document(document, capture)
    with store.view() as view:
        assert view.document(document.id) == document
        assert list(view.captures(document.id)) == [capture]


def test_same_bytes_elsewhere_are_another_capture(store, made_up):
    data, document, first = made_up.document()
    _, second = made_up.described(data, address="file:///elsewhere", at=first.captured_at - LATER)
    with store.writer() as writer:
        writer.add_document(document, first)
        assert not writer.add_document(document, second)
    with store.view() as view:
        assert list(view.captures(document.id)) == [second, first]
        assert view.count("documents") == 1


def test_first_capture_of_a_place_stands(store, made_up):
    _, document, first = made_up.document()
    with store.writer() as writer:
        writer.add_document(document, first)
        writer.add_document(document, replace(first, captured_at=first.captured_at + LATER))
    with store.view() as view:
        assert list(view.captures()) == [first]


def test_new_claims_are_counted(store, made_up):
    made_up.fill(store, 1)
    text = made_up.text(2)
    claims = made_up.claims(text)
    with store.writer() as writer:
        writer.add_document(*made_up.document(2)[1:])
        writer.add_text(text)
        assert writer.add_claims(claims[:2], text) == 2
        assert writer.add_claims(claims, text) == 1
        assert writer.add_claims(claims, text) == 0
        assert writer.add_claims([], text) == 0


def test_many_claims_come_back_equal(store, made_up):
    text = made_up.text(1, sentences=1_200)
    claims = made_up.claims(text)
    with store.writer() as writer:
        writer.add_document(*made_up.document(1)[1:])
        writer.add_text(text)
        assert writer.add_claims(iter(claims), text) == 1_200
    with store.view() as view:
        assert list(view.claims()) == sorted(claims, key=lambda claim: claim.id)


def test_ungrounded_claim_keeps_all_out(store, made_up):
    made_up.fill(store, 1)
    text = made_up.text(2)
    good, other = made_up.claims(text)[:2]
    words = replace(other.evidence[0], quote="x" * len(other.evidence[0].quote))
    ungrounded = Claim.make(
        document_id=text.document_id,
        kind=other.kind,
        status=other.status,
        evidence=(words,),
        confidence=0.5,
        extractor="test@1",
        technology=(replace(other.technology[0], mention=None, inferred="made up"),),
    )
    with store.writer() as writer:
        writer.add_document(*made_up.document(2)[1:])
        writer.add_text(text)
        with pytest.raises(UngroundedQuote):
            writer.add_claims([good, ungrounded], text)
        with pytest.raises(UngroundedSlot):
            writer.add_claims([good], made_up.text(1))
    with store.view() as view:
        assert view.count("texts") == 2
        assert view.count("claims") == 3


@pytest.mark.parametrize("missing", ["document of text", "text of claim", "claim of judgement", "claim of finding"])
def test_reference_to_nothing_is_refused(store, made_up, missing):
    text = made_up.text()
    claims = made_up.claims(text)
    write = {
        "document of text": lambda writer: writer.add_text(text),
        "text of claim": lambda writer: writer.add_claims(claims, text),
        "claim of judgement": lambda writer: writer.add_judgements([made_up.judgement(claims[0])]),
        "claim of finding": lambda writer: writer.replace_findings([made_up.finding(claims)]),
    }[missing]
    if missing != "document of text":
        with store.writer() as writer:
            writer.add_document(*made_up.document()[1:])
    with pytest.raises(BrokenProvenance), store.writer() as writer:
        write(writer)


def test_findings_are_replaced_not_merged(store, made_up):
    claims = made_up.fill(store, 1, 2)
    first, second = made_up.finding(claims[:3]), made_up.finding(claims[3:])
    with store.writer() as writer:
        writer.replace_findings([first])
    with store.writer() as writer:
        writer.replace_findings(iter([second, made_up.finding(claims)]))
    with store.view() as view:
        assert set(view.findings()) == {second, made_up.finding(claims)}
    with store.writer() as writer:
        writer.replace_findings([])
    assert list(store.verify()) == []
    with store.view() as view:
        assert view.count("findings") == 0


def test_step_takes_place_of_earlier(store):
    step = Step(stage=Stage.READ, item="b", version="1", outcome="failed")
    with store.writer() as writer:
        writer.add_step(step)
        writer.add_step(replace(step, outcome="done"))
        writer.add_step(replace(step, item="a"))
        writer.add_step(replace(step, version="2"))
    with store.view() as view:
        assert [(s.item, s.version, s.outcome) for s in view.steps(Stage.READ)] == [
            ("a", "1", "failed"),
            ("b", "1", "done"),
            ("b", "2", "failed"),
        ]
        assert list(view.steps(Stage.EXTRACT)) == []


def test_failure_takes_place_of_earlier(store):
    item = "file:///nowhere/乌托邦.pdf"
    with store.writer() as writer:
        writer.record_failure(make_failure(Stage.READ, item, NotFound("first")))
        writer.record_failure(make_failure(Stage.READ, item, NotFound("second")))
        writer.record_failure(make_failure(Stage.COLLECT, item, NotFound("other")))
    with store.view() as view:
        assert [failure.detail for failure in view.failures(stage=Stage.READ)] == ["second"]
        assert view.count("failures") == 2


def test_cleared_failure_is_tried_again(store, made_up):
    made_up.fill(store, 1, 2)
    one, two = (made_up.document(number)[1] for number in (1, 2))
    with store.writer() as writer:
        for document in (one, two):
            writer.record_failure(make_failure(Stage.READ, document.id, NotFound("x")))
            writer.add_step(Step(stage=Stage.READ, item=document.id, version="1", outcome="failed"))
        writer.clear_failure(Stage.READ, one.id)
    with store.view() as view:
        assert list(view.unread("1")) == [one]
        assert [failure.item for failure in view.failures()] == [two.id]


def test_decisions_form_a_chain(store, made_up):
    claim = made_up.fill(store, 1)[0]
    moment = made_up.document()[2].captured_at
    with store.writer() as writer:
        first = writer.decide(claim.id, Verdict.ACCEPT, "A. Reviewer", "read it", decided_at=moment)
        second = writer.decide(claim.id, Verdict.UNDO, "A. Reviewer", "", decided_at=moment)
    with store.writer() as writer:
        third = writer.decide(claim.id, Verdict.REJECT, "B. Reviewer", "no", decided_at=moment)
    with store.view() as view:
        assert list(view.decisions()) == [first, second, third]
    assert (first.sequence, first.previous) == (1, "")
    assert (third.sequence, third.previous) == (3, second.id)


def test_finding_can_be_decided_on(store, made_up):
    finding = made_up.finding(made_up.fill(store, 1))
    with store.writer() as writer:
        writer.replace_findings([finding])
        writer.decide(finding.id, Verdict.ACCEPT, "A", "", decided_at=made_up.document()[2].captured_at)
    with store.view() as view:
        assert view.verdicts() == {finding.id: Verdict.ACCEPT}


@pytest.mark.parametrize("subject", ["", "clm-", "clm-%", "clm-" + "0" * 32, "\x00"])
def test_decision_needs_a_subject(store, made_up, subject):
    made_up.fill(store, 1)
    with store.writer() as writer, pytest.raises(NotFound):
        writer.decide(subject, Verdict.ACCEPT, "A", "", decided_at=made_up.document()[2].captured_at)


def test_block_that_fails_leaves_nothing(store, made_up):
    def write_and_fail():
        with store.writer() as writer:
            writer.add_document(*made_up.document()[1:])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with store.view() as view:
        assert view.count("documents") == 0


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_adding_again_changes_nothing(new_place, made_up, data):
    numbers = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    again = data.draw(st.lists(st.sampled_from(numbers)))
    with closing(new_place().open()) as store:
        claims = made_up.fill(store, *numbers)
        with store.writer() as writer:
            writer.replace_findings([made_up.finding(claims)])
        before = everything(store)
        made_up.fill(store, *again)
        with store.writer() as writer:
            writer.replace_findings([made_up.finding(claims)])
        assert everything(store) == before


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_order_does_not_matter(new_place, made_up, data):
    """Not even where one claim comes from two extractors that are not equally sure of it."""
    text = made_up.text()
    sure, unsure = made_up.claims(text), made_up.claims(text, confidence=0.25, extractor="other@1")
    arrivals = [*sure, *data.draw(st.lists(st.sampled_from(unsure), unique_by=lambda claim: claim.id))]
    read = []
    for _ in range(2):
        arrived = data.draw(st.permutations(arrivals))
        cut = data.draw(st.integers(0, len(arrived)))
        with closing(new_place().open()) as store:
            with store.writer() as writer:
                writer.add_document(*made_up.document()[1:])
                writer.add_text(text)
                new = writer.add_claims(arrived[:cut], text) + writer.add_claims(arrived[cut:], text)
                assert new == len(sure)
            read.append(everything(store))
            assert list(store.verify()) == [f"document {text.document_id}: the archive has no blob {text.document_id}"]
    assert read[0] == read[1]


def extract_again(store, made_up, text, *, extractor="test@2"):
    """Put what a newer extractor found in place of the older findings: the first sentence's claim and a new one."""
    first, *_ = made_up.claims(text, extractor=extractor)
    denied = made_up.claims(text, extractor=extractor, status=Status.DENIED)[1]
    with store.writer() as writer:
        retired = writer.retire_claims(text.id, extractor)
        writer.add_claims([first, denied], text)
    return retired, {first.id: extractor, denied.id: extractor}


def extractors(store):
    with store.view() as view:
        return {claim.id: claim.extractor for claim in view.claims()}


def test_newer_extraction_takes_the_place_of_older(store, made_up):
    made_up.fill(store, 1)
    retired, expected = extract_again(store, made_up, made_up.text(1))
    assert retired == 3
    assert extractors(store) == expected
    assert list(store.verify()) == []


def test_other_texts_keep_their_claims(store, made_up):
    made_up.fill(store, 1, 2)
    extract_again(store, made_up, made_up.text(1))
    with store.view() as view:
        assert len(list(view.claims(document_id=made_up.text(2).document_id))) == 3


def test_decided_claim_survives_newer_extraction(store, made_up):
    second = made_up.fill(store, 1)[1]
    with store.writer() as writer:
        writer.decide(second.id, Verdict.ACCEPT, "A. Reader", "", decided_at=NOON)
    _, expected = extract_again(store, made_up, made_up.text(1))
    assert extractors(store) == expected | {second.id: "test@1"}
    assert list(store.verify()) == []


def test_claims_of_decided_finding_survive_newer_extraction(store, made_up):
    claims = made_up.fill(store, 1)
    finding = made_up.finding(claims[1:])
    with store.writer() as writer:
        writer.replace_findings([finding])
        writer.decide(finding.id, Verdict.ACCEPT, "A. Reader", "", decided_at=NOON)
    extract_again(store, made_up, made_up.text(1))
    assert {claim.id for claim in claims[1:]} <= set(extractors(store))


def test_what_rests_on_retired_claims_is_made_anew(store, made_up):
    claims = made_up.fill(store, 1)
    steps = [Step(stage=Stage.RESOLVE, item=claims[0].id, version="r@1", outcome="done")]
    steps.append(Step(stage=Stage.CORROBORATE, item="all", version="c@1", outcome="done"))
    with store.writer() as writer:
        writer.replace_findings([made_up.finding(claims)])
        for step in steps:
            writer.add_step(step)
    extract_again(store, made_up, made_up.text(1))
    with store.view() as view:
        assert list(view.findings()) == list(view.judgements()) == []
        assert list(view.steps(Stage.RESOLVE)) == list(view.steps(Stage.CORROBORATE)) == []
