"""Territories as lists write them."""

import pytest

from countersight.resolve.lists.places import address_place, place, places


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kenya", "ke"),
        ("KE", "ke"),
        ("Korea, North", "kp"),
        ("Congo, Democratic Republic of the", "cd"),
        ("Bahamas, The", "bs"),
        ("Iran (Islamic Republic of)", "ir"),
        ("China, Hong Kong Special Administrative Region", "hk"),
        ("Region: Crimea", "ua-cri"),
        ("GUATEMALA", "gt"),
        ("undetermined", None),
        ("", None),
    ],
)
def test_spellings_of_lists(text: str, code: str | None) -> None:
    assert place(text) == code


def test_end_of_address_is_its_territory() -> None:
    assert address_place("18 Example Str., Moscow, Russian Federation.") == "ru"
    assert address_place("18 Example Str., Moscow") is None


def test_unknown_fields_are_passed_over() -> None:
    assert places(["Kenya", "nowhere", "Spain"]) == ["ke", "es"]
