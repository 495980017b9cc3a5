"""Nothing is overwritten: what stood at any moment, and what was public by any day, can be asked for again."""

import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from countersight.errors import BadMoment, NotFound
from countersight.model.as_of import AsOf
from countersight.model.decision import Verdict
from countersight.model.entity import JudgementValue
from countersight.model.finding import EvidenceLevel, Grade
from countersight.model.source import Reliability
from countersight.model.text import text_id
from countersight.store import open_store
from countersight.store.migrate import SCRIPTS
from countersight.store.rows import CLAIMS, TEXTS


def now():
    return datetime.now(UTC)


def claims_at(store, **moments):
    with store.view(AsOf(**moments)) as view:
        return {claim.id: claim for claim in view.claims()}


def test_withdrawn_claims_stand_as_of_before(store, made_up):
    before = now()
    claims = made_up.fill(store, 1)
    between = now()
    with store.writer() as writer:
        assert writer.retire_claims(made_up.text(1).id, "test@2") == 3
    assert claims_at(store) == claims_at(store, recorded=now()) == claims_at(store, recorded=before) == {}
    assert claims_at(store, recorded=between) == {claim.id: claim for claim in claims}
    with store.view(AsOf(recorded=between)) as view:
        assert view.count("claims") == view.count("judgements") == 3
        assert view.claim(claims[0].id[:12]) == claims[0]
        assert len(list(view.claims(document_id=claims[0].document_id))) == 3
    assert list(store.verify()) == []


def test_claim_that_comes_back_keeps_both_records(store, made_up):
    made_up.fill(store, 1)
    words, first = made_up.text(1), now()
    with store.writer() as writer:
        writer.retire_claims(words.id, "test@2")
    gone = now()
    again = made_up.claims(words, extractor="test@2", confidence=0.5)
    with store.writer() as writer:
        assert writer.add_claims(again, words) == 3
    assert {claim.confidence for claim in claims_at(store, recorded=first).values()} == {0.75}
    assert claims_at(store, recorded=gone) == {}
    assert {claim.confidence for claim in claims_at(store).values()} == {0.5}
    with store.view() as view:
        (_, ended), (begun, end) = view.history(again[0].id)
        assert ended < begun
        assert end is None
    assert list(store.verify()) == []


def test_replaced_findings_stand_as_of_before(store, made_up):
    claims = made_up.fill(store, 1)
    grade = Grade(
        credibility=3, reliability="F", probability=0.6, low=0.4, high=0.8, likelihood="likely",
        level=EvidenceLevel.LOW, reasons=("made up",),
    )  # fmt: skip
    whole, part = made_up.finding(claims), made_up.finding(claims[:2])
    moments = []
    for findings in ([whole], [replace(whole, grade=grade)], [replace(whole, grade=grade), part], [part]):
        with store.writer() as writer:
            writer.replace_findings(findings)
        moments.append((now(), sorted(findings, key=lambda finding: finding.id)))
    for moment, findings in moments:
        with store.view(AsOf(recorded=moment)) as view:
            assert list(view.findings()) == findings
            assert view.count("findings") == len(findings)
            assert view.finding(findings[0].id) == findings[0]
    assert list(store.verify()) == []


def test_same_findings_again_are_no_change(store, made_up):
    finding = made_up.finding(made_up.fill(store, 1))
    for _ in range(2):
        with store.writer() as writer:
            writer.replace_findings([finding])
    with store.view() as view:
        assert len(view.history(finding.id)) == 1


def test_judgements_of_one_resolver_stand_at_a_time(store, made_up):
    """An earlier resolver can come back, as when a list is removed again: what it said then stands anew."""
    claims = made_up.fill(store, 1)
    moments = []
    for resolver in ("test@1", "test@2", "test@1"):
        with store.writer() as writer:
            writer.add_judgements([made_up.judgement(claim, resolver=resolver) for claim in claims])
            writer.hold_judgements(resolver)
        moments.append((now(), resolver))
    for moment, resolver in [*moments, (None, "test@1")]:
        with store.view(AsOf(recorded=moment)) as view:
            assert view.standing_resolver() == resolver
            assert {judgement.resolver for judgement in view.judgements()} == {resolver}
            assert view.count("judgements") == len(claims)
    with store.writer() as writer:
        writer.retire_claims(made_up.text(1).id, "test@2")
        writer.hold_judgements("test@1")
    with store.view() as view:
        assert view.standing_resolver() is None
    assert list(store.verify()) == []


