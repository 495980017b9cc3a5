"""Whether two claims can tell of the same thing, and how likely it is."""

import pytest
from tests.corroborate.deals import BOHEMIA, MANY, POLICE, RURITANIA, SHIMMER, exactly, told, year

from countersight.corroborate.compatibility import WEIGHTS, compare, find_conflict, is_part, likeness
from countersight.model.claim import Kind, Status


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ({}, {}, None),
        ({"recipient": RURITANIA}, {"recipient": BOHEMIA}, "territory"),
        ({"recipient": RURITANIA}, {"recipient": MANY}, "extent"),
        ({}, {"supplier": SHIMMER}, "supplier"),
        ({"kind": Kind.SANCTION}, {"kind": Kind.DEPLOYMENT, "status": Status.DENIED}, "kind"),
        ({"kind": Kind.SANCTION}, {"kind": Kind.SANCTION}, None),
        ({}, {"supplier": None}, None),
        ({"days": year(2015)}, {"days": year(2019)}, "time"),
        ({"days": year(2015)}, {"days": year(2019), "status": Status.DENIED}, None),
        ({"place": frozenset({"zenda"})}, {"place": frozenset({"strelsau"})}, "place"),
        ({"figure": exactly(2_700)}, {"figure": exactly(3_000)}, None),
        ({"figure": exactly(2_700)}, {"figure": exactly(3_000), "status": Status.PLANNED}, "figure"),
        ({"figure": exactly(2_700)}, {"figure": exactly(27_000)}, "figure"),
        ({"process": "ocds-a1b2c3-1"}, {"process": "ocds-a1b2c3-2"}, "process"),
        ({"process": "ocds-a1b2c3-1"}, {"process": "ocds-a1b2c3-1"}, None),
        ({"process": "ocds-a1b2c3-1"}, {"process": "ocds-zzzzzz-2"}, None),
        ({"process": "ocds-a1b2c3-1"}, {"process": "ocds-zzzzzz-2", "recipient": POLICE}, "process"),
        ({"process": "ocds-a1b2c3-1"}, {}, None),
        ({"recipient": None}, {"recipient": None, "tokens": frozenset({"else"})}, "deal"),
        ({"recipient": None, "days": year(2015)}, {"recipient": None, "days": year(2015)}, None),
    ],
)
def test_conflict_names_the_slot(one: dict[str, object], other: dict[str, object], conflict: str | None) -> None:
    assert find_conflict(told("a", **one), told("b", **other)) == conflict
    assert find_conflict(told("b", **other), told("a", **one)) == conflict


def test_vendor_in_the_words_is_no_other_supplier() -> None:
    assert (
        find_conflict(told("a"), told("b", supplier=SHIMMER, vendors=frozenset({"cs-glimmer", "cs-shimmer"}))) is None
    )


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [("x", "xyz", True), ("xy", "xyz", False), ("x", "xy", False), ("", "xyz", False), ("w", "xyz", False)],
)
def test_part_is_at_most_half_of_a_list(part: str, whole: str, expected: bool) -> None:
    assert is_part(frozenset(part), frozenset(whole)) is expected


@pytest.mark.parametrize(
    ("near", "far"),
    [
        ({"kind": Kind.SUPPLY}, {"kind": Kind.DEPLOYMENT}),
        ({"recipient": POLICE}, {"recipient": RURITANIA}),
        ({}, {"technology": frozenset({"dna"})}),
        ({}, {"tokens": frozenset({"else"}), "content": frozenset({"else"})}),
        ({"days": year(2019)}, {"days": None}),
    ],
    ids=["kind", "recipient", "technology", "words", "time"],
)
def test_what_agrees_makes_claims_more_alike(near: dict[str, object], far: dict[str, object]) -> None:
    first = told("a", **near)
    assert likeness(first, told("b", **near)) > likeness(first, told("b", **far))


def test_every_comparison_has_a_weight() -> None:
    others = [told("b"), told("c", recipient=None, vendors=frozenset(), figure=exactly(5), days=year(2019))]
    assert {name for other in others for name, _ in compare(told("a"), other)} <= set(WEIGHTS)
