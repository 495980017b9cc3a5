"""How well and how fast two written names are compared, beside nomenklatura's `logic-v2` and rapidfuzz in the same run.

    python benchmarks/names.py [FILE] [--errors]

FILE holds labeled pairs with the columns `schema`, `name1`, `name2` and `is_match`; the default is the public half of
nomenklatura's own cases. Each scorer is given the names and the schema. F1 is given three times: at the threshold that
is best on these very pairs, at thresholds that were chosen on the other nine tenths of the names (the fair one), and at
the threshold that each scorer ships. Our weights were fitted on that public half among others: what they reach on pairs
that they have not seen is printed by `python -m training.names.fit`, or here with a FILE that was kept aside.

Times are of CPU, the least of several passes, names prepared anew in each; those of the others may use their caches.
"""

import argparse
import csv
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from countersight.resolve.comparison import NameKind, forget_names, name_threshold, prepare_name, score_names
from countersight.values.names import fold_spelling

CASES = Path(__file__).resolve().parents[2] / "shared" / "data" / "name_matching" / "cases-dev.csv"
FOLDS = 10
KINDS = {"Person": NameKind.PERSON, "Vessel": NameKind.VESSEL, "Company": NameKind.ORGANIZATION}
KINDS["Organization"] = NameKind.ORGANIZATION

Scorer = Callable[["Case"], float]


class Case(NamedTuple):
    """One labeled pair."""

    schema: str
    one: str
    other: str
    same: bool


class Scored(NamedTuple):
    """What one scorer reached."""

    name: str
    scores: list[float]
    microseconds: float
    shipped: float | None
    """The threshold that it ships."""


def read_cases(path: Path) -> list[Case]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Case(row["schema"], row["name1"], row["name2"], row["is_match"].lower() == "true")
            for row in csv.DictReader(lines)
        ]


def run(
    name: str, scorer: Scorer, cases: list[Case], *, shipped: float | None = None, passes: int = 5, fresh: bool = False
) -> Scored:
    """Score all pairs, several times for the time; with `fresh`, everything that was prepared is forgotten before."""
    scores = [scorer(case) for case in cases]  # loads what is loaded once
    least = float("inf")
    for _ in range(passes):
        if fresh:
            forget_names()
        began = time.process_time()
        for case in cases:
            scorer(case)
        least = min(least, time.process_time() - began)
    return Scored(name, scores, least / len(cases) * 1e6, shipped)


def ours(case: Case) -> float:
    kind = KINDS.get(case.schema)
    return score_names(prepare_name(case.one, kind=kind), prepare_name(case.other, kind=kind))


def ours_unknown(case: Case) -> float:
    return score_names(prepare_name(case.one), prepare_name(case.other))


def token_sort(case: Case) -> float:
    return fuzz.token_sort_ratio(fold_spelling(case.one), fold_spelling(case.other)) / 100


def weighted_ratio(case: Case) -> float:
    return fuzz.WRatio(fold_spelling(case.one), fold_spelling(case.other)) / 100


def logic_v2() -> Scorer:
    """Return nomenklatura's matcher for names alone.

    Raises:
        ImportError: nomenklatura is not installed (the extra `peers`).
    """
    from followthemoney import EntityProxy, model
    from nomenklatura.matching import get_algorithm
    from nomenklatura.matching.types import ScoringConfig

    matcher, config = get_algorithm("logic-v2"), ScoringConfig.defaults()
    if matcher is None:
        raise ImportError("this nomenklatura has no logic-v2")

    def entity(case: Case, name: str) -> EntityProxy:
        return EntityProxy.from_dict({"id": name, "schema": case.schema, "properties": {"name": [name]}})

    assert model.schemata
    return lambda case: float(matcher.compare(entity(case, case.one), entity(case, case.other), config).score)


def f1(chosen: Sequence[bool], cases: Sequence[Case]) -> tuple[float, float, float]:
    """Return F1, precision and recall of a choice."""
    hits = sum(taken and case.same for taken, case in zip(chosen, cases, strict=True))
    if not hits:
        return 0.0, 0.0, 0.0
    precision, recall = hits / sum(chosen), hits / sum(case.same for case in cases)
    return 2 * precision * recall / (precision + recall), precision, recall


def best_threshold(scores: Sequence[float], cases: Sequence[Case]) -> float:
    return max(sorted(set(scores)), key=lambda least: f1([score >= least for score in scores], cases)[0])


