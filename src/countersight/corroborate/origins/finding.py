"""Which documents share one origin: copies, trims and edits of one text are one, however many publish them."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

import numpy as np

from countersight.corroborate.origins.sequences import Hashes, Sequences, hash_sequences
from countersight.corroborate.origins.wires import find_credit
from countersight.model.finding import Origin, origin_id
from countersight.model.text import DocumentText

SHARED: Final = 0.5
"""Share of the smaller text's sequences that stand in the larger one when they are copies."""
SHARED_WITH_CREDIT: Final = 0.2
"""The same for two texts that credit the same news agency, which papers cut and reword."""
DAYS: Final = 7
"""Days between which papers print one dispatch of an agency."""
FEWEST: Final = 12
"""Sequences that a text needs outside its quotations for a share of them to mean anything."""
CERTAIN: Final = 2.0
"""A strength above every share, so that the plainest reason is the one that is told."""
NEIGHBORS: Final = 64
"""Texts that one text is compared with for each sequence they share: bounds the work on what thousands repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why two documents have one origin."""

    first: str
    second: str
    strength: float
    """The share of sequences in common; for the same text or address `CERTAIN`."""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Print:
    """What is kept of a text to compare it by."""

    document_id: str
    address: str | None
    credit: str | None
    published: date | None
    sequences: Sequences


class Origins:
    """The origins of a set of documents, as a forest of the links that join them."""

    def __init__(self, document_ids: Iterable[str], links: Iterable[Link]) -> None:
        self._root = {document_id: document_id for document_id in document_ids}
        self._branches: dict[str, dict[str, Link]] = defaultdict(dict)
        for link in sorted(links, key=lambda link: (-link.strength, link.first, link.second, link.words)):
            first, second = self._find(link.first), self._find(link.second)
            if first != second:
                self._root[max(first, second)] = min(first, second)
                self._branches[link.first][link.second] = self._branches[link.second][link.first] = link

    def of(self, document_ids: Iterable[str]) -> tuple[Origin, ...]:
        """Return the origins of these documents, in order of their first document.

        Documents that are not among them are named only in the basis, where two of them are joined by way of others.
        """
        groups: dict[str, list[str]] = defaultdict(list)
        for document_id in sorted(set(document_ids)):
            groups[self._find(document_id)].append(document_id)
        return tuple(
            Origin(id=origin_id(tuple(group)), document_ids=tuple(group), basis=tuple(self._basis(group)))
            for group in sorted(groups.values())
        )

    def _find(self, document_id: str) -> str:
        root = document_id
        while self._root[root] != root:
            root = self._root[root]
        while self._root[document_id] != root:
            self._root[document_id], document_id = root, self._root[document_id]
        return root

    def _basis(self, group: Sequence[str]) -> list[str]:
        """Return in words the links on the ways from the first document of a group to each other one."""
        steps = self._walk(group[0], set(group[1:]))
        used: set[Link] = set()
        for document_id in group[1:]:
            while document_id != group[0] and steps[document_id] not in used:
                link = steps[document_id]
                used.add(link)
                document_id = link.first if link.second == document_id else link.second
        return sorted(link.words for link in used)

    def _walk(self, start: str, wanted: set[str]) -> dict[str, Link]:
        """Walk the tree from `start` until all of `wanted` are reached; return the last step to each document met."""
        steps: dict[str, Link] = {}
        front = deque([start])
        while wanted:
            reached = front.popleft()
            for document_id, link in sorted(self._branches[reached].items()):
                if document_id != start and document_id not in steps:
                    steps[document_id] = link
                    front.append(document_id)
                    wanted.discard(document_id)
        return steps


def find_origins(texts: Mapping[str, str], load: Callable[[str], DocumentText]) -> Origins:
    """Find which documents share an origin.

    Args:
        texts: the id of each document, with the id of its text.
        load: gives a text by its id. Each is loaded once and let go; some kilobytes of hashes are kept of it.
    """
    prints = [_take(document_id, load(text_id)) for document_id, text_id in sorted(texts.items())]
    return Origins(texts, [*_same(prints), *_alike(prints)])


def _take(document_id: str, text: DocumentText) -> _Print:
    return _Print(
        document_id=document_id,
        address=text.address,
        credit=find_credit(text.text, author=text.author),
        published=text.published,
        sequences=hash_sequences(text.text),
    )


