"""Open Contracting IDs: whose portal a contracting process was published in, by the prefix that begins its id."""

import re
from dataclasses import dataclass
from functools import cache

from countersight.reference import load_reference

_PREFIX = re.compile(r"ocds-[0-9a-z]{6}(?=-)", re.IGNORECASE)
"""A prefix is registered for one publisher: https://standard.open-contracting.org/1.1/en/schema/identifiers/."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """Where a publisher puts its releases."""

    name: str
    territory: str
    """FollowTheMoney's code."""


def ocid_prefix(ocid: str) -> str | None:
    """Return the registered prefix that an OCID begins with, in small letters: `ocds-b5fd17`."""
    match = _PREFIX.match(ocid)
    return match.group().lower() if match else None


def portal_of(ocid: str) -> Portal | None:
    """Return the portal whose prefix an OCID begins with, if it is one of those that are known here."""
    return _portals().get(ocid_prefix(ocid) or "")


@cache
def _portals() -> dict[str, Portal]:
    entries = load_reference("procurement/portals.yaml")
    return {prefix: Portal(name=entry["name"], territory=entry["territory"]) for prefix, entry in entries.items()}
