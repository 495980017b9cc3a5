"""Asks for what lists addresses: once, only if it has changed, and of bounded size."""

from dataclasses import dataclass

from countersight.collect.base import Collected
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory, recall_record, remember_record
from countersight.collect.politeness.validators import NotModified, Validators, validators_of
from countersight.errors import UnreadableFeed

KIND = "listing"
"""The kind of memory that keeps the validators of feeds, sitemaps and sections, under their address. Those of captured
pages are kept apart: what is watched as a page may list addresses too, and each has to see for itself."""

MAX_LISTING_BYTES = 8 << 20
"""Of a feed or page. Feeds in use have some dozens of items; the largest, with every text in full, a few megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Something that lists addresses, as it was served."""

    address: str
    """As asked for."""
    base: str
    """Where it was found after redirects; relative links in it are meant from there."""
    data: bytes
    declared: str
    """Its `content-type`."""
    validators: Validators | None

    def take_note(self, state: Memory) -> None:
        """Remember that everything in it was seen, so that the server need not send it again unchanged."""
        if self.validators is None:
            state.forget(KIND, self.address)
        else:
            remember_record(state, KIND, self.address, self.validators)


def ask_for_listing(
    address: str,
    *,
    fetch: PoliteFetcher,
    state: Memory,
    max_bytes: int = MAX_LISTING_BYTES,
    delay_s: float = 0.0,
    again: bool = False,
) -> Listing | None:
    """Fetch what `address` lists; nothing where the server says that it has not changed.

    Args:
        again: ask whether it has changed or not.

    Raises:
        UnreadableFeed: it has more than `max_bytes`.
        InputError, TransientError: as `PoliteFetcher.fetch`.
    """
    known = None if again else recall_record(state, KIND, address, Validators)
    answer = fetch.fetch(address, known=known, delay_s=delay_s, recorded=False)
    return None if isinstance(answer, NotModified) else _listing(answer, max_bytes)


def _listing(answer: Collected, max_bytes: int) -> Listing:
    capture = answer.capture
    if len(answer.data) > max_bytes:
        raise UnreadableFeed(capture.address, f"{len(answer.data):,} bytes is more than the {max_bytes:,} it may have")
    declared = next((value for name, value in capture.headers if name.lower() == "content-type"), "")
    return Listing(
        address=capture.address,
        base=capture.final_address or capture.address,
        data=answer.data,
        declared=declared,
        validators=validators_of(capture),
    )
