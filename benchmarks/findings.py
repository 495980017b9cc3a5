"""How well claims are put together that tell of the same thing, on labelled pairs of real claims; and how fast.

python benchmarks/findings.py [--shared ../shared] [--cache FOLDER] [--errors] [--fit] [--speed CLAIMS]

Claims come from the default extractor, run once and kept in the cache; `finding_pairs.csv` says of pairs of them
whether they are the same, related or different. B-cubed takes for the truth what is connected by pairs that are the
same. The half `look` is what rules and weights were made with, the half `check` only measures. `--fit` prints weights
fitted on `look`; `--speed` groups made-up claims.
"""

import argparse
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np

from countersight.corroborate import corroborate_claims
from countersight.corroborate.assertions import Assertion, Figure, index_judgements, reduce_claim
from countersight.corroborate.candidates import find_candidates
from countersight.corroborate.compatibility import WEIGHTS, compare, find_conflict
from countersight.corroborate.groups import group_assertions
from countersight.corroborate.tokens import tokenize
from countersight.model.claim import Kind, Status
from countersight.model.finding import Finding, FindingParty
from countersight.resolve import default_resolver, resolve_claims
from finding_baselines import BASELINES, Grouping
from finding_pairs import VERDICTS, Pair, load_claims, locate_pairs, read_pairs
from finding_readers import print_agreement

Labelled = Mapping[tuple[str, str], Pair]
"""Pairs by the ids of both claims."""
PENALTY = 2.0
"""Weight of the L2 penalty of the fit."""


def connect(pairs: Labelled) -> dict[str, str]:
    """Return the true group of each labelled claim: what pairs that are the same connect."""
    root: dict[str, str] = {}

    def find(claim: str) -> str:
        while root.setdefault(claim, claim) != claim:
            claim = root[claim]
        return claim

    for (one, other), pair in pairs.items():
        mine, theirs = sorted((find(one), find(other)))
        if pair.verdict == "same":
            root[theirs] = mine
    return {claim: find(claim) for claim in root}


def score_b_cubed(truth: Mapping[str, Hashable], grouping: Grouping) -> tuple[float, float, float]:
    """Return precision, recall and F1 averaged over claims (Bagga and Baldwin 1998)."""
    true: dict[Hashable, set[str]] = defaultdict(set)
    found: dict[Hashable, set[str]] = defaultdict(set)
    for claim, group in truth.items():
        true[group].add(claim)
        found[grouping[claim]].add(claim)
    both = {claim: len(true[group] & found[grouping[claim]]) for claim, group in truth.items()}
    precision = sum(both[claim] / len(found[grouping[claim]]) for claim in truth) / len(truth)
    recall = sum(both[claim] / len(true[group]) for claim, group in truth.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def score_pairs(pairs: Labelled, grouping: Grouping) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pairs that are the same."""
    counts = Counter((pair.verdict == "same", grouping[a] == grouping[b]) for (a, b), pair in pairs.items())
    hit = counts[True, True]
    precision = hit / max(1, hit + counts[False, True])
    recall = hit / max(1, hit + counts[True, False])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def print_scores(name: str, part: str, pairs: Labelled, grouping: Grouping) -> None:
    """Print one row of the table."""
    truth = connect(pairs)
    figures = (*score_b_cubed(truth, grouping), *score_pairs(pairs, grouping))
    print(f"| {part} | {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")


def print_confusion(part: str, pairs: Labelled, findings: Sequence[Finding]) -> None:
    """Print how the verdicts fare; a pair counts as found related if a link leads from one finding to the other."""
    home = {claim: finding for finding in findings for claim in finding.claim_ids}
    counts: Counter[tuple[str, str]] = Counter()
    ties: Counter[tuple[str, str]] = Counter()
    for (one, other), pair in pairs.items():
        mine, theirs = home[one], home[other]
        links = [link for link in mine.links if link.finding_id == theirs.id]
        links += [link for link in theirs.links if link.finding_id == mine.id]
        found = "same" if mine.id == theirs.id else "related" if links else "different"
        counts[pair.verdict, found] += 1
        if pair.verdict == "related":
            ties[pair.tie, links[0].relation.value if links and found == "related" else found] += 1
    print(f"\n| {part}: labelled | found same | found related | found different |\n|---|---|---|---|")
    for verdict in VERDICTS:
        print(f"| {verdict} | " + " | ".join(str(counts[verdict, found]) for found in VERDICTS) + " |")
    print("related pairs by tie:", ", ".join(f"{tie} found {as_}: {n}" for (tie, as_), n in sorted(ties.items())))


def fit_weights(assertions: Mapping[str, Assertion], pairs: Labelled) -> dict[str, float]:
    """Fit the weights of the comparison by logistic regression on every pair of labelled claims worth comparing."""
    truth = connect(pairs)
    claims = [assertions[claim] for claim in sorted(truth)]
    rows, same = [], []
    names = ["bias", *sorted(set(WEIGHTS) - {"bias"})]
    for one, other in combinations(claims, 2):
        told = dict(compare(one, other))
        alike = (
            told.get("same vendor in the words") or one.territories & other.territories or told["content alike"] > 0.45
        )
        if alike and find_conflict(one, other) is None:
            names += sorted(set(told) - set(names))
            rows.append(told)
            same.append(truth[one.claim_id] == truth[other.claim_id])
    x = np.array([[1.0, *(row.get(name, 0.0) for name in names[1:])] for row in rows])
    weights = _fit(x, np.array(same, dtype=float))
    print(f"{len(rows)} pairs, {sum(same)} the same")
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def _fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Fit a logistic regression by Newton's method with an L2 penalty on all but the bias, the first column."""
    weights, ridge = np.zeros(x.shape[1]), np.diag([0.0] + [PENALTY] * (x.shape[1] - 1))
    for _ in range(30):
        p = np.clip(1 / (1 + np.exp(-(x @ weights))), 1e-6, 1 - 1e-6)
        weights -= np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, x.T @ (p - y) + ridge @ weights)
    return weights


