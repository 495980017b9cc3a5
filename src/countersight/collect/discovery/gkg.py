"""Reads the rows of a file of GDELT's Global Knowledge Graph 2.1, as a stream, without those of persons.

Columns: http://data.gdeltproject.org/documentation/GDELT-Global_Knowledge_Graph_Codebook-V2.1.pdf (27, apart by tabs).
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from urllib.parse import unquote_plus, urlsplit
from zipfile import ZipFile

from countersight.collect.archives.zip_directory import DAMAGE
from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.plain_words import plain_words
from countersight.errors import UnreadableFeed

MAX_EXPANDED_BYTES = 1 << 30
"""Of one file; fifteen minutes of the world's news have some 50 MB."""
MAX_ROW_BYTES = 1 << 20
"""Of one article's row. A longer one is left out, and counted."""
OVERLONG = f"rows of more than {MAX_ROW_BYTES:,} bytes"
TORN = "rows without their 27 columns"

_COLUMNS = 27
_WEB = b"1"
"""V2SOURCECOLLECTIONIDENTIFIER of what is on the open web, so that its identifier is an address."""
_COLLECTION, _SOURCE, _IDENTIFIER, _THEMES, _ORGANIZATIONS, _TRANSLATION, _EXTRAS = 2, 3, 4, 7, 13, 25, 26

_LANGUAGE = re.compile(r"srclc:([a-z]{3})")
_TITLE, _TITLE_END = "<PAGE_TITLE>", "</PAGE_TITLE>"
"""Not in the codebook of 2015; in the extras of rows since."""
_LONGEST_TITLE = 2_000
_APART = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is read of a row."""

    address: str
    publisher: str | None
    """The host or domain that GDELT names as the source."""
    themes: frozenset[str]
    organizations: frozenset[str]
    """In small letters, as GDELT found them."""
    language: str
    """ISO 639-2 code of the original; `eng` where nothing was translated."""
    title: str | None


def read_rows(listing: Listing, left_out: Counter[str]) -> Iterator[Row]:
    """Yield the rows of articles on the open web, and count in `left_out` what cannot be read, by its reason.

    Raises:
        UnreadableFeed: it is no ZIP file with one table in it, is damaged, or expands to more than 1 GiB.
    """
    try:
        with ZipFile(BytesIO(listing.data)) as archive:
            members = archive.infolist()
            if len(members) != 1 or members[0].file_size > MAX_EXPANDED_BYTES:
                raise UnreadableFeed(listing.address, f"a ZIP file of {len(members):,} files, or of too large a one")
            with archive.open(members[0]) as table:
                yield from _rows(table, listing.address, left_out)
    except (RuntimeError, *DAMAGE) as error:  # RuntimeError: it wants a password
        raise UnreadableFeed(listing.address, f"no ZIP file that can be read: {error}") from error


def _rows(table: IO[bytes], address: str, left_out: Counter[str]) -> Iterator[Row]:
    size, is_whole = 0, True
    while line := table.readline(MAX_ROW_BYTES):
        size += len(line)
        if size > MAX_EXPANDED_BYTES:
            raise UnreadableFeed(address, f"it expands to more than {MAX_EXPANDED_BYTES:,} bytes")
        begins_row, is_whole = is_whole, line.endswith(b"\n") or len(line) < MAX_ROW_BYTES
        if begins_row and not is_whole:
            left_out[OVERLONG] += 1
        elif begins_row and (stripped := line.rstrip(b"\r\n")):
            fields = stripped.split(b"\t")
            if len(fields) < _COLUMNS:
                left_out[TORN] += 1
            elif fields[_COLLECTION] == _WEB:
                yield _row(fields)


def _row(fields: list[bytes]) -> Row:
    language = _LANGUAGE.search(_words(fields[_TRANSLATION]))
    return Row(
        address=_words(fields[_IDENTIFIER]),
        publisher=plain_words(_words(fields[_SOURCE])),
        themes=frozenset(_words(fields[_THEMES]).split(";")) - {""},
        organizations=frozenset(_words(fields[_ORGANIZATIONS]).casefold().split(";")) - {""},
        language="eng" if language is None else language[1],
        title=_title(_words(fields[_EXTRAS])),
    )


def _title(extras: str) -> str | None:
    rest = extras.partition(_TITLE)[2][: _LONGEST_TITLE + len(_TITLE_END)]
    title, end, _ = rest.partition(_TITLE_END)
    return plain_words(title) if end else None


def _words(field: bytes) -> str:
    return field.decode("utf-8", "replace")


def words_of(address: str) -> str:
    """Return the words that can be read in an address or phrase, in small letters, apart by single spaces."""
    text = address
    if "://" in address:
        with suppress(ValueError):  # brackets that are no IPv6 address
            parts = urlsplit(address)
            text = f"{parts.path} {parts.query}"
    return _APART.sub(" ", unquote_plus(text).casefold()).strip()
