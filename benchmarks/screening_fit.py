"""Fits the weights of `countersight.resolve.registry.ranking`, on other names than those that it is measured with.

    python benchmarks/screening_fit.py [--entities 100000] [--queries 2000] [--seed 2]

The names are noisy ones of another seed, and the other names that the UN, the EU, China and the United States'
departments publish, of those whom OFAC does not list: its aliases are what the benchmark measures. First the weights
that put the right entity first (a conditional logit: the likelihood of the right one among those found), then the
scale and constant that make the best score a probability. Needs scikit-learn and scipy.
"""

import argparse
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from countersight.model.entity import Entity
from countersight.resolve.registry import Registry, build_registry
from countersight.resolve.registry.ranking import Likeness
from screening_names import Material, Query, gather, same_organizations

Rows = npt.NDArray[np.float64]
Sample = tuple[Rows, npt.NDArray[np.bool_]]
"""Of one query, a row of likeness for each name found, and which of them are right."""

RIDGE = 3e-3


def other_aliases(material: Material, count: int, seed: int) -> list[Query]:
    """Draw other names of those that OFAC does not list."""
    groups = same_organizations([one for one in material.complete if not one.id.startswith("made")])
    found = [
        Query(name=other, kind=one.kind, meant=groups[one.id])
        for one in material.complete
        if one.id in groups and not any(other.startswith("ofac") for other in groups[one.id])
        for other in one.others
    ]
    return random.Random(seed).sample(found, min(count, len(found)))


def samples(registry: Registry, ids: Sequence[str], queries: Iterable[Query]) -> Iterator[Sample]:
    for query in queries:
        found = list(registry.compare(query.name))
        if found:
            rows = np.array([likeness for _, _, likeness in found])
            yield rows, np.array([ids[owner] in query.meant for owner, _, _ in found])


def fit_order(data: Sequence[Sample]) -> Rows:
    """Return the weights under which the right names are most likely to come first."""
    spread = np.concatenate([rows for rows, _ in data]).std(axis=0) + 1e-9
    scaled = [(rows / spread, right) for rows, right in data if right.any()]

    def loss(weights: Rows) -> tuple[float, Rows]:
        total, slope = RIDGE * len(scaled) * weights @ weights, 2 * RIDGE * len(scaled) * weights
        for rows, right in scaled:
            odds = rows @ weights
            shares = np.exp(odds - odds.max())
            shares /= shares.sum()
            hit = shares[right].sum() + 1e-12
            total -= np.log(hit)
            slope = slope - rows.T @ (np.where(right, shares, 0) / hit - shares)
        return total / len(scaled), slope / len(scaled)

    weights: Rows = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B").x / spread
    return weights


def calibrate(data: Sequence[Sample], weights: Rows) -> tuple[float, float]:
    """Return the factor and constant that make the best score the probability that it is right."""
    best = [(float((rows @ weights).max()), bool(right[(rows @ weights).argmax()])) for rows, right in data]
    fitted = LogisticRegression(C=1e3).fit([[odds] for odds, _ in best], [right for _, right in best])
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    material = gather(options.entities, options.queries, options.seed)
    queries = [*material.noisy, *material.absent, *other_aliases(material, options.queries, options.seed)]
    with tempfile.TemporaryDirectory() as folder:
        build_registry(
            (Entity(id=one.id, schema="Organization", name=one.name) for one in material.primary), Path(folder)
        )
        registry = Registry.open(Path(folder))
        data = list(samples(registry, [entity.id for entity in registry.entities()], queries))
    weights = fit_order(data)
    factor, constant = calibrate(data, weights)
    print("WEIGHTS =", Likeness(*(round(float(weight * factor), 2) for weight in weights)))
    print("TOP =", round(constant, 2))
    first = [right[(rows @ weights).argmax()] for rows, right in data if right.any()]
    print(f"right one first, where it is found at all: {np.mean(first):.3f} of {len(first):,}")


if __name__ == "__main__":
    main()
