"""Whatever bytes are served as a list, they are read or refused: nothing else may happen."""

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.feeds import read_feed
from countersight.collect.discovery.gdelt_bulk import newest_files
from countersight.collect.discovery.gkg import read_rows
from countersight.collect.discovery.html_links import Page
from countersight.collect.discovery.sitemap_reading import read_sitemap, unpack
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.discovery.xml_reading import decode_xml, repair_markup
from countersight.errors import UnreadableFeed

ADDRESS = "https://site.example/list"
FEED = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xml:base="/a/"><channel><language>en</language><item>'
    b"<title>A &amp; B</title><link>/a</link><source url='/s'>S</source>"
    b"<pubDate>Fri, 02 Jan 2026 12:00:00 GMT</pubDate>"
    b"<enclosure url='/a.pdf' type='application/pdf'/></item></channel></rss>"
)
SITEMAP = (
    b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://site.example/a</loc>"
    b"<lastmod>2026-01-02</lastmod></url></urlset>"
)
PAGE = b"<!doctype html><base href='/b/'><link rel=alternate type=application/rss+xml href=f><a href='c'>Words</a>"
JSON = b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/a","attachments":[{"url":"/b"}]}]}'


def listing(data: bytes, declared: str = "") -> Listing:
    return Listing(address=ADDRESS, base=ADDRESS, data=data, declared=declared, validators=None)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Cut a sound document somewhere, and put something in between."""
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 20)))
    scrap = draw(
        st.one_of(
            st.binary(max_size=8), st.sampled_from([b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"\xff\xfe"])
        )
    )
    return whole[:start] + scrap + whole[end:]


@pytest.mark.parametrize("whole", [FEED, JSON, b""], ids=["xml", "json", "nothing"])
@settings(deadline=None)
@given(data=st.data())
def test_any_feed_is_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    with suppress(UnreadableFeed):
        for found in read_feed(listing(data.draw(damaged(whole)))).found:
            assert tidy_address(found.address) == found.address


@settings(deadline=None)
@given(damaged(SITEMAP))
def test_any_sitemap_is_read_or_refused(served: bytes) -> None:
    with suppress(UnreadableFeed):
        for found in read_sitemap(unpack(listing(served)), listing(served)).found:
            assert tidy_address(found.address) == found.address


@settings(deadline=None)
@given(damaged(PAGE))
def test_any_page_is_read_or_refused(served: bytes) -> None:
    with suppress(UnreadableFeed):
        page = Page(listing(served))
        addresses = [*(link.address for link in page.links()), *page.feeds(), page.canonical()]
        assert all(address is None or tidy_address(address) == address for address in addresses)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_file_of_gdelt_is_read_or_refused(served: bytes) -> None:
    with suppress(UnreadableFeed):
        list(read_rows(listing(served), Counter()))
    with suppress(UnreadableFeed):
        newest_files(listing(served), after="", most=3)


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["", "text/xml; charset=utf-16", "a; charset=hex", "a; charset=idna"]))
def test_any_bytes_can_be_decoded(served: bytes, declared: str) -> None:
    assert isinstance(decode_xml(served, declared), str)


@settings(deadline=None)
@given(st.text(alphabet="<>&;![]CDATAbr amp#1", max_size=60))
def test_repaired_markup_stays_as_it_is(text: str) -> None:
    once = repair_markup(text)
    assert repair_markup(once) == once


@pytest.mark.parametrize(
    "served",
    [
        b"<rss><channel>" + b"\n" * 1_000_000 + b"<item><link>/a</link></item></channel></rss>",
        b"<rss>" + b"<a xml:base='x/" + b"y/" * 8_000 + b"'>" + b"<item><link>/a</link></item>" * 2_000,
        b"<rss>" + b"<a xml:base='xxxxxxxxx/'>" * 200 + b"<item><link>/a</link></item>",
    ],
    ids=["space", "long base", "deep base"],
)
def test_feed_made_to_take_time_is_read_all_the_same(served: bytes) -> None:
    assert {found.address for found in read_feed(listing(served)).found} == {"https://site.example/a"}


def test_page_with_a_base_without_end_keeps_its_own() -> None:
    served = b"<base href='/" + b"x/" * 2_000_000 + b"'>" + b"<a href='a'>A</a><a href='b'>B</a>" * 2_000
    assert {link.address for link in Page(listing(served)).links()} == {f"https://site.example/{one}" for one in "ab"}
