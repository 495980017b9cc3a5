import json

import pytest

from countersight.collect.discovery import xml_feeds
from countersight.collect.discovery.entries import FeedEntry

from .conftest import Look

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>News of nowhere</title><link>https://site.example/</link><language>es-MX</language>{items}</channel></rss>"""


def rss(*items: str, encoding: str = "utf-8") -> bytes:
    return RSS.format(encoding=encoding, items="".join(f"<item>{item}</item>" for item in items)).encode(encoding)


def feed(site, body: bytes, **headers: str) -> FeedEntry:
    return FeedEntry(address=site.page("/feed", body, **headers))


def test_rss_item_is_found_with_what_is_said_of_it(site, look: Look) -> None:
    entry = feed(
        site,
        rss(
            "<media:title>Other words</media:title><title>C&amp;aacute;maras &amp;lt;b&amp;gt;</title>"
            "<link>/a?utm_source=rss</link><pubDate>Fri, 02 Jan 2026 12:00:00 +0300</pubDate>"
        ),
    )
    [found] = look(entry).found
    assert found.address == site.url("/a")
    assert found.seen_in == entry.address
    assert (found.title, found.publisher, found.language) == ("Cámaras <b>", None, "es")
    assert (found.published, found.modified, found.seen) == ("2026-01-02T12:00:00+03:00", None, None)


@pytest.mark.parametrize(
    ("item", "publisher", "title"),
    [
        (
            '<title>Deal signed - The Example</title><source url="https://daily.example">The Example</source>',
            "The Example",
            "Deal signed",
        ),
        ('<title>Deal signed - Part two</title><source url="https://daily.example">Daily</source>', "Daily", None),
        ('<title>A</title><source url="https://daily.example/feed"/>', "daily.example", "A"),
        ("<title>A - Daily</title><dc:publisher>Daily</dc:publisher>", "Daily", "A - Daily"),
        ("<title>A - Daily</title><dc:source>Daily</dc:source>", None, "A - Daily"),
        ("<title>A - Daily</title><author>Daily</author>", None, "A - Daily"),
    ],
)
def test_true_publisher_is_kept(site, look: Look, item: str, publisher: str | None, title: str | None) -> None:
    [found] = look(feed(site, rss(f"{item}<link>https://agency.example/a</link>"))).found
    assert found.publisher == publisher
    assert found.title == (title or "Deal signed - Part two")


def test_rss_of_rdf_is_read(site, look: Look) -> None:
    body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>N</title><dc:language>fr</dc:language>
      </channel><item rdf:about="https://site.example/a"><title>A</title><link>https://site.example/a</link>
      <dc:date>2026-01-02T12:00+01:00</dc:date></item><item rdf:about="https://site.example/b"/></rdf:RDF>"""
    looked = look(feed(site, body))
    assert looked.addresses == ["https://site.example/a", "https://site.example/b"]
    assert looked.found[0].published == "2026-01-02T12:00:00+01:00"
    assert looked.found[0].language == "fr"


def test_old_rss_is_read(site, look: Look) -> None:
    body = b"""<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
      "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>N</title>
      <item><title>Caf&eacute;</title><link>https://site.example/a</link></item></channel></rss>"""
    [found] = look(feed(site, body)).found
    assert (found.address, found.title) == ("https://site.example/a", "Café")


