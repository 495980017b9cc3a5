"""Thresholds and calibration out of held-out answers, on made-up numbers."""

import math

import pytest

pytest.importorskip("torch", reason="training needs torch")

from training.choose import EMPTY_HIT, FoldWeights, calibrate, worth
from training.encoder import Encoder
from training.measuring import TorchModel
from training.network import Network
from training.pieces import make_tokenizer

from countersight.extract.evaluation import Evaluation
from countersight.extract.scoring import Tally
from countersight.extract.trained.features import open_window
from countersight.extract.trained.reading import Thresholds
from countersight.extract.trained.slots import calibrated

TIMES = 40
"""Answers at each of the network's probabilities."""


def answers(slope: float, intercept: float) -> list[tuple[float, bool]]:
    """Make up answers that are right just as often as slope and intercept say."""
    rows = []
    for step in range(-12, 13):
        odds = step / 4
        right = round(TIMES / (1 + math.exp(-(slope * odds + intercept))))
        rows += [(1 / (1 + math.exp(-odds)), number < right) for number in range(TIMES)]
    return rows


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.6, -0.8), (1.7, 0.5)])
def test_calibration_finds_what_made_the_answers(slope: float, intercept: float) -> None:
    found = calibrate(answers(slope, intercept))
    assert found == pytest.approx((slope, intercept), abs=0.05)


def test_calibrated_answers_are_right_as_often_as_said() -> None:
    rows = answers(0.6, -0.8)
    found = calibrate(rows)
    said = sum(calibrated(p, *found) for p, _ in rows)
    assert said == pytest.approx(sum(right for _, right in rows), rel=0.01)


def test_sure_answers_do_not_break_calibration() -> None:
    slope, intercept = calibrate([(1.0, True), (0.0, False), (1.0, True)])
    assert math.isfinite(slope)
    assert math.isfinite(intercept)


def test_no_answers_keep_the_prior() -> None:
    assert calibrate([]) == (0.5, 0.0)


def evaluation(empty_hit: int) -> Evaluation:
    whole = Evaluation()
    whole.languages["made-up"] = "en"
    whole.tallies["made-up"] = Tally(empty=100, empty_hit=empty_hit)
    return whole


def test_claims_in_empty_documents_count_against() -> None:
    bearable = int(100 * EMPTY_HIT)
    assert worth(evaluation(bearable)) == worth(evaluation(0))
    assert worth(evaluation(bearable + 10)) < worth(evaluation(bearable))


def test_a_window_is_read_once(encoder: Encoder) -> None:
    tokenizer = make_tokenizer(encoder.vocabulary, encoder.unknown)
    weights = FoldWeights(TorchModel(Network(encoder)), tokenizer, Thresholds())
    window = open_window("Veltrix sold cameras.", "en", tokenizer)
    ((hidden, tags),) = weights.find([window])
    ((again, _),) = weights.find([window])
    assert again is hidden
    assert len(tags) == len(window.pieces)
    ((roles, *_),) = weights.read([(window, hidden, (1, 3))])
    ((same, *_),) = weights.read([(window, hidden, (1, 3))])
    ((other, *_),) = weights.read([(window, hidden, (2, 4))])
    assert same is roles
    assert other is not roles
