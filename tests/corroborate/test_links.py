"""How findings stand to one another."""

from dataclasses import replace

import pytest
from tests.corroborate.deals import BOHEMIA, MANY, POLICE, SHIMMER, exactly, told, year

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.groups import Group, Grouping, Nearness, group_assertions
from countersight.corroborate.links import MOST, link_groups
from countersight.model.claim import Kind, Status
from countersight.model.finding import FindingParty, Relation

BOTH = FindingParty(key="xx,yy", name=None, entity_id=None, territories=("xx", "yy"))


def linked(
    one: Assertion, other: Assertion, conflict: str | None = None, likeness: float = 0.6
) -> set[tuple[str, str]]:
    """Return which of the findings `one` and `other` has which link."""
    grouping = Grouping([Group([one]), Group([other])], {(0, 1): Nearness(likeness, one, other, conflict)})
    links = link_groups(grouping, ["one", "other"])
    return {(["one", "other"][place], link.relation.value) for place, found in links.items() for link in found}


def test_completion_fulfills_its_plan() -> None:
    plan, done = told("plan", status=Status.PLANNED, days=year(2019)), told("done", days=year(2020))
    assert linked(done, plan, "time") == {("one", "fulfills")}
    assert linked(plan, done, "time") == {("other", "fulfills")}


def test_what_came_before_fulfills_no_plan() -> None:
    plan, before = told("plan", status=Status.PLANNED, days=year(2019)), told("before", days=year(2015))
    assert linked(before, plan, "time") == set()


def test_list_of_territories_fulfills_no_plan() -> None:
    plan = told("plan", status=Status.PLANNED)
    assert ("one", "fulfills") not in linked(told("listed", recipient=MANY), plan, "extent")


def test_further_plan_is_not_fulfilled_by_what_it_adds_to() -> None:
    plan = told("plan", status=Status.PLANNED, figure=exactly(3_000), words="another 3000 cameras are to follow")
    done = told("done", figure=exactly(2_700))
    assert ("one", "fulfills") not in linked(done, plan, "figure", 0.2)
    dated, later = replace(plan, days=year(2019)), replace(done, days=year(2020))
    assert linked(later, dated, "figure", 0.2) == {("one", "fulfills")}


def test_use_fulfills_a_sale() -> None:
    assert linked(told("sold"), told("used", kind=Kind.DEPLOYMENT)) == {("other", "fulfills")}


def test_end_fulfills_what_it_ends() -> None:
    assert linked(told("sold"), told("ended", status=Status.CANCELLED)) == {("other", "fulfills")}


def test_one_of_many_territories_is_a_part() -> None:
    assert linked(told("one"), told("all", recipient=MANY), "extent") == {("one", "part_of")}


@pytest.mark.parametrize("slots", [{"place": frozenset({"zenda"})}, {"figure": exactly(500)}], ids=["place", "fewer"])
def test_less_is_a_part_of_more(slots: dict[str, object]) -> None:
    whole = told("whole", figure=exactly(9_000))
    assert linked(told("part", **slots), whole, "figure" if "figure" in slots else None, 0.2) == {("one", "part_of")}


def test_one_of_those_counted_is_a_part() -> None:
    counted = told("all", kind=Kind.DEPLOYMENT, figure=exactly(3, "providers"), is_count=True)
    one = told("one", kind=Kind.DEPLOYMENT, recipient=POLICE, own_name=frozenset({"strels"}))
    assert linked(one, counted, "extent", 0.1) == {("one", "part_of")}


def test_one_of_two_named_territories_is_a_part() -> None:
    both = told("both", recipient=BOTH, told=frozenset({"xx", "yy"}))
    assert linked(told("one"), both, likeness=0.1) == {("one", "part_of")}


def test_use_is_linked_however_unlike_its_words() -> None:
    sold = told("sold", tokens=frozenset("a"), content=frozenset("a"), around=frozenset("a"))
    used = told("used", kind=Kind.DEPLOYMENT, tokens=frozenset("b"), content=frozenset("b"), around=frozenset("b"))
    grouping = group_assertions([sold, used])
    assert link_groups(grouping, ["fnd-1", "fnd-2"])


def test_denial_contradicts_what_it_denies() -> None:
    both = {("one", "contradicts"), ("other", "contradicts")}
    assert linked(told("sold"), told("denied", status=Status.DENIED)) == both


def test_dates_that_cannot_both_hold_contradict() -> None:
    old, new = told("old", days=year(2015)), told("new", days=year(2019))
    assert linked(old, new, "time") == {("one", "contradicts"), ("other", "contradicts")}
    assert linked(old, new, "time", likeness=0.2) == set()


@pytest.mark.parametrize("slots", [{"recipient": BOHEMIA}, {"supplier": SHIMMER}, {"technology": frozenset({"dna"})}])
def test_other_deals_are_not_linked(slots: dict[str, object]) -> None:
    assert linked(told("plan", status=Status.PLANNED), told("done", **slots)) == set()


def test_links_lead_to_findings_that_are_there() -> None:
    grouping = group_assertions(
        [told("plan", status=Status.PLANNED, figure=exactly(500)), told("done", figure=exactly(400))]
    )
    ids = [f"fnd-{place}" for place in range(len(grouping.groups))]
    (links,) = link_groups(grouping, ids).values()
    assert [(link.relation, link.finding_id in ids) for link in links] == [(Relation.FULFILLS, True)]


def test_links_of_one_finding_are_bounded() -> None:
    plans = [told(f"plan-{place:02}", status=Status.PLANNED) for place in range(2 * MOST)]
    groups = [Group([told("done")]), *(Group([plan]) for plan in plans)]
    near = {(0, place): Nearness(0.5, groups[0].members[0], plan, None) for place, plan in enumerate(plans, start=1)}
    links = link_groups(Grouping(groups, near), [f"fnd-{place}" for place in range(len(groups))])
    assert len(links[0]) == MOST
