"""Choose thresholds and calibration on the folds, and measure what would ship: cascade, network and rules together.

    python -m training.choose FOLDER GOLD.jsonl [--folds 5]

FOLDER holds the networks `fold0.pt` and so on of `training.train`, each of which never saw its part of the gold. Writes
`settings.json` there, which `training.export` puts beside the weights, and the predictions as `trained.jsonl` and
`combined.jsonl`. Prints the figures and the classes of error of the network alone, and of the default extractor, which
joins it with the rules.
"""

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from countersight.extract.base import Extractor
from countersight.extract.combined import Combined
from countersight.extract.evaluation import Evaluation, GoldDocument, evaluate_extractor, read_gold, write_predictions
from countersight.extract.scanning import scan
from countersight.extract.scoring import LEVELS, SLOTS, bootstrap_interval
from countersight.extract.trained import close_look
from countersight.extract.trained.decoding import Scores
from countersight.extract.trained.extractor import TrainedReader
from countersight.extract.trained.features import Window
from countersight.extract.trained.labels import ROLES
from countersight.extract.trained.reading import Asked, Thresholds
from countersight.extract.trained.weights import LEAST
from training.encoder import read_encoder, stored_path
from training.errors import count_errors
from training.export import average
from training.measuring import TorchModel
from training.network import Network
from training.pieces import make_tokenizer
from training.train import say

GRID: dict[str, tuple[float, ...]] = {
    "evidence": (0.0, 0.5, 1.0, 1.5),
    "claim": (0.5, 0.7, 0.8, 0.9, 0.95),
    "second_kind": (0.3, 0.4, 1.0),
    "technology": (0.25, 0.35, 0.45, 0.55),
}
BIASES = (-1.5, -0.75, 0.0, 0.75, 1.5)
"""Tried for each role."""
ROUNDS = 2
BOUND = 0.25
"""Longest step of the calibration's fit: Newton's method leaps away where all answers are near certain."""
EMPTY_HIT = 0.05
"""Share of documents without a claim that may get one; more is punished."""


@dataclass(eq=False)
class FoldWeights:
    """A network of a fold in the place of installed weights; what it once read is kept."""

    model: TorchModel
    tokenizer: Tokenizer
    thresholds: Thresholds
    calibration: tuple[float, float] = (1.0, 0.0)
    least: float = 0.0
    version: str = "fold"

    def __post_init__(self) -> None:
        self._found: dict[str, tuple[Scores, Scores]] = {}
        self._read: dict[tuple[str, tuple[int, int]], tuple[Scores, Scores, Scores, Scores]] = {}

    def find(self, windows: Sequence[Window]) -> list[tuple[Scores, Scores]]:
        """See `Model.find`."""
        for window in windows:
            if window.text not in self._found:
                self._found[window.text] = self.model.find([window])[0]
        return [self._found[window.text] for window in windows]

    def read(self, items: Sequence[Asked]) -> list[tuple[Scores, Scores, Scores, Scores]]:
        """See `Model.read`."""
        for window, hidden, span in items:
            if (window.text, span) not in self._read:
                self._read[window.text, span] = self.model.read([(window, hidden, span)])[0]
        return [self._read[window.text, span] for window, _, span in items]


class FoldReader(TrainedReader):
    """The trained extractor on a fold's network."""

    def __init__(self, weights: FoldWeights) -> None:
        self.weights = weights

    def _read(self, texts: Any, stretches: Any) -> Any:
        return close_look.read_closely(texts, stretches, f"{self.name}@fold", self.weights)  # type: ignore[arg-type]


