"""Conditional requests: what a server gave to ask "has it changed?" with, and its answer that it has not."""

from dataclasses import dataclass

from countersight.collect.politeness.memory import Memory, recall_record, remember_record
from countersight.model.document import Capture

KIND = "validators"
"""The kind of memory that keeps validators, under the address asked for."""

_LONGEST = 500
"""Characters; entity tags are seldom over 100, and what is longer is not worth keeping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """The entity tag and date of a representation (RFC 9110, 8.8), as the server wrote them."""

    address: str
    """Where it was found after redirects: validators are sent to this address only, for others mean others by them."""
    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return the headers of a request that wants the representation only if it has changed (RFC 9110, 13.1)."""
        headers = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in headers.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """A server says that what it served before still stands (304)."""

    address: str
    """As asked for."""
    record: str | None = None
    """Id of the record of the answer, where it was recorded."""


def validators_of(capture: Capture) -> Validators | None:
    """Return what to ask with next time; nothing where the server gave neither tag nor date."""
    headers = {name.lower(): value for name, value in capture.headers}
    etag, last_modified = (_usable(headers.get(name)) for name in ("etag", "last-modified"))
    if etag is None and last_modified is None:
        return None
    address = capture.final_address or capture.address
    return Validators(address=address, etag=etag, last_modified=last_modified)


def recall_validators(memory: Memory, address: str) -> Validators | None:
    """Return the validators that were kept for `address`."""
    return recall_record(memory, KIND, address, Validators)


def remember_validators(memory: Memory, capture: Capture) -> None:
    """Keep the validators of `capture` under the address asked for, or drop the old ones where it has none.

    To be called when what was captured is safe: from then on, the server is told not to send it again.
    """
    validators = validators_of(capture)
    if validators is None:
        memory.forget(KIND, capture.address)
    else:
        remember_record(memory, KIND, capture.address, validators)


def _usable(value: str | None) -> str | None:
    return value if value and len(value) <= _LONGEST and value.isascii() and value.isprintable() else None
