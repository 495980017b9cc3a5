"""Finds news through GDELT's DOC 2.0 API, a search in what the world's publishers put online in the last three months.

The API, its operators and parameters: https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/. What that does not say
is known from its answers: it asks for five seconds between requests, and says so, or that a query is none, in plain
text, also under status 200; its JSON may hold control characters and stray backslashes.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from countersight.collect.discovery.asking import Listing, ask_for_listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.dates import iso_date
from countersight.collect.discovery.entries import GdeltEntry
from countersight.collect.discovery.languages import language_code
from countersight.collect.discovery.plain_words import plain_words
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.errors import InputError, SourceUnavailable, TransientError, UnreadableFeed
from countersight.model.failure import Failure, Stage, make_failure

DELAY_S = 6.0
"""Between two requests: the API asks for five seconds, in its own words."""
MOST_RECORDS = 250
"""That it gives for one search."""

_ASKS_FOR_PATIENCE = re.compile(rb"limit requests", re.IGNORECASE)
_STRAY_BACKSLASH = re.compile(r'\\(\\|["/bfnrt]|u[0-9A-Fa-f]{4})?')
_LONGEST_WORDS = 200


def discover_gdelt(entry: GdeltEntry, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
    """Yield what the search finds, the newest first.

    The publisher is the host that GDELT names; when it saw an article is not when that was published.
    """
    address = search_address(entry)
    try:
        listing = ask_for_listing(address, fetch=fetch, state=state, delay_s=DELAY_S)
        if listing is None:
            return
        articles = _articles(listing, fetch)
    except (InputError, TransientError) as error:
        yield make_failure(Stage.COLLECT, address, error)
        return
    nowhere = 0
    for article in articles:
        found = _found(article, address)
        if found is not None:
            yield found
        else:
            nowhere += 1
    if nowhere:
        reason = f"articles that lead nowhere on the web: {nowhere:,}"
        yield make_failure(Stage.COLLECT, address, UnreadableFeed(address, reason))
    if len(articles) >= min(entry.max_records, MOST_RECORDS):
        reason = f"{len(articles)} articles, all that one search gives: there may be more; ask for a shorter timespan"
        yield make_failure(Stage.COLLECT, address, UnreadableFeed(address, reason))
    listing.take_note(state)


def search_address(entry: GdeltEntry) -> str:
    """Return the address of the search."""
    operators = (("sourcelang", entry.language), ("sourcecountry", entry.territory))
    query = " ".join([entry.query, *(f"{name}:{value}" for name, value in operators if value)])
    parameters = {
        "query": query,
        "mode": "artlist",
        "format": "json",
        "maxrecords": min(entry.max_records, MOST_RECORDS),
        "timespan": entry.timespan,
        "sort": "datedesc",
    }
    return f"{entry.address}?{urlencode(parameters, quote_via=quote)}"


def _articles(listing: Listing, fetch: PoliteFetcher) -> list[dict[str, Any]]:
    """Read an answer.

    Raises:
        SourceUnavailable: it asks for patience.
        UnreadableFeed: it says what is wrong with the query, or is no answer at all.
    """
    if not listing.data.lstrip().startswith(b"{"):
        said = plain_words(listing.data[:2_000].decode("utf-8", "replace")) or "nothing"
        if _ASKS_FOR_PATIENCE.search(listing.data[:2_000]):
            fetch.let_rest(listing.base, said[:_LONGEST_WORDS])
            raise SourceUnavailable(listing.address, said[:_LONGEST_WORDS])
        raise UnreadableFeed(listing.address, f"GDELT answers: {said[:_LONGEST_WORDS]}")
    try:
        answer = json.loads(repair_json(listing.data.decode("utf-8", "replace")), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableFeed(listing.address, f"no JSON: {error}") from error
    articles = answer.get("articles", [])
    return [article for article in articles if isinstance(article, dict)] if isinstance(articles, list) else []


def repair_json(text: str) -> str:
    """Double the backslashes that begin no escape of JSON (RFC 8259, 7)."""
    return _STRAY_BACKSLASH.sub(lambda match: match[0] if match[1] else r"\\", text)


def _found(article: dict[str, Any], address: str) -> Found | None:
    said = {name: value for name, value in article.items() if isinstance(value, str)}
    page = tidy_address(said.get("url", ""))
    if page is None:
        return None
    return Found(
        address=page,
        seen_in=address,
        publisher=plain_words(said.get("domain")),
        title=plain_words(said.get("title")),
        seen=iso_date(said.get("seendate")),
        language=language_code(said.get("language")),
    )