def average_precision(scores: Sequence[float], cases: Sequence[Case]) -> float:
    """Return the mean precision at each match, best first; among equal scores those that do not match come first."""
    ranked = sorted(zip(scores, (case.same for case in cases), strict=True), key=lambda pair: (-pair[0], pair[1]))
    hits, total = 0, 0.0
    for rank, (_, same) in enumerate(ranked, start=1):
        hits += same
        total += same * hits / rank
    return total / hits


def held_out_f1(scores: Sequence[float], cases: Sequence[Case]) -> float:
    """Return the F1 at thresholds chosen on other names."""
    names = sorted({case.one for case in cases})
    random.Random(1).shuffle(names)
    fold_of = {name: number % FOLDS for number, name in enumerate(names)}
    chosen = [False] * len(cases)
    for fold in range(FOLDS):
        kept = [place for place, case in enumerate(cases) if fold_of[case.one] != fold]
        threshold = best_threshold([scores[place] for place in kept], [cases[place] for place in kept])
        for place, case in enumerate(cases):
            if fold_of[case.one] == fold:
                chosen[place] = scores[place] >= threshold
    return f1(chosen, cases)[0]


def report(found: list[Scored], cases: list[Case]) -> None:
    peer = next((scored.microseconds for scored in found if scored.name.startswith("nomenklatura")), None)
    print(
        f"{'':34} {'best F1':>8} {'P':>6} {'R':>6} {'held out':>9} {'shipped':>8} {'avg prec':>9} "
        f"{'us/pair':>9} {'speed':>7}"
    )
    for scored in found:
        threshold = best_threshold(scored.scores, cases)
        best, precision, recall = f1([score >= threshold for score in scored.scores], cases)
        shipped = "-"
        if scored.shipped is not None:
            shipped = f"{f1([score >= scored.shipped for score in scored.scores], cases)[0]:.3f}"
        ratio = f"{peer / scored.microseconds:.1f}x" if peer else "-"
        print(
            f"{scored.name:34} {best:8.3f} {precision:6.3f} {recall:6.3f} {held_out_f1(scored.scores, cases):9.3f} "
            f"{shipped:>8} {average_precision(scored.scores, cases):9.3f} {scored.microseconds:9.1f} {ratio:>7}"
        )


def reliability(scored: Scored, cases: list[Case], *, bins: int = 10) -> None:
    """Print how many of the pairs of each probability are of one, and how far both are apart in the mean."""
    print(f"{scored.name}: probability said, share that is one, pairs")
    error = 0.0
    for place in range(bins):
        here = [(score, case.same) for score, case in zip(scored.scores, cases, strict=True)
                if min(int(score * bins), bins - 1) == place]  # fmt: skip
        if here:
            said, found = (sum(column) / len(here) for column in zip(*here, strict=True))
            error += abs(said - found) * len(here) / len(cases)
            print(f"  {said:.2f} {found:.2f} {len(here):5}")
    print(f"expected calibration error {error:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=CASES)
    parser.add_argument("--errors", action="store_true", help="print the pairs that we get wrong")
    options = parser.parse_args()
    if not options.file.exists():
        raise SystemExit(f"no pairs at {options.file}: nothing measured")
    cases = read_cases(options.file)
    found = [
        run("countersight", ours, cases, shipped=name_threshold(), fresh=True),
        run("countersight, schema not told", ours_unknown, cases, shipped=name_threshold(), fresh=True),
        run("rapidfuzz WRatio, folded", weighted_ratio, cases),
        run("rapidfuzz token_sort, folded", token_sort, cases),
    ]
    try:
        found.insert(2, run("nomenklatura logic-v2", logic_v2(), cases, shipped=0.7, passes=3))
    except ImportError as missing:
        print(f"without logic-v2: {missing}")
    print(f"{len(cases)} pairs, {sum(case.same for case in cases)} of one party; speed as multiples of logic-v2's")
    report(found, cases)
    reliability(found[0], cases)
    if options.errors:
        for case, score in zip(cases, found[0].scores, strict=True):
            if (score >= name_threshold()) != case.same:
                print(f"{score:.2f} {'same' if case.same else 'two':4} {case.schema:12} {case.one} | {case.other}")


if __name__ == "__main__":
    main()
