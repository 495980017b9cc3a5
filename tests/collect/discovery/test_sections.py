import pytest

from countersight.collect.discovery import html_links, sections
from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.entries import PageEntry, SectionEntry
from countersight.collect.discovery.html_links import Page

from .conftest import Look


def page(*links: str, head: str = "") -> bytes:
    anchors = "".join(f'<li><a href="{link}">Words of <b>{link}</b></a>' for link in links)
    return f"<!doctype html><head>{head}</head><body><ul>{anchors}</ul></body>".encode()


def paths(log: list[tuple[str, str, float]]) -> list[str]:
    return [path for _, path, _ in log if path != "/robots.txt"]


def test_links_that_fit_are_found(site, look: Look) -> None:
    body = page("/news/a?utm_source=x", "news/b#c", "/about", "https://other.example/news/d", "/news/a", "mailto:e")
    looked = look(SectionEntry(address=site.page("/", body), include=("/news/*",)))
    assert looked.addresses == [site.url("/news/a"), site.url("/news/b")]
    assert looked.found[0].title == "Words of /news/a?utm_source=x"
    assert looked.found[0].seen_in == site.url("/")


def test_other_hosts_have_to_be_asked_for(site, look: Look) -> None:
    body = page("https://other.example/news/d")
    entry = SectionEntry(address=site.page("/", body), include=("/news/*",), other_hosts=True)
    assert look(entry).addresses == ["https://other.example/news/d"]


def test_excluded_links_are_left_out(site, look: Look) -> None:
    body = page("/news/a", "/news/a.mp4")
    entry = SectionEntry(address=site.page("/", body), include=("/news/*",), exclude=("**.mp4",))
    assert look(entry).addresses == [site.url("/news/a")]


def test_base_of_the_page_counts(site, look: Look) -> None:
    body = page("a", head='<base href="/news/2026/">')
    entry = SectionEntry(address=site.page("/", body), include=("/news/2026/*",))
    assert look(entry).addresses == [site.url("/news/2026/a")]


def test_further_pages_are_followed_up_to_a_bound(site, log, look: Look) -> None:
    for number in range(1, 9):
        body = page(f"/news/{number}", f"/list?page={number + 1}", "/list?page=1")
        site.page(f"/list?page={number}", body)
    entry = SectionEntry(
        address=site.url("/list?page=1"), include=("/news/*",), pages=r"^http[^?]*/list\?page=\d+$", max_pages=3
    )
    looked = look(entry)
    assert looked.addresses == [site.url(f"/news/{number}") for number in (1, 2, 3)]
    assert paths(log) == ["/list?page=1", "/list?page=2", "/list?page=3"]
    assert looked.found[2].seen_in == site.url("/list?page=3")


def test_unchanged_first_page_ends_it(site, log, look: Look) -> None:
    site.page("/list?page=2", page("/news/2"))
    site.page("/list", page("/news/1", "/list?page=2"), etag='"1"')
    entry = SectionEntry(address=site.url("/list"), include=("/news/*",), pages="/list?page=*")
    assert len(look(entry).found) == 2
    site.page("/list", status=304)
    looked = look(entry)
    assert (looked.found, looked.failures) == ([], [])
    assert paths(log) == ["/list", "/list?page=2", "/list"]


def test_page_that_fails_keeps_what_was_found(site, look: Look) -> None:
    site.page("/list", page("/news/1", "/list?page=2"), etag='"1"')
    entry = SectionEntry(address=site.url("/list"), include=("/news/*",), pages="/list?page=*")
    looked = look(entry)
    assert looked.addresses == [site.url("/news/1")]
    assert looked.reasons == ["UnreadableSource"]
    assert look(entry).addresses == [site.url("/news/1")]


@pytest.mark.parametrize("body", [b" ", b"<!-- -->", b"\x00\x00"])
def test_what_is_no_page_has_no_links(site, look: Look, body: bytes) -> None:
    looked = look(SectionEntry(address=site.page("/", body), include=("/**",)))
    assert looked.found == []
    assert set(looked.reasons) <= {"UnreadableFeed"}


@pytest.mark.parametrize("filler", ["<a href=/news/x " * 5_000, "<div>" * 15_000, "<a href='" * 9_000, "</p>" * 20_000])
def test_hostile_page_is_read_as_far_as_it_goes(site, look: Look, filler: str) -> None:
    looked = look(SectionEntry(address=site.page("/", page("/news/a") + filler.encode()), include=("/news/a",)))
    assert looked.addresses == [site.url("/news/a")]


def test_single_page_is_itself_without_asking(site, log, look: Look) -> None:
    assert look(PageEntry(address=f"{site.url('/a')}?utm_source=x#b")).addresses == [site.url("/a")]
    assert log == []


def made(body: bytes, declared: str = "text/html") -> Page:
    address = "https://site.example/news/"
    return Page(Listing(address=address, base=address, data=body, declared=declared, validators=None))


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ('<link rel="canonical" href="/a?utm_source=x">', "https://site.example/a"),
        ('<link rel="canonical" href="https://other.example/a">', None),
        ('<link rel="next" href="/a">', None),
    ],
)
def test_canonical_address_is_of_the_same_host(link: str, canonical: str | None) -> None:
    assert made(f"<head>{link}</head><body>words".encode()).canonical() == canonical


@pytest.mark.parametrize("declared", ["text/html; charset=windows-1251", "text/html; charset=nonsense", "text/html"])
def test_encoding_of_a_page_is_understood(declared: str) -> None:
    own = "" if "1251" in declared else '<meta charset="windows-1251">'
    body = f'<head>{own}</head><a href="/a">Камеры</a>'.encode("windows-1251")
    assert [link.words for link in made(body, declared).links()] == ["Камеры"]


def test_further_pages_of_other_hosts_have_to_be_asked_for(site, log, look: Look) -> None:
    other = site.url("/list?page=2").replace("127.0.0.1", "localhost")
    site.page("/list?page=2", page("/news/2"))
    body = page("/news/1", other)
    looked = look(SectionEntry(address=site.page("/list", body), include=("/news/*",), pages="/list?page=*"))
    assert looked.addresses == [site.url("/news/1")]
    assert paths(log) == ["/list"]


def test_page_of_too_many_links_is_told(site, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (html_links, sections):
        monkeypatch.setattr(module, "MAX_LINKS", 3)
    body = page(*(f"/news/{number}" for number in range(4)))
    looked = look(SectionEntry(address=site.page("/", body), include=("/news/*",)))
    assert len(looked.found) == 3
    assert "links that are read of one page" in looked.failures[0].detail
