"""What was done to each document since it came in: an append-only chain whose links standard tools can check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec

from countersight.errors import BadCustody, BrokenChain
from countersight.values.digests import sha256_hex

Detail = tuple[tuple[str, str], ...]
"""What there is to say of an act, as pairs of name and words, in order of name."""

NOTHING_BEFORE = "-"
"""Stands in a link's line where the first link has none before it."""


class Act(StrEnum):
    """What can be done to a document, or to the log itself."""

    BEGUN = "begun"
    """The log was begun in a store that had documents already: counts and digests of what was there."""
    CAPTURED = "captured"
    READ = "read"
    """A reader made a text of it."""
    SEEN_AGAIN = "seen_again"
    """Its source still serves the same bytes."""
    CHANGED = "changed"
    """Its source now serves other bytes, which are another document."""
    VANISHED = "vanished"
    """Its source no longer serves it."""
    TIMESTAMPED = "timestamped"
    """Authorities outside attested the log up to here."""
    EXPORTED = "exported"
    """It was given out with its evidence."""
    COPIED = "copied"
    """A working copy was made of it."""
    RESTRICTED = "restricted"
    LIFTED = "lifted"
    """A restriction was lifted."""
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    """A withdrawal was taken back."""
    VERIFIED = "verified"
    """Every hash and link was recomputed, and all held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """One link in the append-only chain of custody."""

    id: str
    """SHA-256 of the link's line, see `line`: 64 hexadecimal digits, so that `sha256sum` shows it."""
    sequence: int
    """Counted from one."""
    subject_id: str
    """The document; for acts on the log itself the store, which has the empty id; also a claim, finding or source."""
    act: Act
    by: str
    """The person, or the tool with its version."""
    at: datetime
    """When it was done, in UTC."""
    detail: Detail
    previous: str
    """Id of the link before, on whatever subject; empty for the first."""

    def __post_init__(self) -> None:
        if self.id != (expected := sha256_hex(self.line.encode())):
            raise BrokenChain(f"custody event {self.sequence} is {self.id}, its content says {expected}")

    @property
    def body(self) -> bytes:
        """What happened, as JSON (RFC 8259) in UTF-8 without spaces, in this order: subject_id, act, by, at, detail."""
        return msgspec.json.encode({name: getattr(self, name) for name in BODY})

    @property
    def line(self) -> str:
        """`<sequence> <previous> <SHA-256 of the body>`: what the id is the hash of.

        So a stretch of the chain can be shown to strangers, and checked, without what happened to other documents.
        """
        return f"{self.sequence} {self.previous or NOTHING_BEFORE} {sha256_hex(self.body)}"

    def told(self, name: str) -> str | None:
        """Return what the detail says of `name`, if anything."""
        return dict(self.detail).get(name)


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """What of the last link the next one needs."""

    sequence: int
    id: str


BODY = ("subject_id", "act", "by", "at", "detail")
"""The fields that a link's body is made of, in order."""


def make_custody_event(
    act: Act,
    subject_id: str,
    *,
    by: str,
    at: datetime,
    detail: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    after: CustodyEvent | ChainEnd | None,
) -> CustodyEvent:
    """Make the next link of the chain, `after` the last one.

    Raises:
        BadCustody: nobody is named, or the time has no time zone.
    """
    if not by.strip():
        raise BadCustody("an act needs the name of who, or what tool, did it")
    if at.tzinfo is None:
        raise BadCustody(f"the time of an act needs a time zone, which {at.isoformat()} has not")
    pairs = detail.items() if isinstance(detail, Mapping) else detail
    content: dict[str, Any] = {
        "subject_id": subject_id,
        "act": act,
        "by": " ".join(by.split()),
        "at": at.astimezone(UTC),
        "detail": tuple(sorted(pairs)),
    }
    sequence, previous = (after.sequence + 1, after.id) if after else (1, "")
    line = f"{sequence} {previous or NOTHING_BEFORE} {sha256_hex(msgspec.json.encode(content))}"
    return CustodyEvent(id=sha256_hex(line.encode()), sequence=sequence, previous=previous, **content)
