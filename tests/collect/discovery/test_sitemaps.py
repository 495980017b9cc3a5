import gzip
from dataclasses import replace

import pytest

from countersight.collect.discovery import Found, discover, sitemap_reading, sitemaps
from countersight.collect.discovery.entries import SitemapEntry

from .conftest import Look

NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def urlset(*urls: str) -> bytes:
    return f"<urlset {NAMESPACES}>{''.join(f'<url>{url}</url>' for url in urls)}</urlset>".encode()


def index(*sitemaps: str) -> bytes:
    named = "".join(f"<sitemap>{each}</sitemap>" for each in sitemaps)
    return f"<sitemapindex {NAMESPACES}>{named}</sitemapindex>".encode()


def loc(address: str, modified: str = "") -> str:
    return f"<loc>{address}</loc>" + (f"<lastmod>{modified}</lastmod>" if modified else "")


def test_addresses_and_dates_are_found(site, look: Look) -> None:
    body = urlset(
        loc("https://site.example/a?b=1&amp;c=2", "2026-01-02T10:00+03:00"), loc("/b"), "<priority>1</priority>"
    )
    first, second = look(SitemapEntry(address=site.page("/sitemap.xml", body))).found
    assert (first.address, first.modified) == ("https://site.example/a?b=1&c=2", "2026-01-02T10:00:00+03:00")
    assert (second.address, second.modified) == (site.url("/b"), None)


def test_news_are_found_with_their_publication(site, look: Look) -> None:
    body = urlset(
        loc("https://site.example/a")
        + "<news:news><news:publication><news:name>Daily</news:name><news:language>zh-cn</news:language>"
        "</news:publication><news:publication_date>2026-01-02</news:publication_date><news:title>A &amp; B</news:title>"
        "</news:news>"
    )
    [found] = look(SitemapEntry(address=site.page("/news.xml", body))).found
    assert (found.publisher, found.language, found.published, found.title) == ("Daily", "zh", "2026-01-02", "A & B")
    assert found.modified is None


def test_index_leads_to_its_sitemaps_newest_first(site, look: Look) -> None:
    old = loc(site.page("/old.xml", urlset(loc("https://site.example/old"))), "2025-01-02")
    new = loc(site.page("/new.xml.gz", gzip.compress(urlset(loc("https://site.example/new")))), "2026-01-02")
    looked = look(SitemapEntry(address=site.page("/index.xml", index(old, new))))
    assert looked.addresses == ["https://site.example/new", "https://site.example/old"]
    assert looked.found[0].seen_in == site.url("/new.xml.gz")


def paths(log: list[tuple[str, str, float]]) -> list[str]:
    return [path for _, path, _ in log if path != "/robots.txt"]


def test_unchanged_sitemaps_of_an_index_are_not_asked_for(site, log, look: Look) -> None:
    for name in ("dated", "undated"):
        site.page(f"/{name}", urlset(loc(f"https://site.example/{name}")))
    entry = SitemapEntry(
        address=site.page("/index", index(loc(site.url("/dated"), "2026-01-02"), loc(site.url("/undated"))))
    )
    look(entry)
    assert look(entry).addresses == ["https://site.example/undated"]
    site.page("/index", index(loc(site.url("/dated"), "2026-01-03"), loc(site.url("/undated"))))
    assert look(entry).addresses == ["https://site.example/dated", "https://site.example/undated"]
    assert paths(log) == ["/index", "/dated", "/undated", "/index", "/undated", "/index", "/dated", "/undated"]


def test_unchanged_index_does_not_hide_what_it_names(site, log, look: Look) -> None:
    site.page("/a", urlset(loc("https://site.example/1")))
    entry = SitemapEntry(address=site.page("/index", index(loc(site.url("/a"))), etag='"1"'))
    look(entry)
    site.page("/a", urlset(loc("https://site.example/2")))
    assert look(entry).addresses == ["https://site.example/2"]
    assert not any("if-none-match" in headers for _, headers in site.requests)


def test_sitemap_that_failed_is_asked_for_again(site, look: Look) -> None:
    site.page("/a", b"words", status=404)
    entry = SitemapEntry(address=site.page("/index", index(loc(site.url("/a"), "2026-01-02"))))
    assert look(entry).reasons == ["UnreadableSource"]
    site.page("/a", urlset(loc("https://site.example/a")))
    assert look(entry).addresses == ["https://site.example/a"]


def test_sitemap_that_was_not_taken_whole_is_read_again(site, fetcher, memory) -> None:
    site.page("/a", urlset(*(loc(f"/{number}") for number in range(3))), etag='"1"')
    entry = SitemapEntry(address=site.page("/index", index(loc(site.url("/a"), "2026-01-02"))))
    next(discover(entry, fetch=fetcher, state=memory))
    assert len(list(discover(entry, fetch=fetcher, state=memory))) == 3


def test_robots_leads_to_sitemaps(site, look: Look) -> None:
    site.page("/robots.txt", f"Sitemap: {site.url('/a.xml')}\nSitemap: /b.xml\nSitemap: mailto:a".encode())
    for name in ("a", "b"):
        site.page(f"/{name}.xml", urlset(loc(f"https://site.example/{name}")))
    assert look(SitemapEntry(address=site.url("/robots.txt"))).addresses == [
        "https://site.example/a",
        "https://site.example/b",
    ]


def test_patterns_and_age_narrow_what_is_found(site, look: Look) -> None:
    body = urlset(
        loc("https://site.example/news/a", "2026-01-01"),
        loc("https://site.example/news/b", "2025-11-01T00:00:00Z"),
        loc("https://site.example/news/c", "2025-11"),
        loc("https://site.example/news/d"),
        loc("https://site.example/about", "2026-01-01"),
        loc("https://site.example/news/video/e", "2026-01-01"),
    )
    entry = SitemapEntry(
        address=site.page("/sitemap.xml", body), include=("/news/**",), exclude=("**/video/**",), newest_days=30
    )
    assert look(entry).addresses == ["https://site.example/news/a", "https://site.example/news/d"]


