"""A clock that only pauses move, and fetchers that live by it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from countersight.collect.base import CollectLimits
from countersight.collect.politeness import Manners, Memory, PoliteFetcher, ProcessMemory
from countersight.collect.web import WebFetcher

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@dataclass
class Hands:
    """A clock that stands still until somebody pauses."""

    now: datetime = NOON
    pauses: list[float] = field(default_factory=list)

    def tell(self) -> datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.pass_by(seconds)

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def memory() -> ProcessMemory:
    return ProcessMemory()


MakeFetcher = Callable[..., PoliteFetcher]


@pytest.fixture
def make_fetcher(lab: CollectLimits, hands: Hands, memory: ProcessMemory) -> MakeFetcher:
    """Make a fetcher for which every name is this machine: `make_fetcher(delay_s=2.0)`."""

    def make(memory: Memory = memory, limits: CollectLimits = lab, **manners: object) -> PoliteFetcher:
        web = WebFetcher(limits, clock=hands.tell, pause=hands.pause, resolve=lambda host, port: ["127.0.0.1"])
        return PoliteFetcher(
            web,
            memory=memory,
            manners=Manners(**manners),
            clock=hands.tell,
            pause=hands.pause,  # type: ignore[arg-type]
        )

    return make


@pytest.fixture
def fetcher(make_fetcher: MakeFetcher) -> PoliteFetcher:
    return make_fetcher()


@pytest.fixture
def log(site, hands: Hands) -> list[tuple[str, str, float]]:
    """What the site was asked for: host, path, seconds since the first request."""
    seen: list[tuple[str, str, float]] = []

    class Requests(list):
        def append(self, request: tuple[str, dict[str, str]]) -> None:
            super().append(request)
            path, headers = request
            seen.append((headers["host"].partition(":")[0], path, (hands.now - NOON).total_seconds()))

    site.requests = Requests()
    return seen