def measure_speed(number: int) -> None:
    """Group made-up claims of few vendors and countries, so that many share both, and print the time."""
    draw = random.Random(1)
    assertions = [_make_up(draw, place) for place in range(number)]
    began = time.process_time()
    candidates = sum(1 for _ in find_candidates(assertions))
    found = time.process_time() - began
    groups = group_assertions(assertions).groups
    took = time.process_time() - began - found
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{number:,} claims, {candidates:,} pairs compared, {len(groups):,} groups: {took:.1f} s of one core, "
        f"{took / number * 1e6:.0f} µs a claim, at most {peak:,.0f} MiB"
    )


def _make_up(draw: random.Random, place: int) -> Assertion:
    vendor, country = (f"{name}-{int(draw.paretovariate(0.8)) % size}" for name, size in (("v", 300), ("c", 150)))
    words = " ".join(f"w{int(draw.paretovariate(0.6)) % 5000}" for _ in range(draw.randint(5, 20)))
    year, value = draw.randint(2005, 2025), float(draw.randint(1, 9) * 10 ** draw.randint(1, 4))
    tokens = tokenize(words)
    return Assertion(
        claim_id=f"clm-{place:08}", document_id=f"doc-{place // 5}", text_id=f"txt-{place // 5}",
        kind=draw.choice([Kind.SUPPLY, Kind.DEPLOYMENT, Kind.PROCUREMENT]), status=Status.REPORTED,
        supplier=FindingParty(key=vendor, name=vendor, entity_id=vendor, territories=()),
        recipient=FindingParty(key=country, name=None, entity_id=None, territories=(country,)),
        technology=frozenset({draw.choice(["dna", "spyware", "video_surveillance"])}),
        days=(date(year, 1, 1), date(year, 12, 31)) if draw.random() < 0.3 else None,
        figure=Figure(low=value, high=value, unit=frozenset({"cameras"}), words="") if draw.random() < 0.3 else None,
        place=frozenset(), speaker=None, words=words, tokens=tokens, content=tokens, around=tokens,
        vendors=frozenset({vendor}), near=frozenset({country}), span=(place * 100, place * 100 + 90),
    )  # fmt: skip


def print_errors(pairs: Labelled, grouping: Grouping) -> None:
    """Print the pairs that are missed or wrongly joined, with the reason of their label."""
    for (one, other), pair in pairs.items():
        if (pair.verdict == "same") != (grouping[one] == grouping[other]):
            print("missed" if pair.verdict == "same" else "joined", pair.one, "/", pair.other, "/", pair.reason)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/countersight-findings").expanduser())
    parser.add_argument("--errors", action="store_true", help="of the half that may be looked at")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--speed", type=int, metavar="CLAIMS")
    options = parser.parse_args()
    if options.speed:
        measure_speed(options.speed)
        return
    claims, texts = load_claims(options.shared, options.cache)
    located, missing = locate_pairs(read_pairs(), claims)
    judgements = list(resolve_claims(claims, default_resolver()))
    answers = index_judgements(judgements)
    assertions = {claim.id: reduce_claim(claim, answers) for claim in claims}
    halves = {part: {ids: pair for ids, pair in located.items() if pair.part == part} for part in ("look", "check")}
    if options.fit:
        for name, weight in fit_weights(assertions, halves["look"]).items():
            print(f'    "{name}": {weight},')
        return
    findings = corroborate_claims(claims, texts=texts.__getitem__, judgements=judgements)
    ours: Grouping = {claim: finding.id for finding in findings for claim in finding.claim_ids}
    counts = Counter((pair.part, pair.verdict) for pair in located.values())
    size = f"{len(claims):,} claims in {len(texts):,} texts, {len(findings):,} findings"
    print(f"{size}; {missing} pairs not found again")
    print(", ".join(f"{part} {verdict}: {count}" for (part, verdict), count in sorted(counts.items())))
    print_agreement(read_pairs())
    print("\n| half | grouping | B-cubed P | R | F1 | same pairs P | R | F1 |\n|---|---|---|---|---|---|---|---|")
    for part, pairs in halves.items():
        for name, baseline in BASELINES.items():
            print_scores(name, part, pairs, baseline(list(assertions.values())))
        print_scores("findings", part, pairs, ours)
    for part, pairs in halves.items():
        print_confusion(part, pairs, findings)
    if options.errors:
        print_errors(halves["look"], ours)


if __name__ == "__main__":
    main()
