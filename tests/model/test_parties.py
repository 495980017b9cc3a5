"""A party is known by what persons judged of its name, else by the machine's answer, else by its name."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.corroborate.assertions import name_party
from countersight.model.claim import Party, TerritorySlot
from countersight.model.clusters import Clusters
from countersight.model.entity import JudgementValue
from countersight.model.evidence import Mention
from countersight.model.finding import FindingParty
from countersight.model.identity import is_name_node, name_node
from countersight.model.parties import are_judged_apart, fold_words, identify_party, name_key, party_nodes

SAME, APART, UNSURE = JudgementValue.POSITIVE, JudgementValue.NEGATIVE, JudgementValue.UNSURE
NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
ALDER = name_node("alder optics")


def party(name: str | None, *codes: str, told: str | None = None) -> Party:
    mention = Mention(name=name, start=0, end=len(name)) if name else None
    territories = tuple(TerritorySlot(code=code, inferred="made up") for code in codes)
    if told:
        stated = Mention(name=told, start=50, end=50 + len(told))
        territories = (TerritorySlot(code=codes[0], mention=stated),)
    return Party(mention=mention, territories=territories)


def clusters(*judged: tuple[str, str, JudgementValue]) -> Clusters:
    return Clusters().supposing(judged)


parties = st.builds(
    party, st.one_of(st.none(), st.text(min_size=1, max_size=20)), st.sampled_from(["ke", "gh"]), st.just("ug")
)


@given(parties, st.sampled_from([None, "Q1", "cs-birch"]))
def test_unjudged_party_keeps_its_key(one: Party, entity_id: str | None) -> None:
    named = name_party(one, entity_id)
    assert identify_party(one, entity_id, Clusters()) == (named.key, named.entity_id)


def test_name_judged_the_same_becomes_the_organization() -> None:
    assert identify_party(party("Alder  OPTICS"), None, clusters((ALDER, "cs-alder", SAME))) == ("cs-alder", "cs-alder")


def test_two_names_judged_the_same_share_a_key() -> None:
    judged = clusters((ALDER, name_node("alder opt"), SAME))
    one, other = (identify_party(party(name), None, judged) for name in ("Alder Optics", "Alder Opt."))
    assert one == other
    assert one.entity_id is None
    assert is_name_node(one.key)


@pytest.mark.parametrize("value", [APART, UNSURE])
def test_persons_denial_stands_above_the_machine(value: JudgementValue) -> None:
    identity = identify_party(party("Alder Optics"), "cs-alder", clusters((ALDER, "cs-alder", value)))
    assert identity == ("alder optics", None)


def test_denial_reaches_all_that_are_the_same() -> None:
    judged = clusters((ALDER, "cs-alder", APART), ("cs-alder", "Q7", SAME))
    assert identify_party(party("Alder Optics"), "Q7", judged).entity_id is None


def test_persons_organization_stands_above_the_machines() -> None:
    judged = clusters((ALDER, "cs-alder", SAME))
    assert identify_party(party("Alder Optics"), "cs-birch", judged).entity_id == "cs-alder"


def test_machines_organization_becomes_the_canonical_one() -> None:
    assert identify_party(party("Alder"), "cs-alder", clusters(("cs-alder", "Q7", SAME))) == ("Q7", "Q7")


def test_name_within_a_territory_says_nothing_of_others() -> None:
    judged = clusters((name_node(name_key("national police", "ke")), "cs-kenyan", SAME))
    assert identify_party(party("National Police", "ke"), None, judged).entity_id == "cs-kenyan"
    assert identify_party(party("National Police", "gh"), None, judged) == ("national police", None)
    assert identify_party(party("National Police"), None, judged).entity_id is None


def test_denial_within_a_territory_stands_above_the_name_anywhere() -> None:
    within = name_node(name_key("alder optics", "ke"))
    judged = clusters((ALDER, "cs-alder", SAME), (within, "cs-alder", APART))
    assert identify_party(party("Alder Optics", "ke"), "cs-alder", judged).entity_id is None
    assert identify_party(party("Alder Optics", "gh"), None, judged).entity_id == "cs-alder"


def named(one: Party, entity_id: str | None, judged: Clusters) -> FindingParty:
    identity = identify_party(one, entity_id, judged)
    codes = tuple(slot.code for slot in one.territories)
    return FindingParty(key=identity.key, name="made up", entity_id=identity.entity_id, territories=codes)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (party("Alder Optics"), party("Alder Works"), True),
        (party("Alder Opt."), party("Alder Works"), True),
        (party("Alder Optics"), party("Alder Opt."), False),
        (party("Birch", "ke"), party("Alder Works"), True),
        (party("Birch", "gh"), party("Alder Works"), False),
        (party("Alder Optics"), party("Cypress"), False),
    ],
    ids=["directly", "through-a-cluster", "the-same", "within-its-territory", "within-another", "unjudged"],
)
def test_parties_judged_apart_are_known(one: Party, other: Party, apart: bool) -> None:
    judged = clusters(
        (ALDER, name_node("alder works"), APART),
        (ALDER, name_node("alder opt"), SAME),
        (name_node(name_key("birch", "ke")), name_node("alder works"), APART),
    )
    assert are_judged_apart(named(one, None, judged), named(other, None, judged), judged) is apart


def test_organization_judged_apart_from_a_name_is_known() -> None:
    judged = clusters((ALDER, "cs-birch", APART))
    assert are_judged_apart(named(party("Alder Optics"), None, judged), named(party("B"), "cs-birch", judged), judged)
    assert not are_judged_apart(None, named(party("B"), "cs-birch", judged), judged)


def test_territory_that_is_its_own_name_has_no_node() -> None:
    assert party_nodes(party("Utopian", "ke", told="UTOPIAN")) == ()
    assert party_nodes(party(None, "ke")) == ()


def test_folding_leaves_words_alone() -> None:
    assert fold_words("  Ålder-Optics,  S.A. ") == "alder optics s a"
