"""A name has one key however it is typed, and hides nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.values.person_names import is_person_name, person_key


@pytest.mark.parametrize(
    ("one", "other"), [("Ana", " ana "), ("Ａｎａ", "ana"), ("STRASSE", "straße"), ("A.  Reader", "a. reader")]
)
def test_same_name_has_one_key(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


@given(st.text(max_size=20))
def test_key_of_a_key_is_itself(name: str) -> None:
    assert person_key(person_key(name)) == person_key(name)


@pytest.mark.parametrize("name", ["Ana", "A. Reader", "ana@example.org", "田中", "مها", "Åsa Öberg-1"])
def test_names_of_people_are_names(name: str) -> None:
    assert is_person_name(name)


@pytest.mark.parametrize(
    "name", ["", "  ", "-x", ".", "a\u202eb", "a\x00b", "a\u200bb", "<b>", "a;b", 'a"b', "a\\b", "x" * 81]
)
def test_what_hides_something_is_no_name(name: str) -> None:
    assert not is_person_name(name)
