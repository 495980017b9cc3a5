"""How rival values are ranked."""

from collections.abc import Iterable

import pytest
from tests.corroborate.deals import exactly, told, year

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.ranks import Standing, rank_values
from countersight.model.claim import Status
from countersight.model.finding import Rank


def standing(members: Iterable[Assertion], **known: frozenset[str]) -> Standing:
    none: frozenset[str] = frozenset()
    plain = {"interested": none, "accepted": none, "rejected": none}
    return Standing(origin={one.claim_id: one.document_id for one in members}, **{**plain, **known})


def ranked(*members: Assertion, **known: frozenset[str]) -> dict[str, Rank]:
    return {one.value: one.rank for one in rank_values(members, standing(members, **known))}


def test_what_agrees_has_no_rivals() -> None:
    assert ranked(told("a", figure=exactly(500)), told("b", figure=exactly(500)), told("c")) == {}


def test_more_origins_are_preferred() -> None:
    claims = [told(name, figure=exactly(500)) for name in "ab"]
    found = rank_values([*claims, told("c", figure=exactly(600))], standing([*claims, told("c")]))
    assert [(one.value, one.rank) for one in found] == [("500 cameras", Rank.PREFERRED), ("600 cameras", Rank.NORMAL)]
    assert found[0].reason == "told by more independent origins (2)"


def test_copies_are_one_origin() -> None:
    claims = [told(name, document_id="doc", figure=exactly(500)) for name in "ab"]
    assert set(ranked(*claims, told("c", figure=exactly(600))).values()) == {Rank.NORMAL}


def test_the_more_precise_time_is_preferred() -> None:
    month = (year(2019)[0].replace(month=3), year(2019)[0].replace(month=3, day=31))
    values = ranked(told("a", days=year(2019), when="2019"), told("b", days=month, when="March 2019"))
    assert values == {"March 2019": Rank.PREFERRED, "2019": Rank.NORMAL}


def test_reviewer_decides_before_all_else() -> None:
    claims = [told(name, figure=exactly(500)) for name in "ab"]
    values = ranked(*claims, told("c", figure=exactly(600)), accepted=frozenset({"clm-c"}))
    assert values["600 cameras"] is Rank.PREFERRED


def test_rejected_value_is_deprecated() -> None:
    claims = [told("a", figure=exactly(500)), told("b", figure=exactly(600))]
    assert ranked(*claims, rejected=frozenset({"clm-b"}))["600 cameras"] is Rank.DEPRECATED


@pytest.mark.parametrize(("others", "rank"), [("ab", Rank.DEPRECATED), ("a", Rank.NORMAL)])
def test_party_alone_against_others_is_deprecated(others: str, rank: Rank) -> None:
    claims = [told(name, status=Status.COMPLETED) for name in others]
    values = ranked(*claims, told("own", status=Status.DENIED), interested=frozenset({"clm-own"}))
    assert values["denied"] is rank


def test_what_counts_other_things_is_no_rival() -> None:
    assert ranked(told("a", figure=exactly(500)), told("b", figure=exactly(9, "cities"))) == {}
