"""Whatever is changed behind the store's back is found and named, on every backend."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from countersight.model.decision import Verdict
from countersight.model.failure import Stage, make_failure
from countersight.store import open_store
from countersight.store.sqlite import FILE_NAME

CLAIM_COLUMNS = ["id", "document_id", "text_id", "kind", "status", "confidence", "extractor", "start", "record"]
DECISION_COLUMNS = ["id", "subject_id", "verdict", "record"]


@pytest.fixture
def filled(store, made_up):
    """A store with something of everything."""
    claims = made_up.fill(store, 1, 2)
    with store.writer() as writer:
        writer.replace_findings([made_up.finding(claims[:3]), made_up.finding(claims[3:])])
        writer.record_failure(make_failure(Stage.READ, "item", ValueError("made up")))
        for claim, verdict in zip(claims, (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE), strict=False):
            writer.decide(claim.id, verdict, "A. Reviewer", "made up", decided_at=made_up.document()[2].captured_at)
    return store


def blob(place, document):
    (path,) = place.folder.glob(f"archive/*/*/*/{document.id}/blob")
    return path


def test_untouched_store_is_whole(filled):
    assert list(filled.verify()) == []


def test_missing_and_changed_blobs_are_both_found(filled, place, made_up):
    one, two = (made_up.document(number)[1] for number in (1, 2))
    blob(place, one).unlink()
    blob(place, two).chmod(0o644)
    blob(place, two).write_bytes(b"other bytes")
    assert sorted(filled.verify()) == sorted(
        [
            f"document {one.id}: the archive has no blob {one.id}",
            f"document {two.id}: the archive has other bytes under {two.id}",
        ]
    )


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE documents SET record = replace(record, '\"size\":10', '\"size\":11')", "says 11 bytes"),
        ("UPDATE documents SET record = 'nonsense'", "document .*not JSON"),
        ("DELETE FROM documents", "texts .* document_id .* is not in the store"),
        ("DELETE FROM captures", "document .* was never captured"),
        ("UPDATE captures SET captured_at = '2000'", "capture .* captured_at"),
        ("UPDATE captures SET record = replace(record, 'made-up', 'invented')", "capture .* should be"),
        ("UPDATE texts SET record = replace(record, 'cameras', 'cannons')", "document text .* should be"),
        ("DELETE FROM texts", "claims .* text_id .* is not in the store"),
        ("UPDATE claims SET confidence = 0.99", "claim .* confidence"),
        ("UPDATE claims SET start = start + 1", "claim .* start"),
        ("UPDATE claims SET record = replace(record, '0.75', '0.99')", "claim .* confidence"),
        ("UPDATE claims SET record = replace(record, 'supply', 'demand')", "claim .* should be"),
        ("UPDATE claims SET record = replace(record, '\"start\":0', '\"start\":1')", "claim .* cannot span"),
        ("UPDATE claims SET record = replace(record, '\"inferred\"', '\"inverted\"')", "claim .* record is not as"),
        ("UPDATE claims SET record = ' ' || record", "claim .* record is not as"),
        ("DELETE FROM claims", "decision 1: is on clm-.* not in the store"),
        ("DELETE FROM claims", "judgements .* claim_id .* is not in the store"),
        ("DELETE FROM claims", "finding_claims .* claim_id .* is not in the store"),
        ("UPDATE judgements SET record = replace(record, 'positive', 'negative')", "judgement .* should be"),
        ("UPDATE judgements SET resolver = 'person'", "judgement .* resolver"),
        ("DELETE FROM findings", "finding_claims .* finding_id .* is not in the store"),
        ("DELETE FROM finding_claims", "finding .* references"),
        ("UPDATE findings SET record = replace(record, 'supply', 'sanction')", "finding .* kind is more"),
        ("UPDATE findings SET record = replace(record, '\"reported\"', '\"denied\"')", "finding .* status is more"),
        ("UPDATE findings SET record = replace(record, 'video_', 'network_')", "finding .* technology is more"),
        ("UPDATE failures SET stage = 'collect'", "failure .* stage"),
        ("DELETE FROM decisions WHERE sequence = 1", "decision 2: follows 0"),
        ("DELETE FROM decisions WHERE sequence = 2", "decision 3: links to"),
        ("UPDATE decisions SET sequence = 9 WHERE sequence = 3", "decision 9: .*sequence"),
        ("UPDATE decisions SET verdict = 'undo' WHERE sequence = 2", "decision 2: its verdict"),
        ("UPDATE decisions SET record = replace(record, 'made up', 'invented')", "decision 3 is dec-"),
    ],
)
def test_break_is_found_and_named(filled, place, statement, found):
    place.tamper(statement)
    breaks = "\n".join(filled.verify())
    assert re.search(found, breaks)


def test_evidence_is_held_against_its_text(filled, place, made_up):
    claim = made_up.claims(made_up.text(1))[0]
    place.tamper("UPDATE claims SET text_id = ? WHERE id = ?", made_up.text(2).id, claim.id)
    breaks = list(filled.verify())
    assert f"claim {claim.id}: its text_id is not as it was written" in breaks
    assert any(line.startswith(f"claim {claim.id}: document: claim of") for line in breaks)


def test_no_break_hides_another(filled, place, made_up):
    blob(place, made_up.document(1)[1]).unlink()
    place.tamper("UPDATE texts SET record = 'x' WHERE id = ?", made_up.text(1).id)
    for claim in made_up.claims(made_up.text(2)):
        place.tamper("UPDATE claims SET record = 'x' WHERE id = ?", claim.id)
    place.tamper("UPDATE decisions SET record = 'x' WHERE sequence = 1")
    place.tamper("DELETE FROM decisions WHERE sequence = 2")
    breaks = list(filled.verify())
    named = [line.partition(":")[0] for line in breaks]
    assert named == [
        f"document {made_up.document(1)[1].id}",
        f"document text {made_up.text(1).id}",
        *(f"claim {claim.id}" for claim in sorted(made_up.claims(made_up.text(2)), key=lambda claim: claim.id)),
        "decision 1",
        "decision 3",
        "decision 3",
        "custody event 2",
    ]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory, made_up):
    """The folder of a whole SQLite store, closed."""
    folder = tmp_path_factory.mktemp("pristine")
    with closing(open_store(folder)) as store:
        claims = made_up.fill(store, 1)
        with store.writer() as writer:
            for claim in claims:
                writer.decide(
                    claim.id, Verdict.ACCEPT, "É. Reviewer", "乌", decided_at=made_up.document()[2].captured_at
                )
        assert list(store.verify()) == []
    return folder


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_changed_byte_is_found(pristine, tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(pristine, folder, dirs_exist_ok=True)
    table, columns = data.draw(st.sampled_from([("claims", CLAIM_COLUMNS), ("decisions", DECISION_COLUMNS)]))
    column = data.draw(st.sampled_from(columns))
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("DROP TRIGGER decisions_refuse_update")
        rows = connection.execute(f"SELECT rowid, CAST({column} AS BLOB) FROM {table}").fetchall()
        row, stored = data.draw(st.sampled_from(rows))
        place, byte = data.draw(st.integers(0, len(stored) - 1)), data.draw(st.integers(0, 255))
        assume(stored[place] != byte)
        changed = stored[:place] + bytes([byte]) + stored[place + 1 :]
        connection.execute(f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE rowid = ?", (changed, row))
        connection.commit()
        after = f"SELECT CAST({column} AS BLOB) FROM {table} WHERE rowid = ?"
        assume(connection.execute(after, (row,)).fetchone() != (stored,))  # as a number, ` .75` is `0.75` again
    with closing(open_store(folder)) as store:
        assert list(store.verify())
    shutil.rmtree(folder)
