import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime

import pytest

from countersight.collect.base import Collected
from countersight.collect.politeness import NotModified, PoliteFetcher, validators_of
from countersight.errors import (
    ForbiddenAddress,
    ForbiddenByRobots,
    HostResting,
    SourceUnavailable,
    UnreadableSource,
)

from .conftest import NOON


def paths(log: list[tuple[str, str, float]]) -> list[str]:
    return [path for _, path, _ in log]


def fetch(fetcher: PoliteFetcher, url: str) -> Collected:
    collected = fetcher.fetch(url)
    assert isinstance(collected, Collected)
    return collected


def named(url: str, host: str) -> str:
    return url.replace("127.0.0.1", host)


def test_robots_is_asked_first_and_once(site, log, fetcher) -> None:
    for name in ("/a", "/b"):
        assert fetch(fetcher, site.page(name, b"words")).data == b"words"
    assert paths(log) == ["/robots.txt", "/a", "/b"]


def test_requests_to_a_host_keep_their_distance(site, log, make_fetcher) -> None:
    fetcher = make_fetcher(delay_s=2.0)
    for name in ("/a", "/b", "/c"):
        fetch(fetcher, site.page(name, b"words"))
    assert [second for _, _, second in log] == [0.0, 2.0, 4.0, 6.0]


def test_hosts_do_not_wait_for_one_another(site, log, fetcher) -> None:
    url = site.page("/a", b"words")
    for host in ("one.example", "two.example"):
        fetch(fetcher, named(url, host))
    assert log == [
        ("one.example", "/robots.txt", 0.0),
        ("one.example", "/a", 1.0),
        ("two.example", "/robots.txt", 1.0),
        ("two.example", "/a", 2.0),
    ]


@pytest.mark.parametrize(
    ("wish", "distance"), [("Crawl-delay: 7", 7.0), ("Request-rate: 3/1m", 20.0), ("Crawl-delay: 0.1", 1.0)]
)
def test_wish_of_the_host_is_kept(site, log, fetcher, wish: str, distance: float) -> None:
    site.page("/robots.txt", f"User-agent: *\n{wish}\n".encode())
    for name in ("/a", "/b"):
        fetch(fetcher, site.page(name, b"words"))
    assert log[2][2] - log[1][2] == distance


def test_slow_host_is_left_for_another_run(site, log, fetcher, hands) -> None:
    site.page("/robots.txt", b"User-agent: *\nCrawl-delay: 600\n")
    url = site.page("/a", b"words")
    fetch(fetcher, url)
    for _ in range(3):
        with pytest.raises(HostResting) as caught:
            fetcher.fetch(url)
    assert caught.value.until == NOON + timedelta(seconds=601)
    hands.now = caught.value.until
    fetch(fetcher, url)
    assert paths(log) == ["/robots.txt", "/a", "/a"]


def test_distance_outlives_the_process(site, log, make_fetcher) -> None:
    url = site.page("/a", b"words")
    fetch(make_fetcher(delay_s=5.0), url)
    fetch(make_fetcher(delay_s=5.0), url)
    assert [second for _, _, second in log] == [0.0, 5.0, 10.0]


def test_forbidden_page_is_not_asked_for(site, log, fetcher) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private\n")
    with pytest.raises(ForbiddenByRobots) as caught:
        fetcher.fetch(site.page("/private/a", b"words"))
    assert caught.value.robots == site.url("/robots.txt")
    assert paths(log) == ["/robots.txt"]


def test_redirect_is_held_against_the_other_hosts_robots(site, log, fetcher) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /end\n")
    url = site.page("/start", status=302, location=named(site.url("/end"), "other.example"))
    with pytest.raises(ForbiddenByRobots, match=r"other\.example.*/robots\.txt"):
        fetcher.fetch(url)
    assert [(host, path) for host, path, _ in log] == [
        ("127.0.0.1", "/robots.txt"),
        ("127.0.0.1", "/start"),
        ("other.example", "/robots.txt"),
    ]


def test_each_redirect_keeps_the_hosts_distance(site, log, fetcher) -> None:
    site.page("/end", b"words")
    fetch(fetcher, site.page("/start", status=302, location="/end"))
    assert [second for _, _, second in log] == [0.0, 1.0, 2.0]


