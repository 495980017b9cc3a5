from datetime import timedelta

import pytest

from countersight.collect.politeness import PoliteFetcher
from countersight.errors import ForbiddenByRobots, HostResting, SourceUnavailable

NOTHING = b"User-agent: *\nDisallow: /\n"


def is_allowed(fetcher: PoliteFetcher, url: str) -> bool:
    try:
        fetcher.fetch(url)
    except ForbiddenByRobots:
        return False
    return True


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_missing_robots_allows_everything(site, fetcher, status: int) -> None:
    site.page("/robots.txt", NOTHING, status=status)
    assert is_allowed(fetcher, site.page("/a", b"words"))


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408])
def test_unreachable_robots_allows_nothing(site, log, fetcher, status: int) -> None:
    site.page("/robots.txt", status=status)
    for _ in range(4):
        with pytest.raises((SourceUnavailable, HostResting), match=r"/robots\.txt|not asked again"):
            fetcher.fetch(site.page("/a", b"words"))
    assert {path for _, path, _ in log} == {"/robots.txt"}


def test_unreachable_robots_is_tried_again_after_the_rest(site, log, fetcher, hands) -> None:
    site.page("/robots.txt", status=503, retry_after="900")
    url = site.page("/a", b"words")
    with pytest.raises(SourceUnavailable, match="503"):
        fetcher.fetch(url)
    hands.now = fetcher.ready_at(url)
    site.page("/robots.txt", NOTHING)
    assert not is_allowed(fetcher, url)


def test_robots_missed_for_a_month_counts_as_none(site, fetcher, hands) -> None:
    site.page("/robots.txt", status=503)
    url = site.page("/a", b"words")
    with pytest.raises(SourceUnavailable):
        fetcher.fetch(url)
    hands.pass_by(timedelta(days=29).total_seconds())
    with pytest.raises(SourceUnavailable):
        fetcher.fetch(url)
    hands.pass_by(timedelta(days=1).total_seconds())
    hands.now = max(hands.now, fetcher.ready_at(url))
    with pytest.raises(HostResting):  # for that it failed once more
        fetcher.fetch(url)
    hands.now = fetcher.ready_at(url)
    assert is_allowed(fetcher, url)


def test_copy_is_used_for_a_day(site, log, make_fetcher, hands) -> None:
    url = site.page("/a", b"words")
    assert is_allowed(make_fetcher(), url)
    site.page("/robots.txt", NOTHING)
    hands.pass_by(23 * 3600)
    assert is_allowed(make_fetcher(), url)
    hands.pass_by(3600)
    assert not is_allowed(make_fetcher(), url)
    assert [path for _, path, _ in log] == ["/robots.txt", "/a", "/a", "/robots.txt"]


def test_redirected_robots_speaks_for_the_first_host(site, fetcher) -> None:
    site.page("/robots.txt", status=301, location=site.url("/real").replace("127.0.0.1", "other.example"))
    site.page("/real", NOTHING)
    assert not is_allowed(fetcher, site.page("/a", b"words"))


def test_robots_that_redirects_for_ever_allows_everything(site, fetcher) -> None:
    site.page("/robots.txt", status=302, location="/robots.txt")
    assert is_allowed(fetcher, site.page("/a", b"words"))


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe" * 50, b"<html>Welcome</html>"])
def test_robots_without_rules_allows_everything(site, fetcher, body: bytes) -> None:
    site.page("/robots.txt", body)
    assert is_allowed(fetcher, site.page("/a", b"words"))


def test_only_the_first_part_of_a_long_robots_is_read(site, make_fetcher, lab) -> None:
    from dataclasses import replace

    fetcher = make_fetcher(limits=replace(lab, max_document_bytes=10_000_000))
    filler = b"# nothing\n" * 60_000  # 600,000 bytes; 512,000 have to be read
    site.page("/robots.txt", b"User-agent: *\nDisallow: /a\n" + filler + b"Disallow: /b\n")
    assert not is_allowed(fetcher, site.page("/a", b"words"))
    assert is_allowed(fetcher, site.page("/b", b"words"))


def test_ports_have_robots_of_their_own(site, open_site, fetcher) -> None:
    other = open_site()
    other.page("/robots.txt", NOTHING)
    assert is_allowed(fetcher, site.page("/a", b"words"))
    assert not is_allowed(fetcher, other.page("/a", b"words"))


def test_sitemaps_of_a_host_are_told(site, fetcher) -> None:
    site.page("/robots.txt", b"Sitemap: https://site.example/a.xml")
    assert fetcher.sitemaps(site.url("/a")) == ("https://site.example/a.xml",)


def test_copy_for_another_agent_is_not_used(site, log, make_fetcher, lab) -> None:
    from dataclasses import replace

    site.page("/robots.txt", b"User-agent: somebody\nDisallow: /\n")
    url = site.page("/a", b"words")
    assert is_allowed(make_fetcher(), url)
    assert not is_allowed(make_fetcher(limits=replace(lab, user_agent="Somebody/1.0")), url)
