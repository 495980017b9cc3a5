"""Which sign parts the cells of a table, and which row names its columns."""

import pytest

from countersight.values.table_shape import find_delimiter, find_header


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        pytest.param("a,b\n1,2\n", ",", id="comma"),
        pytest.param("a;b;c\n0,5;0,7;1\n0,1;2,5;3\n", ";", id="decimal commas"),
        pytest.param('name\tplace\n"Orbex, Inc."\tZubrowka\n', "\t", id="tab"),
        pytest.param("one column\nof words\n", ",", id="none"),
        pytest.param('a,b\n"x;y;z",1\n"u;v;w",2\n', ",", id="list in quotes"),
    ],
)
def test_delimiter_is_found(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        pytest.param([["Buyer", "Price"], ["Zubrowka", "12"]], 0, id="first row"),
        pytest.param(
            [["A list of deals", ""], ["Buyer", "Price"], ["Zubrowka", "12"], ["Genovia", "3"]], 1, id="title"
        ),
        pytest.param([["36", "Orbex", "-0-"], ["37", "Gelt", "-0-"]], None, id="numbers first"),
        pytest.param([["Orbex", "http://orbex.example"], ["Gelt", ""]], None, id="an address"),
        pytest.param([["Country", "2019", "2020"], ["Zubrowka", "1", "2"]], 0, id="years name columns"),
        pytest.param([["x", "x", "x", "x"], ["a", "b", "c", "d"]], 1, id="not all alike"),
    ],
)
def test_header_is_found(rows: list[list[str]], place: int | None) -> None:
    assert find_header(rows) == place
