"""What imported lists say of the party of a page: its own listings, candidates apart, what was not searched."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from countersight.errors import BrokenRegistry, NotFound
from countersight.model.as_of import AsOf
from countersight.model.clusters import Clusters
from countersight.model.entity import Entity
from countersight.model.listing import JoinedListing, ListedDay, Listing, OrganizationListings, State, state_on
from countersight.resolve import known_entities
from countersight.resolve.listings import ListingBook, book_at_hand, find_listings
from countersight.resolve.listings.book import LISTS, read_coverage
from countersight.resolve.lists import ListFolder, registry_folder
from countersight.resolve.nodes import EntityLookup
from countersight.resolve.registry import Registry
from countersight.web.moments import asked_moment
from countersight.web.pages.looking import Look
from countersight.web.workspace import workspace


def _(word: str) -> str:
    """Mark a string for translation."""
    return word


WORDS = {
    "sanctions": _("sanctions"),
    "export_control": _("export control"),
    "procurement_ban": _("procurement ban"),
    "debarment": _("debarment"),
    "investment_ban": _("investment ban"),
    "watch_list": _("watch list"),
    State.LISTED.value: _("listed"),
    State.NOT_YET.value: _("not listed yet"),
    State.NOT_EFFECTIVE.value: _("listed, not yet in effect"),
    State.EXPIRED.value: _("expired"),
    State.DELISTED.value: _("delisted"),
    State.OVER.value: _("ended"),
    State.GONE.value: _("no longer on the list"),
    State.UNDATED.value: _("listed, since when is not stated"),
    "listed_on": _("Listed"),
    "effective_from": _("In effect"),
    "published_on": _("Published"),
    "expires_on": _("Expires"),
    "delisted_on": _("Delisted"),
    "ends_on": _("Ends"),
}
"""Kinds of lists, states of listings and their days, as the interface shows them."""
SHOWN_DAYS = ("listed_on", "effective_from", "published_on", "expires_on", "delisted_on", "ends_on")
CANDIDATES = 30
"""Entries with a like name that a page shows."""
KEPT = 1_000
"""Parties of which it is remembered what was found."""


def party_listings(seen: Look, party_id: str, name: str, territories: Sequence[str]) -> OrganizationListings:
    """Return what the lists say of a party at the moment that the page is of.

    Who judged, and why, is told to those from whom nothing is hidden: names that they may not see could stand there.
    """
    space, moment = workspace(seen.request), asked_moment(seen.request)
    day = moment.published or (moment.recorded or datetime.now(UTC)).date()
    folder = space.store.folder
    book = _open_book(folder)
    if book is None:
        coverage = tuple(read_coverage(ListFolder(folder / LISTS)))
        return OrganizationListings(organization_id=party_id, name=name, as_of=day, coverage=coverage)
    with space.store.view(AsOf(recorded=moment.recorded)) as view:
        key = (str(book.path), party_id, name, day, moment.recorded, view.count("identity_judgements"))
        if (kept := _FOUND.get(key)) is not None:
            return kept
        clusters = Clusters(view.identity_judgements())
    registry = _open_registry(folder)
    found = find_listings(
        party_id, name=name, territories=territories, clusters=clusters, entity=_lookup(registry), book=book,
        registry=registry, as_of=day,
    )  # fmt: skip
    if len(_FOUND) >= KEPT:
        _FOUND.clear()
    _FOUND[key] = found
    return found


def shown_days(listing: Listing) -> list[tuple[str, ListedDay]]:
    """Return the days that a listing states, each with the word for it."""
    return [(WORDS[name], day) for name in SHOWN_DAYS if (day := getattr(listing, name)) is not None]


def listing_helpers(seen: Look, found: OrganizationListings) -> dict[str, object]:
    """Return what the template asks for: words in the visitor's language, states, days."""
    return {
        "listing_word": lambda word: seen.say(WORDS[word]),
        "listing_state": lambda listing: seen.say(WORDS[state_on(listing, found.as_of).value]),
        "listing_days": lambda listing: [(seen.say(word), day) for word, day in shown_days(listing)],
        "is_told_why": not seen.hidden,
        "candidates": _by_entry(found.candidates)[:CANDIDATES],
    }


def _by_entry(candidates: Sequence[JoinedListing]) -> list[list[JoinedListing]]:
    groups: dict[str, list[JoinedListing]] = {}
    for one in candidates:
        groups.setdefault(one.listing.entity_id, []).append(one)
    return list(groups.values())


_BOOKS: dict[str, ListingBook] = {}
_FOUND: dict[tuple[object, ...], OrganizationListings] = {}
"""What was found of parties, by all that it depends on: to look for like names takes a tenth of a second."""


def _open_book(folder: Path) -> ListingBook | None:
    """Open the listings where they are put together, the same file once; an older one is closed by its last reader."""
    found = book_at_hand(folder)
    if found is None:
        return None
    held = _BOOKS.get(str(folder))
    if held is not None and held.path == found.path:
        found.close()
        return held
    _BOOKS[str(folder)] = found
    return found


def _open_registry(folder: Path) -> Registry | None:
    try:
        return Registry.open(registry_folder(ListFolder(folder / LISTS)))
    except (BrokenRegistry, NotFound):
        return None


def _lookup(registry: Registry | None) -> EntityLookup:
    return lambda node: _maintained().get(node) or (registry.entity(node) if registry is not None else None)


@lru_cache(maxsize=1)
def _maintained() -> dict[str, Entity]:
    return {entity.id: entity for entity in known_entities()}
