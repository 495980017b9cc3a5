"""A withdrawal ends all that rests on a document, a restoration has it stand again. Every backend passes this."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countersight.errors import BadNotice, NotFound
from countersight.model.as_of import AsOf
from countersight.model.custody import Act
from countersight.model.failure import Stage
from countersight.model.notice import NoticeKind, source_subject
from countersight.model.text import text_id
from countersight.review import attach_reply, correct, notices_on, restore, withdraw_document, withdraw_source
from countersight.store.base import WITHDRAWN, Step

WORDS = {"words": "It is a forgery.", "by": "Ana"}


def standing(store, as_of=None):
    with store.view(as_of or AsOf()) as view:
        return {claim.id for claim in view.claims()}, {finding.id for finding in view.findings()}


def fill_with_findings(store, made_up, *numbers):
    claims = made_up.fill(store, *numbers)
    with store.writer() as writer:
        writer.replace_findings(made_up.finding([claim]) for claim in claims)
    return claims


def test_all_that_rests_on_a_document_goes_with_it(store, made_up) -> None:
    claims = fill_with_findings(store, made_up, 1, 2)
    first = claims[0].document_id
    rest = {claim.id for claim in claims if claim.document_id != first}
    withdraw_document(store, first, **WORDS)
    left, findings = standing(store)
    assert left == rest
    with store.view() as view:
        assert {view.finding(name).claim_ids[0] for name in findings} == rest
        assert {judgement.claim_id for judgement in view.judgements()} <= rest
        assert [event.act for event in view.custody(first)][-1] is Act.WITHDRAWN
        assert view.withdrawals().documents[first].words == WORDS["words"]
    assert list(store.verify()) == []


def test_claims_that_are_gone_are_told_with_the_reason(store, made_up) -> None:
    withdrawn, superseded = (made_up.fill(store, number)[0] for number in (1, 2))
    withdraw_document(store, withdrawn.document_id, **WORDS)
    with store.writer() as writer:
        writer.retire_claims(made_up.text(2).id, "newer@2")
    with store.view() as view:
        for claim, why in ((withdrawn, "withdrawn"), (superseded, "read anew")):
            with pytest.raises(NotFound, match=f"{claim.id} stands no longer: .*{why}"):
                view.claim(claim.id[:30])


def test_who_asks_as_of_before_sees_what_stood(store, made_up) -> None:
    claims = fill_with_findings(store, made_up, 1)
    before = standing(store)
    notice = withdraw_document(store, claims[0].document_id, **WORDS)
    moment = notice.at.replace(microsecond=max(notice.at.microsecond - 1, 0))
    assert standing(store) == (set(), set())
    assert standing(store, AsOf(recorded=moment)) == before


def test_restored_claims_are_those_that_were_withdrawn(store, made_up) -> None:
    claims = made_up.fill(store, 1, 2)
    first = claims[0].document_id
    with store.writer() as writer:  # superseded before: no withdrawal ended it
        writer.retire_claims(made_up.text(2).id, "newer@2")
    before = standing(store)
    withdraw_document(store, first, **WORDS)
    restore(store, first, words="It is genuine.", by="Bo")
    assert standing(store)[0] == before[0]
    with store.view() as view:
        assert not view.withdrawals()
        acts = [event.act for event in view.custody(first)]
    assert acts[-2:] == [Act.WITHDRAWN, Act.RESTORED]
    assert list(store.verify()) == []


def test_restored_texts_are_looked_at_if_they_were_left_out(store, made_up) -> None:
    text = made_up.text(1)
    made_up.fill(store, 1)
    withdraw_document(store, text.document_id, **WORDS)
    with store.writer() as writer:
        writer.add_step(Step(stage=Stage.EXTRACT, item=text.id, version="newer@2", outcome=WITHDRAWN))
    restore(store, text.document_id, words="It is genuine.", by="Bo")
    with store.view() as view:
        assert [waiting.id for waiting in view.unextracted("newer@2")] == [text.id]


def add_from(store, made_up, publisher, *numbers):
    """Fill a store with documents of one publisher."""
    for number in numbers:
        data, document, capture = made_up.document(number)
        bare = made_up.text(number)
        reader = f"plain@{publisher}"
        text = replace(bare, id=text_id(document.id, reader, bare.text), reader=reader, publisher=publisher)
        store.archive.put(data)
        with store.writer() as writer:
            writer.add_document(document, capture)
            writer.add_text(text)
            writer.add_claims(made_up.claims(text), text)


def test_source_takes_all_its_documents_with_it(store, made_up) -> None:
    add_from(store, made_up, "Forger Daily", 1, 2)
    add_from(store, made_up, "Sound Weekly", 3)
    withdraw_source(store, "forger  DAILY", **WORDS)
    with store.view() as view:
        assert {claim.document_id for claim in view.claims()} == {made_up.text(3).document_id}
        assert set(view.withdrawals().sources) == {"forger daily"}
        told = notices_on(view, made_up.text(1).document_id)
    assert [notice.subject_id for notice in told] == [source_subject("Forger Daily")]


def test_document_withdrawn_for_itself_outlasts_its_source(store, made_up) -> None:
    add_from(store, made_up, "Forger Daily", 1, 2)
    everything, first = standing(store)[0], made_up.text(1).document_id
    withdraw_source(store, "Forger Daily", **WORDS)
    withdraw_document(store, first, **WORDS)
    with pytest.raises(BadNotice, match="source"):
        restore(store, first, words="It is genuine.", by="Bo")
    restore(store, "Forger Daily", words="It was hacked, no more.", by="Bo")
    with store.view() as view:
        assert {claim.document_id for claim in view.claims()} == {made_up.text(2).document_id}
    restore(store, first, words="It is genuine.", by="Bo")
    assert standing(store)[0] == everything


@pytest.mark.parametrize("twice", [True, False])
def test_nothing_is_withdrawn_twice_or_restored_untold(store, made_up, twice) -> None:
    first = made_up.fill(store, 1)[0].document_id
    if twice:
        withdraw_document(store, first, **WORDS)
    with pytest.raises(BadNotice):
        withdraw_document(store, first, **WORDS) if twice else restore(store, first, **WORDS)


def test_unknown_subjects_are_refused(store, made_up) -> None:
    claim = made_up.fill(store, 1)[0]
    for attempt in (
        lambda: withdraw_document(store, "f" * 64, **WORDS),
        lambda: withdraw_document(store, claim.id, **WORDS),
        lambda: withdraw_source(store, "Nobody's Post", **WORDS),
        lambda: correct(store, "fnd-0", **WORDS),
    ):
        with pytest.raises(NotFound):
            attempt()
    with store.view() as view:
        assert list(view.notices()) == []


def test_reply_follows_its_claims_into_another_finding(store, made_up) -> None:
    first, second = made_up.fill(store, 1)[:2]
    finding, wider = made_up.finding([first]), made_up.finding([first, second])
    with store.writer() as writer:
        writer.replace_findings([finding])
    reply = attach_reply(store, finding.id, party="Examplecorp", words="We sold none.", by="Ana")
    with store.writer() as writer:
        writer.replace_findings([wider])
    late = attach_reply(store, finding.id, party="Examplecorp", words="None at all.", by="Ana")
    with store.view() as view:
        assert notices_on(view, wider.id) == [reply, late]
        assert notices_on(view, first.id) == []
    assert late.claim_ids == (first.id,)
    assert late.previous == reply.id


def test_tampering_with_a_notice_is_found(store, place, made_up) -> None:
    first = made_up.fill(store, 1)[0].document_id
    withdraw_document(store, first, **WORDS)
    place.tamper("UPDATE notices SET record = replace(record, 'forgery', 'mistake')")
    assert any("notice 1" in told for told in store.verify())


def test_claim_that_stands_in_a_withdrawn_document_is_found(store, place, made_up) -> None:
    claims = made_up.fill(store, 1)
    withdraw_document(store, claims[0].document_id, **WORDS)
    place.tamper("UPDATE periods SET withdrawn_at = NULL, record = NULL WHERE subject_id = ?", claims[0].id)
    assert any(claims[0].id in told and "is withdrawn" in told for told in store.verify())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from([1, 2, 0]), st.booleans()), max_size=6))
def test_what_stands_is_what_nothing_withdraws(store, place, made_up, acts) -> None:
    place.empty()
    add_from(store, made_up, "Forger Daily", 1, 2)
    for number, is_withdrawal in acts:
        subject = made_up.text(number).document_id if number else "Forger Daily"
        withdraw = withdraw_document if number else withdraw_source
        try:
            withdraw(store, subject, **WORDS) if is_withdrawal else restore(store, subject, **WORDS)
        except BadNotice:
            continue
    with store.view() as view:
        free = {text.document_id for text in view.texts()} - view.withheld().keys()
        assert {claim.document_id for claim in view.claims()} == free
    assert list(store.verify()) == []


def test_kinds_are_told_apart(store, made_up) -> None:
    claim = made_up.fill(store, 1)[0]
    correct(store, claim.id, words="It was 200, not 2,000.", by="Ana")
    with store.view() as view:
        assert [notice.kind for notice in notices_on(view, claim.id)] == [NoticeKind.CORRECTION]
        assert claim.id in {each.id for each in view.claims()}


def test_clock_that_is_set_back_breaks_nothing(store, made_up, monkeypatch) -> None:
    first = made_up.fill(store, 1)[0].document_id
    everything = standing(store)[0]
    later = datetime.now(UTC) + timedelta(hours=1)

    class Clock(datetime):
        """Runs backwards, a minute each time that it is asked."""

        asked = 0

        @classmethod
        def now(cls, tz=None):
            Clock.asked += 1
            return later - timedelta(minutes=Clock.asked)

    monkeypatch.setattr("countersight.store.writer.datetime", Clock)
    for _ in range(2):
        withdraw_document(store, first, **WORDS)
        assert standing(store)[0] == set()
        restore(store, first, words="It is genuine.", by="Bo")
    assert standing(store)[0] == everything
    assert list(store.verify()) == []
