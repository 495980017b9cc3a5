"""Tests of numbers with their hedges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.values.quantities import find_quantities, value_of_words


@pytest.mark.parametrize(
    ("text", "value", "hedge", "words"),
    [
        ("trained 2,700 officers", 2700, "exact", "2,700"),
        ("in over 100 countries", 100, "over", "over 100"),
        ("more than 1,300 forces", 1300, "over", "more than 1,300"),
        ("at least 20,000 cameras", 20000, "over", "at least 20,000"),
        ("400+ cameras", 400, "over", "400+"),
        ("nearly three thousand recruits", 3000, "under", "nearly three thousand"),
        ("up to 50 drones", 50, "under", "up to 50"),
        ("some 600 readers", 600, "about", "some 600"),
        ("approximately 100 guests", 100, "about", "approximately 100"),
        ("two hundred and fifty cameras", 250, "exact", "two hundred and fifty"),
        ("a million cameras", 1_000_000, "exact", "a million"),
        ("1.5 million people", 1_500_000, "exact", "1.5 million"),
    ],
)
def test_number_is_read_with_hedge(text: str, value: float, hedge: str, words: str) -> None:
    (found,) = find_quantities(text)
    assert (found.value, found.hedge, text[found.start : found.end]) == (value, hedge, words)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("a $1.2 million deal", 1_200_000, "USD"),
        ("for US$5m", 5_000_000, "USD"),
        ("€30m in all", 30_000_000, "EUR"),
        ("30 million Euro contract", 30_000_000, "EUR"),
        ("KRW 3.18 billion of funding", 3_180_000_000, "KRW"),
        ("worth 40 million yuan", 40_000_000, "CNY"),
        ("R$ 12,5", 12.5, "BRL"),
    ],
)
def test_money_carries_its_currency(text: str, value: float, currency: str) -> None:
    found = find_quantities(text)[0]
    assert (found.value, found.currency) == (value, currency)


@pytest.mark.parametrize(
    "text",
    ["in 2013", "the 5th of the month", "20% of them", "an 8-year plan", "May 5", "5 May", "page 12", "dozens of them"],
)
def test_dates_and_shares_are_no_counts(text: str) -> None:
    assert find_quantities(text) == []


def test_words_that_are_no_number() -> None:
    assert value_of_words("camera") is None


@given(st.text(max_size=200))
def test_spans_lie_in_any_text(text: str) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in find_quantities(text))


@given(st.integers(min_value=3, max_value=10**9))
def test_grouped_figures_read_back(number: int) -> None:
    assert find_quantities(f"about {number:,} cameras")[0].value == number
