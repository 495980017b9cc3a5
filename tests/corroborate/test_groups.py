"""Which claims are put together."""

import random
from dataclasses import replace
from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corroborate.deals import BOHEMIA, GLIMMER, MANY, POLICE, RURITANIA, SHIMMER, exactly, told, year

from countersight.corroborate.assertions import Assertion, Figure
from countersight.corroborate.groups import group_assertions
from countersight.model.claim import Kind, Status
from countersight.model.finding import FindingParty


def grouped(*assertions: Assertion) -> set[frozenset[str]]:
    """Return the groups, each as the names of its claims."""
    return {
        frozenset(member.claim_id.removeprefix("clm-") for member in group.members)
        for group in group_assertions(assertions).groups
    }


def together(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_claims_of_one_deal_come_together() -> None:
    assert grouped(told("a", days=year(2019)), told("b", figure=exactly(500))) == {together("a", "b")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"supplier": GLIMMER}, {"supplier": SHIMMER}),
        ({"recipient": RURITANIA}, {"recipient": BOHEMIA}),
        ({"recipient": RURITANIA}, {"recipient": MANY}),
        ({"days": year(2015)}, {"days": year(2019)}),
        ({"figure": exactly(500)}, {"figure": exactly(9_000)}),
        ({"place": frozenset({"strelsau"})}, {"place": frozenset({"zenda"})}),
    ],
    ids=["supplier", "territory", "extent", "time", "figure", "place"],
)
def test_what_differs_keeps_claims_apart(one: dict[str, object], other: dict[str, object]) -> None:
    assert grouped(told("a", **one), told("b", **other)) == {together("a"), together("b")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"kind": Kind.SUPPLY}, {"kind": Kind.PROCUREMENT}),
        ({"recipient": RURITANIA}, {"recipient": POLICE}),
        ({"technology": frozenset({"dna", "spyware"})}, {"technology": frozenset({"spyware"})}),
        ({"technology": frozenset({"dna"})}, {"technology": frozenset({"other"})}),
        ({"days": year(2019)}, {"days": (date(2019, 6, 1), date(2020, 1, 31))}),
        ({"figure": exactly(2_700)}, {"figure": exactly(2_750)}),
        ({"figure": exactly(126_000_000, "usd")}, {"figure": exactly(2_500)}),
        ({"figure": exactly(500, "foreign officers")}, {"figure": exactly(500, "officers")}),
        (
            {"figure": exactly(120)},
            {"figure": Figure(low=100, high=inf, unit=frozenset({"cameras"}), words="over 100")},
        ),
        ({"place": frozenset({"greater", "strelsau"})}, {"place": frozenset({"strelsau"})}),
    ],
    ids=[
        "kind",
        "partial party",
        "label",
        "unnamed",
        "time",
        "near figure",
        "other unit",
        "wordier unit",
        "hedge",
        "place",
    ],
)
def test_what_fits_brings_claims_together(one: dict[str, object], other: dict[str, object]) -> None:
    assert grouped(told("a", **one), told("b", **other)) == {together("a", "b")}


def test_plan_and_another_figure_are_two() -> None:
    trained = told("done", kind=Kind.TRAINING, status=Status.COMPLETED, figure=exactly(2_700, "officers"))
    promised = told("plan", kind=Kind.TRAINING, status=Status.PLANNED, figure=exactly(3_000, "officers"))
    assert grouped(trained, promised) == {together("done"), together("plan")}


def test_plan_and_its_completion_are_one() -> None:
    promised = told("plan", status=Status.PLANNED, figure=exactly(3_000), days=year(2020))
    done = told("done", status=Status.COMPLETED, figure=exactly(3_000), days=year(2020))
    assert grouped(promised, done) == {together("plan", "done")}


def test_denial_stands_beside_what_it_denies() -> None:
    sold = told("sold", days=year(2019), figure=exactly(500))
    denied = told("denied", status=Status.DENIED, days=year(2021), technology=frozenset({"other"}))
    assert grouped(sold, denied) == {together("sold", "denied")}


def test_vague_claim_joins_the_only_deal() -> None:
    assert grouped(told("deal", days=year(2019), figure=exactly(500)), told("vague")) == {together("deal", "vague")}


def test_vague_claims_glue_no_deals() -> None:
    deals = [told("old", days=year(2015)), told("new", days=year(2019))]
    expected = {together("old"), together("new"), together("vague", "vaguer")}
    assert grouped(*deals, told("vague"), told("vaguer")) == expected