def test_redirect_to_private_place_is_refused(site, log, fetcher) -> None:
    with pytest.raises(ForbiddenAddress):
        fetcher.fetch(site.page("/start", status=302, location="http://10.0.0.1/"))
    assert paths(log) == ["/robots.txt", "/start"]


def test_robots_that_redirects_to_private_place_asks_nobody(site, log, fetcher) -> None:
    site.page("/robots.txt", status=302, location="http://10.0.0.1/robots.txt")
    assert fetch(fetcher, site.page("/a", b"words")).data == b"words"


def test_obeying_robots_can_be_left_out(site, log, make_fetcher) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /\n")
    fetch(make_fetcher(obeys_robots=False), site.page("/a", b"words"))
    assert paths(log) == ["/a"]


def test_visit_time_is_waited_for(site, log, fetcher, hands) -> None:
    site.page("/robots.txt", b"User-agent: *\nVisit-time: 0400-0845\n")
    url = site.page("/a", b"words")
    with pytest.raises(HostResting) as caught:
        fetcher.fetch(url)
    assert caught.value.until == NOON.replace(day=3, hour=4)
    hands.now = caught.value.until
    fetch(fetcher, url)


def ask_thrice(fetcher: PoliteFetcher, url: str) -> list[str]:
    reasons = []
    for _ in range(3):
        with pytest.raises((SourceUnavailable, HostResting)) as caught:
            fetcher.fetch(url)
        reasons.append(type(caught.value).__name__)
    return reasons


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("asked", ["3600", format_datetime(NOON + timedelta(seconds=3601), usegmt=True)])
def test_asked_patience_outlives_the_process(site, log, make_fetcher, hands, status: int, asked: str) -> None:
    url = site.page("/a", status=status, retry_after=asked)
    assert ask_thrice(make_fetcher(), url) == ["SourceUnavailable", "HostResting", "HostResting"]
    with pytest.raises(HostResting) as caught:
        make_fetcher().fetch(site.page("/b", b"words"))
    assert caught.value.until == NOON + timedelta(seconds=3601)
    hands.now = caught.value.until
    fetch(make_fetcher(), site.page("/b", b"words"))
    assert paths(log) == ["/robots.txt", "/a", "/b"]


def test_short_patience_is_waited_for(site, log, fetcher) -> None:
    site.page("/a", status=429, retry_after="10")
    busy = site.pages["/a"]
    url = site.page("/a", b"words")
    ready = site.pages["/a"]
    site.pages["/a"] = lambda request: (busy if len(log) < 3 else ready)(request)
    assert fetch(fetcher, url).data == b"words"
    assert [second for _, _, second in log] == [0.0, 1.0, 11.0]


def test_rest_doubles_until_an_answer(site, log, fetcher, hands) -> None:
    url = site.page("/a", status=429)
    rests = []
    for _ in range(4):
        with pytest.raises(SourceUnavailable):
            fetcher.fetch(url)
        rests.append((fetcher.ready_at(url) - hands.now).total_seconds())
        hands.now = fetcher.ready_at(url)
    assert rests == [60.0, 120.0, 240.0, 480.0]
    fetch(fetcher, site.page("/a", b"words"))
    assert fetcher.ready_at(url) - hands.now == timedelta(seconds=1)


@pytest.mark.parametrize("asked", ["9" * 300, "Sat, 01 Jan 2050 00:00:00 GMT"])
def test_endless_patience_ends_after_a_day(site, fetcher, asked: str) -> None:
    url = site.page("/a", status=429, retry_after=asked)
    with pytest.raises(SourceUnavailable):
        fetcher.fetch(url)
    assert fetcher.ready_at(url) == NOON + timedelta(seconds=1, days=1)


def test_one_broken_page_does_not_rest_the_host(site, log, make_fetcher) -> None:
    fetcher = make_fetcher(tries=1)
    with pytest.raises(SourceUnavailable):
        fetcher.fetch(site.page("/a", status=500))
    assert fetch(fetcher, site.page("/b", b"words")).data == b"words"


def test_host_rests_after_failures_in_a_row(site, log, make_fetcher) -> None:
    url = site.page("/a", status=500)
    fetcher = make_fetcher(tries=1)
    assert ask_thrice(fetcher, url) == ["SourceUnavailable"] * 3
    with pytest.raises(HostResting, match="500"):
        fetcher.fetch(url)
    assert paths(log) == ["/robots.txt", "/a", "/a", "/a"]


