"""Understands robots.txt: what may be fetched, how fast, at what time of day (RFC 9309 and its common additions)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from protego import Protego

MAX_BYTES = 500 * 1024
"""What has to be read of it at least, and all that is read here (RFC 9309, 2.5)."""

LONGEST_DELAY_S = 86_400.0
"""However slowly a host wants to be asked, once a day is slow enough."""

_DIRECTIVE = re.compile(
    r"\s*(user[ -]?agent|(?:crawl|request|visit)[ -](?:delay|rate|time)|[a-z-]+)\s*[:\s]\s*(.*)", re.IGNORECASE
)
"""With a colon, or without, as some write it."""
_AGENT = re.compile(r"user[- ]?agent", re.IGNORECASE)
_SITEMAP = re.compile(r"site-?maps?", re.IGNORECASE)
_PRODUCT = re.compile(r"[a-z_-]+")
"""RFC 9309, 2.2.1: a product token has these characters only."""


class RobotsRules:
    """What one robots.txt says to one user agent."""

    def __init__(self, text: str, user_agent: str) -> None:
        """Args: text: of any length and kind; what is no rule is left out."""
        self._agent = user_agent.lower()
        self._parsed = Protego.parse(reduce_robots(text, user_agent))

    def allows(self, url: str) -> bool:
        """Whether `url`, which is of the host that the robots.txt speaks for, may be fetched."""
        return self._parsed.can_fetch(url, self._agent)

    def delay_s(self, at: datetime) -> float:
        """Return the seconds that it wants between two requests at that time, in UTC; zero if it wants none."""
        delay = self._parsed.crawl_delay(self._agent) or 0.0
        rate = self._parsed.request_rate(self._agent)
        if rate is not None and _is_within(at.timetz(), rate.start_time, rate.end_time):
            delay = max(delay, rate.seconds / rate.requests)
        return min(delay, LONGEST_DELAY_S)

    def opens_at(self, at: datetime) -> datetime:
        """Return when it may be visited next: `at` itself, or the beginning of its visit time, in UTC."""
        visit = self._parsed.visit_time(self._agent)
        if visit is None or _is_within(at.timetz(), visit.start_time, visit.end_time):
            return at
        opening = datetime.combine(at.date(), visit.start_time, UTC)
        return opening if opening > at else opening + timedelta(days=1)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of sitemaps that it names, as written."""
        return tuple(self._parsed.sitemaps)


def reduce_robots(text: str, user_agent: str) -> str:
    """Leave out all groups but those for `user_agent` and for everybody; sitemaps stay.

    A parser that keeps every rule for every agent of its group needs memory in the square of the length: 500 KiB can
    name 17,000 agents and 20,000 rules for them all.
    """
    return "\n".join(_reduced(text, {*_PRODUCT.findall(user_agent.lower()), "*"}))


def _reduced(text: str, tokens: set[str]) -> Iterator[str]:
    in_agents = is_ours = False
    for line in text.removeprefix("\ufeff").splitlines():
        directive = _DIRECTIVE.match(line.partition("#")[0])
        if directive is None:
            continue
        name, value = directive[1], directive[2].strip()
        if _AGENT.fullmatch(name):
            token = value.partition("/")[0].strip().lower()
            is_ours = token in tokens or (in_agents and is_ours)
            in_agents = True
            if token in tokens:
                yield f"user-agent: {token}"
        elif _SITEMAP.fullmatch(name):
            yield f"sitemap: {value}"
        else:
            in_agents = False
            if is_ours:
                yield f"{name}: {value}"


def _is_within(moment: time, start: time | None, end: time | None) -> bool:
    if start is None or end is None:
        return True
    moment = moment.replace(tzinfo=None)
    return start <= moment < end if start <= end else moment >= start or moment < end
