"""What a web server answered, whatever its status, and the document that a good answer makes."""

from dataclasses import dataclass
from datetime import datetime

import httpx

from countersight.collect.base import Circumstances, Collected, make_collected

_TRY_AGAIN = frozenset({408, 425, 429})
"""Client errors that say "later", not "no" (RFC 9110, 15.5.9; RFC 8470; RFC 6585)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered in the end, whatever its status."""

    address: str
    """As asked for."""
    url: str
    """Where redirects led."""
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    answered_at: datetime
    """In UTC."""
    retry_after_s: float
    """Seconds that the server asks to wait (RFC 9110, 10.2.3); zero if it does not."""
    data: bytes
    """Decoded; none unless the status says that all is well."""
    record: str | None = None
    """Id of the record of the response, where it was recorded."""

    @property
    def is_whole(self) -> bool:
        """Whether it has the representation asked for: a success, and not a part of it."""
        return is_whole(self.status)

    @property
    def is_temporary(self) -> bool:
        """Whether it says "not now", so that the same request may have another answer later."""
        return self.status >= 500 or self.status in _TRY_AGAIN

    @property
    def said(self) -> str:
        """The status in words."""
        return f"{self.status} {self.reason}".strip()


def collect_answer(answer: Answer) -> Collected:
    """Make a document and its capture of a whole answer.

    Raises:
        EmptyDocument: it has no bytes.
    """
    circumstances = Circumstances(
        address=answer.address,
        captured_at=answer.answered_at,
        final_address=answer.url if answer.url != answer.address else None,
        status=answer.status,
        headers=answer.headers,
        record=answer.record,
    )
    declared = next((value for name, value in answer.headers if name.lower() == "content-type"), "")
    return make_collected(answer.data, circumstances, name=httpx.URL(answer.url).path, declared=declared)


def is_whole(status: int) -> bool:
    """Whether a status (RFC 9110, 15) announces the representation asked for: a success, and not a part of it."""
    return 200 <= status < 300 and status != httpx.codes.PARTIAL_CONTENT
