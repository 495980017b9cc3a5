"""Which words of a cell are meant."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from countersight.extract.mapping.picking import pick_items
from countersight.extract.mapping.report import Report
from countersight.extract.mapping.rows import Row, read_tables
from countersight.extract.mapping.rules import Pick
from countersight.model.text import DocumentText


@pytest.fixture
def row(table: Callable[..., DocumentText]) -> Callable[[str], Row]:
    """Make a row of one cell."""
    return lambda words: read_tables(table(f'A,B\n"{words}",x\n'))[0].rows[0]


@pytest.mark.parametrize(
    ("options", "words", "values"),
    [
        pytest.param({}, " Orbex ", ["Orbex"], id="whole"),
        pytest.param({"split": (",", " and ")}, "a, b and c,", ["a", "b", "c"], id="split"),
        pytest.param({"split": (",",), "drop": ("and ",)}, "a, and b", ["a", "b"], id="list artefact"),
        pytest.param({"pattern": re.compile("to (?P<it>.+)")}, "Sales to Kenya", ["Kenya"], id="pattern"),
        pytest.param({"pattern": re.compile(r"\d+")}, "about 30 units", ["30"], id="pattern without a name"),
        pytest.param({"values": {"x y": "z"}}, "X  Y", ["z"], id="words folded"),
        pytest.param({"values": {}, "otherwise": "rest"}, "q", ["rest"], id="otherwise"),
        pytest.param({"ignore": frozenset({"n/a"})}, "N/A", [], id="nothing"),
        pytest.param({"ignore_matching": re.compile("^not ")}, "not known", [], id="what says nothing"),
    ],
)
def test_items_are_what_the_rule_means(
    row: Callable[[str], Row], options: dict[str, Any], words: str, values: list[str]
) -> None:
    report = Report()
    items = pick_items(Pick(columns=("A",), **options), row(words), report, "slot")
    assert [item.value for item in items] == values
    assert not report.uncovered
    assert report.became.total() > 0


@pytest.mark.parametrize(
    "options", [{"values": {"a": "b"}}, {"pattern": re.compile("nowhere")}], ids=["values", "pattern"]
)
def test_words_without_a_rule_are_reported(row: Callable[[str], Row], options: dict[str, Any]) -> None:
    report = Report()
    assert pick_items(Pick(columns=("A",), **options), row("q"), report, "slot") == []
    assert report.uncovered == {("A", "slot", "q"): 1}


def test_what_is_too_long_is_no_item(row: Callable[[str], Row]) -> None:
    report = Report()
    assert pick_items(Pick(columns=("A",)), row("x" * 1_001), report, "slot") == []
    assert report.uncovered.total() == 1
    assert len(pick_items(Pick(columns=("A",)), row("x" * 1_001), Report(), "slot", is_prose=True)) == 1


def test_items_stand_where_they_say(table: Callable[..., DocumentText]) -> None:
    text = table('A,B\n"one,  two ,three",x\n')
    row = read_tables(text)[0].rows[0]
    for item in pick_items(Pick(columns=("A",), split=(",",)), row, Report(), "slot"):
        assert text.text[item.start : item.end] == item.words


def test_first_filled_column_counts(table: Callable[..., DocumentText]) -> None:
    row = read_tables(table("A,B,C\n,two,three\n1,2,3\n"))[0].rows[0]
    assert [item.value for item in pick_items(Pick(columns=("A", "B", "C"), is_first=True), row, Report(), "s")] == [
        "two"
    ]
