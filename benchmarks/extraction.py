"""How well the extractor reads a gold file, over time; and the fit of its confidence.

python benchmarks/extraction.py GOLD.jsonl [--language en] [--half look|check] [--fit] [--record]

`--half` takes the documents whose source falls in one half by hash: rules are written with one half in sight and
checked on the other. `--record` appends the figures to `extraction_history.csv`. Errors side by side come from
`countersight evaluate GOLD.jsonl --errors`.
"""

import argparse
import csv
import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from countersight.extract import default_extractor
from countersight.extract.base import Extraction, Extractor
from countersight.extract.english.confidence import features_of
from countersight.extract.evaluation import Evaluation, GoldDocument, evaluate_extractor, read_gold
from countersight.extract.scoring import LEVELS
from countersight.model.claim import Claim
from countersight.model.text import DocumentText

HISTORY = Path(__file__).with_name("extraction_history.csv")
COLUMNS = ("date", "extractor", "file", "language", "gold", "predicted", *LEVELS, "claim_free_hit")
PENALTY = 4.0
"""Weight of the L2 penalty of the fit."""


class Recorder:
    """An extractor that remembers what the one inside it found."""

    def __init__(self, inner: Extractor) -> None:
        self.inner = inner
        self.name, self.version, self.languages = inner.name, inner.version, inner.languages
        self.claims: list[Claim] = []

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield the inner extractor's extractions."""
        for extraction in self.inner.extract(texts):
            self.claims.extend(extraction.claims)
            yield extraction


def half_of(document: GoldDocument) -> str:
    """Assign a document by the hash of its source to the half that is looked at, or the one that checks."""
    digest = hashlib.sha256((document.source or document.id).encode()).hexdigest()
    return "check" if int(digest, 16) % 2 else "look"


def describe(
    evaluation: Evaluation, extractor: Extractor, path: Path, language: str, half: str | None
) -> dict[str, str]:
    """Return the figures as one row of the history; levels are F1."""
    total = evaluation.total()
    row = {
        "date": datetime.now(UTC).date().isoformat(),
        "extractor": f"{extractor.name}@{extractor.version}",
        "file": path.stem + (f" ({half} half)" if half else ""),
        "language": language,
        "gold": str(total.gold),
        "predicted": str(total.predicted),
        "claim_free_hit": f"{total.empty_hit / total.empty:.3f}" if total.empty else "",
    }
    return row | {level: f"{total.scores(level)[2]:.3f}" for level in LEVELS}


def record(row: dict[str, str]) -> None:
    """Append a row to the history, with its head where there is none yet."""
    is_new = not HISTORY.exists()
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow(row)


def fit_confidence(claims: list[Claim], evaluation: Evaluation, sources: list[str]) -> str:
    """Fit the confidence by logistic regression; return coefficients, and the log loss with each source left out."""
    rows = [features_of({name: getattr(claim, name) for name in Claim.__dataclass_fields__}) for claim in claims]
    names = list(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    y = np.array([float(right) for _, right in evaluation.confidences])
    left_out = np.zeros(len(y))
    for source in sorted(set(sources)):
        here = np.array([other == source for other in sources])
        left_out[here] = _probability(x[here], _fit(x[~here], y[~here]))
    coefficients = {name: round(float(value), 2) for name, value in zip(names, _fit(x, y), strict=True)}
    mean = np.full(len(y), y.mean())
    losses = f"log loss {_log_loss(y, left_out):.3f} left out, {_log_loss(y, mean):.3f} of the bare mean"
    return f"{coefficients}\n{len(y)} claims, {y.mean():.2f} accepted; {losses}"


def _fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Fit a logistic regression by Newton's method with an L2 penalty on all but the bias, the first feature."""
    weights, ridge = np.zeros(x.shape[1]), np.diag([0.0] + [PENALTY] * (x.shape[1] - 1))
    for _ in range(25):
        p = _probability(x, weights)
        weights -= np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, x.T @ (p - y) + ridge @ weights)
    return weights


def _probability(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(1 / (1 + np.exp(-(x @ weights))), 1e-6, 1 - 1e-6))


def _log_loss(y: np.ndarray, p: np.ndarray) -> float:
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


def main() -> None:
    """Print the figures; with `--fit`, the coefficients; with `--record`, keep them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--language", default="en")
    parser.add_argument("--half", choices=("look", "check"))
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    documents = [document for path in options.gold for document in read_gold(path) if document.lang == options.language]
    documents = [document for document in documents if options.half in (None, half_of(document))]
    recorder = Recorder(default_extractor())
    evaluation = evaluate_extractor(documents, recorder, observe=lambda: None)
    row = describe(evaluation, recorder, options.gold[0], options.language, options.half)
    print(" ".join(f"{name}={row[name]}" for name in COLUMNS))
    if options.fit:
        sources = {document.id: document.source or document.id for document in documents}
        print(fit_confidence(recorder.claims, evaluation, [sources[claim.document_id] for claim in recorder.claims]))
    if options.record:
        record(row)


if __name__ == "__main__":
    main()
