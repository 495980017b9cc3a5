"""Rows as they go into the catalog, with what is looked up by and not shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from countersight.catalog.rows import ClaimRow, DocumentRow, FindingRow, PartyRef
from countersight.catalog.words import index_words
from countersight.model.record import to_json
from countersight.release.names import technology_name
from countersight.values.digests import sha256_hex
from countersight.values.taxonomy import load_taxonomy
from countersight.values.territories import territory_name

Row = TypeVar("Row", FindingRow, ClaimRow, DocumentRow)

MOST_QUOTES = 60
"""Quotes of one finding that its words are taken from."""


@dataclass(frozen=True, slots=True)
class Draft(Generic[Row]):
    """A row on its way into the catalog."""

    row: Row
    words: tuple[str, ...]
    """By column of the word index, as written."""
    steady: str
    """Digest of what a row is found, filtered and ordered by. With another one it is another row."""
    loose: str
    """What may change without that: what reviewers said; of a document, the origin that its claims count in."""

    def indexed(self) -> tuple[str, ...]:
        """Return the words as the index takes them."""
        *names, last = self.words or ("",)
        return (*map(_index_again, names), index_words(last))


_index_again = lru_cache(maxsize=50_000)(index_words)
"""Names and labels stand in many rows alike."""


def make_draft(row: Row, words: Iterable[str], *, steady: Row) -> Draft[Row]:
    """Make the draft of a row; `steady` is the row without what may change."""
    columns = tuple(words)
    return Draft(row, columns, sha256_hex(to_json((steady, columns)))[:32], loose_of(row))


def loose_of(row: FindingRow | ClaimRow | DocumentRow) -> str:
    """Return what of a row may change while its words and filters stay."""
    if isinstance(row, DocumentRow):
        return row.origin_id or ""
    return f"{row.review} {row.rejected_claims}" if isinstance(row, FindingRow) else row.review


def name_parties(parties: Iterable[PartyRef | None], aliases: Iterable[str] = ()) -> str:
    """Return every name of some parties, one a line: as written, as known, and where they are."""
    names: dict[str, None] = {}
    for party in parties:
        if party is not None:
            names |= dict.fromkeys(filter(None, (party.name, party.written)))
            names |= dict.fromkeys(map(territory_name, party.territories))
    return "\n".join((*names, *aliases))


def name_labels(kind: str, labels: Iterable[str], statuses: Iterable[str]) -> str:
    """Return the words for kind, statuses and technologies, these in every language that the taxonomy has."""
    known = load_taxonomy()
    names = [name for label in labels for name in (known[label].names.values() if label in known else ())]
    return "\n".join((kind, *statuses, *map(technology_name, labels), *names))
