"""Fits what a claim's context adds to the likeness of two names: how probable it is that an organization is meant.

python -m training.names.context --data ../shared/data --gold ../shared/gold/dev.jsonl [--write]

Examples are drawn from real lists: a name of an organization is asked for in a registry that has it, lacks this name,
or lacks the whole organization. What the claim would tell of it (its territory, its role) is drawn at the rates
measured on the claims of the gold. The figures printed are of queries held out, five folds over organizations.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from countersight.errors import CountersightError
from countersight.model.entity import Entity, JudgementValue
from countersight.resolve import known_entities
from countersight.resolve.contextual import SURE
from countersight.resolve.lists import read_list
from countersight.resolve.reference import ReferenceResolver
from countersight.resolve.registry import Registry, build_registry
from countersight.resolve.weighing import EDGE, FEATURES, find_traits
from countersight.values.names import fold_name
from countersight.values.organizations import organization

Matrix = npt.NDArray[np.float64]

SEED = 20261123
QUERIES = 3_000
FOLDS = 5
CONSIDERED = 3
"""Candidates of a query that are examples."""
PENALTY = 1e-3
STEPS = 4_000
TARGET = Path(__file__).parents[2] / "src/countersight/reference/names/context.yaml"
UNFITTED = {
    "same_sound": 4.5,
    "near": 0.3,
    "beside_itself": -2.0,
    "beside_parent": -2.0,
    "shared_name": -4.0,
    "foreign_body": -3.0,
}
"""Weights for what lists have no examples of, or only such as mislead: who else has a name stands in no list."""


@dataclass(frozen=True)
class Rates:
    """How often claims tell what, measured on organizations whose name alone decides who is meant."""

    told: float
    misplaced: float
    recipient_company: float
    supplier_body: float


def measure_rates(gold: Path) -> Rates:
    """Count what the gold's claims tell of the organizations that the reference knows; one is added to each count."""
    resolver, counts = ReferenceResolver(), Counter[str]()
    for line in gold.read_text(encoding="utf-8").splitlines():
        for claim in json.loads(line)["claims"]:
            for role in ("supplier", "recipient"):
                name, codes = claim[role], claim[f"{role}_country"]
                if not isinstance(name, str):
                    continue
                answer = resolver.resolve(name, territories=(), context="")
                entry = organization(answer.entity_id) if answer.entity_id else None
                if answer.value is not JudgementValue.POSITIVE or entry is None or entry.territory is None:
                    continue
                told = {code.lower()[:2] for code in ([codes] if isinstance(codes, str) else codes or [])}
                counts["known"] += 1
                counts["told"] += bool(told)
                counts["misplaced"] += bool(told) and entry.territory[:2] not in told
                counts[f"{entry.schema} {role}"] += 1
    company, body = (
        {role: counts[f"{schema} {role}"] + 1 for role in ("supplier", "recipient")}
        for schema in ("Company", "PublicBody")
    )
    return Rates(
        told=(counts["told"] + 1) / (counts["known"] + 2),
        misplaced=(counts["misplaced"] + 1) / (counts["told"] + 2),
        recipient_company=company["recipient"] / sum(company.values()),
        supplier_body=body["supplier"] / sum(body.values()),
    )


def read_entities(data: Path) -> list[Entity]:
    """Read every organization of the published lists, and those that Countersight maintains."""
    entities = {entity.id: entity for entity in known_entities()}
    for folder in ("ofac_watchman", "opensanctions_sources", "csl_govwizely", "pi_sii_companies"):
        for path in sorted((data / folder).iterdir()):
            try:
                read = [each for each in read_list(path, name=path.stem) if isinstance(each, Entity)]
            except CountersightError:  # companions and notes that lie beside the lists
                continue
            entities.update((entity.id, entity) for entity in read)
    return [entities[entity_id] for entity_id in sorted(entities)]


@dataclass(frozen=True)
class Query:
    """A name to ask for, and who is meant."""

    name: str
    entity: Entity
    is_there: bool


def draw_queries(entities: Sequence[Entity], chance: random.Random) -> tuple[list[Query], list[Entity]]:
    """Draw names to ask for; return them, and the entities without what was drawn."""
    owners: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        for name in (entity.name, *entity.aliases):
            owners[fold_name(name)].add(entity.id)
    several = [entity for entity in entities if _is_alone(entity, owners)]
    drawn = chance.sample(several, min(QUERIES, len(several)))
    queries, changed = [], dict[str, Entity | None]()
    for number, entity in enumerate(drawn):
        name = chance.choice(entity.aliases)
        there = number % 3  # the whole organization is lacking, the name alone, or nothing
        queries.append(Query(name, entity, is_there=there > 0))
        kept = tuple(alias for alias in entity.aliases if fold_name(alias) != fold_name(name))
        if there < 2:
            changed[entity.id] = replace(entity, aliases=kept) if there else None
    rest = [changed.get(entity.id, entity) for entity in entities]
    return queries, [entity for entity in rest if entity is not None]


