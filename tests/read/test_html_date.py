"""When a page was published."""

from datetime import date

import pytest

from countersight.read.html import parse_page
from countersight.read.html_date import find_published

DAY = date(2019, 5, 3)


@pytest.mark.parametrize(
    "markup",
    [
        '<meta property="article:published_time" content="2019-05-03T10:00:00Z">',
        '<meta name="DC.date.issued" content="2019-05-03">',
        '<meta itemprop="datePublished" content="20190503">',
        '<time itemprop="datePublished" datetime="2019-05-03T08:00">Friday</time>',
        '<time pubdate datetime="2019-05-03">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2019-05-03"}</script>',
        '<script type="application/ld+json">[{"@graph": [{"datePublished": "2019-05-03"}]}]</script>',
    ],
)
def test_declared_date_is_taken(markup: str) -> None:
    assert find_published(parse_page(markup + "<p>x"), None) == DAY


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Published on 2019-05-03</p>",
        '<time datetime="2019-05-03">an event</time>',
        '<meta property="article:modified_time" content="2019-05-03">',
        '<meta name="date" content="3 May 2019">',
        '<meta name="date" content="2019-02-31">',
        '<meta name="date" content="2019-05">',
        '<script type="application/ld+json">{"dateModified": "2019-05-03"}</script>',
        '<script type="application/ld+json">{"datePublished": "2019-05-03"</script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        "<p>© 2019</p>",
    ],
)
def test_other_dates_are_not_taken(markup: str) -> None:
    assert find_published(parse_page(markup + "<p>x"), None) is None


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://paper.example/2019/05/03/cameras.html", DAY),
        ("https://paper.example/news/2019-05-03-cameras", DAY),
        ("https://paper.example/2019/05/cameras", None),
        ("https://paper.example/item?on=/2019/05/03/", None),
        ("https://paper.example/9999/05/03/", None),
        ("https://paper.example/2019/13/45/", None),
        (None, None),
    ],
)
def test_date_in_address_comes_last(address: str | None, found: date | None) -> None:
    assert find_published(parse_page("<p>x"), address) == found


def test_declared_date_goes_before_address() -> None:
    tree = parse_page('<meta name="date" content="2019-05-03"><p>x')
    assert find_published(tree, "https://paper.example/2001/01/01/") == DAY
