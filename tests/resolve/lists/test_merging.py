"""Rows of one id put together."""

import random

import pytest

from countersight.errors import UnreadableRow
from countersight.resolve.lists.drafts import Draft, Kind, kind_of_schema, weightiest
from countersight.resolve.lists.merging import LeftOut, merge_drafts

ORBEX = Draft(id="x-1", kind=Kind.ORGANIZATION, schema="Organization", names=["Orbex Trading Company (OTC)"])


def test_names_stand_in_one_place_only() -> None:
    more = Draft(id="x-1", aliases=["Orbex", "Orbex Bros", "Orbex"], former_names=["Orbex Bros"], weak_names=["Orbex"])
    entity = merge_drafts([ORBEX, more])
    assert not isinstance(entity, LeftOut)
    assert entity.name == "Orbex Trading Company (OTC)"
    assert entity.aliases == ("Orbex Trading Company",)
    assert entity.former_names == ("Orbex Bros",)
    assert entity.weak_names == ("OTC", "Orbex")


def test_order_of_further_rows_changes_nothing() -> None:
    more = [Draft(id="x-1", aliases=[f"Orbex {n}"], places=["ke"], topics=[f"t{n}"]) for n in range(6)]
    expected = merge_drafts([ORBEX, *more])
    random.Random(2).shuffle(more)
    assert merge_drafts([ORBEX, *more]) == expected


def test_seat_counts_before_addresses() -> None:
    entity = merge_drafts([ORBEX, Draft(id="x-1", seats=["ke"], places=["es", "fr"])])
    assert not isinstance(entity, LeftOut)
    assert entity.territory == "ke"


def test_two_seats_place_nobody() -> None:
    entity = merge_drafts([ORBEX, Draft(id="x-1", seats=["ke", "es"])])
    assert not isinstance(entity, LeftOut)
    assert entity.territory is None


def test_person_in_any_row_is_a_person() -> None:
    assert merge_drafts([ORBEX, Draft(id="x-1", kind=Kind.PERSON)]) is LeftOut.PERSON


def test_rows_that_only_add_are_refused() -> None:
    with pytest.raises(UnreadableRow):
        merge_drafts([Draft(id="x-1", aliases=["Orbex"])])


def test_entry_without_names_is_refused() -> None:
    with pytest.raises(UnreadableRow, match="no name"):
        merge_drafts([Draft(id="x-1", kind=Kind.ORGANIZATION)])


def test_most_specific_schema_counts() -> None:
    entity = merge_drafts([ORBEX, Draft(id="x-1", kind=Kind.ORGANIZATION, schema="PublicBody")])
    assert not isinstance(entity, LeftOut)
    assert entity.schema == "PublicBody"


def test_kinds_of_schemata() -> None:
    assert kind_of_schema("Person") is Kind.PERSON
    assert kind_of_schema("Sanction") is Kind.OTHER
    assert kind_of_schema("LegalEntity", ["role.pep"]) is Kind.PERSON
    assert weightiest([None, Kind.OTHER, Kind.ORGANIZATION]) is Kind.ORGANIZATION
    assert weightiest([None]) is None


def test_legal_entity_named_as_persons_are_is_left_out() -> None:
    named = Draft(id="x-1", kind=Kind.ORGANIZATION, schema="LegalEntity", names=["Ada EXAMPLE"])
    assert merge_drafts([named]) is LeftOut.UNTOLD
    named.schema = "Company"
    assert merge_drafts([named]) is not LeftOut.UNTOLD