def main() -> None:
    """Choose, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--share", type=float, default=0.5, help="of the tuned weights, beside those before tuning")
    chosen = parser.parse_args()
    gold = read_gold(chosen.gold)
    encoder = read_encoder(stored_path())
    tokenizer = make_tokenizer(encoder.vocabulary, encoder.unknown)
    base = torch.load(chosen.folder / "base.pt")
    readers = []
    for fold in range(chosen.folds):
        network = Network(encoder)
        network.load_state_dict(average(base, torch.load(chosen.folder / f"fold{fold}.pt"), chosen.share), strict=False)
        readers.append(FoldReader(FoldWeights(TorchModel(network), tokenizer, Thresholds())))
    inside = sum(
        any(w.start <= start and start + len(claim["evidence"]) <= w.end for w in scan(document.text, document.lang))
        for document in gold
        for claim in document.claims
        if (start := document.text.find(claim["evidence"])) >= 0
    )
    say(f"{inside} of {sum(len(d.claims) for d in gold)} claims lie wholly in one window")
    thresholds = choose(readers, gold)
    evaluation = evaluate_folds(readers, gold, thresholds)
    slope, intercept = calibrate(evaluation.confidences)
    for reader in readers:
        reader.weights.calibration, reader.weights.least = (slope, intercept), LEAST
    reached = {}
    for name, extractors in (("trained", readers), ("combined", [joined(reader) for reader in readers])):
        say(f"{name}:")
        evaluation = evaluate_each(extractors, gold)
        show(evaluation, gold)
        write_predictions(evaluation.predictions, chosen.folder / f"{name}.jsonl")
        reached[name] = {level: round(evaluation.total().scores(level)[2], 4) for level in LEVELS}
    settings = {
        "share": chosen.share,
        "thresholds": asdict(thresholds),
        "calibration": {"slope": slope, "intercept": intercept},
        "cross_validation": reached,
    }
    (chosen.folder / "settings.json").write_text(json.dumps(settings, indent=1) + "\n")


def choose(readers: Sequence[FoldReader], gold: Sequence[GoldDocument]) -> Thresholds:
    """Improve one threshold after the other while it helps."""
    best = Thresholds()
    reached = worth(evaluate_folds(readers, gold, best))
    for _ in range(ROUNDS):
        before = reached
        trials = [(name, value) for name, values in GRID.items() for value in values]
        trials += [(role, value) for role in ROLES for value in BIASES]
        for name, value in trials:
            trial = replace(best, roles=best.roles | {name: value}) if name in ROLES else replace(best, **{name: value})
            if trial != best and (now := worth(evaluate_folds(readers, gold, trial))) > reached + 1e-4:
                best, reached = trial, now
        say(f"worth {reached:.4f} with {best}")
        if reached - before < 1e-3:
            break
    return best


def worth(evaluation: Evaluation) -> float:
    """Weigh the levels; documents without a claim that get one beyond the bound count against."""
    total = evaluation.total()
    found, _, core, strict = (total.scores(level)[2] for level in LEVELS)
    hit = total.empty_hit / total.empty if total.empty else 0.0
    return core + 0.4 * found + 0.4 * strict - max(0.0, hit - EMPTY_HIT)


def evaluate_folds(readers: Sequence[FoldReader], gold: Sequence[GoldDocument], thresholds: Thresholds) -> Evaluation:
    """Let each network read the part of the gold that it never saw, at these thresholds."""
    for reader in readers:
        reader.weights.thresholds = thresholds
    return evaluate_each(readers, gold)


def joined(reader: FoldReader) -> Combined:
    """Return the default extractor with a fold's network in it."""
    extractor = Combined()
    extractor.trained = reader
    return extractor


def evaluate_each(extractors: Sequence[Extractor], gold: Sequence[GoldDocument]) -> Evaluation:
    """Let each extractor read its part of the gold: every document is read by one."""
    whole = Evaluation()
    for fold, extractor in enumerate(extractors):
        held = [document for number, document in enumerate(gold) if number % len(extractors) == fold]
        part = evaluate_extractor(held, extractor, observe=lambda: None)
        whole.tallies |= part.tallies
        whole.languages |= part.languages
        whole.predictions += part.predictions
        whole.misses += part.misses
        whole.confidences += part.confidences
    return whole


def calibrate(confidences: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Fit slope and intercept on log odds by Newton's method with a mild prior on the slope (Platt 1999)."""
    odds = torch.tensor([math.log(max(p, 1e-3) / max(1 - p, 1e-3)) for p, _ in confidences])
    right = torch.tensor([float(is_right) for _, is_right in confidences])
    rows = torch.stack([odds, torch.ones(len(odds))], dim=1)
    slope, intercept = 0.5, 0.0
    for _ in range(200):
        p = torch.sigmoid(slope * odds + intercept)
        gradient = rows.T @ (right - p) - torch.tensor([slope - 0.5, 0.0])
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + torch.diag(torch.tensor([1.001, 0.001]))
        step = torch.linalg.solve(curve, gradient).clamp(-BOUND, BOUND)
        slope, intercept = slope + float(step[0]), intercept + float(step[1])
    return round(slope, 4), round(intercept, 4)


def show(evaluation: Evaluation, gold: Sequence[GoldDocument]) -> None:
    """Print the figures over all languages with their intervals, by language, and the classes of error."""
    for level in LEVELS:
        low, high = bootstrap_interval(list(evaluation.tallies.values()), level)
        precision, recall, f1 = evaluation.total().scores(level)
        say(f"{level:<7} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} (between {low:.3f} and {high:.3f})")
    for language in sorted(set(evaluation.languages.values())):
        total = evaluation.total(language)
        figures = "  ".join(f"{level} {total.scores(level)[2]:.3f}" for level in LEVELS)
        hit = f"empty hit {total.empty_hit} of {total.empty}"
        say(f"{language:<3} gold {total.gold:>3} read {total.predicted:>3}  {figures}  {hit}")
    total = evaluation.total()
    say("slots: " + ", ".join(f"{slot} {total.slot_accuracy(slot):.2f}" for slot in SLOTS))
    say(f"empty hit {total.empty_hit} of {total.empty}; calibration error {evaluation.calibration_error():.3f}")
    for name, number in count_errors(evaluation.misses, gold).most_common():
        say(f"{number:>4} {name}")


if __name__ == "__main__":
    main()
