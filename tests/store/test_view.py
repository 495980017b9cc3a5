"""What can be asked of a store, on every backend."""

import tracemalloc
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from countersight.errors import AmbiguousId, InvariantError, NotFound
from countersight.model.decision import Verdict
from countersight.model.failure import Stage
from countersight.model.text import DocumentText, text_id
from countersight.store.base import Step

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
NO_IDS = ["", "%", "clm-%", "clm_", "CLM-", "clm-\x00", "clm-\udcff", "乌", "clm-zzz", "'; --"]


def test_empty_store_has_nothing(store):
    with store.view() as view:
        for what in ("documents", "captures", "texts", "claims", "judgements", "findings", "failures", "decisions"):
            assert view.count(what) == 0
        assert list(view.claims()) == list(view.findings()) == list(view.steps(Stage.READ)) == []
        assert view.verdicts() == {}


def test_unknown_thing_is_not_counted(store):
    with store.view() as view, pytest.raises(NotFound):
        view.count("steps; DROP TABLE claims")


def test_everything_is_counted(store, made_up):
    claims = made_up.fill(store, 1, 2)
    with store.writer() as writer:
        writer.replace_findings([made_up.finding(claims)])
    with store.view() as view:
        counts = {what: view.count(what) for what in ("documents", "captures", "texts", "claims", "findings")}
    assert counts == {"documents": 2, "captures": 2, "texts": 2, "claims": 6, "findings": 1}


def test_iterations_are_in_order_of_id(store, made_up):
    made_up.fill(store, 5, 3, 1, 4, 2)
    with store.view() as view:
        for things in (view.documents(), view.texts(), view.claims(), view.judgements()):
            ids = [thing.id for thing in things]
            assert len(ids) >= 5
            assert ids == sorted(ids)


def test_text_read_anew_supersedes_those_before(store, made_up):
    _, document, capture = made_up.document()
    readings = [
        DocumentText(id=text_id(document.id, reader, "words"), document_id=document.id, reader=reader, text="words")
        for reader in ("plain@9", "plain@10", "plain@2+told")
    ]
    with store.writer() as writer:
        writer.add_document(document, capture)
    for number, text in enumerate(readings):
        with store.writer() as writer:
            writer.add_text(text)
        with store.view() as view:
            assert view.superseded() == {older.id: text.id for older in readings[:number]}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("a\x00b\u202e\u2028 e\u0301 乌托邦 \U0001f3a5 %s :x '\"\\")
@given(words=st.text())
def test_any_text_reads_back_exactly(store, made_up, words):
    _, document, capture = made_up.document()
    name = text_id(document.id, "plain@1", words)
    text = DocumentText(id=name, document_id=document.id, reader="plain@1", text=words, title=words)
    with store.writer() as writer:
        writer.add_document(document, capture)
        writer.add_text(text)
    with store.view() as view:
        assert view.text(name) == text


def test_nothing_has_such_an_id(store, made_up):
    made_up.fill(store, 1)
    with store.view() as view:
        for find, name in product((view.document, view.text, view.claim, view.finding), NO_IDS):
            with pytest.raises(NotFound):
                find(name)


def test_beginning_of_an_id_is_enough(store, made_up):
    claims = made_up.fill(store, 1, 2, 3)
    with store.writer() as writer:
        writer.replace_findings([made_up.finding(claims)])
    with store.view() as view:
        for claim in claims:
            assert view.claim(claim.id) == claim
            assert view.claim(claim.id[:20]) == claim
        assert view.finding("fnd-") == made_up.finding(claims)
        with pytest.raises(AmbiguousId, match="clm-"):
            view.claim("clm-")
        with pytest.raises(NotFound):
            view.claim(claims[0].id + "0")


def test_claims_of_one_document(store, made_up):
    made_up.fill(store, 1, 2)
    with store.view() as view:
        claims = list(view.claims(document_id=made_up.document(2)[1].id))
        assert {claim.document_id for claim in claims} == {made_up.document(2)[1].id}
        assert len(claims) == 3


def test_judgements_of_one_resolver(store, made_up):
    claims = made_up.fill(store, 1)
    other = made_up.judgement(claims[0], resolver="other@2")
    with store.writer() as writer:
        writer.add_judgements([other, other])
    with store.view() as view:
        assert list(view.judgements("other@2")) == [other]
        assert len(list(view.judgements())) == 4


@pytest.mark.parametrize("stage", [Stage.READ, Stage.EXTRACT, Stage.RESOLVE])
def test_what_a_stage_has_not_done(store, made_up, stage):
    made_up.fill(store, 1, 2)
    with store.view() as view:
        undone = {Stage.READ: view.unread, Stage.EXTRACT: view.unextracted, Stage.RESOLVE: view.unresolved}[stage]
        first, *rest = undone("v1")
    with store.writer() as writer:
        writer.add_step(Step(stage=stage, item=first.id, version="v1", outcome="done"))
        writer.add_step(Step(stage=Stage.REVIEW, item=rest[0].id, version="v1", outcome="done"))
    with store.view() as view:
        undone = {Stage.READ: view.unread, Stage.EXTRACT: view.unextracted, Stage.RESOLVE: view.unresolved}[stage]
        assert list(undone("v1")) == rest
        assert list(undone("v2")) == [first, *rest]
        assert view.waiting(stage, "v1") == len(rest)


def test_texts_are_asked_for_by_their_reader(store, made_up):
    made_up.fill(store, 1, 2)
    with store.view() as view:
        texts = list(view.texts())
        (name,) = {text.reader_name for text in texts}
        assert list(view.unextracted("v1", reader=name)) == list(view.unextracted("v1", besides=["table"])) == texts
        assert list(view.unextracted("v1", reader="table")) == list(view.unextracted("v1", besides=[name])) == []
        assert view.waiting(Stage.EXTRACT, "v1", reader=name) == len(texts)
        assert view.waiting(Stage.EXTRACT, "v1", besides=[name]) == 0


