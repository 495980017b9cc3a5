"""Finds what a section of a site lists, by following its links."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from countersight.collect.discovery.asking import Listing, ask_for_listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.entries import SectionEntry
from countersight.collect.discovery.html_links import MAX_LINKS, Link, Page
from countersight.collect.discovery.patterns import fits_pattern, make_filter
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.errors import InputError, TransientError, UnreadableFeed
from countersight.model.failure import Failure, Stage, make_failure


def discover_section(entry: SectionEntry, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
    """Yield the links of a page, and of the further pages of its list, that fit the entry's patterns.

    If the first page has not changed, the others are not asked for: what is new stands on the first.
    """
    first = tidy_address(entry.address) or entry.address
    is_wanted, is_further = make_filter(entry.include, entry.exclude), _further(entry)
    waiting, asked, read = [first], {first}, list[Listing]()
    is_whole = True
    while waiting and len(read) < max(1, entry.max_pages):
        address = waiting.pop(0)
        try:
            listing = ask_for_listing(address, fetch=fetch, state=state, again=address != first)
            if listing is None:
                return
            links = list(Page(listing).links())
        except (InputError, TransientError) as error:
            yield make_failure(Stage.COLLECT, address, error)
            is_whole = False
            break  # which pages follow is not known
        read.append(listing)
        if len(links) >= MAX_LINKS:
            reason = f"more than the {MAX_LINKS:,} links that are read of one page"
            yield make_failure(Stage.COLLECT, address, UnreadableFeed(address, reason))
        for link in links:
            is_allowed = _is_allowed(link, listing, entry)
            if is_further(link.address):
                if is_allowed and link.address not in asked:
                    asked.add(link.address)
                    waiting.append(link.address)
            elif link.address not in asked and is_allowed and is_wanted(link.address):
                yield Found(address=link.address, seen_in=address, title=link.words)
    if is_whole:
        read[0].take_note(state)


def _further(entry: SectionEntry) -> Callable[[str], bool]:
    return fits_pattern(entry.pages) if entry.pages is not None else lambda address: False


def _is_allowed(link: Link, listing: Listing, entry: SectionEntry) -> bool:
    return entry.other_hosts or urlsplit(link.address).hostname == urlsplit(listing.base).hostname
