"""Numbers that two lists must share to be of one organization."""

import pytest

from countersight.model.entity import Entity
from countersight.resolve.listings.numbers import comparable, guess_numbers, numbers_of, tell_number

LEI = "529900T8BM49AURSDO55"


@pytest.mark.parametrize(
    ("scheme", "number", "territory", "found"),
    [
        ("lei", LEI.lower(), None, f"lei:{LEI}"),
        ("lei", LEI[:-1] + "4", None, None),
        ("registration", "HRB 123-456", "de", "registration@de:HRB123456"),
        ("registration", "HRB 123-456", None, None),
        ("ogrn", "1027700132195", None, "registration@ru:1027700132195"),
        ("registration", "1027700132195", "ru", "registration@ru:1027700132195"),
        ("registration", "12345", "de", None),
        ("registration", "UNKNOWN", "de", None),
        ("id", "12345678", "de", None),
    ],
)
def test_number_is_compared_where_it_identifies(scheme, number, territory, found) -> None:
    assert comparable(scheme, number, territory) == found


def test_item_and_lei_are_numbers_too() -> None:
    item = Entity(id="Q42", schema="Company", name="Orbexa", identifiers=(f"lei:{LEI}",))
    assert list(numbers_of(item)) == ["wikidata:Q42", f"lei:{LEI}"]
    assert list(numbers_of(Entity(id=f"lei-{LEI}", schema="Company", name="Orbexa"))) == [f"lei:{LEI}"]


def test_number_without_a_scheme_is_tried_in_its_territory() -> None:
    assert "registration@ke:PVT123456" in list(guess_numbers(["PVT 123456"], ["ke"]))
    assert all("@" not in number for number in guess_numbers(["PVT 123456"], []))


def test_number_is_told_in_words() -> None:
    assert tell_number("registration@ke:PVT123456") == "registration number PVT123456 (ke)"
