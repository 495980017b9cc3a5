"""Scoring agrees with the published scorer, where it is here, and with what a person would say."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from countersight.extract.scoring import LEVELS, SLOTS, Tally, bootstrap_interval, reached_levels, score_document

SHARED = Path(__file__).parents[2].parent / "shared"
TEXT = "Examplecorp sold cameras to Utopia. Otherco trained the police of Erewhon in 2020."


def claim(**slots):
    given = {
        "kind": "supply", "supplier": "Examplecorp", "supplier_country": None, "recipient": "Utopia",
        "recipient_country": "UT", "technology": ["video_surveillance"], "quantity": None, "when": None,
        "status": "completed", "speaker": None, "evidence": "Examplecorp sold cameras to Utopia",
    }  # fmt: skip
    return given | slots


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, "strict"),
        ({"status": "reported"}, "strict"),
        ({"status": "denied"}, "core"),
        ({"supplier": "Examplecorp Ltd."}, "strict"),
        ({"supplier": "Nobody"}, "kind"),
        ({"recipient": None, "recipient_country": ["UT", "XX"]}, "strict"),
        ({"kind": "training"}, "found"),
        ({"quantity": {"value": 3}}, "core"),
    ],
    ids=str,
)
def test_levels_of_a_pair(change, level: str) -> None:
    assert reached_levels(claim(), claim(**change))[-1] == level


def test_claims_elsewhere_do_not_pair() -> None:
    tally, pairs = score_document(TEXT, [claim()], [claim(evidence="trained the police of Erewhon")])
    assert pairs == []
    assert tally.scores("found") == (0.0, 0.0, 0.0)


def test_words_not_in_text_never_pair() -> None:
    tally, _ = score_document(TEXT, [claim()], [claim(evidence="Examplecorp sold the cameras")])
    assert (tally.unquoted, tally.pairs) == (1, 0)


def test_each_claim_pairs_once() -> None:
    tally, _ = score_document(TEXT, [claim()], [claim(), claim()])
    assert tally.scores("strict") == (0.5, 1.0, pytest.approx(2 / 3))


def test_better_partner_wins() -> None:
    _, pairs = score_document(TEXT, [claim()], [claim(kind="demand"), claim()])
    assert [pair.predicted for pair in pairs] == [1]


def test_claim_in_empty_document_is_counted() -> None:
    tally, _ = score_document(TEXT, [], [claim()])
    assert (tally.empty, tally.empty_hit) == (1, 1)


def test_interval_holds_the_estimate() -> None:
    tallies = [score_document(TEXT, [claim()], [claim()] if number % 3 else [])[0] for number in range(60)]
    low, high = bootstrap_interval(tallies, "core", draws=200)
    assert low < sum(tallies, Tally()).scores("core")[2] < high


def damaged(gold: dict, chance: random.Random) -> list[dict]:
    """Gold claims with slots swapped, dropped and doubled, as a poor extractor would have them."""
    claims = [dict(claim) for claim in gold["claims"] if chance.random() < 0.8]
    for one in claims:
        other = chance.choice(gold["claims"])
        slot = chance.choice(["kind", "supplier", "recipient", "recipient_country", "technology", "status", "speaker"])
        if chance.random() < 0.5:
            one[slot] = other[slot]
        if chance.random() < 0.2:
            one["evidence"] = one["evidence"][: len(one["evidence"]) // 2]
    return claims + claims[: chance.randrange(2)]


def test_figures_agree_with_published_scorer(tmp_path: Path) -> None:
    if not (SHARED / "score.py").exists():
        pytest.skip("the published scorer beside the project is not here")
    documents = [json.loads(line) for line in (SHARED / "gold" / "dev.jsonl").read_text("utf-8").splitlines()]
    chance = random.Random(7)
    predictions = [{"id": document["id"], "claims": damaged(document, chance)} for document in documents]
    path = tmp_path / "predictions.jsonl"
    path.write_text("\n".join(json.dumps(prediction) for prediction in predictions), encoding="utf-8")
    command = [sys.executable, SHARED / "score.py", SHARED / "gold" / "dev.jsonl", path, "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    tally = Tally()
    for document, prediction in zip(documents, predictions, strict=True):
        tally += score_document(document["text"], document["claims"], prediction["claims"])[0]
    for level in LEVELS:
        expected = theirs["groups"]["all"][level]
        assert tally.scores(level) == pytest.approx((expected["p"], expected["r"], expected["f1"]), abs=6e-4)
    assert {slot: round(tally.slot_accuracy(slot), 3) for slot in SLOTS} == theirs["slots"]
    assert (tally.empty, tally.empty_hit) == (theirs["negatives"], theirs["negatives_with_claims"])
    assert (tally.predicted, tally.unquoted) == (theirs["predicted"], theirs["without_exact_words"])
