"""Listings of one version of a list: made of its rows, kept as lines in order of organization and id."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from countersight.model.entity import Entity
from countersight.model.listing import DAYS, IDENTIFYING, ListedDay, ListedRow, Listing, ListKind, listing_id
from countersight.resolve.lists.days import read_listed_day
from countersight.resolve.lists.drafts import Draft
from countersight.resolve.lists.lines import read_lines
from countersight.resolve.lists.listed import Listed, profiles

_DECODER = msgspec.json.Decoder(Listing)
_EMPTY: tuple[Any, ...] = (None, "", (), [])
_OF_VERSION = ("row", "first_seen", "gone_since")
"""Fields that change with every version of a list, whatever it says."""


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a list, as it was imported."""

    list: str
    file: str
    sha256: str
    day: str
    """The day of which the file says that it is, in ISO 8601, else that of its import."""
    imported_at: datetime


def make_listings(entity: Entity, drafts: Sequence[Draft], version: Version) -> list[Listing]:
    """Make the listings of one organization from its rows, in order of id; rows that say the same are one listing."""
    found: dict[str, Listing] = {}
    for draft in drafts:
        named = next(iter(draft.names), entity.name)
        for listed in draft.listed:
            listing = _make(entity, named, listed, version)
            found.setdefault(listing.id, listing)
    return [found[own] for own in sorted(found)]


def encode_listing(listing: Listing) -> bytes:
    """Write a listing as one line of JSON, without its end and without what is empty."""
    record = msgspec.to_builtins(listing)
    return msgspec.json.encode({name: value for name, value in record.items() if value not in _EMPTY} | _kept(record))


def _kept(record: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that a listing has no default for, also where they are empty."""
    return {name: record[name] for name in ("numbers", "authority", "territory")}


def decode_listing(line: bytes) -> Listing:
    """Read a listing of `encode_listing`."""
    return _DECODER.decode(line)


def read_listings(path: Path) -> Iterator[Listing]:
    """Yield the listings of a packed file."""
    return map(decode_listing, read_lines(path))


def says_the_same(one: Listing, other: Listing) -> bool:
    """Whether two versions of a listing state the same, wherever it stands in them."""
    names = [field.name for field in fields(Listing) if field.name not in _OF_VERSION]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _make(entity: Entity, named: str, listed: Listed, version: Version) -> Listing:
    profile = profiles()[listed.profile]
    days: dict[str, ListedDay | None] = dict.fromkeys(DAYS)
    for date in listed.dates:
        days[date.field] = read_listed_day(date.words, label=date.label, is_day_first=date.is_day_first)
    slots: dict[str, Any] = {
        "list": version.list,
        "entity_id": entity.id,
        "name": named,
        "numbers": tuple(listed.numbers),
        "list_name": listed.list_name or profile.name,
        "kind": ListKind(listed.kind) if listed.kind else profile.kind,
        "authority": listed.authority or profile.authority,
        "territory": listed.territory or profile.territory,
        "programmes": tuple(listed.programmes),
        "legal_basis": listed.legal_basis or profile.legal_basis,
        "reason": listed.reason,
        "prohibits": tuple(listed.prohibits),
        "status": listed.status,
        **days,
        "row": ListedRow(
            file=version.file, sha256=version.sha256, address=listed.address, imported_at=version.imported_at,
            where=listed.where, cells=tuple((column, words) for column, words in listed.cells),
        ),
        "first_seen": version.imported_at,
    }  # fmt: skip
    return Listing(id=_id_of(slots), **slots)


def _id_of(slots: dict[str, Any]) -> str:
    return listing_id(**{name: slots[name] for name in IDENTIFYING})


def keep_first_seen(listing: Listing, before: Listing) -> Listing:
    """Return a listing with the time at which an earlier version first had it."""
    return replace(listing, first_seen=before.first_seen)
