import pytest

from countersight.collect.discovery.patterns import fits_pattern, make_filter
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
