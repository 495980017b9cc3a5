import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.collect.discovery.patterns import LONGEST_PATTERN, fits_pattern, make_filter
from countersight.errors import BadSetting

ADDRESS = "https://site.example/news/2026/camera-deal.html?id=7"


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("/news/**", True),
        ("/news/*", False),
        ("/news/*/*", True),
        ("/news/????/*", True),
        ("/NEWS/**", False),
        ("https://site.example/**", True),
        ("**.html", False),
        ("**.html**", True),
        ("**?id=7", True),
        ("/news/2026/camera.deal.html?id=7", False),
        (r"^https://site\.example/news/\d{4}/", True),
        (r"^https://other", False),
    ],
)
def test_pattern_fits(pattern: str, fits: bool) -> None:
    assert fits_pattern(pattern)(ADDRESS) is fits


@given(st.text("ab/*?.", max_size=9), st.text("ab/?.", max_size=9))
def test_glob_fits_what_its_expression_would(glob: str, address: str) -> None:
    wild = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.findall(r"\*\*|.", f"x{glob}")
    expression = "".join(wild.get(part, re.escape(part)) for part in parts)
    assert fits_pattern(f"x{glob}")(f"x{address}") is bool(re.fullmatch(expression, f"x{address}", re.DOTALL))


@pytest.mark.parametrize("wildcards", ["**a" * 300, "*a" * 450, "**?a" * 200], ids=["any", "within", "mixed"])
def test_many_wildcards_come_to_an_end(wildcards: str) -> None:
    is_wanted = fits_pattern(f"https://site.example/{wildcards}b")
    assert not is_wanted(f"https://site.example/{'a' * 1_900}")
    assert is_wanted(f"https://site.example/{'a' * 1_900}b")


def test_overlong_pattern_is_a_bad_setting() -> None:
    assert fits_pattern("*" * LONGEST_PATTERN)("a")
    with pytest.raises(BadSetting, match="more than 1,000 characters"):
        fits_pattern("*" * (LONGEST_PATTERN + 1))


def test_broken_expression_is_a_bad_setting() -> None:
    with pytest.raises(BadSetting, match="unterminated"):
        fits_pattern("^[")


def test_exclusion_outranks_inclusion() -> None:
    is_wanted = make_filter(["/news/**"], ["**/camera*"])
    assert not is_wanted(ADDRESS)
    assert is_wanted("https://site.example/news/other")
    assert not is_wanted("https://site.example/about")


def test_no_inclusion_takes_everything() -> None:
    assert make_filter([], ["**.pdf"])(ADDRESS)
