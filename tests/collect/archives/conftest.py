"""A project's folder, servers on this machine, and a fetcher whose exchanges are kept."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.collect.conftest import Site

from countersight.collect.archives.capturing import CaptureArchive
from countersight.collect.base import CollectLimits
from countersight.collect.web import WebFetcher

Fetch = Callable[[str], str | None]


@pytest.fixture
def fetch(tmp_path: Path, lab: CollectLimits) -> Iterator[Fetch]:
    """Fetch an address and return the id of its record; the archive of captures is packed when the test ends."""
    with CaptureArchive(tmp_path) as archive:
        fetcher = WebFetcher(lab, recorder=archive)
        yield lambda url: fetcher.fetch(url).capture.record


@pytest.fixture
def keep(tmp_path: Path, lab: CollectLimits) -> Callable[..., list[str | None]]:
    """Fetch addresses and pack what was received: `keep(url, other)`."""

    def fetch_all(*urls: str) -> list[str | None]:
        with CaptureArchive(tmp_path) as archive:
            fetcher = WebFetcher(lab, recorder=archive)
            return [fetcher.fetch(url).capture.record for url in urls]

    return fetch_all


@pytest.fixture
def pages(site: Site) -> list[str]:
    """Two pages."""
    return [site.page(f"/{name}", f"<p>{name}".encode(), content_type="text/html") for name in ("one", "two")]
