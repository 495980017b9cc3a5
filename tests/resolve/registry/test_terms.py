"""Tests of the terms under which names are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.resolve.registry.forms import form_name
from countersight.resolve.registry.terms import Kind, find_terms, kinds_of, sound_of


def keys(name: str, kind: Kind | None = None) -> set[int]:
    found, _ = find_terms([form_name(name)])
    return {int(key) for key, other in zip(found, kinds_of(found), strict=True) if kind is None or kind == other}


@given(st.lists(st.text(max_size=20), max_size=6))
def test_terms_of_many_are_those_of_each(names: list[str]) -> None:
    found, owners = find_terms([form_name(name) for name in names])
    for place, name in enumerate(names):
        assert {int(key) for key, owner in zip(found, owners, strict=True) if owner == place} == keys(name)


def test_order_of_words_changes_no_piece() -> None:
    assert keys("Blobfish Radar", Kind.GRAM) == keys("Radar Blobfish", Kind.GRAM)


@pytest.mark.parametrize(
    ("acronym", "name"), [("BRS", "Blobfish Radar Systems"), ("NBRS", "National Blobfish and Radar Station")]
)
def test_acronym_shares_initials_with_its_name(acronym: str, name: str) -> None:
    assert keys(acronym, Kind.INITIALS) & keys(name, Kind.INITIALS)


@pytest.mark.parametrize(
    ("one", "other"), [("khorasan", "horasan"), ("qadir", "kader"), ("zavod", "zawod"), ("mukhammad", "muhamed")]
)
def test_transliterations_sound_alike(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_spaces_do_not_change_whole() -> None:
    assert keys("Blob Fish", Kind.WHOLE) == keys("Blobfish", Kind.WHOLE)


def test_han_names_share_characters() -> None:
    assert len(keys("海星科技", Kind.HAN) & keys("海星", Kind.HAN)) == 3
