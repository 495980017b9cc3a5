"""How well the extractor reads: predictions over a gold file, scored, with errors side by side.

python benchmarks/extraction.py GOLD.jsonl [--out PRED.jsonl] [--lang en] [--half develop|check] [--errors N] [--fit]
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from countersight.extract import default_extractor, extract_claims
from countersight.extract.english.confidence import features_of
from countersight.extract.gold import claim_to_gold
from countersight.extract.scoring import reached_levels, score_document
from countersight.model.text import DocumentText, text_id

SLOTS = ("kind", "status", "supplier", "recipient", "technology", "speaker")
SCORER = Path(__file__).resolve().parents[2] / "shared" / "score.py"


def read_gold(path: Path, *, language: str | None, half: str | None) -> list[dict[str, Any]]:
    """Read gold documents, of one language and one half of the sources where these are named."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if language is None or row["lang"] == language]
    return [row for row in rows if half is None or half_of(row) == half]


def half_of(row: dict[str, Any]) -> str:
    """Assign a document by the hash of its source to the half that rules are written on or the one that checks them.

    The document that the project began from is given with its requirements, and so belongs to the first.
    """
    if row["source"].startswith("seed"):
        return "develop"
    return "check" if int(hashlib.sha256(row["source"].encode()).hexdigest(), 16) % 2 else "develop"


def as_text(row: dict[str, Any]) -> DocumentText:
    """Make a document text of a gold document."""
    try:
        published = date.fromisoformat(str(row.get("date"))[:10])
    except ValueError:
        published = None
    return DocumentText(
        id=text_id(row["id"], "gold@1", row["text"]), document_id=row["id"], reader="gold@1", text=row["text"],
        language=row["lang"], published=published,
    )  # fmt: skip


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield each document with the claims that the extractor finds."""
    rows = list(rows)
    for row, extraction in zip(rows, extract_claims(map(as_text, rows), default_extractor()), strict=True):
        claims = [claim_to_gold(claim) | {"confidence": claim.confidence} for claim in extraction.claims]
        yield {"id": row["id"], "lang": row["lang"], "claims": claims}


def score(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], *options: str) -> str:
    """Return what the shared scorer prints."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("gold.jsonl", "pred.jsonl")]
        for path, rows in zip(paths, (gold, predicted), strict=True):
            path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(SCORER), *map(str, paths), *options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def fit_confidence(gold: list[dict[str, Any]]) -> str:
    """Fit the confidence of claims by logistic regression; return coefficients and cross-validated figures."""
    rows, accepted, passages = [], [], []
    for document, extraction in zip(gold, extract_claims(map(as_text, gold), default_extractor()), strict=True):
        records = [claim_to_gold(claim) for claim in extraction.claims]
        _, pairs = score_document(document["text"], document["claims"], records)
        good = {
            p.predicted for p in pairs if "core" in reached_levels(document["claims"][p.gold], records[p.predicted])
        }
        for number, claim in enumerate(extraction.claims):
            rows.append(features_of({name: getattr(claim, name) for name in SLOTS}))
            accepted.append(float(number in good))
            passages.append(document["id"])
    names = list(rows[0])
    x, y = np.array([[row[name] for name in names] for row in rows]), np.array(accepted)
    held_out = np.zeros(len(y))
    for passage in sorted(set(passages)):
        here = np.array([other == passage for other in passages])
        held_out[here] = _probability(x[here], _logistic_fit(x[~here], y[~here]))
    loss = -np.mean(y * np.log(held_out) + (1 - y) * np.log(1 - held_out))
    base = -np.mean(y * np.log(y.mean()) + (1 - y) * np.log(1 - y.mean()))
    coefficients = {name: round(float(value), 2) for name, value in zip(names, _logistic_fit(x, y), strict=True)}
    return f"{coefficients}\n{len(y)} claims, {y.mean():.2f} accepted; log loss {loss:.3f}, of the bare mean {base:.3f}"


def _logistic_fit(x: np.ndarray, y: np.ndarray, *, penalty: float = 4.0) -> np.ndarray:
    """Fit a logistic regression by Newton's method with an L2 penalty on all but the bias."""
    weights, ridge = np.zeros(x.shape[1]), np.diag([0.0] + [penalty] * (x.shape[1] - 1))
    for _ in range(25):
        p = _probability(x, weights)
        weights -= np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, x.T @ (p - y) + ridge @ weights)
    return weights


def _probability(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.clip(1 / (1 + np.exp(-(x @ weights))), 1e-6, 1 - 1e-6)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--lang", default="en")
    parser.add_argument("--half", choices=("develop", "check"))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--fit", action="store_true", help="fit the confidence of claims instead")
    arguments = parser.parse_args()
    gold = read_gold(arguments.gold, language=arguments.lang, half=arguments.half)
    if arguments.fit:
        print(fit_confidence(gold))
        return
    predicted = list(predict(gold))
    if arguments.out:
        arguments.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in predicted))
    print(score(gold, predicted, "--by", "kind", "--errors", str(arguments.errors)))


if __name__ == "__main__":
    main()
