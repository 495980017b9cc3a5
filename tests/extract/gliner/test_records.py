"""Tests of reading what GLiNER2 answers."""

from countersight.extract.gliner.records import read_answer, read_judgement
from countersight.extract.scanning import Span
from countersight.model.claim import Kind, Status

TEXT = "News: Orbex sold spyware."


def span(words: str, *, window: int = 6) -> dict[str, object]:
    start = TEXT.index(words) - window
    return {"text": words, "start": start, "end": start + len(words), "confidence": 0.5}


def test_places_count_from_the_text() -> None:
    raw = {"entities": {"person": []}, "claim": [{"supplier": span("Orbex"), "technology": [span("spyware")]}]}
    (record,) = read_answer(raw, offset=6, text=TEXT).records
    assert record.places == {"supplier": (Span(6, 11),), "technology": (Span(17, 24),)}


def test_words_elsewhere_are_left_out() -> None:
    raw = {"claim": [{"supplier": span("Orbex", window=5), "technology": [span("spyware")]}]}
    (record,) = read_answer(raw, offset=6, text=TEXT).records
    assert "supplier" not in record.places


def test_persons_are_told_apart() -> None:
    answer = read_answer({"entities": {"person": [span("Orbex")]}}, offset=6, text=TEXT)
    assert answer.persons == [Span(6, 11)]
    assert answer.records == []


def test_score_of_the_record_counts() -> None:
    raw = {"claim": [{"confidence": 1.2, "supplier": span("Orbex")}, {"supplier": span("Orbex")}]}
    assert [record.confidence for record in read_answer(raw, offset=6, text=TEXT).records] == [1.0, 0.5]


def test_judgement_names_kind_and_status() -> None:
    raw = {"kind": {"label": "supply", "confidence": 0.7}, "status": {"label": "denied", "confidence": 0.9}}
    judgement = read_judgement(raw)
    assert (judgement.kind, judgement.status, judgement.confidence) == (Kind.SUPPLY, Status.DENIED, 0.7)
