"""The measured loop, on made-up passages with an extractor whose answers are known."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from countersight.errors import NotFound, UnreadableDocument
from countersight.extract import choose_extractor, default_extractor
from countersight.extract.base import Extraction
from countersight.extract.evaluation import GoldDocument, evaluate_extractor, read_gold, write_predictions
from countersight.model.claim import Claim, Kind, Party, Status, TechnologySlot
from countersight.model.evidence import locate_quote, mention_at
from countersight.model.text import DocumentText

TEXT = "Examplecorp sold cameras to Utopia."
GOLD = {
    "kind": "supply", "supplier": "Examplecorp", "supplier_country": None, "recipient": "Utopia",
    "recipient_country": None,
    "technology": ["video_surveillance"], "quantity": None, "when": None, "status": "completed", "speaker": None,
    "evidence": TEXT[:-1],
}  # fmt: skip


class KnownAnswers:
    """Finds a supply claim of one kind in every text, with the confidence given."""

    name = "known"
    version = "1"
    languages = frozenset({"en"})

    def __init__(self, kind: Kind, confidence: float) -> None:
        self.kind = kind
        self.confidence = confidence

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        for text in texts:
            claim = Claim.make(
                document_id=text.document_id,
                kind=self.kind,
                status=Status.COMPLETED,
                evidence=(locate_quote(TEXT[:-1], text),),
                confidence=self.confidence,
                extractor="known@1",
                supplier=Party(mention=mention_at(text, 0, 11)),
                recipient=Party(mention=mention_at(text, 28, 34)),
                technology=(TechnologySlot(label="video_surveillance", inferred="known"),),
            )
            yield Extraction(text_id=text.id, claims=(claim,))


def documents(count: int, *, lang: str = "en", claims=(GOLD,)) -> list[GoldDocument]:
    return [GoldDocument(id=f"d{number}", lang=lang, text=TEXT, claims=tuple(claims)) for number in range(count)]


def evaluate(gold: list[GoldDocument], kind: Kind = Kind.SUPPLY, confidence: float = 0.9):
    return evaluate_extractor(gold, KnownAnswers(kind, confidence), observe=lambda: None)


def test_right_answers_score_one() -> None:
    evaluation = evaluate(documents(3))
    assert evaluation.total().scores("strict") == (1.0, 1.0, 1.0)
    assert evaluation.misses == []


def test_overconfidence_is_calibration_error() -> None:
    right = evaluate(documents(4), confidence=0.9)
    wrong = evaluate(documents(4), kind=Kind.DEMAND, confidence=0.9)
    assert right.calibration_error() == pytest.approx(0.1)
    assert wrong.calibration_error() == pytest.approx(0.9)
    assert [(row.claims, row.accepted) for row in wrong.reliability()] == [(4, 0.0)]


def test_language_not_read_counts_as_missed() -> None:
    evaluation = evaluate(documents(2) + documents(2, lang="ru"))
    assert evaluation.total("ru").scores("found") == (0.0, 0.0, 0.0)
    assert [miss.what for miss in evaluation.misses] == ["missed"] * 2


def test_claim_where_gold_has_none_is_spurious() -> None:
    evaluation = evaluate(documents(1, claims=()))
    assert (evaluation.total().empty_hit, evaluation.misses[0].what) == (1, "spurious")


def test_predictions_are_written_in_gold_format(tmp_path: Path) -> None:
    evaluation = evaluate(documents(1))
    write_predictions(evaluation.predictions, tmp_path / "out.jsonl")
    written = json.loads((tmp_path / "out.jsonl").read_text())
    assert written["claims"][0] | GOLD == written["claims"][0]


@pytest.mark.parametrize("line", [b'{"id": 3}', b'{"id": "\xff"}'], ids=["another type", "no UTF-8"])
def test_broken_gold_line_is_named(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "gold.jsonl").write_bytes(b'{"id": "a", "lang": "en", "text": "x", "claims": []}\n' + line + b"\n")
    with pytest.raises(UnreadableDocument, match=":2:"):
        read_gold(tmp_path / "gold.jsonl")


def test_extractor_is_chosen_by_name() -> None:
    assert choose_extractor(None).name == default_extractor().name
    assert choose_extractor(default_extractor().name).name == default_extractor().name
    with pytest.raises(NotFound, match="there are"):
        choose_extractor("nobody")