@pytest.mark.parametrize(
    ("given", "standing"),
    [
        ("accept", "accept"),
        ("accept reject", "reject"),
        ("accept reject undo", "accept"),
        ("accept undo", None),
        ("undo", None),
        ("undo accept", "accept"),
        ("accept undo undo reject", "reject"),
        ("accept reject undo undo", None),
        ("reject undo unsure", "unsure"),
    ],
)
def test_standing_verdict_is_the_last(store, made_up, given, standing):
    claim, other = made_up.fill(store, 1)[:2]
    with store.writer() as writer:
        for verdict in given.split():
            moment = made_up.document()[2].captured_at
            writer.decide(claim.id, Verdict(verdict), "A", "", decided_at=moment)
            writer.decide(other.id, Verdict.UNSURE, "A", "", decided_at=moment)
    with store.view() as view:
        assert view.verdicts().get(claim.id) == standing
        assert view.verdicts()[other.id] == Verdict.UNSURE


def test_view_does_not_see_later_writes(store, made_up):
    made_up.fill(store, 1)
    with store.view() as view:
        assert view.count("claims") == 3
        made_up.fill(store, 2)
        assert view.count("claims") == 3
        assert len(list(view.claims())) == 3
    with store.view() as view:
        assert view.count("claims") == 6


def test_writing_while_iterating(store, made_up):
    """As the stages do: each text in its turn, its step written at once."""
    made_up.fill(store, *range(1, 40))
    with store.view() as view:
        for text in view.unextracted("v1"):
            with store.writer() as writer:
                writer.add_step(Step(stage=Stage.EXTRACT, item=text.id, version="v1", outcome="done"))
    with store.view() as view:
        assert view.waiting(Stage.EXTRACT, "v1") == 0


def test_iterations_can_be_interleaved(store, made_up):
    made_up.fill(store, *range(1, 30))
    with store.view() as view:
        for text, claim in zip(view.texts(), view.claims(), strict=False):
            assert view.text(text.id) == text
            assert view.claim(claim.id) == claim


def test_several_views_at_once(store, made_up):
    made_up.fill(store, 1)
    with ExitStack() as stack:
        views = [stack.enter_context(store.view()) for _ in range(12)]
        assert {view.count("claims") for view in views} == {3}


def test_texts_are_not_all_in_memory(store, made_up):
    size, number = 300_000, 60
    _, document, capture = made_up.document()
    with store.writer() as writer:
        writer.add_document(document, capture)
        for n in range(number):
            words = f"{n} ".ljust(size, "x")
            name = text_id(document.id, "plain@1", words)
            writer.add_text(DocumentText(id=name, document_id=document.id, reader="plain@1", text=words))
    tracemalloc.start()
    with store.view() as view:
        assert sum(len(text.text) for text in view.texts()) == size * number
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size * number / 2


def test_broken_record_is_named_when_read(store, place, made_up):
    claim = made_up.fill(store, 1)[0]
    place.tamper("UPDATE claims SET record = replace(record, 'Examplecorp', 'Examplecorq') WHERE id = ?", claim.id)
    with store.view() as view, pytest.raises(InvariantError, match=claim.id):
        list(view.claims())


def test_position_changes_with_what_is_added(store, made_up):
    with store.view() as view:
        before = view.position()
    claims = made_up.fill(store, 1)
    with store.view() as view:
        after = view.position()
        held = dict(view.held_since("claims"))
    with store.view() as view:
        assert view.position() == after != before
    assert held.keys() == {claim.id for claim in claims}


def test_decisions_past_a_sequence_are_yielded(store, made_up):
    first, second, *_ = made_up.fill(store, 1)
    with store.writer() as writer:
        for claim in (first, second):
            writer.decide(
                claim.id, Verdict.ACCEPT, "A. Reviewer", "made up", decided_at=datetime(2026, 1, 2, tzinfo=UTC)
            )
    with store.view() as view:
        assert [decision.subject_id for decision in view.decisions(after=1)] == [second.id]


def test_one_subject_can_be_asked_about(store, made_up):
    claims = made_up.fill(store, 1, 2)
    finding, other = made_up.finding(claims[:2]), made_up.finding(claims[2:])
    with store.writer() as writer:
        writer.replace_findings([finding, other])
        writer.decide(claims[0].id, Verdict.ACCEPT, "Ada", "as said", decided_at=NOON)
        writer.decide(other.id, Verdict.ACCEPT, "Ada", "as said", decided_at=NOON)
    with store.view() as view:
        assert [one.id for one in view.findings(claim_id=claims[0].id)] == [finding.id]
        assert {one.claim_id for one in view.judgements(claim_id=claims[0].id)} <= {claims[0].id}
        assert [one.subject_id for one in view.decisions(subject_id=other.id)] == [other.id]
        document_id = claims[0].document_id
        assert [one.document_id for one in view.texts(document_id=document_id)] == [document_id]


def test_finding_that_is_no_more_is_kept(store, made_up):
    claims = made_up.fill(store, 1)
    past = made_up.finding(claims)
    with store.writer() as writer:
        writer.replace_findings([past])
    with store.writer() as writer:
        writer.replace_findings([made_up.finding(claims[:1])])
    with store.view() as view:
        assert view.past_finding(past.id) == past
        with pytest.raises(NotFound):
            view.past_finding("fnd-" + "0" * 32)
