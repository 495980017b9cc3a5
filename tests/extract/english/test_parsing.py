"""Tests of the parser's model."""

import pytest

from countersight.errors import SchemaMismatch
from countersight.extract.english import parsing


def test_installed_model_is_the_recorded_one() -> None:
    assert parsing.model_digest() == parsing.MODEL_SHA256


def test_changed_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MODEL_SHA256", "0" * 64)
    with pytest.raises(SchemaMismatch):
        parsing.load_parser.__wrapped__()


def test_footnote_number_keeps_offsets() -> None:
    text = "Servers stood in Peru.12 Others did not."
    (doc,) = parsing.parse([text])
    assert len(doc.text) == len(text)
    assert "12" not in doc.text
