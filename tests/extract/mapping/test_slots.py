"""Numbers of cells."""

import pytest

from countersight.extract.mapping.slots import read_number


@pytest.mark.parametrize(
    ("words", "decimal", "value"),
    [
        ("307200", ".", 307200.0),
        ("Gh¢1,239,142.75", ".", 1239142.75),
        ("1.239.142,75 EUR", ",", 1239142.75),
        ("15.00                (GHS)", ".", 15.0),
        ("1 200 000", ".", 1200000.0),
        ("-3", ".", -3.0),
        ("5 of 7", ".", None),
        ("none", ".", None),
        ("9" * 400, ".", None),
        ("1.2.3", ".", None),
    ],
)
def test_the_one_number_is_read(words: str, decimal: str, value: float | None) -> None:
    assert read_number(words, decimal=decimal) == value
