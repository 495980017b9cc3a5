"""Ids of listed organizations."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.resolve.lists.ids import as_lei, as_qid, choose_id, identifier, list_id, name_id

LEI, OTHER = "529900T8BM49AURSDO55", "5493001KJTIIGC8Y1R12"
ALLOWED = re.compile(r"[0-9A-Za-z._:-]+")


@given(st.text(min_size=1), st.text())
def test_ids_have_only_allowed_characters(own: str, name: str) -> None:
    assert ALLOWED.fullmatch(list_id("un", own))
    assert ALLOWED.fullmatch(name_id("us", own, name))


@given(st.lists(st.text(max_size=30), min_size=2, max_size=2, unique_by=str.strip))
def test_different_ids_stay_different(pair: list[str]) -> None:
    assert list_id("x", pair[0]) != list_id("x", pair[1])


def test_plain_ids_stay_as_they_are() -> None:
    assert list_id("ofac", "36") == "ofac-36"
    assert list_id("", "NK-2Tbri3s6") == "NK-2Tbri3s6"


def test_key_tells_equal_names_apart() -> None:
    assert name_id("us-uvl", "Orbex Ltd", "Kenya") != name_id("us-uvl", "Orbex Ltd", "Spain")
    assert name_id("us-uvl", "Orbex Ltd", "Kenya").startswith("us-uvl-orbex-ltd-")


def test_check_digits_of_lei() -> None:
    assert as_lei(f" {LEI.lower()} ") == LEI
    assert as_lei("529900T8BM49AURSDO56") is None
    assert as_lei("851683897") is None


@pytest.mark.parametrize("text", ["Q42", "https://www.wikidata.org/wiki/Q42", "http://www.wikidata.org/entity/Q42"])
def test_item_is_found_in_its_address(text: str) -> None:
    assert as_qid(text) == "Q42"


@pytest.mark.parametrize("text", ["Q0", "Q", "QX42", "42", "Queen"])
def test_other_words_are_no_items(text: str) -> None:
    assert as_qid(text) is None


def test_item_comes_before_lei_before_own_id() -> None:
    assert choose_id("x-1", qids=["Q42"], leis=[LEI], scheme="x") == ("Q42", [f"lei:{LEI}", "x:1"])
    assert choose_id("x-1", leis=[LEI], scheme="x") == (f"lei-{LEI}", [f"lei:{LEI}", "x:1"])
    assert choose_id("x-1", leis=[LEI, OTHER], scheme="x") == ("x-1", [f"lei:{LEI}", f"lei:{OTHER}"])


def test_spaces_in_numbers_are_one() -> None:
    assert identifier("registration", " HRB\n 77 ") == "registration:HRB 77"