@pytest.mark.parametrize(("day", "found"), [("2025-05-04", 0), ("2025-05-05", 3), ("2026-01-01", 3), ("2026-01-02", 6)])
def test_publication_date_decides_and_capture_stands_in(store, made_up, day, found):
    """The second text tells no date: it counts from the day of its capture, the second of January 2026."""
    with store.writer() as writer:
        for number, published in ((1, date(2025, 5, 5)), (2, None)):
            data, document, capture = made_up.document(number)
            store.archive.put(data)
            writer.add_document(document, capture)
            words = replace(made_up.text(number), published=published)
            writer.add_text(words)
            made = made_up.claims(words)
            writer.add_claims(made, words)
            writer.add_judgements([made_up.judgement(claim) for claim in made])
    with store.view(AsOf(published=date.fromisoformat(day))) as view:
        assert len(list(view.claims())) == len(list(view.judgements())) == view.count("claims") == found
        with pytest.raises(BadMoment):
            list(view.findings())


def test_both_moments_hold_at_once(store, made_up):
    made_up.fill(store, 1)
    between = now()
    made_up.fill(store, 2)
    captured = date(2026, 1, 2)
    assert len(claims_at(store, published=captured, recorded=between)) == 3
    assert claims_at(store, published=captured - timedelta(days=1), recorded=between) == {}


def test_moment_needs_a_time_zone():
    with pytest.raises(BadMoment, match="time zone"):
        AsOf(recorded=datetime(2026, 1, 1))  # noqa: DTZ001


def test_chains_end_at_the_moment(store, made_up):
    claim = made_up.fill(store, 1)[0]
    for day in (1, 2):
        at = datetime(2026, 3, day, tzinfo=UTC)
        with store.writer() as writer:
            writer.decide(claim.id, Verdict.ACCEPT, "A. Reader", "", decided_at=at)
            writer.judge_identity("Q2", "Q1", JudgementValue.UNSURE, "A. Reader", "made up", decided_at=at)
            writer.assess_source("example.org", Reliability.C, "made up", "A. Reader", decided_at=at)
    names = ("decisions", "identity_judgements", "source_assessments")
    for day, links in ((28, 0), (1, 1), (2, 2)):
        moment = datetime(2026, 2 if day == 28 else 3, day, 12, tzinfo=UTC)
        with store.view(AsOf(recorded=moment)) as view:
            assert [view.count(name) for name in names] == [links] * 3
            assert [len(list(getattr(view, name)())) for name in names] == [links] * 3
    with store.view() as view:
        first, second = view.identity_judgements()
        assert (first.left, first.right, second.previous) == ("Q1", "Q2", first.id)
    assert list(store.verify()) == []


@pytest.mark.parametrize("table", ["identity_judgements", "source_assessments"])
def test_chains_are_append_only(store, place, table):
    with store.writer() as writer:
        writer.judge_identity("Q2", "Q1", JudgementValue.UNSURE, "A", "made up", decided_at=now())
        writer.assess_source("example.org", Reliability.C, "made up", "A", decided_at=now())
    with pytest.raises(Exception, match="append-only"):
        place.execute(f"DELETE FROM {table}")
    with pytest.raises(Exception, match="append-only"):
        place.execute(f"UPDATE {table} SET record = ''")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM periods", "nothing tells since when"),
        ("UPDATE periods SET subject_id = 'clm-0' WHERE withdrawn_at IS NULL", "of nothing that is in the store"),
        ("UPDATE periods SET withdrawn_at = '2000' WHERE withdrawn_at IS NOT NULL", "ends before it begins"),
        ("UPDATE periods SET record = NULL", "what has ended has a record"),
        ("UPDATE periods SET record = replace(record, 'supply', 'demand')", "past claim .* should be"),
        ("UPDATE periods SET record = replace(record, 'positive', 'negative')", "past judgement .* should be"),
        ("DELETE FROM source_assessments WHERE sequence = 1", "assessment 2: follows 0"),
        ("UPDATE identity_judgements SET record = replace(record, 'made up', 'invented')", "judgement 1 is idj-"),
    ],
)
def test_break_in_history_is_found(store, place, made_up, statement, found):
    made_up.fill(store, 1, 2)
    with store.writer() as writer:
        writer.retire_claims(made_up.text(1).id, "test@2")
        writer.judge_identity("Q2", "Q1", JudgementValue.UNSURE, "A", "made up", decided_at=now())
        for _ in range(2):
            writer.assess_source("example.org", Reliability.C, "made up", "A", decided_at=now())
    assert list(store.verify()) == []
    place.tamper(statement + _only_one(statement))
    assert re.search(found, "\n".join(store.verify()))


