"""The moments that a date control offers at once: the days of releases, and the ends of the last years."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import msgspec
from starlette.requests import Request

from countersight.web.workspace import workspace

MOST_RELEASES, YEARS = 6, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentPicks:
    """What can be chosen without typing a date."""

    releases: tuple[tuple[str, date], ...]
    """Version and day, the newest first."""
    years: tuple[date, ...]
    """The last days of years."""


def moment_picks(request: Request) -> MomentPicks:
    """Offer the days of the project's last releases, and the ends of the years before this one."""
    place = workspace(request)
    folder = place.project.folder / "releases"
    found = sorted(folder.glob("*/datapackage.json"), key=lambda path: path.parent.name, reverse=True)
    releases = []
    for path in found[:MOST_RELEASES]:
        created = _created(path, path.stat().st_mtime_ns)
        if created is not None and not path.parent.name.startswith("."):
            releases.append((path.parent.name, created))
    today = place.clock().date()
    years = tuple(date(today.year - back, 1, 1) - timedelta(days=1) for back in range(YEARS))
    return MomentPicks(releases=tuple(releases), years=years)


@lru_cache(maxsize=64)
def _created(path: Path, changed: int) -> date | None:
    """Read when a release was made; releases never change, so that it is read once."""
    try:
        return date.fromisoformat(str(msgspec.json.decode(path.read_bytes())["created"])[:10])
    except (ValueError, KeyError, TypeError):
        return None