def _is_alone(entity: Entity, owners: Mapping[str, set[str]]) -> bool:
    """Whether it has several names and no other entry has one of them: lists repeat one organization under many ids."""
    names = {fold_name(name) for name in (entity.name, *entity.aliases)}
    return len(names) > 1 and all(owners[name] == {entity.id} for name in names)


def draw_context(
    entity: Entity, rates: Rates, codes: Sequence[str], chance: random.Random
) -> tuple[tuple[str, ...], str]:
    """Draw what a claim tells of an organization: territories and role."""
    territories: tuple[str, ...] = ()
    if entity.territory and chance.random() < rates.told:
        territories = (chance.choice(codes) if chance.random() < rates.misplaced else entity.territory,)
    if entity.schema == "PublicBody":
        return territories, "supplier" if chance.random() < rates.supplier_body else "recipient"
    return territories, "recipient" if chance.random() < rates.recipient_company else "supplier"


def make_examples(
    queries: Sequence[Query], registry: Registry, rates: Rates, chance: random.Random
) -> Iterator[tuple[int, list[float], bool]]:
    """Yield the number of the query, the features of a candidate, and whether it is the one meant."""
    codes = sorted({query.entity.territory for query in queries if query.entity.territory})
    for number, query in enumerate(queries):
        territories, role = draw_context(query.entity, rates, codes, chance)
        traits = find_traits(registry, query.name, territories=territories, context="", role=role, companions=())
        for entity, _, features in traits[:CONSIDERED]:
            fitted = {feature.name: feature.value for feature in features if feature.name not in UNFITTED}
            values = dict.fromkeys(FEATURES, 0.0) | fitted
            yield number, [values[name] for name in FEATURES], query.is_there and entity.id == query.entity.id


def fit(rows: Matrix, meant: Matrix) -> Matrix:
    """Return the weights of a logistic regression, the start first, by gradient descent on scaled features."""
    scale = rows.std(axis=0) + 1e-9
    scaled = np.column_stack([np.ones(len(rows)), rows / scale])
    weights = np.zeros(scaled.shape[1])
    step = 4.0 / np.linalg.eigvalsh(scaled.T @ scaled / len(rows))[-1]
    for _ in range(STEPS):
        gradient = scaled.T @ (predict(scaled, weights) - meant) / len(rows) + PENALTY * np.r_[0.0, weights[1:]]
        weights -= step * gradient
    weights[1:] /= scale
    return weights


def predict(rows: Matrix, weights: Matrix) -> Matrix:
    """Return probabilities; `rows` has a first column of ones."""
    return 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30, 30)))


def share(probable: Matrix, queries: npt.NDArray[np.int64]) -> Matrix:
    """Share out the probability among the candidates of a query, as `weigh_candidates` does."""
    odds = np.clip(probable, EDGE, 1 - EDGE) / (1 - np.clip(probable, EDGE, 1 - EDGE))
    return odds / (1 + np.bincount(queries, weights=odds)[queries])


def show(meant: Matrix, probable: Matrix) -> None:
    """Print how good and how well calibrated the probabilities are."""
    bins = np.minimum((probable * 10).astype(int), 9)
    gaps = [abs(probable[bins == place].mean() - meant[bins == place].mean()) * (bins == place).mean()
            for place in range(10) if (bins == place).any()]  # fmt: skip
    sure = probable >= SURE
    loss = -np.mean(np.log(np.where(meant == 1, probable, 1 - probable) + 1e-9))
    sys.stdout.write(
        f"log loss {loss:.3f}; expected calibration error {sum(gaps):.3f}; of {int(sure.sum())} sure "
        f"{meant[sure].mean():.3f} right; {meant[sure].sum() / meant.sum():.3f} of those meant are found sure\n"
    )


def main() -> None:
    """Draw, fit, measure, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rates, chance = measure_rates(options.gold), random.Random(SEED)
    entities = read_entities(options.data)
    queries, rest = draw_queries(entities, chance)
    with tempfile.TemporaryDirectory() as folder:
        build_registry(rest, Path(folder) / "registry")
        examples = list(make_examples(queries, Registry.open(Path(folder) / "registry"), rates, chance))
    groups = np.array([number for number, _, _ in examples]) % FOLDS
    rows = np.array([values for _, values, _ in examples])
    meant = np.array([float(is_meant) for _, _, is_meant in examples])
    sys.stdout.write(f"{len(entities):,} organizations; {len(queries):,} names; {len(rows):,} candidates; {rates}\n")
    held_out = np.zeros(len(rows))
    for fold in range(FOLDS):
        weights = fit(rows[groups != fold], meant[groups != fold])
        held_out[groups == fold] = predict(np.column_stack([np.ones(len(rows)), rows])[groups == fold], weights)
    show(meant, share(held_out, np.array([number for number, _, _ in examples])))
    weights = fit(rows, meant)
    fitted = {"start": weights[0], **dict(zip(FEATURES, weights[1:], strict=True))}
    found = {name: round(float(weight), 4) for name, weight in fitted.items()} | UNFITTED
    sys.stdout.write(f"{found}\n")
    if options.write:
        head = f"# Fitted by `python -m training.names.context`; for want of examples assumed: {', '.join(UNFITTED)}.\n"
        TARGET.write_text(head + yaml.safe_dump({"weights": found}, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
