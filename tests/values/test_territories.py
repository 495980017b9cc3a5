"""Territories named in text, and names looked up."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.reference import load_reference
from countersight.values.territories import RULES, Form, find_territories, territory_name, territory_of


def codes(text: str) -> list[str]:
    return [mention.code for mention in find_territories(text)]


def forms(text: str) -> list[tuple[str, Form]]:
    return [(mention.code, mention.form) for mention in find_territories(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Uganda", [("ug", Form.NAME)]),
        ("Ugandan and Chinese officials", [("ug", Form.DEMONYM), ("cn", Form.DEMONYM)]),
        ("said Beijing", [("cn", Form.CAPITAL)]),
        ("the Kremlin", [("ru", Form.CAPITAL)]),
        ("in Lahore", [("pk", Form.CITY)]),
        ("in California and Xinjiang", [("us", Form.SUBDIVISION), ("cn", Form.SUBDIVISION)]),
        ("in Scotland", [("gb", Form.SUBDIVISION)]),
        ("the European Union (EU)", [("eu", Form.ORGANIZATION), ("eu", Form.ORGANIZATION)]),
        ("in Tibet, Kosovo, Somaliland and Crimea", [(c, Form.NAME) for c in ("cn-xz", "xk", "so-som", "ua-cri")]),
    ],
)
def test_each_form_is_told(text: str, expected: list[tuple[str, Form]]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中国向乌干达", ["cn", "ug"]),
        ("وقالت الصين", ["cn"]),
        ("للصين وبالصين", ["cn", "cn"]),
        ("Уганда и Китай", ["ug", "cn"]),
        ("Côte d’Ivoire, Cote d'Ivoire and Ivory Coast", ["ci", "ci", "ci"]),
        ("अफ़गानिस्तान", ["af"]),
        ("한국", []),
        ("대한민국은", ["kr"]),
    ],
)
def test_scripts_are_read(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize("text", ["tell us", "a turkey", "a chad", "jordan almonds", "CONTACT US"])
def test_lower_case_words_are_none(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["the US", "US-made", "U.S. firms", "the USA", "THE UNITED STATES"])
def test_acronyms_count_in_capitals(text: str) -> None:
    assert codes(text) == ["us"]


@pytest.mark.parametrize("text", ["Chad Barnacle", "Mary Jordan", "George Washington", "Paris Winkle"])
def test_names_of_people_are_none(text: str) -> None:
    assert codes(f"Then {text} spoke.") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("In Jordan", "jo"),
        ("in Chad, where", "td"),
        ("Jordan Public Security Directorate", "jo"),
        ("northern Chad", "td"),
    ],
)
def test_ambiguous_names_alone_count(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_georgia_follows_its_neighbors() -> None:
    assert codes("Tbilisi, in Georgia") == ["ge", "ge"]
    assert forms("Alabama and Georgia")[1] == ("us", Form.SUBDIVISION)
    assert codes("Georgia") == ["ge"]


@pytest.mark.parametrize(
    "text", ["Latin America", "the South China Sea", "Washington Post reporters", "Congo", "Korea"]
)
def test_other_meanings_are_none(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["Nigeriana", "Chinatown", "Omanis2", "xUganda", "Irany"])
def test_parts_of_words_are_none(text: str) -> None:
    assert codes(text) == []


def test_longest_name_wins() -> None:
    assert codes("Papua New Guinea, Equatorial Guinea, South Sudan, Nigeria") == ["pg", "gq", "ss", "ng"]


def test_line_breaks_stay_in_names() -> None:
    (mention,) = find_territories("in South\nKorea")
    assert mention.name == "South\nKorea"
    assert mention.code == "kr"


@given(st.text(max_size=300))
def test_spans_are_exact(noise: str) -> None:
    text = f"{noise} Uganda {noise} 中国{noise}"
    found = find_territories(text)
    assert all(text[mention.start : mention.end] == mention.name for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert {"ug", "cn"} & {mention.code for mention in found}


@given(
    st.lists(
        st.sampled_from(["Georgia", "Jordan", "US", "New", "الصين", "中国", "Guinea", "’s", "\n", "İ", "Chad", " "])
    )
)
def test_names_in_any_order_are_exact(parts: list[str]) -> None:
    text = "".join(parts)
    assert all(text[mention.start : mention.end] == mention.name for mention in find_territories(text))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Burma", "mm"),
        ("Ivory Coast", "ci"),
        ("Türkiye", "tr"),
        ("Turkey", "tr"),
        ("UAE", "ae"),
        ("the Netherlands", "nl"),
        ("UGA", "ug"),
        ("UG", "ug"),
        ("ugandan", "ug"),
        ("乌干达", "ug"),
        ("Китай", "cn"),
        ("European Union", "eu"),
        ("Kosovo", "xk"),
        ("ug", None),
        ("us", None),
        ("Kampala", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_names_are_looked_up(name: str, code: str | None) -> None:
    assert territory_of(name) == code


def test_every_code_has_a_name_that_leads_back() -> None:
    territories = load_reference("territories.yaml")["territories"]
    assert len(territories) > 250
    assert [code for code in territories if territory_of(territory_name(code)) != code] == []


def test_unknown_codes_name_themselves() -> None:
    assert territory_name("zz-zz") == "zz-zz"


def test_no_name_means_two_territories() -> None:
    owners: dict[str, set[str]] = {}
    for code, entry in load_reference("territories.yaml")["territories"].items():
        for key in ("names", "demonyms", "capitals", "cities", "subdivisions"):
            for name in [entry["name"], *entry.get(key, ())]:
                owners.setdefault(name, set()).add(code)
    assert {name: owned for name, owned in owners.items() if len(owned) > 1} == {}


def test_indirect_forms_have_rules() -> None:
    assert set(RULES) == {Form.CAPITAL, Form.CITY, Form.SUBDIVISION}
