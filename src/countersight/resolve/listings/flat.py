"""Screened names as flat rows, for tables and spreadsheets: one listing a row."""

from collections.abc import Iterator
from datetime import date

from countersight.model.listing_rows import LISTING_COLUMNS, Flat, flatten_listing
from countersight.resolve.listings.screening import Screened

SCREENED_COLUMNS = (
    "row", "name", "countries", "identifiers", "outcome", "basis", "probability", "alike", "why", "listed_territory",
    *LISTING_COLUMNS,
)  # fmt: skip


def flatten_screened(screened: Screened, as_of: date) -> Iterator[Flat]:
    """Yield a row for each listing of what a name is or may be; one row where there is none."""
    wanted = screened.wanted
    asked: Flat = {
        "row": wanted.where.removeprefix("row ").replace(",", ""),  # a plain number, to be looked up in the user's list
        "name": wanted.name,
        "countries": wanted.territories,
        "identifiers": wanted.numbers,
        "outcome": screened.outcome.value,
    }
    if not screened.hits:
        yield asked | dict.fromkeys(SCREENED_COLUMNS[len(asked) :], "")
    for hit in screened.hits:
        for listing in hit.listings:
            yield {
                **asked,
                "basis": hit.basis.value,
                "probability": None if hit.probability is None else round(hit.probability, 3),
                "alike": hit.alike,
                "why": hit.words,
                "listed_territory": hit.territory or "",
                **flatten_listing(listing, as_of),
            }
