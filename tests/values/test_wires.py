"""Credits of news agencies."""

import pytest

from countersight.values.wires import find_credit

STORY = "The ministry has bought nine hundred cameras for the streets of the capital, it said on Monday. " * 9


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("STRELSAU (Reuters) - " + STORY, "Reuters"),
        (STORY + "\n\nSource: Reuters", "Reuters"),
        ("STRELSAU — " + STORY + "(AFP)", "Agence France-Presse"),
        (STORY + "(أ ف ب)", "Agence France-Presse"),
        ("STRELSAU (AP) — " + STORY, "Associated Press"),
        ("Xinhua\n" + STORY, "Xinhua"),
        (STORY + "\n来源：新华社", "Xinhua"),
        ("(EFE).- " + STORY, "EFE"),
    ],
)
def test_credit_is_found(text: str, agency: str) -> None:
    assert find_credit(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "The minister told Reuters on Monday. " + STORY,
        "AP-NORC Center: a poll. " + STORY,
        STORY + "(Reuters) " + STORY,
        "",
    ],
    ids=["none", "spoken of", "part of a name", "deep in the text", "empty"],
)
def test_what_is_no_credit_is_not_found(text: str) -> None:
    assert find_credit(text) is None


def test_agency_as_author_is_a_credit() -> None:
    assert find_credit(STORY, author="AFP") == "Agence France-Presse"
    assert find_credit(STORY, author="A. Reporter") is None
