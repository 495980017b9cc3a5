"""How reliable a source is, in a named person's judgement, with its basis; and by what key a source is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

from countersight.errors import BrokenChain
from countersight.model.parties import fold_words
from countersight.values.digests import content_id


class Published(Protocol):
    """What tells who published it, such as a document text or its outline."""

    @property
    def publisher(self) -> str | None: ...

    @property
    def address(self) -> str | None: ...


UNKNOWN_PUBLISHER = "unknown publisher"
"""The key of whoever published a document that names neither its publisher nor its address."""
_HOST = re.compile(
    r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.[a-z][a-z0-9-]*[a-z0-9]"
)


class Reliability(StrEnum):
    """The Admiralty letters, which belong to a source and never to what it says."""

    A = "A"
    """Completely reliable."""
    B = "B"
    """Usually reliable."""
    C = "C"
    """Fairly reliable."""
    D = "D"
    """Not usually reliable."""
    E = "E"
    """Unreliable."""
    F = "F"
    """Cannot be judged: not the same as unreliable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAssessment:
    """One link in the append-only chain of assessments; the last one of a source stands."""

    id: str
    """Hash of everything below, `previous` included."""
    sequence: int
    """Counted from one."""
    source: str
    """The key of the source: a publisher's host or folded name, or a speaker's folded name."""
    reliability: Reliability
    basis: str
    """Why, in the words of who assessed it."""
    by: str
    decided_at: datetime
    previous: str
    """Id of the assessment before, of whatever source; empty for the first."""

    def __post_init__(self) -> None:
        if self.id != (expected := _link(**{name: getattr(self, name) for name in LINKED})):
            raise BrokenChain(f"assessment {self.sequence} is {self.id}, its content says {expected}")


LINKED = ("sequence", "source", "reliability", "basis", "by", "decided_at", "previous")
"""The fields that an assessment's id is the hash of."""


def assess_source(
    source: str, reliability: Reliability, *, basis: str, by: str, decided_at: datetime, after: SourceAssessment | None
) -> SourceAssessment:
    """Make the next link of the chain, `after` the last one."""
    content: dict[str, Any] = {
        "sequence": after.sequence + 1 if after else 1,
        "source": source,
        "reliability": reliability,
        "basis": basis,
        "by": by,
        "decided_at": decided_at,
        "previous": after.id if after else "",
    }
    return SourceAssessment(id=_link(**content), **content)


def publisher_key(text: Published) -> str:
    """Return the key of a text's publisher: the host of its address, else its name."""
    host = address_host(text.address)
    if host is not None:
        return host
    return source_key(text.publisher or "") or UNKNOWN_PUBLISHER


def publisher_keys(text: Published) -> frozenset[str]:
    """Return every key by which a text tells who published it: the host of its address, and the name that it gives."""
    return frozenset({address_host(text.address) or "", source_key(text.publisher or "")} - {""})


def source_key(name: str) -> str:
    """Return the key of a source by a name, host or web address of it: one and the same, however it is written."""
    words = name.strip()
    host = address_host(words) or words.casefold().removeprefix("www.")
    return host if is_host(host) else fold_words(words)


def is_host(key: str) -> bool:
    """Whether a key is a host rather than a name."""
    return _HOST.fullmatch(key) is not None


def hosts_above(key: str) -> Iterator[str]:
    """Yield the hosts that a host is below, the nearest first: of `news.acme.example` that is `acme.example`."""
    yield from (key.split(".", labels)[-1] for labels in range(1, key.count(".")))


def address_host(address: str | None) -> str | None:
    """Return the host of a web address, without the `www.` that says nothing."""
    if address is None or not address.casefold().startswith(("http://", "https://")):
        return None
    try:
        host = urlsplit(address).hostname
    except ValueError:  # brackets that enclose no address
        return None
    return host.removeprefix("www.") if host else None


def _link(**content: Any) -> str:
    return content_id("src", [content[name] for name in LINKED])
