"""Likeness decides only where the rules leave it open, weighed with what the claim tells, and says why."""

from pathlib import Path

import pytest

from countersight.model.entity import Entity, JudgementValue
from countersight.resolve import default_resolver, known_entities, open_registry
from countersight.resolve.contextual import PERHAPS, SURE, ContextResolver
from countersight.resolve.registry import Registry, build_registry
from countersight.resolve.weighing import FEATURES, context_weights, weigh_candidates
from countersight.values.organizations import organizations

MADE_UP = (
    Entity(id="made-1", schema="Company", name="Glimmerwick Optronics Co., Ltd.", territory="ke", lists=("made-up",)),
    Entity(id="made-2", schema="Company", name="Glimmerwick Holdings", territory="gh", lists=("made-up",)),
    Entity(
        id="made-3",
        schema="Company",
        name="Umbral Lattice Systems",
        territory="ke",
        parent="made-1",
        weak_names=("ULS",),
    ),
    Entity(id="made-4", schema="PublicBody", name="Bureau of Lanterns", territory="gh"),
    Entity(id="made-5", schema="Company", name="Umbral Lattice Systems", territory="ke", lists=("another",)),
    Entity(id="made-6", schema="Company", name="Tarnfeld Acoustics", territory="ke"),
    Entity(id="made-7", schema="Company", name="Tarnfeld Acoustics", territory="gh"),
    Entity(id="made-8", schema="Company", name="Halcyon Ltd.", territory="ke", lists=("made-up",)),
    Entity(id="made-9", schema="PublicBody", name="Lantern Watch Office", territory="gh", lists=("made-up",)),
)


@pytest.fixture(scope="module")
def registry(tmp_path_factory) -> Registry:
    folder = tmp_path_factory.mktemp("registry") / "made-up"
    build_registry((*MADE_UP, *known_entities()), folder)
    return Registry.open(folder)


@pytest.fixture(scope="module")
def resolver(registry) -> ContextResolver:
    return ContextResolver(registry)


def judge(resolver, name, *territories, context="", role="", companions=()):
    return resolver.resolve(name, territories=territories, context=context, role=role, companions=companions)


def test_rules_decide_before_likeness(resolver):
    """What the maintained reference knows needs no weighing."""
    answer = judge(resolver, "Huawei", context="")
    assert (answer.value, answer.probability) == (JudgementValue.POSITIVE, None)


def test_without_registry_only_rules_decide():
    answer = judge(ContextResolver(), "Glimmerwick Optronics")
    assert (answer.value, answer.entity_id) == (JudgementValue.NO_JUDGEMENT, None)


@pytest.mark.parametrize("name", ["Glimmerwick Optronics", "GLIMMERWICK OPTRONICS LIMITED", "Glimmerwick Optronics Co"])
def test_name_without_its_form_is_sure(resolver, name):
    answer = judge(resolver, name, "ke", role="supplier")
    assert (answer.value, answer.entity_id) == (JudgementValue.POSITIVE, "made-1")
    assert answer.probability is not None
    assert answer.probability >= SURE
    assert "Glimmerwick Optronics" in answer.basis
    assert "made-up" in answer.basis


def test_place_of_the_party_counts(resolver):
    """The same name weighs less where the claim places the party in another state."""
    here, there, nowhere = (
        next(each for each in weigh_candidates(resolver.registry, "Glimmerwick Optronics", territories=codes)
             if each.entity.id == "made-1").probability
        for codes in (("ke",), ("ug",), ())
    )  # fmt: skip
    assert there < nowhere < here


def test_misplaced_name_is_not_sure(resolver):
    answer = judge(resolver, "Glimerwick Optronic", "ug")
    assert answer.value is not JudgementValue.POSITIVE


def test_features_are_told_in_words(resolver):
    (first, *_) = weigh_candidates(
        resolver.registry, "Glimmerwick Optronics Ltd", territories=("ke",), role="recipient"
    )
    assert first.entity.id == "made-1"
    assert any("places it in Kenya" in words for words in first.features)
    assert any("makes it the recipient" in words for words in first.features)


def test_entries_of_one_organization_are_no_rivals(resolver):
    """Two lists have it under ids of their own; which of the two is meant makes no difference."""
    answer = judge(resolver, "Umbral Lattice Systems", "ke", role="supplier")
    assert answer.value is JudgementValue.POSITIVE
    assert answer.entity_id == "made-3"


