"""Listings of the organizations in a release: those that an identifier or a person's judgement joins, and no others."""

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from countersight.model.listing import Basis, JoinedListing, Listing
from countersight.model.listing_rows import LISTING_COLUMNS, flatten_listing
from countersight.model.record import to_record
from countersight.release.addresses import is_link
from countersight.release.dataset import Dataset
from countersight.release.stream import Stream
from countersight.release.tables import write_table
from countersight.values.digests import content_id

ListingLookup = Callable[[str], Iterable[JoinedListing]]
"""Gives the listings of an organization by its id."""

COLUMNS = ("id", "organization_id", "basis", "why", *LISTING_COLUMNS)
JUDGED = "a named person judged the two to be the same"
"""Why, where a person judged: who that was is not published."""


def gather_listings(dataset: Dataset, lookup: ListingLookup) -> tuple[JoinedListing, ...]:
    """Return the listings of the organizations that published findings name, in order of organization and id.

    Only what is judged: an entry whose name is merely alike is left out, and so is an organization that is known by a
    list's entry alone, for a claim may mean another one of that name.
    """
    organizations = {
        party.entity_id
        for finding in dataset.findings
        for party in (finding.supplier, finding.recipient)
        if party is not None and party.entity_id is not None
    }
    found = [one for own in sorted(organizations) for one in lookup(own) if one.is_judged]
    return tuple(sorted(found, key=lambda one: (one.organization_id, one.listing.id)))


def write_listings(dataset: Dataset, csv: Path, ndjson: Path) -> None:
    """Write the listings as a table for spreadsheets, and whole as one record a line."""
    day = dataset.released_at.date()
    rows = [
        {"id": joined_id(one), "organization_id": one.organization_id, "basis": one.basis.value, "why": _why(one)}
        | flatten_listing(one.listing, day)
        for one in dataset.listings or ()
    ]
    write_table(csv, COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    with ndjson.open("wb") as lines:
        for one in dataset.listings or ():
            record = {"id": joined_id(one), "organization_id": one.organization_id, "basis": one.basis.value}
            lines.write(msgspec.json.encode(record | {"why": _why(one), "listing": to_record(one.listing)}) + b"\n")


def joined_id(joined: JoinedListing) -> str:
    """Name a listing of one organization."""
    return content_id("jls", joined.organization_id, joined.listing.id)


def add_sanctions(stream: Stream, dataset: Dataset) -> None:
    """Add each listing as a `Sanction` of its organization, where that is in the stream.

    The model has no day of publication apart, and one end: the first that the list states of delisting, end and
    expiry. A day that could not be read, or a row that is only gone, gives none.
    """
    for one in dataset.listings or ():
        if one.organization_id in stream.schemata:
            _add_sanction(stream, one, one.listing)


def _add_sanction(stream: Stream, joined: JoinedListing, listing: Listing) -> None:
    ends = (listing.delisted_on, listing.ends_on, listing.expires_on)
    stream.add(
        "Sanction",
        joined_id(joined),
        entity=joined.organization_id,
        authority=_plain(listing.authority),
        program=[_plain(words) for words in (listing.list_name, *listing.programmes)],
        provisions=[_plain(words) for words in listing.prohibits],
        reason=_plain(listing.reason),
        country=listing.territory or None,
        status=_plain(listing.status),
        listingDate=_day(listing.listed_on),
        startDate=_day(listing.effective_from),
        endDate=next((day for end in ends if (day := _day(end))), None),
        modifiedAt=_day(listing.updated_on),
        recordId=[_plain(number) for number in listing.numbers],
        sourceUrl=listing.row.address if is_link(listing.row.address) else None,
        publisher=_plain(listing.authority),
    )


def _day(day: object) -> str | None:
    return str(day) if getattr(day, "first", None) is not None else None


def _plain(words: str) -> str:
    """Return words on one line, as FollowTheMoney keeps them."""
    return " ".join(words.split())


def _why(joined: JoinedListing) -> str:
    return JUDGED if joined.basis is Basis.JUDGEMENT else "; ".join(joined.words)
