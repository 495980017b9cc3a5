"""Which claims cannot all hold."""

import pytest
from tests.corroborate.deals import BOHEMIA, exactly, told

from countersight.corroborate.assertions import Figure
from countersight.corroborate.contradictions import counts_countries, find_boasts, find_contradictions, measure_reach
from countersight.corroborate.groups import Group
from countersight.model.claim import Kind, Status
from countersight.model.finding import Rank, RivalValue


def rival(value: str, claim: str, rank: Rank = Rank.NORMAL) -> RivalValue:
    return RivalValue(slot="quantity", value=value, claim_ids=(claim,), rank=rank, reason="test")


def test_denial_contradicts_what_is_told() -> None:
    denial = told("b", status=Status.DENIED, speaker="Ada Speaker")
    (found,) = find_contradictions([told("a"), denial], ())
    assert (found.slot, found.claim_ids, found.against) == ("status", ("clm-b",), ("clm-a",))
    assert "Ada Speaker" in found.reason


def test_denial_alone_contradicts_nothing() -> None:
    assert list(find_contradictions([told("a", status=Status.DENIED)], ())) == []


@pytest.mark.parametrize(("value", "count"), [(550, 0), (900, 1)])
def test_only_figures_out_of_range_contradict(value: float, count: int) -> None:
    members = [told("a", figure=exactly(500)), told("b", figure=exactly(value))]
    rivals = [rival("500", "clm-a", Rank.PREFERRED), rival(f"{value}", "clm-b")]
    assert len(list(find_contradictions(members, rivals))) == count


def test_boast_is_held_against_known_territories() -> None:
    boast = told("boast", recipient=None, figure=exactly(100, "countries"))
    groups = [Group(members=[told("a")]), Group(members=[told("b", recipient=BOHEMIA)]), Group(members=[boast])]
    (found,) = find_boasts([boast], measure_reach(groups, frozenset()))
    assert found.against == ("clm-a", "clm-b")
    assert "in 2 territories: xx, yy" in found.reason


def test_modest_figure_is_no_boast() -> None:
    modest = told("modest", figure=exactly(1, "country"))
    assert list(find_boasts([modest], measure_reach([Group(members=[told("a")])], frozenset()))) == []


def test_reach_leaves_out_denials_rejections_and_sanctions() -> None:
    members = [told("a", status=Status.DENIED), told("b", kind=Kind.SANCTION), told("c")]
    assert measure_reach([Group(members=members)], frozenset({"clm-c"})) == {}


@pytest.mark.parametrize(("unit", "expected"), [("countries", True), ("个国家", True), ("cameras", False)])
def test_units_of_countries_are_known(unit: str, expected: bool) -> None:
    figure = Figure(low=5, high=5, unit=frozenset({unit}), words="5")
    assert counts_countries(told("a", figure=figure)) is expected


def test_guests_of_many_countries_are_no_boast() -> None:
    guests = told("guests", kind=Kind.ATTENDANCE, recipient=None, figure=exactly(100, "countries"))
    assert list(find_boasts([guests], {})) == []


def test_boast_of_a_state_names_the_state() -> None:
    boast = told("boast", supplier=BOHEMIA, recipient=None, figure=exactly(100, "countries"))
    (found,) = find_boasts([boast], {"yy": {"xx": "clm-other"}})
    assert found.reason == "told: 100 countries; the claims here place recipients of yy in 1 territory: xx"
