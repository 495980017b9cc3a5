"""The order of right-to-left letters."""

import random

import pytest

from countersight.read.pdf_bidi import Letter, has_right_to_left, order_line

SHOWN = [
    ("אבג דהו", "והד גבא"),
    ("אבג 2019 דהו", "והד 2019 גבא"),
    ("אבג, 2019.", ".2019 ,גבא"),
    ("אבג Acme Vision דהו", "והד Acme Vision גבא"),
    ("אבג Acme 5000, דהו", "והד ,Acme 5000 גבא"),
    ("מ 18 22 פ", "פ 22 18 מ"),
    ("אבג 3.5 דהו 12% ז", "ז 12% והד 3.5 גבא"),
    ("אבג (דה) ו", "ו (הד) גבא"),
    ("דרבת شَرِكَة ب", "ب ةَكِرَش תברד"),
]
"""Lines as read, and as shown from left to right."""


def _place(shown: str, *, spaces: bool = True) -> list[Letter]:
    letters, edge = [], 50.0
    for letter in shown:
        width = 3.0 if letter == " " else 6.0
        if spaces or letter != " ":
            letters.append(Letter(letter, edge, edge + width, 10.0))
        edge += width
    return letters


@pytest.mark.parametrize(("read", "shown"), SHOWN)
def test_line_is_read_from_the_right(read: str, shown: str) -> None:
    assert order_line(_place(shown)) == read


def test_order_given_does_not_matter() -> None:
    placed = _place("והד 2019 גבא")
    spaces = [letter for letter in placed if letter.text == " "]
    others = [letter for letter in placed if letter.text != " "]
    random.Random(0).shuffle(others)
    assert order_line([*others[:5], spaces[0], *others[5:], spaces[1]]) == "אבג 2019 דהו"


def test_marks_follow_their_letter() -> None:
    letters = [Letter("\u062a", 10, 16, 10), Letter("\u064e", 18, 19, 10), Letter("\u0628", 19, 24, 10)]
    assert order_line(letters) == "\u0628\u064e\u062a"


def test_wide_gap_is_a_space() -> None:
    assert order_line(_place("והד גבא", spaces=False)) == "אבג דהו"


def test_shapes_of_brackets_are_turned() -> None:
    assert order_line(_place("ו )הד( גבא")) == "אבג (דה) ו"


def test_left_to_right_line_stays() -> None:
    line = "The ministry (המשרד) bought 12 cameras"
    assert order_line(_place(line)) == line


@pytest.mark.parametrize(("text", "answer"), [("Acme 公安 12", False), ("a שלום", True), ("ﺏ", True), ("", False)])
def test_scripts_from_the_right_are_known(text: str, answer: bool) -> None:
    assert has_right_to_left(text) is answer
