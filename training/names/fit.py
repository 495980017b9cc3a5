"""Fits the weights by which features of two names are combined, and measures them by cross-validation.

python -m training.names.fit --data ../shared/data [--write]

The weights are those of a logistic regression whose every feature may only speak against two names being of one, so
that no difference ever raises the probability. Examples: see `pairs.py`. The figures printed are of gold pairs that
were held out, those that share a name together; the threshold of each fold was chosen on the others.
"""

import argparse
import random
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from countersight.resolve.comparison import prepare_name
from countersight.resolve.comparison.features import Features, compare_forms
from training.names.pairs import (
    NamePair,
    acronym_pairs,
    gold_pairs,
    misspelt_pairs,
    nearest_pairs,
    read_parties,
    same_pairs,
    sibling_pairs,
    written_pairs,
)

SEED = 20261123
FOLDS = 10
SHARES = {"gold": 0.4, "lists": 0.1, "near": 0.15, "sibling": 0.15, "misspelt": 0.1, "written": 0.08, "acronym": 0.02}
"""What part of the whole each kind of example weighs."""
HOPELESS = 0.5
FARTHEST_LETTERS = 0.7
"""Two names of one party that conflict in more of the shorter one, or in more of their letters, are other names, no
spellings: no comparison can know them, and they are left out."""
PENALTY = 2e-4
"""Strength of the L2 penalty on the weights."""
STEPS = 40
SWEEPS = 500

COUNTS = {"near": 2_000, "sibling": 2_500, "misspelt": 2_000, "written": 1_500, "acronym": 400}
LISTED = 5_000
"""Pairs of names of one party that are taken from the lists."""

WEIGHTS = Path(__file__).resolve().parents[2] / "src" / "countersight" / "reference" / "names" / "weights.yaml"
HEAD = """\
# How much each difference between two names takes from the log odds (`top`) that they are of one; `threshold` is where
# F1 is highest on held-out pairs. Made by `python -m training.names.fit --write` (seed 20261123).
"""

Matrix = npt.NDArray[np.float64]


def features_of(pairs: list[NamePair]) -> Matrix:
    """Return one row of features a pair."""
    rows = [
        compare_forms(prepare_name(pair.one, kind=pair.kind), prepare_name(pair.other, kind=pair.kind))[0]
        for pair in pairs
    ]
    return np.array(rows, dtype=np.float64)


def weigh(pairs: list[NamePair]) -> Matrix:
    """Return what each example weighs, so that every origin has its share, matches and others half of it each."""
    weights = np.zeros(len(pairs))
    keys = [(pair.origin, pair.same) for pair in pairs]
    for key in set(keys):
        here = np.array([other == key for other in keys])
        sides = len({same for origin, same in keys if origin == key[0]})
        weights[here] = SHARES[key[0]] / sides / here.sum()
    return weights / weights.sum()


def fit(rows: Matrix, same: Matrix, weights: Matrix) -> tuple[float, Matrix]:
    """Return the log odds of names without a difference, and what each feature takes from them, never below 0.

    Logistic regression by Newton's steps, each a quadratic that is minimized coordinate by coordinate within the bounds
    (glmnet's way: Friedman, Hastie and Tibshirani 2010), features scaled to unit root mean square.
    """
    scale = np.sqrt((weights[:, None] * rows**2).sum(axis=0)) + 1e-9
    design = np.column_stack([np.ones(len(rows)), -rows / scale])
    penalty = np.array([0.0] + [PENALTY] * rows.shape[1])
    found = np.zeros(design.shape[1])
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-design @ found))
        spread = weights * np.maximum(expected * (1 - expected), 1e-5)
        curvature = design.T @ (spread[:, None] * design) + np.diag(penalty)
        slope = design.T @ (weights * (expected - same)) + penalty * found
        following = _bounded_minimum(curvature, slope, found)
        moved = float(np.abs(following - found).max())
        found = following
        if moved < 1e-5:
            break
    return float(found[0]), found[1:] / scale


def _bounded_minimum(curvature: Matrix, slope: Matrix, start: Matrix) -> Matrix:
    """Minimize the quadratic around `start` with every coordinate but the first at 0 or above."""
    found = start.copy()
    gradient = slope.copy()
    for _ in range(SWEEPS):
        before = found.copy()
        for place in range(len(found)):
            value = found[place] - gradient[place] / curvature[place, place]
            value = value if place == 0 else max(0.0, value)
            gradient += curvature[place] * (value - found[place])
            found[place] = value
        if np.abs(found - before).max() < 1e-7:
            break
    return found


def predict(rows: Matrix, top: float, weights: Matrix) -> Matrix:
    """Return the probability of each row."""
    probabilities: Matrix = 1 / (1 + np.exp(rows @ weights - top))
    return probabilities


