"""Weighs the organizations that a name may mean: likeness, where the claim places the party, its role, its rivals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import exp, log
from typing import NamedTuple

from countersight.model.entity import Entity
from countersight.reference import load_reference
from countersight.resolve.comparison import explain_names, prepare_name, score_names, sound_the_same
from countersight.resolve.registry import Candidate, Registry
from countersight.values.digests import content_id
from countersight.values.names import fold_name, fold_spelling
from countersight.values.organizations import organization
from countersight.values.territories import find_territories, territory_name

LIMIT = 10
"""Candidates that are weighed."""
EDGE = 1e-4
"""Likeness is kept this far from 0 and 1, where log odds have no end."""
WORTH_TELLING = 0.1
"""Probability from which another organization is told of as a rival."""
FEATURES = (
    "likeness",
    "same_name",
    "same_sound",
    "placed",
    "misplaced",
    "near",
    "odd_role",
    "beside_itself",
    "beside_parent",
    "weak_name",
    "shared_name",
    "foreign_body",
)


class Feature(NamedTuple):
    """One thing that counted for or against a candidate."""

    name: str
    value: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A candidate with the probability that it is meant."""

    entity: Entity
    name: str
    """That of its names which is most like the one looked for."""
    probability: float
    features: tuple[str, ...]
    """Each in words with its log odds, the weightiest first."""


def weigh_candidates(
    registry: Registry,
    name: str,
    *,
    territories: Sequence[str] = (),
    context: str = "",
    role: str = "",
    companions: Sequence[str] = (),
) -> list[Weighed]:
    """Return the organizations that `name` may mean, the most probable first. The arguments are those of `Resolver`."""
    traits = find_traits(registry, name, territories=territories, context=context, role=role, companions=companions)
    weighed = [_weigh(entity, candidate, features) for entity, candidate, features in traits]
    return sorted(_share(weighed), key=lambda each: (-each.probability, each.entity.id))


def weigh_alone(registry: Registry, name: str, *, territories: Sequence[str] = (), least: float = 0.0) -> list[Weighed]:
    """Weigh each organization that a name may mean as if there were no other, from a likeness of `least` on.

    For lists that are screened, where nothing but the name and its territory is told. The names count by the mean of
    two log odds: the registry's score, which misspellings lower little, and the likeness of the two names, which words
    that differ lower much; the weights of territory and weak names are added. Claims ask for more (`weigh_candidates`).
    """
    weights, form = context_weights(), prepare_name(name)
    found = []
    for candidate in registry.search(name, limit=LIMIT):
        entity = registry.entity(candidate.entity_id) if candidate.score >= least else None
        if entity is None:
            continue
        features = [*_territory(entity, territories, set()), *_sharing(name, entity, candidate, territories, set()),
                    *_weakness(entity, candidate)]  # fmt: skip
        alike = score_names(form, prepare_name(candidate.name))
        odds = (_log_odds(candidate.score) + _log_odds(alike)) / 2.0
        parts = [(_weight_alone(feature, weights), feature.words) for feature in features]
        odds += sum(part for part, _ in parts)
        told = [feature.words for feature in explain_names(name, candidate.name).features[:2]]
        likeness = f"“{name}” and “{candidate.name}” are {alike:.0%} alike: {'; '.join(told)}"
        found.append(
            Weighed(
                entity=entity,
                name=candidate.name,
                probability=1.0 / (1.0 + exp(-odds)),
                features=(
                    likeness.removesuffix(": "),
                    *(f"{words} ({part:+.1f})" for part, words in parts),
                ),
            )
        )
    return found


def _weight_alone(feature: Feature, weights: Mapping[str, float]) -> float:
    """Weigh a feature of a name on a list: that others may share it counts half, for a list of names is of names."""
    return weights[feature.name] * feature.value * (0.5 if feature.name == "shared_name" else 1.0)


def _share(weighed: Sequence[Weighed]) -> Iterator[Weighed]:
    """Share out the probability: a name means one of them or nobody known, so each one's odds lessen the others'."""
    for one in weighed:
        rivals = [other for other in weighed if not _is_twin(one.entity, other.entity)]
        odds = _odds(one.probability)
        against = sum(_odds(rival.probability) for rival in rivals)
        strongest = max(rivals, key=lambda rival: (rival.probability, rival.entity.id), default=None)
        told = one.features
        if strongest is not None and strongest.probability >= WORTH_TELLING:
            told = (*told, f"{strongest.entity.name} would be {strongest.probability:.0%} likely by itself")
        yield replace(one, probability=odds / (1.0 + odds + against), features=told)


def find_traits(
    registry: Registry,
    name: str,
    *,
    territories: Sequence[str],
    context: str,
    role: str,
    companions: Sequence[str],
) -> list[tuple[Entity, Candidate, list[Feature]]]:
    """Return each candidate with what counts for and against it, unweighed."""
    found = [
        (entity, each) for each in registry.search(name, limit=LIMIT) if (entity := registry.entity(each.entity_id))
    ]
    form = prepare_name(name)
    likeness = {each.entity_id: score_names(form, prepare_name(each.name)) for _, each in found}
    near = {mention.code for mention in find_territories(context)}
    return [
        (
            entity,
            candidate,
            [
                _likeness(name, candidate, likeness[entity.id]),
                *_sameness(name, entity, candidate),
                *_territory(entity, territories, near),
                *_sharing(name, entity, candidate, territories, near),
                *_role(entity, role),
                *_company(entity, registry, companions),
                *_weakness(entity, candidate),
            ],
        )
        for entity, candidate in found
    ]


