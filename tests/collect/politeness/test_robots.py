import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.politeness.robots import MAX_BYTES, RobotsRules, reduce_robots

AGENT = "countersight/0.1.0"
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
SITE = "https://site.example"


def allowed(text: str, path: str, *, agent: str = AGENT) -> bool:
    return RobotsRules(text, agent).allows(SITE + path)


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/report.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/report.pdf?page=1", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: countersight\nDisallow: /b", "/a", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: CounterSight/9.9\nDisallow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: countersight\nDisallow: /", "/a", False),
        ("User-agent: other\nDisallow: /x\nUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: countersight\nUser-agent: other\nDisallow: /", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("User agent *\nDisallow /", "/a", False),
        ("User-agent: * # everybody\nDisallow: / # everything", "/a", False),
        ("Disallow: /", "/a", True),
        ("User-agent: *\r\nDisallow: /caf%C3%A9", "/café", False),
        ("<html><body>Not found</body></html>", "/a", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ],
)
def test_rules_are_held(text: str, path: str, is_allowed: bool) -> None:
    assert allowed(text, path) is is_allowed


@pytest.mark.parametrize(
    ("directive", "delay_s"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("crawl delay 3", 3.0),
        ("Crawl-delay: inf", 0.0),
        ("Crawl-delay: -1", 0.0),
        ("Crawl-delay: soon", 0.0),
        ("Crawl-delay: 99999999999", 86_400.0),
        ("Request-rate: 1/5", 5.0),
        ("Request-rate: 10/1h", 360.0),
        ("Request-rate: 0/5", 0.0),
        ("Request-rate: 1/30s 1000-1300", 30.0),
        ("Request-rate: 1/30s 0100-0300", 0.0),
    ],
)
def test_wish_for_distance_is_read(directive: str, delay_s: float) -> None:
    assert RobotsRules(f"User-agent: *\n{directive}", AGENT).delay_s(NOON) == delay_s


@pytest.mark.parametrize(
    ("hours", "opens_at"),
    [
        ("1000-1300", NOON),
        ("2200-1300", NOON),
        ("1400-1500", NOON.replace(hour=14)),
        ("0100-0200", NOON.replace(day=3, hour=1)),
        ("25-99", NOON),
    ],
)
def test_hours_for_visits_are_read(hours: str, opens_at: datetime) -> None:
    assert RobotsRules(f"User-agent: *\nVisit-time: {hours}", AGENT).opens_at(NOON) == opens_at


def test_sitemaps_of_every_group_are_named() -> None:
    text = "Sitemap: https://site.example/a.xml\nUser-agent: other\nDisallow: /\nsitemap: /b.xml"
    assert RobotsRules(text, AGENT).sitemaps == ("https://site.example/a.xml", "/b.xml")


def test_square_of_agents_and_rules_is_not_kept() -> None:
    agents = "".join(f"User-agent: bot{number}\n" for number in range(14_000))
    text = (agents + "User-agent: *\n" + "Disallow: /a\n" * 20_000)[:MAX_BYTES]
    started = time.process_time()
    assert not allowed(text, "/a")
    assert len(reduce_robots(text, AGENT)) < MAX_BYTES
    assert time.process_time() - started < 20


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    rules = RobotsRules(text, AGENT)
    assert rules.allows(f"{SITE}/robots.txt")
    assert 0 <= rules.delay_s(NOON) <= 86_400
    assert rules.opens_at(NOON) >= NOON


LINES = st.sampled_from(
    [
        "User-agent: *",
        "User-agent: other",
        "User-agent: countersight",
        "Disallow: /a",
        "Allow: /a/b",
        "Crawl-delay: 3",
        "",
    ]
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=12), st.sampled_from(["/", "/a", "/a/b", "/c"]))
def test_reducing_changes_no_answer(lines: list[str], path: str) -> None:
    from protego import Protego

    text = "\n".join(lines)
    assert allowed(text, path) is Protego.parse(text).can_fetch(SITE + path, AGENT)


@settings(deadline=None)
@given(st.lists(LINES, max_size=12))
def test_reducing_twice_changes_nothing_more(lines: list[str]) -> None:
    once = reduce_robots("\n".join(lines), AGENT)
    assert reduce_robots(once, AGENT) == once
