import random

import numpy as np
import pytest
from training.names.fit import average_precision, best_threshold, calibration_error, f1, fit, predict
from training.names.pairs import Party, misspelt_pairs, same_pairs, sibling_pairs, written_pairs
from training.names.tables import common_words

from countersight.resolve.comparison import NameKind

PARTIES = [
    Party(("Quorvex Systems Ltd", "Quorveks Systems"), NameKind.ORGANIZATION, "one"),
    Party(("Brantol Shipyard", "Verf Brantol", "Brantol"), NameKind.ORGANIZATION, "one"),
]


def test_fit_finds_what_speaks_against() -> None:
    dice = np.random.default_rng(1)
    rows = dice.random((2_000, 3))
    odds = 2.0 - 5.0 * rows[:, 0] + 3.0 * rows[:, 2]
    same = (dice.random(2_000) < 1 / (1 + np.exp(-odds))).astype(float)
    _, weights = fit(rows, same, np.full(2_000, 1 / 2_000))
    assert weights[0] > 3.0
    assert weights[1] < 0.5
    assert weights[2] == 0.0


def test_fitted_probabilities_are_calibrated() -> None:
    dice = np.random.default_rng(2)
    rows = dice.random((4_000, 2))
    same = (dice.random(4_000) < 1 / (1 + np.exp(4 * rows[:, 0] - 2))).astype(float)
    shares = np.full(4_000, 1 / 4_000)
    top, weights = fit(rows, same, shares)
    assert calibration_error(predict(rows, top, weights), same, shares) < 0.03


def test_measures_know_the_perfect_order() -> None:
    scores, same = np.array([0.9, 0.8, 0.3, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])
    assert average_precision(scores, same) == pytest.approx(1.0)
    assert best_threshold(scores, same) == (0.8, 1.0)
    assert f1(scores > 0.85, same) == pytest.approx(2 / 3)


def test_ties_count_for_the_worst() -> None:
    assert average_precision(np.array([0.5, 0.5]), np.array([1.0, 0.0])) == 0.5


def test_pairs_of_one_party_are_its_names() -> None:
    for pair in same_pairs(PARTIES, random.Random(1)):
        party = PARTIES[int(pair.group.split()[1])]
        assert {pair.one, pair.other} <= set(party.names)
        assert pair.same


def test_siblings_never_share_all_words() -> None:
    pairs = list(sibling_pairs(PARTIES, random.Random(1), count=50))
    assert len(pairs) > 20
    assert not any(pair.same or pair.one == pair.other for pair in pairs)


def test_made_spellings_are_of_one_party() -> None:
    dice = random.Random(1)
    pairs = [*misspelt_pairs(PARTIES, dice, count=40), *written_pairs(PARTIES, dice, count=40)]
    assert all(pair.same for pair in pairs)
    assert sum(pair.one != pair.other for pair in pairs) > 40


def test_frequent_word_tells_less() -> None:
    names = ["Quorvex Trading"] * 2 + ["Brantol Trading"] * 8 + [f"Name{number}" for number in range(90)]
    weights = common_words(names, least=5)
    assert set(weights) == {"trading", "brantol"}
    assert weights["trading"] < weights["brantol"] < 1.0