def test_text_and_feeds_serve_as_sitemaps(site, look: Look) -> None:
    text = site.page("/sitemap.txt", b"\xef\xbb\xbfhttps://site.example/a\n\nhttps://site.example/b\r\nwords\n")
    assert look(SitemapEntry(address=text)).addresses == ["https://site.example/a", "https://site.example/b"]
    feed = site.page("/feed", b"<rss><channel><item><link>https://site.example/c</link></item></channel></rss>")
    assert look(SitemapEntry(address=feed)).addresses == ["https://site.example/c"]


@pytest.mark.parametrize(
    "body",
    [
        b"words",
        b"<html><body>Not found</body></html>",
        b"<urlset",
        gzip.compress(b"<urlset/>")[:-6],
        b"\x1f\x8b" + bytes(20),
        b"<?xml version='1.0'?>",
    ],
    ids=["words", "page", "torn", "torn gzip", "no gzip", "empty"],
)
def test_what_is_no_sitemap_is_a_clear_failure(site, look: Look, body: bytes) -> None:
    looked = look(SitemapEntry(address=site.page("/sitemap.xml", body)))
    assert looked.found == []
    assert looked.reasons in (["UnreadableFeed"], [])
    assert looked.reasons or body == b"<urlset"


def test_gzip_bomb_is_refused(site, look: Look) -> None:
    bomb = gzip.compress(urlset(loc("/a")) + bytes(sitemap_reading.MAX_BYTES))
    looked = look(SitemapEntry(address=site.page("/sitemap.xml.gz", bomb)))
    assert looked.found == []
    assert "expands to more" in looked.failures[0].detail


def test_more_addresses_than_the_protocol_allows_are_refused(site, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap_reading, "MAX_ADDRESSES", 10)
    looked = look(SitemapEntry(address=site.page("/sitemap.xml", urlset(*(loc(f"/{number}") for number in range(11))))))
    assert (looked.found, looked.reasons) == ([], ["UnreadableFeed"])


def test_long_sitemap_is_read(site, make_fetcher, memory, lab) -> None:
    urls = (loc(f"https://site.example/{number}", "2026-01-02") for number in range(10_000))
    site.page("/sitemap.xml", urlset(*urls))
    fetcher = make_fetcher(limits=replace(lab, max_document_bytes=10_000_000))
    items = list(discover(SitemapEntry(address=site.url("/sitemap.xml")), fetch=fetcher, state=memory))
    assert len(items) == 10_000
    assert all(isinstance(item, Found) for item in items)


def test_indexes_within_indexes_are_bounded(site, log, look: Look) -> None:
    for depth in range(6):
        site.page(f"/{depth}", index(loc(site.url(f"/{depth + 1}"))))
    looked = look(SitemapEntry(address=site.url("/0")))
    assert "nested deeper" in looked.failures[0].detail
    assert paths(log) == ["/0", "/1", "/2"]


def test_index_that_names_itself_is_read_once(site, log, look: Look) -> None:
    address = site.url("/index")
    looked = look(SitemapEntry(address=site.page("/index", index(loc(address), loc(address)))))
    assert (looked.found, looked.failures, paths(log)) == ([], [], ["/index"])


def test_sitemaps_of_one_pass_are_counted(site, log, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_SITEMAPS", 3)
    for number in range(5):
        site.page(f"/{number}", urlset(loc(f"/page-{number}")))
    looked = look(SitemapEntry(address=site.page("/index", index(*(loc(site.url(f"/{n}")) for n in range(5))))))
    assert len(looked.found) == 2
    assert looked.reasons == ["UnreadableFeed"] * 3


def test_sitemaps_on_other_hosts_are_left_out(site, log, look: Look) -> None:
    looked = look(SitemapEntry(address=site.page("/index", index(loc("https://victim.example/sitemap.xml")))))
    assert looked.reasons == ["UnreadableFeed"]
    assert {host for host, _, _ in log} == {"127.0.0.1"}


def test_gzip_file_of_several_members_is_read_whole(site, look: Look) -> None:
    whole = urlset(loc("https://site.example/1"), loc("https://site.example/2"))
    body = gzip.compress(whole[:150]) + gzip.compress(b"") + gzip.compress(whole[150:]) + b"\0" * 8
    looked = look(SitemapEntry(address=site.page("/sitemap.xml.gz", body)))
    assert looked.addresses == ["https://site.example/1", "https://site.example/2"]


def test_entries_that_lead_nowhere_are_counted(site, look: Look) -> None:
    body = urlset(loc("https://site.example/1"), loc("mailto:a@site.example"), "<priority>1</priority>")
    lines = b"https://site.example/2\n\nwords\n"
    named = index(loc(site.page("/1.xml", body)), loc(site.page("/2.txt", lines)))
    looked = look(SitemapEntry(address=site.page("/index.xml", named)))
    assert looked.addresses == ["https://site.example/1", "https://site.example/2"]
    assert [failure.detail.rpartition(": ")[2] for failure in looked.failures] == ["3"]


def test_list_of_more_addresses_than_allowed_is_refused(site, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap_reading, "MAX_ADDRESSES", 3)
    body = "\n".join(f"https://site.example/{number}" for number in range(4)).encode()
    looked = look(SitemapEntry(address=site.page("/sitemap.txt", body)))
    assert (looked.found, looked.reasons) == ([], ["UnreadableFeed"])
