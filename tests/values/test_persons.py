"""Titles tell persons from firms."""

import pytest

from countersight.values.persons import is_titled, titled_names


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Mr. Daniel Moro bought it.", "Moro"),
        ("la señora Ana Belmar declaró", "Ana Belmar"),
        ("господин Петров сообщил", "Петров"),
        ("王先生表示", "王"),
    ],
)
def test_a_title_marks_a_person(words: str, name: str) -> None:
    assert is_titled(name, titled_names(words))


def test_a_firm_named_beside_is_none() -> None:
    assert not is_titled("Orbex", titled_names("Mr Mosby of Orbex said so."))


def test_a_name_with_its_title_needs_no_other() -> None:
    assert is_titled("Frau Keller", frozenset())
