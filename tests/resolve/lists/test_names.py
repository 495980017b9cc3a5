"""Names as lists write them."""

import pytest

from countersight.resolve.lists.names import abbreviation, clean_name, split_marked, split_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Orbex \n Ltd, ", "Orbex Ltd"),
        ("“Orbex” Ltd", "“Orbex” Ltd"),
        ("'Orbex Ltd'", "Orbex Ltd"),
        ("Orbex Ltd; and any successor, sub-unit, or subsidiary thereof", "Orbex Ltd"),
        ("Orbex Ltd and any successor, sub-unit, or subsidiary thereof;", "Orbex Ltd"),
    ],
)
def test_names_in_one_line(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Orb\x1b[2Jex\x00", "Orb[2Jex"),
        ("Or\ud800bex", "Orbex"),
        ("می\u200cشود", "می\u200cشود"),
        ("Orbex\xa0Ltd", "Orbex Ltd"),
    ],
)
def test_signs_that_are_no_letters_are_dropped(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_marks_split_names() -> None:
    names = split_marked("Orbex Trading, a.k.a. OTC, aka Orbex Export; Orbex Import, f.k.a. Orbex Bros")
    assert names.name == "Orbex Trading"
    assert names.aliases == ["OTC", "Orbex Export", "Orbex Import"]
    assert names.former_names == ["Orbex Bros"]


def test_marks_in_parentheses_split_names() -> None:
    assert split_marked("Orbex Trading (a.k.a. Orbex (Asia) Ltd)").aliases == ["Orbex (Asia) Ltd"]
    assert split_marked("Orbex Trading (also known as OTC)").aliases == ["OTC"]


def test_name_that_only_sounds_like_a_mark() -> None:
    assert split_marked("Akashi Fka Nka Works").name == "Akashi Fka Nka Works"


def test_abbreviation_shares_a_letter() -> None:
    assert abbreviation("Orbex Trading Company (OTC)") == ("Orbex Trading Company", "OTC")
    assert abbreviation("Orbex Trading Company (HK)") is None
    assert abbreviation("Orbex Trading Company (Asia) Ltd") is None


def test_empty_parts_are_dropped() -> None:
    assert split_names("a; ;b;") == ["a", "b"]


def test_comma_before_a_legal_form_splits_nothing() -> None:
    assert split_names("Orbex Co., Ltd., Velmar, Inc.; Tasko", ";,") == ["Orbex Co., Ltd.", "Velmar, Inc.", "Tasko"]
