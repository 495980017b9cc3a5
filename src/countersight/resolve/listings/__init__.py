"""Listings of organizations: found by identifier and by judgement, and by names alone only as candidates to judge."""

from countersight.resolve.listings.book import ListingBook, book_at_hand, open_book
from countersight.resolve.listings.joining import find_listings, joined_listings, listing_lookup
from countersight.resolve.listings.screening import Outcome, Screened, Screener, Wanted

__all__ = [
    "ListingBook",
    "Outcome",
    "Screened",
    "Screener",
    "Wanted",
    "book_at_hand",
    "find_listings",
    "joined_listings",
    "listing_lookup",
    "open_book",
]