def _weigh(entity: Entity, candidate: Candidate, features: Sequence[Feature]) -> Weighed:
    weights = context_weights()
    parts = [(weights[feature.name] * feature.value, feature.words) for feature in features]
    odds = weights["start"] + sum(part for part, _ in parts)
    parts.sort(key=lambda part: -abs(part[0]))
    return Weighed(
        entity=entity,
        name=candidate.name,
        probability=1.0 / (1.0 + exp(-odds)),
        features=tuple(f"{words} ({part:+.1f})" for part, words in parts if words),
    )


def _likeness(name: str, candidate: Candidate, likeness: float) -> Feature:
    told = [feature.words for feature in explain_names(name, candidate.name).features[:2]]
    said = "; ".join(told) if told else "the names are the same"
    return Feature("likeness", _log_odds(likeness), f"“{name}” and “{candidate.name}” are {likeness:.0%} alike: {said}")


def _sameness(name: str, entity: Entity, candidate: Candidate) -> Iterator[Feature]:
    known = _name_meant(name, entity, candidate)
    if known == name:
        yield Feature("same_name", 1.0, "but for its legal form it is one of its names")
    elif known is not None:
        yield Feature("same_sound", 1.0, f"in another script it is “{known}” as it sounds")


def _name_meant(name: str, entity: Entity, candidate: Candidate) -> str | None:
    """Return the entity's name that `name` is: but for its legal form, or in another script by its sound."""
    folded = fold_name(name)
    if folded and folded in _folded(entity):
        return name
    if name.isascii() and candidate.name.isascii():
        return None
    return candidate.name if sound_the_same(prepare_name(name), prepare_name(candidate.name)) else None


def _is_twin(entity: Entity, other: Entity) -> bool:
    """Whether two entries may be of one organization, which lists repeat under ids of their own: no rivals then."""
    if entity.id == other.id:
        return True
    apart = entity.territory and other.territory and entity.territory[:2] != other.territory[:2]
    return not apart and bool(_folded(entity) & _folded(other))


@lru_cache(maxsize=512)
def _folded(entity: Entity) -> frozenset[str]:
    return frozenset(fold_name(known) for known in (entity.name, *entity.aliases, *entity.former_names))


def _territory(entity: Entity, territories: Sequence[str], near: set[str]) -> Iterator[Feature]:
    if entity.territory is None:
        return
    where, state = territory_name(entity.territory), entity.territory[:2]
    if territories:
        if state in {code[:2] for code in territories}:
            yield Feature("placed", 1.0, f"the claim places it in {where}")
        else:
            told = " and ".join(territory_name(code) for code in territories)
            yield Feature("misplaced", 1.0, f"the claim places it in {told}, not in {where}")
    elif state in {code[:2] for code in near}:
        yield Feature("near", 1.0, f"the words around it name {where}")


def _sharing(
    name: str, entity: Entity, candidate: Candidate, territories: Sequence[str], near: set[str]
) -> Iterator[Feature]:
    """Others may have the same name, and nothing but its place tells which of them is meant.

    No list knows all who are called "Phoenix": that nobody else in the registry has a name tells little where it is one
    word. Of the organizations that Countersight maintains it is known which of their names others share.
    """
    known = _name_meant(name, entity, candidate)
    if known is None or (entity.territory and entity.territory[:2] in {code[:2] for code in (territories or near)}):
        return
    maintained = organization(entity.id)
    if maintained is None and len(prepare_name(name).words) == 1:
        yield Feature("shared_name", 1.0, "a name of one word others may have too, and nothing told places it")
    elif maintained is not None and fold_spelling(known) in map(fold_spelling, maintained.common_words):
        yield Feature("shared_name", 1.0, "others are called so too, and nothing told places it")
    if territories and entity.territory and entity.schema == "PublicBody":
        yield Feature("foreign_body", 1.0, "states name their public bodies alike, and this one is of another state")


def _role(entity: Entity, role: str) -> Iterator[Feature]:
    """A public body seldom sells, and a company seldom buys for a police."""
    if role == "supplier" and entity.schema == "PublicBody":
        yield Feature("odd_role", 1.0, "it is a public body, and the claim makes it the supplier")
    if role == "recipient" and entity.schema == "Company":
        yield Feature("odd_role", 1.0, "it is a company, and the claim makes it the recipient")


def _company(entity: Entity, registry: Registry, companions: Sequence[str]) -> Iterator[Feature]:
    """Named beside its own parent, a party is rather somebody else than the parent."""
    if not companions:
        return
    folded = {fold_name(companion) for companion in companions}
    if folded & _folded(entity):
        yield Feature("beside_itself", 1.0, "the claim names it as another party already")
    parent = registry.entity(entity.parent) if entity.parent else None
    if parent is not None and folded & _folded(parent):
        yield Feature("beside_parent", 1.0, f"the claim names {parent.name} as well, to which it belongs")


def _weakness(entity: Entity, candidate: Candidate) -> Iterator[Feature]:
    if candidate.name in entity.weak_names:
        yield Feature("weak_name", 1.0, f"the list calls “{candidate.name}” a weak alias")


def _log_odds(probability: float) -> float:
    return log(_odds(probability))


def _odds(probability: float) -> float:
    kept = min(max(probability, EDGE), 1.0 - EDGE)
    return kept / (1.0 - kept)


@cache
def context_weights() -> dict[str, float]:
    """Return what each feature adds to the log odds, as `training.names.context` fitted it."""
    return {name: float(weight) for name, weight in load_reference("names/context.yaml")["weights"].items()}


@cache
def weights_digest() -> str:
    """Return a digest of all that names are compared and weighed by: with it answers may change."""
    files = ("common_words", "context", "legal_forms", "sounds", "syllables", "translations", "weights", "words")
    return content_id("weights", [repr(load_reference(f"names/{file}.yaml")) for file in files])
