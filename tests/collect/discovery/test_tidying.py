import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.discovery.tidying import LONGEST_ADDRESS, TRACKING, tidy_address

BASE = "https://site.example/news/list.html"


@pytest.mark.parametrize(
    ("address", "tidy"),
    [
        ("/a", "https://site.example/a"),
        ("b?c=1", "https://site.example/news/b?c=1"),
        ("//other.example/a", "https://other.example/a"),
        ("?page=2", "https://site.example/news/list.html?page=2"),
        ("HTTPS://Site.Example:443/A#part", "https://site.example/A"),
        (" /a\n/b ", "https://site.example/a/b"),
        ("/a?utm_source=x&id=7&UTM_Campaign=y&fbclid=z", "https://site.example/a?id=7"),
        ("/a?utm_source=x", "https://site.example/a"),
        ("/a?ref=b&source=c&id=d", "https://site.example/a?ref=b&source=c&id=d"),
        ("/a?b=%2F&c=+d&e", "https://site.example/a?b=%2F&c=+d&e"),
        ("/人", "https://site.example/%E4%BA%BA"),
    ],
)
def test_address_is_tidied(address: str, tidy: str) -> None:
    assert tidy_address(address, BASE) == tidy


@pytest.mark.parametrize(
    "address",
    ["", "  ", "mailto:a@site.example", "javascript:void(0)", "ftp://site.example/a", "http://", "http://[", "data:,a"],
)
def test_what_is_not_of_the_web_is_none(address: str) -> None:
    assert tidy_address(address, "") is None


def test_page_without_base_is_none() -> None:
    assert tidy_address("/a") is None


def test_overlong_address_is_none() -> None:
    assert tidy_address("https://site.example/" + "a" * LONGEST_ADDRESS) is None


NAMES = st.sampled_from([*sorted(TRACKING), "utm_x", "id", "q", "ref", "utm", "page", ""])
QUERIES = st.lists(st.tuples(NAMES, st.text(alphabet="ab%/?=+ é", max_size=4)), max_size=6)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.builds("https://site.example/{}".format, st.text(max_size=60))))
def test_tidy_address_stays_as_it_is(address: str) -> None:
    tidy = tidy_address(address, BASE)
    assert tidy is None or tidy_address(tidy) == tidy


@settings(deadline=None)
@given(QUERIES)
def test_only_tracking_goes(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    tidy = tidy_address(f"https://site.example/a?{query}")
    assert tidy is not None
    kept = [pair.partition("=")[0] for pair in tidy.partition("?")[2].split("&") if pair]
    assert not any(name in TRACKING or name.startswith("utm_") for name in kept)
    if "?" not in "".join(value for _, value in pairs):
        assert [name for name in kept if name] == [
            name for name, _ in pairs if name and name not in TRACKING and not name.startswith("utm_")
        ]


PARTS = st.lists(
    st.sampled_from(["a", "B", "7", ".", "..", "-", "_", "~", "/", "//", "%41", "%7e", "é", ":"]), max_size=8
)


@settings(deadline=None)
@given(st.sampled_from(["site.example", "a.b.example", "SITE.example", "xn--a.example"]), PARTS)
def test_short_cut_comes_to_the_same(host: str, parts: list[str]) -> None:
    address = f"https://{host}/{''.join(parts)}?page=7"
    # What has a fragment goes the long way.
    assert tidy_address(address) == tidy_address(f"{address}#part")