def test_same_name_in_two_states_is_open(resolver):
    undecided = judge(resolver, "Tarnfeld Acoustics")
    assert undecided.value is JudgementValue.UNSURE
    placed = judge(resolver, "Tarnfeld Acoustics", "gh", role="supplier")
    assert placed.entity_id == "made-7"


@pytest.mark.parametrize("name", ["foreign officers", "local partners", "seven governments", "Kenya", "", "…"])
def test_what_is_no_name_is_left_alone(resolver, name):
    answer = judge(resolver, name)
    assert answer.value is JudgementValue.NO_JUDGEMENT
    assert answer.entity_id is None


@pytest.mark.parametrize("codes", [(), ("ug",)], ids=["nowhere", "elsewhere"])
def test_one_word_alone_is_not_sure(resolver, codes):
    """Lists do not hold all who are called so."""
    assert judge(resolver, "Halcyon", *codes, role="supplier").value is not JudgementValue.POSITIVE


def test_one_word_in_its_place_is_sure(resolver):
    placed = judge(resolver, "Halcyon", "ke", role="supplier")
    near = judge(resolver, "Halcyon", context="Halcyon of Kenya sold it", role="supplier")
    assert placed.entity_id == near.entity_id == "made-8"
    assert placed.value is near.value is JudgementValue.POSITIVE


def test_public_body_of_another_state_is_not_sure(resolver):
    answer = judge(resolver, "Lantern Watch Office", "ke", role="recipient")
    assert answer.value is not JudgementValue.POSITIVE
    assert judge(resolver, "Lantern Watch Office", "gh", role="recipient").value is JudgementValue.POSITIVE


SHARED = [(entry.id, name) for entry in organizations() for name in entry.common_words]


@pytest.mark.parametrize(("entity_id", "name"), SHARED, ids=[f"{name} of {entity_id}" for entity_id, name in SHARED])
def test_likeness_settles_no_shared_name(resolver, entity_id, name):
    """The rules ask where the party is before a name that others share counts; an equal name is no answer to that."""
    answer = judge(resolver, name, role="supplier")
    assert answer.probability is None or answer.value is not JudgementValue.POSITIVE


def test_named_beside_its_parent_it_is_not_the_parent(resolver):
    alone = weigh_candidates(resolver.registry, "Umbral Lattice", role="recipient")
    beside = weigh_candidates(
        resolver.registry, "Umbral Lattice", role="recipient", companions=("Glimmerwick Optronics Co., Ltd.",)
    )
    assert {each.entity.id for each in alone} == {each.entity.id for each in beside}
    own = {each.entity.id: each.probability for each in alone}
    assert all(each.probability < own["made-3"] for each in beside if each.entity.id == "made-3")


def test_every_feature_has_a_weight():
    assert set(context_weights()) == {"start", *FEATURES}
    weights = context_weights()
    assert weights["likeness"] > 0 > weights["misplaced"]
    assert weights["placed"] > 0 > weights["odd_role"]
    assert 0 < PERHAPS < SURE < 1


def test_version_tells_rules_reference_and_registry(resolver, registry):
    assert registry.digest[:12] in resolver.version
    assert ContextResolver().version != resolver.version


def test_project_registry_is_built_when_first_asked_for(tmp_path: Path):
    assert len(open_registry(tmp_path)) == len(known_entities())
    assert default_resolver(tmp_path).registry is not None
    assert default_resolver(tmp_path).version == default_resolver(tmp_path).version


NAMES_IN_SCRIPTS = [
    ("浙江大华技术股份有限公司", "Q18111506"),
    ("浙江大華技術", "Q18111506"),
    ("华为技术有限公司", "Q160120"),
    ("華為", "Q160120"),
    ("هواوي", "Q160120"),
    ("شركة هواوي", "Q160120"),
    ("ФСБ", "cs-federal-security-service"),
    ("ΕΥΠ", "cs-national-intelligence-service-of-greece"),
    ("Ε.Υ.Π.", "cs-national-intelligence-service-of-greece"),
    ("Huawéi Technologies", "Q160120"),
    ("Huáwèi", "Q160120"),
]
"""Names in the reference, and the same with legal forms, traditional characters, points, accents and as pinyin."""


@pytest.mark.parametrize(("name", "entity_id"), NAMES_IN_SCRIPTS)
def test_every_script_leads_to_the_organization(resolver, name, entity_id):
    assert judge(resolver, name).entity_id == entity_id
