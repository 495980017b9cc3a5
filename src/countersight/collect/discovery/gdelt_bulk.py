"""Finds news in GDELT's Global Knowledge Graph 2.1: a zipped table every 15 minutes with a row for each article seen.

Lists of files: https://blog.gdeltproject.org/gdelt-2-0-our-global-world-in-realtime/. Columns:
http://data.gdeltproject.org/documentation/GDELT-Global_Knowledge_Graph_Codebook-V2.1.pdf. The columns that name
persons are not read.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from countersight.collect.discovery.asking import Listing, ask_for_listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.entries import GdeltBulkEntry
from countersight.collect.discovery.gkg import Row, read_rows, words_of
from countersight.collect.discovery.languages import language_code
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.errors import InputError, TransientError, UnreadableFeed
from countersight.model.failure import Failure, Stage, make_failure
from countersight.values.digests import content_id

KIND = "gdelt-bulk"
"""The kind of memory that keeps the name of the last file that was read for an entry."""

MAX_LIST_BYTES = 500_000_000
"""Of a list of files. The list of all since 2015 has three lines of about 110 bytes for each quarter of an hour."""
MAX_FILE_BYTES = 100_000_000
"""Of one file, zipped; they have had some 10 MB in 2015 and less since."""

_LINE = re.compile(
    rb"(\d{1,18}) ([0-9a-f]{32}) (https?://\S+/(\d{14})\.(?:translation\.)?gkg\.csv\.zip)", re.IGNORECASE
)
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkFile:
    """A file of the Global Knowledge Graph, as a list names it."""

    address: str
    made: str
    """`YYYYMMDDHHMMSS`, in UTC."""
    size: int
    """In bytes."""
    md5: str


def discover_gdelt_bulk(entry: GdeltBulkEntry, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
    """Yield the articles of the files that are new since the last pass, as far as they fit the entry's filters."""
    key = content_id("gdelt", entry.address, *entry.themes, "|", *entry.organizations, "|", *entry.words)
    last = state.recall(KIND, key) or ""
    try:
        listing = ask_for_listing(entry.address, fetch=fetch, state=state, max_bytes=MAX_LIST_BYTES, again=True)
        files = newest_files(listing, after=last, most=entry.max_files) if listing is not None else []
    except (InputError, TransientError) as error:
        yield make_failure(Stage.COLLECT, entry.address, error)
        return
    yield from _missed(last, files, entry.address)
    is_wanted = row_filter(entry)
    for file in files:
        try:
            yield from _found_in(file, is_wanted, fetch, state)
        except (InputError, TransientError) as error:
            yield make_failure(Stage.COLLECT, file.address, error)
            if isinstance(error, TransientError):
                return  # it is read with the next pass, and so are those after it
        state.remember(KIND, key, file.made)


def newest_files(listing: Listing, *, after: str, most: int) -> list[BulkFile]:
    """Return the files of a list that are newer than `after`, at most the newest `most` of them, the oldest first.

    Raises:
        UnreadableFeed: it is no list of GDELT's files.
    """
    files: dict[str, BulkFile] = {}
    end = len(listing.data)
    while end > 0 and len(files) < most:
        start = listing.data.rfind(b"\n", 0, end) + 1  # from the end: the list of all files has millions of lines
        match = _LINE.fullmatch(listing.data[start:end].strip())
        end = start - 1
        if match is None:
            continue
        made = match[4].decode()
        if made <= after:
            break
        address = tidy_address(match[3].decode("ascii", "replace"))
        if address is not None:
            files[made] = BulkFile(address=address, made=made, size=int(match[1]), md5=match[2].decode().lower())
    if not files and not _LINE.search(listing.data):
        raise UnreadableFeed(listing.address, "no list of GDELT's files")
    return [files[made] for made in sorted(files)]


def row_filter(entry: GdeltBulkEntry) -> Callable[[Row], bool]:
    """Make the question whether a row fits: one of the themes, one of the organizations and one of the words, where the
    entry names any."""
    themes = frozenset(theme.upper() for theme in entry.themes)
    organizations = frozenset(name.casefold() for name in entry.organizations)
    words = tuple(f" {words_of(word)} " for word in entry.words)
    return lambda row: (
        (not themes or not themes.isdisjoint(row.themes))
        and (not organizations or not organizations.isdisjoint(row.organizations))
        and (not words or any(word in f" {words_of(row.address)} " for word in words))
    )


def _missed(last: str, files: list[BulkFile], address: str) -> Iterator[Failure]:
    """Say so if files have appeared and gone from the list since the last pass."""
    if not last or not files:
        return
    missed = (_moment(files[0].made) - _moment(last)) // _QUARTER - 1
    if missed > 0:
        reason = (
            f"{missed:,} files between {last} and {files[0].made} were missed; visit more often, or take more files"
        )
        yield make_failure(Stage.COLLECT, f"{address}#after={last}", UnreadableFeed(address, reason))


def _moment(made: str) -> datetime:
    try:
        return datetime.strptime(made, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:  # fourteen digits that are no date
        return datetime.min.replace(tzinfo=UTC)


def _found_in(
    file: BulkFile, is_wanted: Callable[[Row], bool], fetch: PoliteFetcher, state: Memory
) -> Iterator[Found | Failure]:
    listing = ask_for_listing(file.address, fetch=fetch, state=state, max_bytes=MAX_FILE_BYTES, again=True)
    assert listing is not None  # noqa: S101  it was asked for whole
    if hashlib.md5(listing.data, usedforsecurity=False).hexdigest() != file.md5:
        raise UnreadableFeed(
            file.address, f"{len(listing.data):,} bytes that are not those of the list: MD5 {file.md5}"
        )
    seen = _moment(file.made).isoformat()
    left_out: Counter[str] = Counter()
    for row in read_rows(listing, left_out):
        page = tidy_address(row.address) if is_wanted(row) else None
        if page is not None:
            yield Found(
                address=page,
                seen_in=file.address,
                publisher=row.publisher,
                title=row.title,
                seen=seen,
                language=language_code(row.language),
            )
    if left_out:
        reason = "left out: " + "; ".join(f"{count:,} {what}" for what, count in sorted(left_out.items()))
        yield make_failure(Stage.COLLECT, file.address, UnreadableFeed(file.address, reason))