def best_threshold(scores: Matrix, same: Matrix) -> tuple[float, float]:
    """Return the threshold with the highest F1, and that F1."""
    candidates = np.unique(scores)
    found = [(f1(scores >= threshold, same), float(threshold)) for threshold in candidates]
    best = max(found)
    return best[1], best[0]


def f1(chosen: npt.NDArray[np.bool_], same: Matrix) -> float:
    """Return the F1 of a choice."""
    hits = float((chosen & (same > 0)).sum())
    return 2 * hits / (float(chosen.sum()) + float(same.sum()))


def average_precision(scores: Matrix, same: Matrix) -> float:
    """Return the mean of the precision at each match, best first; ties stand in the order that is worst."""
    order = np.lexsort((same, -scores))
    matched = same[order]
    precision = np.cumsum(matched) / np.arange(1, len(matched) + 1)
    return float((precision * matched).sum() / matched.sum())


def calibration_error(scores: Matrix, same: Matrix, weights: Matrix, *, bins: int = 10) -> float:
    """Return the expected calibration error: how far probabilities are from the share that is one, bin by bin."""
    places = np.minimum((scores * bins).astype(int), bins - 1)
    return sum(abs(float((weights * (same - scores))[places == place].sum())) for place in range(bins))


def cross_validate(gold: list[NamePair], others: list[NamePair], *, seed: int) -> tuple[Matrix, float, float]:
    """Return the held-out score of every gold pair, the F1 at thresholds of other folds, and their mean."""
    groups = sorted({pair.group for pair in gold})
    random.Random(seed).shuffle(groups)
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    folds = np.array([fold_of[pair.group] for pair in gold])
    rows, same = features_of(gold), np.array([float(pair.same) for pair in gold])
    other_rows, other_same = features_of(others), np.array([float(pair.same) for pair in others])
    scores, chosen, thresholds = np.zeros(len(gold)), np.zeros(len(gold), dtype=bool), []
    for fold in range(FOLDS):
        out = folds == fold
        kept = [pair for pair, left_out in zip(gold, out, strict=True) if not left_out]
        top, weights = fit(
            np.vstack([rows[~out], other_rows]), np.concatenate([same[~out], other_same]), weigh([*kept, *others])
        )
        threshold, _ = best_threshold(predict(rows[~out], top, weights), same[~out])
        scores[out] = predict(rows[out], top, weights)
        chosen[out] = scores[out] >= threshold
        thresholds.append(threshold)
    return scores, f1(chosen, same), float(np.mean(thresholds))


def learning_pairs(data: Path) -> list[NamePair]:
    """Return the examples beside the gold, always the same for the same lists."""
    dice = random.Random(SEED)
    parties = read_parties(data)
    listed = list(same_pairs(parties, dice))
    dice.shuffle(listed)
    near = nearest_pairs(parties, dice, count=COUNTS["near"])
    made = [
        *sibling_pairs(parties, dice, count=COUNTS["sibling"]),
        *misspelt_pairs(parties, dice, count=COUNTS["misspelt"]),
        *written_pairs(parties, dice, count=COUNTS["written"]),
        *acronym_pairs(parties, dice, count=COUNTS["acronym"]),
    ]
    return [*_hopeful(listed[:LISTED]), *near, *made]


def _hopeful(pairs: list[NamePair]) -> list[NamePair]:
    found = [Features(*row) for row in features_of(pairs)]
    return [
        pair
        for pair, features in zip(pairs, found, strict=True)
        if features.conflict_share <= HOPELESS and features.letters <= FARTHEST_LETTERS
    ]


def main() -> None:
    """Measure by cross-validation, fit on everything, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--seeds", type=int, default=5)
    args = parser.parse_args()
    gold = gold_pairs(args.data / "name_matching" / "cases-dev.csv")
    others = learning_pairs(args.data)
    same = np.array([float(pair.same) for pair in gold])
    results = [cross_validate(gold, others, seed=seed) for seed in range(args.seeds)]
    threshold = float(np.mean([found for _, _, found in results]))
    for seed, (scores, measured, _) in enumerate(results):
        sys.stdout.write(
            f"seed {seed}: F1 {measured:.3f}, average precision {average_precision(scores, same):.3f}, "
            f"Brier {float(((scores - same) ** 2).mean()):.3f}\n"
        )
    everything = [*gold, *others]
    matched = np.array([float(pair.same) for pair in everything])
    rows, shares = features_of(everything), weigh(everything)
    top, weights = fit(rows, matched, shares)
    error = calibration_error(predict(rows, top, weights), matched, shares)
    sys.stdout.write(f"{len(everything):,} examples, calibration error on them {error:.3f}\n")
    named = {name: round(float(weight), 3) for name, weight in zip(Features._fields, weights, strict=True)}
    sys.stdout.write(f"top {top:.3f}, threshold {threshold:.2f}, {named}\n")
    if args.write:
        content = {"top": round(top, 3), "threshold": round(threshold, 2), "weights": named}
        WEIGHTS.write_text(HEAD + yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
