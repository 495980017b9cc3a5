"""How well the English reading of status tells facts from counterfacts and what is left open, on public benchmarks.

python benchmarks/factuality.py UNIFIED_FACTUALITY COMMITMENTBANK

UNIFIED_FACTUALITY holds `data/predictions_on_test/*/tt_sup.conll` (tokens, each event with a value from -3, certainly
not, to 3, certainly so); COMMITMENTBANK holds `CommitmentBank-items.csv` (sentences with a clause under a question, a
negation, a modal or a condition, each with the mean commitment to that clause, from -3 to 3). A value of 2 or more is a
fact, of -2 or less a counterfact, all between is open; of a mean, 1 and -1, as the set's authors' readers differ.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import correlation

from spacy.tokens import Doc, Token

from countersight.extract.english.parsing import load_parser
from countersight.extract.english.status import read_modality
from countersight.model.claim import Status

Row = tuple[float, float]
"""The annotated value and the one read."""

FACT = 3.0
_OPEN = frozenset({Status.ALLEGED, Status.CANCELLED})
"""A plan is no doubt: the sets give full value to what a text says will happen."""


def value_read(token: Token) -> float:
    """Return what the reading of status makes of a predicate: fact, open or counterfact."""
    modality = read_modality(token)
    if modality.status is Status.DENIED:
        return -FACT
    if not modality.is_asserted or modality.status in _OPEN:
        return 0.0
    return -FACT if modality.is_negated else FACT


def read_unified(path: Path) -> Iterator[Row]:
    """Yield the events of one file of the unified factuality corpus."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.count("\t") >= 2]
        if not rows:
            continue
        doc = load_parser()(Doc(load_parser().vocab, words=[row[1] for row in rows]))
        for row, token in zip(rows, doc, strict=True):
            try:
                gold = float(row[2])
            except ValueError:  # no event
                continue
            yield gold, value_read(token)


def read_commitment(folder: Path) -> Iterator[Row]:
    """Yield the embedded clauses of the CommitmentBank whose predicate the parser finds."""
    with (folder / "CommitmentBank-items.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            token = _embedded(load_parser()(row["Target"]), row["Prompt"])
            if token is not None:
                yield float(row["Mean"]), value_read(token)


def _embedded(doc: Doc, clause: str) -> Token | None:
    """Return the predicate of `clause` as it stands in the sentence."""
    words = {word.strip(".,?!'\"").lower() for word in clause.split()}
    inside = [t for t in doc if t.dep_ in ("ccomp", "xcomp", "acl", "advcl") and t.lower_ in words]
    return max(inside, key=lambda t: len(words & {each.lower_ for each in t.subtree}), default=None)


def describe(name: str, rows: list[Row], *, bound: float) -> str:
    """Return accuracy over the three classes, that of always naming the most frequent, macro F1, and correlation."""

    def name_of(value: float) -> str:
        return "fact" if value >= bound else "counterfact" if value <= -bound else "open"

    pairs = Counter((name_of(gold), name_of(read)) for gold, read in rows)
    golds = Counter(name_of(gold) for gold, _ in rows)
    right = sum(count for (gold, read), count in pairs.items() if gold == read)
    f1 = {
        each: 2 * pairs[each, each] / (golds[each] + sum(n for (_, read), n in pairs.items() if read == each))
        for each in golds
    }
    scores = ", ".join(f"{each} {golds[each]} F1 {score:.2f}" for each, score in sorted(f1.items()))
    baseline = max(golds.values()) / len(rows)
    return (
        f"{name:14} {len(rows):5} accuracy {right / len(rows):.3f} (most frequent {baseline:.3f}) "
        f"correlation {correlation(*zip(*rows, strict=True)):.3f}; {scores}"
    )


def main() -> None:
    """Print a row for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("unified", type=Path)
    parser.add_argument("commitmentbank", type=Path)
    options = parser.parse_args()
    for path in sorted(options.unified.glob("data/predictions_on_test/*/tt_sup.conll")):
        print(describe(path.parent.name, list(read_unified(path)), bound=2))
    print(describe("commitmentbank", list(read_commitment(options.commitmentbank)), bound=1))


if __name__ == "__main__":
    main()