def test_atom_entry_is_read(site, look: Look) -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar" xml:base="https://site.example/news/">
      <title>N</title><link rel="self" href="/feed"/><entry xml:base="2026/">
      <title type="html">&lt;b&gt;A&lt;/b&gt; deal</title>
      <link rel="replies" href="replies"/><link href="a.html"/>
      <link rel="enclosure" href="a.pdf" type="application/pdf"/>
      <published>2026-01-02T12:00:00Z</published><updated>2026-01-03T12:00:00Z</updated>
      <source><title>Agency of nowhere</title><link href="https://agency.example/"/></source></entry></feed>"""
    page, enclosed = look(feed(site, body)).found
    assert page.address == "https://site.example/news/2026/a.html"
    assert (page.title, page.publisher, page.language) == ("A deal", "Agency of nowhere", "ar")
    assert (page.published, page.modified) == ("2026-01-02T12:00:00+00:00", "2026-01-03T12:00:00+00:00")
    assert enclosed.address == "https://site.example/news/2026/a.pdf"
    assert enclosed.title == page.title


@pytest.mark.parametrize(
    ("item", "addresses"),
    [
        ("<guid>https://site.example/g</guid>", ["https://site.example/g"]),
        ('<guid isPermaLink="false">https://site.example/g</guid>', []),
        ("<guid>tag:site.example</guid>", []),
        ("<link>mailto:a@site.example</link>", []),
        ("<link><![CDATA[https://site.example/a?b=1&c=2]]></link>", ["https://site.example/a?b=1&c=2"]),
        ("<link>https://site.example/a?b=1&c=2</link>", ["https://site.example/a?b=1&c=2"]),
        (
            '<link>https://site.example/a</link><enclosure url="/r.PDF" type="x/y"/><enclosure url="/s.mp3"/>',
            ["https://site.example/a", "{site}/r.PDF"],
        ),
        ('<enclosure url="https://site.example/r" type="application/pdf"/>', ["https://site.example/r"]),
        (
            "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='https://site.example/a'/>",
            ["https://site.example/a"],
        ),
    ],
)
def test_item_leads_where_it_says(site, look: Look, item: str, addresses: list[str]) -> None:
    looked = look(feed(site, rss(item)))
    assert looked.addresses == [address.format(site=site.url("")) for address in addresses]
    assert looked.reasons == ([] if addresses else ["UnreadableFeed"])


def test_items_that_lead_nowhere_are_counted(site, look: Look) -> None:
    looked = look(feed(site, rss("<title>A</title>", "<title>B</title>", "<link>https://site.example/c</link>")))
    assert looked.addresses == ["https://site.example/c"]
    assert looked.failures[0].detail.endswith("items that lead nowhere on the web: 2")


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("windows-1251", "Камеры"),
        ("koi8-r", "Камеры"),
        ("gb18030", "摄像头"),
        ("shift_jis", "カメラ"),
        ("euc-kr", "카메라"),
        ("windows-1256", "كاميرات"),
        ("iso-8859-1", "Cámaras"),
        ("utf-16", "كاميرات"),
    ],
)
def test_encoding_is_understood(site, look: Look, encoding: str, title: str) -> None:
    body = rss(f"<title>{title}</title><link>https://site.example/a</link>", encoding=encoding)
    assert look(feed(site, body)).found[0].title == title


@pytest.mark.parametrize("charset", ["windows-1251", "utf-8", "nonsense", "zlib", "utf-16"])
def test_wrong_header_does_not_spoil_the_rest(site, look: Look, charset: str) -> None:
    body = rss("<title>Камеры</title><link>https://site.example/a</link>", encoding="windows-1251")
    looked = look(feed(site, body, content_type=f"text/xml; charset={charset}"))
    assert looked.addresses == ["https://site.example/a"]


def test_header_outranks_the_declaration(site, look: Look) -> None:
    body = rss("<title>Камеры</title><link>https://site.example/a</link>").decode().encode("windows-1251")
    assert look(feed(site, body, content_type="text/xml; charset=windows-1251")).found[0].title == "Камеры"


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body[:-40],
        lambda body: b"\r\n \r\n" + body,
        lambda body: b"\xef\xbb\xbf" + body,
        lambda body: body.replace(b"<title>A", b"<title>A & B \x0b \xff &nbsp; &nosuch; <br>"),
        lambda body: body.replace(b"</item>", b"</itm>", 1),
        lambda body: body + b"<!-- served by cache --><more/>",
        lambda body: b"<?xml version='1.1'?>" + body.partition(b"?>")[2],
        lambda body: body.replace(b' xmlns:dc="http://purl.org/dc/elements/1.1/"', b""),
    ],
)
def test_damaged_feed_is_read_as_far_as_it_goes(site, look: Look, damage) -> None:
    items = [f"<title>A</title><link>https://site.example/{number}</link>" for number in range(3)]
    looked = look(feed(site, damage(rss(*items))))
    assert looked.addresses[:2] == ["https://site.example/0", "https://site.example/1"]


@pytest.mark.parametrize(
    "body",
    [
        b"words",
        b"\x00\x01\x02",
        b"<opml><body/></opml>",
        b"<rss",
        b"{",
        b"{}",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}',
        b'{"items": []}',
        pytest.param(b"[" * 100_000, id="deep lists"),
        pytest.param(b'{"a":' * 10_000, id="deep objects"),
        b"<html><body>No feed is named here</body></html>",
        b"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><r>&b;</r>",
    ],
)
def test_what_is_no_feed_is_a_clear_failure(site, look: Look, body: bytes) -> None:
    looked = look(feed(site, body))
    assert looked.found == []
    assert looked.reasons == ["UnreadableFeed"]


def test_entities_of_a_document_are_not_expanded(site, look: Look, tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    body = rss("<title>&x;&y;</title><link>https://site.example/a</link>").replace(
        b"<rss", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "words">]><rss'.encode(), 1
    )
    [found] = look(feed(site, body)).found
    assert "words" not in (found.title or "")


@pytest.mark.parametrize(
    "filler",
    ["<x " * 300_000, "<x>" * 300_000, "<" * 1_000_000, "&" * 1_000_000, "<![CDATA[" * 100_000, "<x/>" * 250_000],
    ids=["tags", "depth", "brackets", "ampersands", "sections", "elements"],
)
def test_hostile_markup_is_cut_short(site, make_fetcher, memory, lab, filler: str) -> None:
    from dataclasses import replace

    from countersight.collect.discovery import discover

    site.page("/feed", rss("<link>https://site.example/a</link>", f"<title>{filler}"))
    fetcher = make_fetcher(limits=replace(lab, max_document_bytes=10_000_000))
    items = list(discover(FeedEntry(address=site.url("/feed")), fetch=fetcher, state=memory))
    assert len(items) <= 2


def test_overlong_feed_is_refused(site, make_fetcher, memory, lab) -> None:
    from dataclasses import replace

    from countersight.collect.discovery import discover

    site.page("/feed", b" " * 9_000_000)
    fetcher = make_fetcher(limits=replace(lab, max_document_bytes=10_000_000))
    [failure] = discover(FeedEntry(address=site.url("/feed")), fetch=fetcher, state=memory)
    assert failure.reason == "UnreadableFeed"


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "News of nowhere",
    "language": "ru",
    "items": [
        {
            "id": "1",
            "url": "/a",
            "title": "A &amp; B",
            "date_published": "2026-01-02T12:00:00-05:00",
            "date_modified": "2026-01-03T12:00:00Z",
            "attachments": [
                {"url": "a.pdf", "mime_type": "application/pdf"},
                {"url": "a.mp3", "mime_type": "audio/mpeg"},
            ],
        },
        {"id": "https://site.example/b", "language": "kk"},
        {"id": "3", "external_url": "https://site.example/c"},
        {"id": "4", "url": 7},
        "words",
    ],
}


def test_json_feed_is_read(site, look: Look) -> None:
    looked = look(feed(site, json.dumps(JSON_FEED).encode(), content_type="application/feed+json"))
    assert looked.addresses == [
        site.url("/a"),
        site.url("/a.pdf"),
        "https://site.example/b",
        "https://site.example/c",
    ]
    first = looked.found[0]
    assert (first.title, first.language, first.published) == ("A & B", "ru", "2026-01-02T12:00:00-05:00")
    assert looked.found[2].language == "kk"
    assert looked.reasons == ["UnreadableFeed"]


def test_page_is_asked_for_its_feed(site, look: Look) -> None:
    site.page("/feed.xml", rss("<link>https://site.example/a</link>"))
    page = b"""<!doctype html><head><link rel="stylesheet" href="/s.css"><base href="/below/">
      <link rel="ALTERNATE home" type="application/rss+xml; charset=utf-8" href="../feed.xml">
      <link rel="alternate" type="application/rss+xml" href="/comments.xml"></head>"""
    looked = look(FeedEntry(address=site.page("/", page)))
    assert looked.addresses == ["https://site.example/a"]
    assert looked.found[0].seen_in == site.url("/feed.xml")


def test_unchanged_feed_is_not_read_again(site, log, look: Look) -> None:
    entry = feed(site, rss("<link>https://site.example/a</link>"), etag='"1"')
    assert look(entry).addresses == ["https://site.example/a"]
    site.page("/feed", status=304)
    assert (look(entry).found, look(entry).failures) == ([], [])
    assert site.requests[-1][1]["if-none-match"] == '"1"'


def test_feed_that_was_not_taken_whole_is_read_again(site, fetcher, memory) -> None:
    from countersight.collect.discovery import discover

    entry = feed(site, rss(*(f"<link>https://site.example/{number}</link>" for number in range(3))), etag='"1"')
    next(discover(entry, fetch=fetcher, state=memory))
    assert len(list(discover(entry, fetch=fetcher, state=memory))) == 3
    assert "if-none-match" not in site.requests[-1][1]


def test_each_address_is_found_once(site, look: Look) -> None:
    items = ["<link>https://site.example/a?utm_medium=rss</link>", "<link>https://site.example/a#part</link>"]
    assert look(feed(site, rss(*items))).addresses == ["https://site.example/a"]


@pytest.mark.parametrize(("status", "reason"), [(404, "UnreadableSource"), (503, "SourceUnavailable")])
def test_feed_that_cannot_be_had_is_a_failure(site, look: Look, status: int, reason: str) -> None:
    looked = look(FeedEntry(address=site.page("/feed", status=status)))
    assert looked.reasons == [reason]
    assert looked.failures[0].item == site.url("/feed")


def test_our_reading_agrees_with_feedparser(site, look: Look) -> None:
    feedparser = pytest.importorskip("feedparser")
    from io import BytesIO

    items = [
        f"<title>Palabras ñ &lt; {number}</title><link>https://site.example/{number}?a=1&amp;b={number}</link>"
        f"<pubDate>Fri, 02 Jan 2026 12:{number:02}:00 GMT</pubDate>"
        for number in range(20)
    ]
    body = rss(*items)
    theirs = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    ours = look(feed(site, body)).found
    assert [(found.address, found.title) for found in ours] == [(their.link, their.title) for their in theirs.entries]


def test_feed_of_too_many_items_is_told(site, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_feeds, "MAX_ITEMS", 3)
    items = "".join(f"<item><link>/{number}</link></item>" for number in range(4))
    looked = look(FeedEntry(address=site.page("/feed", f"<rss><channel>{items}</channel></rss>".encode())))
    assert len(looked.found) == 3
    assert "items that are taken of a feed" in looked.failures[0].detail
