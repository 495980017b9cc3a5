"""Which of a set of documents share one origin, found in memory and all at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

import numpy as np

from countersight.corroborate.origins.comparing import Links, compare_keys, compare_sequences
from countersight.corroborate.origins.forest import Origins
from countersight.corroborate.origins.meeting import meet_by_key, meet_by_sequences
from countersight.corroborate.origins.prints import Prints, join_prints, read_labels, take_prints
from countersight.corroborate.origins.telling import tell_links
from countersight.model.text import DocumentText

TOGETHER: Final = 64
"""Texts that are held at once."""


def find_origins(texts: Mapping[str, str], load: Callable[[str], DocumentText]) -> Origins:
    """Find which documents share an origin.

    Args:
        texts: the id of each document, with the id of its text.
        load: gives a text by its id. Each is loaded once and let go; some kilobytes of hashes are kept of it.
    """
    if not texts:
        return Origins((), ())
    loaded = (load(text_id) for _, text_id in sorted(texts.items()))
    prints = join_prints(list(_take_all(loaded)))
    links = link_within(prints)
    labels = read_labels(prints, np.unique([links["first"], links["second"]]).tolist())
    return Origins(texts, tell_links(links, labels))


def link_within(prints: Prints) -> Links:
    """Link the texts of a block of prints to one another."""
    by_key = meet_by_key(prints.keys, lambda: prints.keys)
    alike = meet_by_sequences(prints, lambda: prints.postings, prints.facts, prints.first)
    return np.concatenate([compare_keys(prints, prints, by_key), compare_sequences(prints, prints, alike)])


def _take_all(texts: Iterable[DocumentText]) -> Iterator[Prints]:
    remaining, first = iter(texts), 0
    while block := list(islice(remaining, TOGETHER)):
        yield take_prints(block, first=first)
        first += len(block)