def _only_one(statement):
    """Several periods cannot become one: change the first alone."""
    if "subject_id = " not in statement:
        return ""
    return " AND subject_id = (SELECT min(subject_id) FROM periods WHERE withdrawn_at IS NULL)"


def test_older_store_gets_its_history(tmp_path, made_up):
    """A store of the first version: what it holds counts as recorded when it is brought up to date."""
    engine = create_engine(f"sqlite:///{tmp_path / 'countersight.db'}")
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    words = replace(made_up.text(1), published=date(2025, 5, 5))
    words = replace(words, id=text_id(words.document_id, words.reader, words.text))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        row = {name: value for name, value in TEXTS.to_row(words).items() if name != "published"}
        connection.execute(text("INSERT INTO documents VALUES (:id, '{}')"), {"id": words.document_id})
        connection.execute(text("INSERT INTO texts VALUES (:id, :document_id, :record)"), row)
        connection.execute(text("INSERT INTO findings VALUES ('fnd-0', '{}')"))
        row = CLAIMS.to_row(made_up.claims(words)[0])
        connection.execute(text(f"INSERT INTO claims VALUES ({', '.join(f':{name}' for name in row)})"), row)
    engine.dispose()
    before = now()
    with closing(open_store(tmp_path)) as store, store.view() as view:
        ((recorded, withdrawn),) = view.history(row["id"])
        assert before.isoformat() <= recorded <= now().isoformat()
        assert withdrawn is None
        assert view.text(words.id) == words
        assert view.count("findings") == 0, "they are made anew by the next run"
    with create_engine(f"sqlite:///{tmp_path / 'countersight.db'}").connect() as connection:
        assert connection.execute(text("SELECT published FROM texts")).scalar() == "2025-05-05"


def test_decided_finding_is_known_after_it_changed(store, made_up):
    claims = made_up.fill(store, 1)
    past, present = made_up.finding(claims[:2]), made_up.finding(claims)
    with store.writer() as writer:
        writer.replace_findings([past])
        writer.decide(past.id, Verdict.REJECT, "A. Reader", "not so", decided_at=now())
    with store.writer() as writer:
        writer.replace_findings([present])
    with store.view() as view:
        assert view.decided_findings() == {past.id: past.claim_ids}
        with pytest.raises(NotFound, match=present.id):
            view.finding(past.id)
    assert list(store.verify()) == []


def test_claims_decided_within_a_past_finding_are_not_retired(store, made_up):
    claims = made_up.fill(store, 1)
    past = made_up.finding(claims[:2])
    with store.writer() as writer:
        writer.replace_findings([past])
        writer.decide(past.id, Verdict.ACCEPT, "A. Reader", "", decided_at=now())
        writer.replace_findings([made_up.finding(claims)])
        assert writer.retire_claims(made_up.text(1).id, "test@2") == 1
    assert claims_at(store).keys() == set(past.claim_ids)


def test_decision_on_a_past_finding_can_be_undone_only(store, made_up):
    claims = made_up.fill(store, 1)
    past = made_up.finding(claims[:2])
    with store.writer() as writer:
        writer.replace_findings([past])
        writer.decide(past.id, Verdict.ACCEPT, "A. Reader", "", decided_at=now())
        writer.replace_findings([made_up.finding(claims)])
        with pytest.raises(NotFound):
            writer.decide(past.id, Verdict.REJECT, "A. Reader", "not so", decided_at=now())
        writer.decide(past.id, Verdict.UNDO, "A. Reader", "too soon", decided_at=now())
    with store.view() as view:
        assert view.decided_findings() == view.verdicts() == {}
    assert list(store.verify()) == []
