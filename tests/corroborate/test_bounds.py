"""What a group leaves open."""

from hypothesis import given
from hypothesis import strategies as st
from tests.corroborate.deals import BOHEMIA, RURITANIA, exactly, told, year

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.bounds import Bounds
from countersight.corroborate.compatibility import find_conflict
from countersight.model.claim import Kind, Status


def test_joined_bounds_keep_what_neither_leaves_open() -> None:
    joined = Bounds.of(told("a", days=year(2019))).join(Bounds.of(told("b", figure=exactly(500))))
    assert not joined.fit(Bounds.of(told("c", days=year(2015))))
    assert not joined.fit(Bounds.of(told("d", figure=exactly(5_000))))
    assert joined.fit(Bounds.of(told("e", days=year(2019), figure=exactly(600))))


def test_plan_is_held_strictly_against_what_is_done() -> None:
    done = Bounds.of(told("a", figure=exactly(2_700)))
    assert not done.fit(Bounds.of(told("b", figure=exactly(3_000), status=Status.PLANNED)))


claims = st.builds(
    lambda number, **slots: told(f"{number:03}", **slots),
    number=st.integers(0, 99),
    recipient=st.sampled_from([RURITANIA, BOHEMIA, None]),
    days=st.none() | st.integers(2015, 2017).map(year),
    figure=st.none() | st.sampled_from([exactly(500), exactly(1_000), exactly(4_000)]),
    place=st.sampled_from([frozenset(), frozenset({"zenda"}), frozenset({"strelsau"})]),
    status=st.sampled_from([Status.REPORTED, Status.PLANNED, Status.DENIED]),
)


@given(claims, claims, claims)
def test_what_fits_a_group_conflicts_with_none_of_it(one: Assertion, other: Assertion, third: Assertion) -> None:
    if Bounds.of(one).fit(Bounds.of(other)):
        joined = Bounds.of(one).join(Bounds.of(other))
        slots = {"territory", "time", "figure", "place"}
        if joined.fit(Bounds.of(third)):
            assert not {find_conflict(one, third), find_conflict(other, third)} & slots


def test_sanction_and_trade_do_not_fit() -> None:
    sanction, sale = Bounds.of(told("sanction", kind=Kind.SANCTION)), Bounds.of(told("sale"))
    assert sanction.fit(sanction)
    assert not sanction.fit(sale)
    assert not sanction.join(sanction).fit(sale)