def _same(prints: Sequence[_Print]) -> Iterator[Link]:
    """Link documents of the same text or the same declared address."""
    first_with: dict[tuple[str, str], str] = {}
    for taken in prints:
        for key, value, basis in (
            ("text", taken.sequences.digest, "have the same text"),
            ("address", _page(taken.address), f"give themselves the same address, {taken.address}"),
        ):
            if not value:
                continue
            first = first_with.setdefault((key, value), taken.document_id)
            if first != taken.document_id:
                pair = f"documents {_short(first)} and {_short(taken.document_id)} {basis}"
                yield Link(first=first, second=taken.document_id, strength=CERTAIN, words=pair)


def _page(address: str | None) -> str | None:
    """Fold an address; a site's front page tells nothing, as badly made sites declare it on every page."""
    parts = urlsplit(address or "")
    path = parts.path.rstrip("/")
    return f"{(parts.hostname or '').removeprefix('www.')}{path}?{parts.query}" if path or parts.query else None


def _alike(prints: Sequence[_Print]) -> Iterator[Link]:
    """Link documents one of which holds much of the other."""
    for unit, length in (("word", "five-word"), ("character", "eight-character")):
        chosen = [each for each in prints if each.sequences.unit == unit and each.sequences.own.whole >= FEWEST]
        for first, second, common in _count_common([each.sequences.own.hashes for each in chosen]):
            one, other = sorted((chosen[first], chosen[second]), key=lambda each: each.sequences.own.whole)
            share = one.sequences.own.share(other.sequences.own, common)
            if share >= SHARED_WITH_CREDIT and _is_copy(one, other, share, common):
                words = f"{share:.0%} of the {length} sequences of document {_short(one.document_id)}"
                words += f" stand in document {_short(other.document_id)}"
                words += f", and both credit {one.credit}" if share < SHARED else ""
                yield _link(one, other, share, words)


def _is_copy(one: _Print, other: _Print, share: float, common: int) -> bool:
    """Whether enough of the smaller text stands in the larger, in its own words as well as with what it quotes.

    The latter keeps apart what is little more than quotations in a frame that all pages of a site have.
    """
    if common < FEWEST // 2:
        return False
    least = SHARED
    if share < SHARED:
        least = SHARED_WITH_CREDIT
        if common < FEWEST or not _tell_one_dispatch(one, other):
            return False
    smaller, larger = sorted((one.sequences.told, other.sequences.told), key=lambda sample: sample.whole)
    both = np.intersect1d(smaller.hashes, larger.hashes, assume_unique=True)
    return smaller.share(larger, len(both)) >= least


def _link(one: _Print, other: _Print, strength: float, words: str) -> Link:
    first, second = sorted((one.document_id, other.document_id))
    return Link(first=first, second=second, strength=strength, words=words)


def _tell_one_dispatch(one: _Print, other: _Print) -> bool:
    """Whether both credit the same agency, within days of one another as far as they are dated."""
    if one.credit is None or one.credit != other.credit:
        return False
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= DAYS


def _count_common(samples: Sequence[Hashes]) -> Iterator[tuple[int, int, int]]:
    """Yield each pair of samples that have a hash in common, with how many, over an inverted index.

    Where more than `NEIGHBORS` samples have one hash, each is paired with those that follow it in order, which are the
    same neighbors for every sequence of one story: its copies still form one chain.
    """
    if len(samples) < 2:
        return
    owners = np.repeat(np.arange(len(samples)), [len(sample) for sample in samples])
    hashes = np.concatenate(samples)
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    pairs, counts = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    for step in range(1, min(NEIGHBORS, len(hashes) - 1) + 1):
        shared = hashes[step:] == hashes[:-step]
        if not shared.any():
            break
        met, times = np.unique(owners[:-step][shared] * len(samples) + owners[step:][shared], return_counts=True)
        pairs, places = np.unique(np.concatenate([pairs, met]), return_inverse=True)
        counts = np.bincount(places, weights=np.concatenate([counts, times])).astype(np.int64)
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        yield pair // len(samples), pair % len(samples), count


def _short(document_id: str) -> str:
    return document_id[:12]
