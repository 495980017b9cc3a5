"""What was done to a document, as its page and JSON tell it: nothing that concerns only who did it."""

from dataclasses import dataclass
from datetime import datetime

from countersight.model.custody import Act, CustodyEvent
from countersight.release.addresses import public_address
from countersight.store.base import View

MOST = 200
"""Acts that a page tells, the last ones: `countersight custody` has all."""
BY_TOOLS = frozenset({Act.CAPTURED, Act.READ, Act.SEEN_AGAIN, Act.CHANGED, Act.VANISHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRecord:
    """One act on a document, as it may be told."""

    id: str
    """What its link in the log is named by, so that it can be found in a bundle."""
    sequence: int
    act: Act
    at: datetime
    by: str | None
    """The tool; a person only to those who review."""
    address: str | None
    attested_by: tuple[str, ...]
    """What authorities outside attest of an inventory that tells of it."""


def read_custody(view: View, document_id: str, *, with_persons: bool) -> list[CustodyRecord]:
    """Read the last acts on a document, in order; persons are named only `with_persons`."""
    events = list(view.custody(document_id))[-MOST:]
    stamps = [event for event in view.custody("") if event.act is Act.TIMESTAMPED] if events else []
    return [
        CustodyRecord(
            id=event.id,
            sequence=event.sequence,
            act=event.act,
            at=event.at,
            by=event.by if with_persons or event.act in BY_TOOLS else None,
            address=public_address(address) if (address := event.told("address")) else None,
            attested_by=tuple(stamp.told("attests") or "" for stamp in stamps if _tells_of(stamp, event)),
        )
        for event in events
    ]


def _tells_of(stamp: CustodyEvent, event: CustodyEvent) -> bool:
    first, last = stamp.told("first") or "", stamp.told("last") or ""
    return first.isdecimal() and last.isdecimal() and int(first) <= event.sequence <= int(last)
