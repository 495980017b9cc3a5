"""Tests of recording a person's assessment of a source."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from countersight.corroborate.grading import record_assessment
from countersight.errors import BadDecision
from countersight.model.source import Reliability
from countersight.store import open_store

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def test_assessment_is_appended(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for letter in (Reliability.B, Reliability.C):
        record_assessment(store, "https://www.Gazette.example/a", letter, basis="read it", by="A.  Reader", now=NOW)
    with store.view() as view:
        said = list(view.source_assessments())
    assert [(one.source, one.reliability, one.by) for one in said] == [
        ("gazette.example", Reliability.B, "A. Reader"),
        ("gazette.example", Reliability.C, "A. Reader"),
    ]
    store.close()


@pytest.mark.parametrize(
    "changed",
    [{"source": "?!"}, {"by": "7"}, {"basis": ""}, {"now": NOW.replace(tzinfo=None)}],
    ids=str,
)
def test_incomplete_assessment_is_refused(tmp_path: Path, changed: dict[str, object]) -> None:
    store = open_store(tmp_path)
    given = {"source": "gazette.example", "basis": "read it", "by": "A. Reader", "now": NOW, **changed}
    with pytest.raises(BadDecision):
        record_assessment(store, given.pop("source"), Reliability.B, **given)  # type: ignore[arg-type]
    with store.view() as view:
        assert list(view.source_assessments()) == []
    store.close()
