"""Entities of the schema Sanction in a stream of FollowTheMoney: listings of the entities that they name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import msgspec

from countersight.errors import UnreadableRow
from countersight.resolve.lists.drafts import Draft
from countersight.resolve.lists.listed import Columns, Listed, read_listed
from countersight.resolve.lists.places import place
from countersight.resolve.lists.sorting import LineSorter

SCHEMA = "Sanction"

Record = TypeVar("Record")

_PROPERTIES = msgspec.json.Decoder(dict[str, list[str]])
_LISTED = msgspec.json.Decoder(Listed)
_LISTING = Columns(
    profile="ftm",
    list_name="program",
    authority="authority",
    programmes=("programId",),
    separator=";",
    reason="reason",
    prohibits=("provisions",),
    days=(("listed_on", "listingDate"), ("effective_from", "startDate"), ("updated_on", "modifiedAt"),
          ("ends_on", "endDate")),
    address="sourceUrl",
    also=("summary", "country", "status", "recordId"),
)  # fmt: skip
_MOVED, _LISTS = b"m", b"s"


class SanctionSorter:
    """Brings together sanctions and the entities that they name, in whatever order they come, on disk."""

    def __init__(self, sorter: LineSorter) -> None:
        self._sorter = sorter
        self._where = ""

    def follow(self, records: Iterator[tuple[str, Record]]) -> Iterator[tuple[str, Record]]:
        """Yield the records of a stream, and know where the present one stands."""
        for where, record in records:
            self._where = where
            yield where, record

    def move(self, own: str, chosen: str) -> None:
        """Note that an entity of the stream is known by another id: that of its item or its LEI."""
        if own != chosen:
            self._sorter.add(own, _MOVED + chosen.encode("ascii"))

    def take(self, properties: msgspec.Raw, *, record_id: str, own_id: Callable[[str], str]) -> None:
        """Take in a sanction; `own_id` turns an id of the stream into that of a draft.

        Raises:
            UnreadableRow: its properties are not as FollowTheMoney has them.
        """
        named, listed = _read_sanction(properties, record_id=record_id, where=self._where)
        for own in named:
            self._sorter.add(own_id(own), _LISTS + msgspec.json.encode(listed))

    def drafts(self) -> Iterator[Draft]:
        """Yield a draft that adds its listings to each entity that is named."""
        for own, lines in groupby(self._sorter.sorted(), key=lambda item: item[0]):
            payloads = [payload for _, payload in lines]
            listed = [_LISTED.decode(payload[1:]) for payload in payloads if payload[:1] == _LISTS]
            chosen = next((payload[1:].decode("ascii") for payload in payloads if payload[:1] == _MOVED), own)
            if listed:
                yield Draft(id=chosen, listed=listed)


@contextmanager
def sort_sanctions(scratch: Path | None) -> Iterator[SanctionSorter]:
    """Sort sanctions while the block runs."""
    with LineSorter(folder=scratch) as sorter:
        yield SanctionSorter(sorter)


def _read_sanction(properties: msgspec.Raw, *, record_id: str, where: str) -> tuple[list[str], Listed]:
    """Return the ids of the entities that a sanction names, and what it says."""
    try:
        values = _PROPERTIES.decode(properties)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableRow(str(error)) from None

    def value(name: str) -> str:
        return "; ".join(values.get(name, ()))

    listed = read_listed(_LISTING, "", value)
    listed.status = value("status")
    listed.numbers = values.get("recordId", []) or values.get("unscId", []) or [record_id]
    codes = values.get("country", [])
    listed.territory = (place(codes[0].upper()) or codes[0]) if len(codes) == 1 else ""
    listed.where = where
    return values.get("entity", []), listed
