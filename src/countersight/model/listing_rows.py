"""Listings as flat rows for tables and spreadsheets: one listing a row, each value in a cell of its own."""

from datetime import date

from countersight.model.listing import DAYS, JoinedListing, Listing, state_on

LISTING_COLUMNS = (
    "listing_id", "authority", "authority_territory", "list", "kind", "programmes", "legal_basis", "reason",
    "prohibits", *DAYS, "state", "status", "listed_name", "entity_id", "numbers", "gone_since", "source_list", "file",
    "sha256", "imported_at", "where", "quote", "address",
)  # fmt: skip
JOINED_COLUMNS = ("organization_id", "basis", "probability", "why", *LISTING_COLUMNS)

Flat = dict[str, object]
"""A row by the names of its columns."""


def flatten_listing(listing: Listing, as_of: date) -> Flat:
    """Return a listing as one row; days as precisely as they are known, words where they cannot be read."""
    return {
        "listing_id": listing.id,
        "authority": listing.authority,
        "authority_territory": listing.territory,
        "list": listing.list_name,
        "kind": listing.kind.value,
        "programmes": listing.programmes,
        "legal_basis": listing.legal_basis,
        "reason": listing.reason,
        "prohibits": listing.prohibits,
        **{name: str(getattr(listing, name) or "") for name in DAYS},
        "state": state_on(listing, as_of).value,
        "status": listing.status,
        "listed_name": listing.name,
        "entity_id": listing.entity_id,
        "numbers": listing.numbers,
        "gone_since": listing.gone_since.version if listing.gone_since else "",
        "source_list": listing.list,
        "file": listing.row.file,
        "sha256": listing.row.sha256,
        "imported_at": f"{listing.row.imported_at:%Y-%m-%dT%H:%M:%SZ}",
        "where": listing.row.where,
        "quote": listing.row.quote,
        "address": listing.row.address,
    }


def flatten_joined(joined: JoinedListing, as_of: date) -> Flat:
    """Return a listing with the organization that it is shown with, and why, as one row."""
    return {
        "organization_id": joined.organization_id,
        "basis": joined.basis.value,
        "probability": None if joined.probability is None else round(joined.probability, 3),
        "why": joined.words,
        **flatten_listing(joined.listing, as_of),
    }
