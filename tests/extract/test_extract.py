"""Tests of the stage's face."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from countersight.extract import EXTRACTIONS, EXTRACTORS, default_extractor, extract_batch, extract_claims
from countersight.extract.english import EnglishRules
from countersight.extract.english.parsing import load_parser
from countersight.model.batch import texts_to_batch
from countersight.model.claim import Claim, Kind, Status
from countersight.model.record import from_json
from countersight.model.text import DocumentText, text_id

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold" / "dev.jsonl"


def test_default_is_the_first_extractor() -> None:
    assert isinstance(default_extractor(), EXTRACTORS[0])


def test_import_leaves_the_parser_alone() -> None:
    code = "import sys, countersight.extract; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_parser_is_loaded_once(make_text: Callable[..., DocumentText]) -> None:
    text = make_text("Orbex sold spyware to Uganda.")
    for _ in range(2):
        assert list(extract_claims([text], EnglishRules()))
    assert load_parser.cache_info().misses == 1


def test_extractions_come_in_order(make_text: Callable[..., DocumentText]) -> None:
    texts = [make_text("Orbex sold spyware to Uganda."), make_text("Rain fell."), make_text("Kenya uses spyware.")]
    found = list(extract_claims(texts, EnglishRules()))
    assert [row.text_id for row in found] == [text.id for text in texts]
    assert [len(row.claims) for row in found] == [1, 0, 1]


def test_batch_holds_the_same_claims(make_text: Callable[..., DocumentText]) -> None:
    texts = [make_text("Orbex sold spyware to Uganda."), make_text("Rain fell.")]
    batch = extract_batch(texts_to_batch(texts), default_extractor())
    assert batch.schema == EXTRACTIONS
    rows = batch.to_pylist()
    assert [row["text_id"] for row in rows] == [text.id for text in texts]
    (record,) = rows[0]["claims"]
    assert from_json(record, Claim) == next(extract_claims(texts, default_extractor())).claims[0]


def test_empty_batch_is_taken() -> None:
    assert extract_batch(texts_to_batch([]), default_extractor()).num_rows == 0


@pytest.fixture(scope="module")
def report() -> list[Claim]:
    """Return the claims of the report that the project began from, as the rules read it."""
    if not GOLD.exists():
        pytest.skip("../shared/gold/dev.jsonl is not here")
    row = json.loads(GOLD.read_text(encoding="utf-8").splitlines()[0])
    text = DocumentText(
        id=text_id(row["id"], "gold@1", row["text"]), document_id=row["id"], reader="gold@1", text=row["text"],
        language=row["lang"],
    )  # fmt: skip
    (extraction,) = EnglishRules().extract([text])
    return list(extraction.claims)


def test_report_tells_both_trainings(report: list[Claim]) -> None:
    trainings = {claim.quantity.value: claim for claim in report if claim.kind is Kind.TRAINING and claim.quantity}
    assert trainings[3000].status is Status.PLANNED
    assert trainings[2700].status in (Status.CLAIMED, Status.COMPLETED)
    assert {claim.speaker.mention.name for claim in trainings.values() if claim.speaker} == {
        "Public Security Minister Wang Xiaohong"
    }


def test_report_tells_the_vendors_own_claim(report: list[Claim]) -> None:
    (claim,) = [
        claim for claim in report if claim.kind is Kind.SUPPLY and claim.quantity and claim.quantity.value == 100
    ]
    assert claim.status is Status.CLAIMED


@pytest.mark.parametrize("kind", [Kind.SANCTION, Kind.ATTENDANCE, Kind.DEPLOYMENT])
def test_report_tells_each_kind(report: list[Claim], kind: Kind) -> None:
    assert any(claim.kind is kind for claim in report)


def test_report_tells_the_demand_of_two(report: list[Claim]) -> None:
    demands = [claim.recipient for claim in report if claim.kind is Kind.DEMAND]
    assert {"ec", "za"} in [{slot.code for slot in party.territories} for party in demands if party]