def test_dead_host_rests(site, make_fetcher, open_socket) -> None:
    url = open_socket(lambda connection: None)  # accepts and hangs up
    assert "HostResting" in ask_thrice(make_fetcher(), url) + ask_thrice(make_fetcher(), url)


def test_network_that_was_away_costs_an_hour_at_most(make_fetcher, hands, open_socket) -> None:
    url = open_socket(lambda connection: None)
    fetcher = make_fetcher(tries=1, obeys_robots=False)
    rests = []
    for _ in range(12):
        with pytest.raises(SourceUnavailable):
            fetcher.fetch(url)
        rests.append((fetcher.ready_at(url) - hands.now).total_seconds())
        hands.now = fetcher.ready_at(url)
    assert rests[:5] == [1.0, 1.0, 60.0, 120.0, 240.0]
    assert rests[-1] == 3600.0


def test_unchanged_page_is_not_sent_again(site, log, fetcher) -> None:
    url = site.page("/a", b"words", etag='"1"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT")
    known = validators_of(fetch(fetcher, url).capture)
    site.page("/a", status=304)
    assert fetcher.fetch(url, known=known) == NotModified(address=url)
    headers = site.requests[-1][1]
    assert headers["if-none-match"] == '"1"'
    assert headers["if-modified-since"] == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_validators_go_to_their_own_address_only(site, log, fetcher) -> None:
    site.page("/end", b"words", etag='"1"')
    url = site.page("/start", status=302, location="/end")
    known = validators_of(fetch(fetcher, url).capture)
    site.page("/elsewhere", b"other words")
    site.page("/start", status=302, location="/elsewhere")
    collected = fetcher.fetch(url, known=known)
    assert isinstance(collected, Collected)
    assert collected.data == b"other words"
    assert not any("if-none-match" in headers for _, headers in site.requests)


def test_validators_are_not_carried_on_by_a_redirect(site, log, fetcher) -> None:
    url = site.page("/a", b"words", etag='"1"')
    known = validators_of(fetch(fetcher, url).capture)
    site.page("/a", status=302, location="/b")
    site.page("/b", b"other words")
    fetcher.fetch(url, known=known)
    assert [headers.get("if-none-match") for _, headers in site.requests] == [None, None, '"1"', None]


def test_unasked_not_modified_is_unreadable(site, fetcher) -> None:
    with pytest.raises(UnreadableSource, match="304"):
        fetcher.fetch(site.page("/a", status=304))


def test_missing_page_is_unreadable(site, fetcher) -> None:
    with pytest.raises(UnreadableSource, match="404"):
        fetcher.fetch(site.url("/missing"))


def test_one_request_at_a_time_to_a_host(site, make_fetcher) -> None:
    inside, most = [0], [0]
    guard = threading.Lock()

    def answer(request) -> None:
        with guard:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        threading.Event().wait(0.02)
        with guard:
            inside[0] -= 1
        request.send_response(200)
        request.send_header("content-length", "5")
        request.end_headers()
        request.wfile.write(b"words")

    fetcher = make_fetcher(delay_s=0.0)
    urls = [site.url(f"/{number}") for number in range(6)]
    site.pages.update({f"/{number}": answer for number in range(6)})
    with ThreadPoolExecutor(6) as pool:
        assert {fetch.data for fetch in pool.map(fetcher.fetch, urls)} == {b"words"}
    assert most == [1]
    assert [path for path, _ in site.requests].count("/robots.txt") == 1


def test_hosts_that_redirect_to_one_another_do_not_block(site, make_fetcher) -> None:
    fetcher = make_fetcher(delay_s=0.0)
    site.page("/end", b"words")
    urls = []
    for here, there in [("one.example", "two.example"), ("two.example", "one.example")] * 4:
        path = f"/from-{here}-{len(urls)}"
        urls.append(named(site.page(path, status=302, location=named(site.url("/end"), there)), here))
    with ThreadPoolExecutor(8) as pool:
        assert {fetched.data for fetched in pool.map(fetcher.fetch, urls, timeout=20)} == {b"words"}