def test_vague_claim_joins_the_deal_most_like_it() -> None:
    deals = [
        told("faces", days=year(2015), technology=frozenset({"facial_recognition"})),
        told("all", days=year(2019), technology=frozenset({"facial_recognition", "drones", "dna"})),
    ]
    deals[1] = replace(deals[1], tokens=frozenset({"fleet"}), content=frozenset({"fleet"}))
    vague = told("vague", technology=frozenset({"facial_recognition"}))
    assert grouped(*deals, vague) == {together("faces", "vague"), together("all")}


def test_same_words_come_together() -> None:
    wording = {"words": "gave gear", "tokens": frozenset({"gave", "gear"}), "content": frozenset({"gave", "gear"})}
    deals = [told("old", days=year(2015)), told("new", days=year(2019), **wording)]
    copy, vague = told("copy", **wording), told("vague", tokens=frozenset(), content=frozenset(), around=frozenset())
    assert grouped(*deals, copy, vague) == {together("old"), together("new", "copy"), together("vague")}


def test_claims_without_parties_need_the_same_words() -> None:
    nobody = {"supplier": None, "recipient": None}
    copies = [told(name, words="cameras were sold", **nobody) for name in "ab"]
    apart = told("c", tokens=frozenset({"drones"}), content=frozenset(), around=frozenset(), **nobody)
    assert grouped(*copies, apart) == {together("a", "b"), together("c")}


def police(*territories: str) -> FindingParty:
    return FindingParty(key="national police", name="National Police", entity_id=None, territories=territories)


def test_one_name_in_two_territories_is_two() -> None:
    claims = [told(code, recipient=police(code)) for code in ("xx", "yy")]
    assert grouped(*claims, told("any", recipient=police())) == {together("xx"), together("yy"), together("any")}


def test_one_sentence_with_two_suppliers_is_two() -> None:
    named = [FindingParty(key=name, name=name, entity_id=None, territories=()) for name in ("glint", "gleam")]
    claims = [told(party.key, supplier=party, document_id="doc", words="both sold cameras") for party in named]
    assert grouped(*claims) == {together("glint"), together("gleam")}


def test_one_text_that_names_two_recipients_is_of_two() -> None:
    named = {"document_id": "doc-1", "kind": Kind.DEPLOYMENT}
    one, other = (
        told(name, own_name=frozenset({name}), span=(at, at + 9), **named) for name, at in (("a", 0), ("b", 50))
    )
    assert len(group_assertions([one, other]).groups) == 2
    assert len(group_assertions([one, replace(other, document_id="doc-2")]).groups) == 1


def test_groups_near_each_other_say_what_parts_them() -> None:
    grouping = group_assertions([told("old", days=year(2015)), told("new", days=year(2019))])
    (near,) = grouping.near.values()
    assert near.conflict == "time"


def test_name_without_territory_joins_the_only_one() -> None:
    assert grouped(told("a", recipient=police("xx")), told("b", recipient=police())) == {together("a", "b")}


def test_group_tells_how_many_it_fitted_as_well() -> None:
    groups = group_assertions([told("old", days=year(2015)), told("new", days=year(2019)), told("vague")]).groups
    assert sorted(group.rivals for group in groups) == [0, 0, 2]


assertions = st.builds(
    lambda number, **slots: told(f"{number:03}", **slots),
    number=st.integers(0, 999),
    status=st.sampled_from(Status),
    technology=st.sets(st.sampled_from(["dna", "spyware", "other"]), min_size=1).map(frozenset),
    days=st.none() | st.integers(2015, 2018).map(year),
    figure=st.none() | st.sampled_from([exactly(500), exactly(600), exactly(9_000), exactly(500, "officers")]),
    place=st.sampled_from([frozenset(), frozenset({"zenda"}), frozenset({"strelsau"})]),
    supplier=st.sampled_from([GLIMMER, SHIMMER, None]),
    recipient=st.sampled_from([RURITANIA, None]),
)
many = st.lists(assertions, max_size=12, unique_by=lambda assertion: assertion.claim_id)


@given(many, st.randoms(use_true_random=False))
def test_order_of_claims_makes_no_difference(claims: list[Assertion], shuffler: random.Random) -> None:
    shuffled = list(claims)
    shuffler.shuffle(shuffled)
    assert grouped(*claims) == grouped(*shuffled)


@given(many)
def test_every_claim_is_in_one_group(claims: list[Assertion]) -> None:
    members = [member.claim_id for group in group_assertions(claims).groups for member in group.members]
    assert sorted(members) == sorted(claim.claim_id for claim in claims)


@given(many)
def test_times_within_a_group_overlap(claims: list[Assertion]) -> None:
    for group in group_assertions(claims).groups:
        days = [member.days for member in group.members if member.days and member.status is not Status.DENIED]
        assert not days or max(first for first, _ in days) <= min(last for _, last in days)
