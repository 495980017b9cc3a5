"""What only named people may see is in no file of a release, and is counted."""

from pathlib import Path

import pytest

from countersight.errors import UnreadableDocument
from countersight.model.as_of import AsOf
from countersight.release import write_release
from countersight.release.gather import gather_dataset

from .conftest import NOON, World

SECRET = "Quillon Systems sold trackers to Grand Fenwick"


@pytest.fixture
def restricted(trade: World):
    """A document that must not show, one claim of a finding with another document, and one claim alone."""
    hidden = trade.document(f"{SECRET}. Quillon Systems trained its police.", captured="https://leak.example/quillon")
    shared = trade.document("Quillon Systems sold software to Grand Fenwick.", captured="https://open.example/quillon")
    first, second = (trade.claim(hidden, quote) for quote in hidden.text.rstrip(".").split(". "))
    third = trade.claim(shared, shared.text)
    fourth = trade.claim(shared, "Quillon Systems sold software")
    with trade.store.view() as view:
        before = list(view.findings())
        kept = [[view.claim(claim_id) for claim_id in finding.claim_ids] for finding in before]
    trade.find(*kept, [first, third], [second], [fourth])
    trade.fail(hidden.id, UnreadableDocument("made up"))
    return hidden, (first, second, third, fourth)


def restrict(trade: World, *subjects: str) -> None:
    with trade.store.writer() as writer:
        for subject in subjects:
            writer.restrict(subject, ["Ana"], "Ana", "a source would be known", decided_at=NOON)


def gather(trade: World, **options):
    with trade.store.view(AsOf()) as view:
        return gather_dataset(view, title="Made up", version="1", released_at=NOON, **options)


def test_restricted_document_is_in_no_file(trade: World, restricted, tmp_path: Path) -> None:
    hidden, claims = restricted
    restrict(trade, hidden.document_id)
    release = trade.release(tmp_path / "1.0")
    written = b"".join(path.read_bytes() for path in release.folder.rglob("*") if path.is_file())
    for trace in (SECRET, "leak.example", hidden.document_id, hidden.id, claims[0].id, claims[1].id):
        assert trace.encode() not in written
    assert (release.counts["claims restricted"], release.counts["documents restricted"]) == (2, 1)


def test_finding_that_rests_on_it_is_left_out(trade: World, restricted) -> None:
    hidden, (_, _, third, fourth) = restricted
    before = gather(trade)
    restrict(trade, hidden.document_id)
    after = gather(trade)
    assert len(before.findings) - len(after.findings) == 2
    in_finding = {one.claim.id: one.finding_id for one in after.claims}
    assert in_finding[third.id] is None
    assert in_finding[fourth.id] is not None
    assert len(before.failures) - len(after.failures) == 1


def test_restricted_claim_is_left_out_alone(trade: World, restricted) -> None:
    _, (_, _, _, fourth) = restricted
    before = gather(trade)
    restrict(trade, fourth.id)
    after = gather(trade)
    assert {one.claim.id for one in before.claims} - {one.claim.id for one in after.claims} == {fourth.id}
    assert after.documents == before.documents
    assert (after.restricted_claims, after.restricted_documents) == (1, 0)


def test_lifted_restriction_changes_nothing(trade: World, restricted) -> None:
    hidden, _ = restricted
    before = gather(trade)
    restrict(trade, hidden.document_id)
    with trade.store.writer() as writer:
        writer.restrict(hidden.document_id, None, "Ana", "published since", decided_at=NOON)
    assert gather(trade) == before


def test_release_as_of_earlier_hides_as_well(trade: World, restricted, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    hidden, claims = restricted
    moment = datetime.now(UTC)
    restrict(trade, hidden.document_id)
    with trade.store.view(AsOf(recorded=moment)) as view:
        release = write_release(view, tmp_path / "past", title="Made up", version="past", released_at=NOON)
    assert claims[0].id.encode() not in (release.folder / "claims.ndjson").read_bytes()
    assert release.counts["claims restricted"] == 2
