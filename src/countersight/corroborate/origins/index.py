"""The origins of all documents of a project, kept on disk: a new document is compared, and nothing is computed anew."""

import fcntl
import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from countersight.corroborate.origins.comparing import LINK, RULES_VERSION, Links, compare_keys, compare_sequences
from countersight.corroborate.origins.finding import link_within
from countersight.corroborate.origins.forest import Link, Origins
from countersight.corroborate.origins.meeting import meet_by_key, meet_by_sequences
from countersight.corroborate.origins.prints import (
    MOST_PRINTS,
    PRINTS_VERSION,
    Label,
    Prints,
    hash_name,
    read_labels,
    take_prints,
)
from countersight.corroborate.origins.segments import Segment
from countersight.corroborate.origins.sums import BLOCK, check_blocks, draw_blocks
from countersight.corroborate.origins.telling import tell_links
from countersight.errors import BrokenIndex, UsageError
from countersight.model.text import DocumentText

VERSION: Final = f"{PRINTS_VERSION}.{RULES_VERSION} summed, Unicode {unicodedata.unidata_version}"
"""What an index was made by. One of another version is empty: its texts are to be put in again."""
TOGETHER: Final = 8_192
"""Texts that are put in together."""
FANOUT: Final = 8
"""Segments of one size that are merged into one."""
COMPARED_TOGETHER: Final = 8_192
"""Pairs of texts that are compared before what was read from disk is let go."""
CHECKED: Final = 64
"""Blocks of a megabyte that are held against their checksums whenever an index is opened: of one of up to 20,000 texts
all, of a larger one others each time. What is read or written whole anyway is checked whole."""

_STATE: Final = "state.json"
_LINKS: Final = "links"


class _State(msgspec.Struct, frozen=True):
    """What of the folder counts; whatever else lies in it was left by a run that broke off."""

    version: str
    segments: tuple[tuple[int, int], ...] = ()
    """First number and count of each, in order."""
    links: int = 0
    links_sum: int = 0
    """The CRC-32 of the bytes of those links."""


class OriginIndex:
    """Which documents share an origin, for as many as a disk holds. Updates wait for one another.

    All in the folder is derived from the texts. It is safe to break off at any moment: what an update has not finished
    is not there, and another update finishes it. Who only asks opens the folder anew after an update. Files that are
    not there or cut off make it empty; bytes that changed raise `BrokenIndex` when it is opened, as far as `CHECKED`
    goes, or merged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._load()

    def _load(self) -> None:
        self._state, folder = self._read_state(), self._folder
        self._segments = [Segment(folder, first, count) for first, count in self._state.segments]
        self._check_some()
        facts = [segment.column("facts") for segment in self._segments]
        self._texts: NDArray[np.uint64] = np.sort(_concatenate([each["text"] for each in facts]))
        self._documents: NDArray[np.uint64] = _concatenate([each["document"] for each in facts])

    def __len__(self) -> int:
        return len(self._documents)

    def check(self) -> None:
        """Compare every byte with what was written.

        Raises:
            BrokenIndex: one has changed; it names the file and what to do.
        """
        self._check_links()
        for segment in self._segments:
            segment.check()

    def _check_some(self) -> None:
        self._check_links()
        sums = {segment.folder: segment.read_sums() or {} for segment in self._segments}
        for segment in self._segments:
            segment.check("facts")
        check_blocks(draw_blocks(sums, CHECKED))

    def _check_links(self) -> None:
        path, found, left = self._folder / _LINKS, 0, self._state.links * LINK.itemsize
        if left:
            with path.open("rb") as file:
                while block := file.read(min(left, BLOCK)):
                    found, left = crc32(block, found), left - len(block)
        if found != self._state.links_sum:
            raise BrokenIndex(path, "is not what was written", self._folder)

    def update(self, texts: Iterable[DocumentText]) -> int:
        """Put texts in, skipping those that are there, and return how many were new.

        Each text is asked for once and let go. Memory is bounded whatever the number of texts: some kilobytes for each
        of the 8,192 that are put in together, and 50 bytes for each that is there.
        """
        with self._alone():
            self._load()
            before = len(self)
            self._clear_leftovers()
            remaining = iter(texts)
            while block := list(islice(remaining, TOGETHER)):
                if fresh := self._leave_out_known(block):
                    self._put_in(take_prints(fresh, first=len(self)))
                    self._merge_segments()
            return len(self) - before

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until no other process updates, and keep others from it while the block runs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def find_lacking(self, text_ids: Iterable[str]) -> Iterator[str]:
        """Yield those of these texts that are not there."""
        remaining = iter(text_ids)
        while block := list(islice(remaining, TOGETHER)):
            hashes = np.array([hash_name(each) for each in block], dtype=np.uint64)
            known = np.isin(hashes, self._texts)
            yield from (each for each, is_known in zip(block, known.tolist(), strict=True) if not is_known)

    def origins(self, document_ids: Iterable[str]) -> Origins:
        """Return the origins of these documents, joined by way of any others there are.

        A document that was not put in has an origin of its own.
        """
        wanted = sorted(set(document_ids))
        roots = self._find_roots()
        known = np.flatnonzero(
            np.isin(self._documents, np.array([hash_name(each) for each in wanted], dtype=np.uint64))
        )
        members = np.flatnonzero(np.isin(roots, roots[known]))
        links = self._links()
        links = links[np.isin(roots[links["first"]], roots[known])]
        labels = self._labels(members.tolist())
        names = {label.document_id for label in labels.values()}
        return Origins(names.union(wanted), tell_links(links, labels))

    def links(self) -> Iterator[Link]:
        """Yield every link there is, in words."""
        links = self._links()
        for start in range(0, len(links), TOGETHER):
            some = links[start : start + TOGETHER]
            yield from tell_links(some, self._labels(np.unique([some["first"], some["second"]]).tolist()))

    def _leave_out_known(self, texts: Sequence[DocumentText]) -> list[DocumentText]:
        by_hash = {hash_name(text.id): text for text in texts}
        hashes = np.fromiter(by_hash, dtype=np.uint64, count=len(by_hash))
        places = np.searchsorted(self._texts, hashes)
        known = np.append(self._texts, np.uint64(0))[places] == hashes
        return [text for text, is_known in zip(by_hash.values(), known.tolist(), strict=True) if not is_known]

    def _put_in(self, prints: Prints) -> None:
        if prints.first + len(prints) > MOST_PRINTS:
            raise UsageError(f"an index of origins holds no more than {MOST_PRINTS:,} texts: split the project")
        links = [link_within(prints), *(_link_between(prints, segment) for segment in self._segments)]
        segment = Segment(self._folder, prints.first, len(prints))
        segment.write(prints)
        added = np.concatenate(links)
        count = self._append_links(added)
        self._replace([*self._segments, segment], links=count, links_sum=crc32(added.tobytes(), self._state.links_sum))
        self._texts = np.sort(np.concatenate([self._texts, prints.facts["text"]]), kind="stable")
        self._documents = np.concatenate([self._documents, prints.facts["document"]])

    def _append_links(self, links: Links) -> int:
        """Write links after those that count, over whatever a run that broke off has left there."""
        path = self._folder / _LINKS
        path.touch()
        with path.open("r+b") as file:
            file.truncate(self._state.links * LINK.itemsize)
            file.seek(0, os.SEEK_END)
            file.write(links.tobytes())
            file.flush()
            os.fsync(file.fileno())
        return self._state.links + len(links)

    def _merge_segments(self) -> None:
        """Merge the last segments as soon as eight of them reach the same power of eight and none a higher one: each
        text is written anew once for each power."""
        powers = [_power(segment.count) for segment in self._segments]
        for power in sorted(set(powers)):
            last = next((place for place, each in enumerate(reversed(powers)) if each > power), len(powers))
            if powers[-last:].count(power) >= FANOUT:
                parts = self._segments[-last:]
                whole = Segment(self._folder, parts[0].first, sum(part.count for part in parts))
                whole.write_merged(parts)
                kept = [*self._segments[:-last], whole]
                self._replace(kept, links=self._state.links, links_sum=self._state.links_sum)
                for part in parts:
                    part.remove()
                return

    def _replace(self, segments: Sequence[Segment], *, links: int, links_sum: int) -> None:
        """Make these segments and so many links what counts, at once."""
        state = _State(VERSION, tuple((segment.first, segment.count) for segment in segments), links, links_sum)
        part = self._folder / f"{_STATE}.part"
        with part.open("wb") as file:
            file.write(msgspec.json.encode(state))
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._folder / _STATE)
        self._state, self._segments = state, list(segments)

    def _read_state(self) -> _State:
        """Read what counts; of an index that another version made, or that is cut off or damaged, nothing does."""
        path = self._folder / _STATE
        if not path.exists():
            return _State(VERSION)
        try:
            state = msgspec.json.decode(path.read_bytes(), type=_State)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _State(VERSION)
        return state if state.version == VERSION and self._is_whole(state) else _State(VERSION)

    def _is_whole(self, state: _State) -> bool:
        """Whether the files that a state tells of are there: a copy of a project may lack or cut some."""
        links = self._folder / _LINKS
        size = links.stat().st_size if links.exists() else 0
        segments = [Segment(self._folder, first, count) for first, count in state.segments]
        return size >= state.links * LINK.itemsize and all(each.read_sums() is not None for each in segments)

    def _clear_leftovers(self) -> None:
        """Remove what a run that broke off, or another version, has left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = {segment.folder.name for segment in self._segments}
        for child in self._folder.iterdir():
            if child.is_dir() and child.name not in kept:
                shutil.rmtree(child, ignore_errors=True)

    def _links(self) -> Links:
        if not self._state.links:
            return np.empty(0, dtype=LINK)
        return np.memmap(self._folder / _LINKS, dtype=LINK, mode="r", shape=(self._state.links,))

    def _labels(self, numbers: Sequence[int]) -> dict[int, Label]:
        found: dict[int, Label] = {}
        for segment in self._segments:
            within = [number for number in numbers if segment.first <= number < segment.first + segment.count]
            if within:
                found |= read_labels(segment.open(), within)
        return found

    def _find_roots(self) -> NDArray[np.int64]:
        """Return for each text the lowest number of those that it shares an origin with."""
        links, order = self._links(), np.argsort(self._documents, kind="stable")
        same = np.flatnonzero(self._documents[order][1:] == self._documents[order][:-1])
        first = np.concatenate([links["first"].astype(np.int64), order[same]])
        second = np.concatenate([links["second"].astype(np.int64), order[same + 1]])
        return find_roots(len(self), first, second)


def find_roots(count: int, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each of `count` numbers the lowest that pairs of `first` and `second` join it with.

    Hooks the higher root of each pair to the lower and shortens all ways, until no pair has two roots (Shiloach and
    Vishkin, "An O(log n) parallel connectivity algorithm", 1982).
    """
    roots = np.arange(count)
    while len(first):
        low, high = np.minimum(roots[first], roots[second]), np.maximum(roots[first], roots[second])
        apart = low != high
        first, second = first[apart], second[apart]
        np.minimum.at(roots, high[apart], low[apart])
        while not np.array_equal(shorter := roots[roots], roots):
            roots = shorter
    return roots


def _link_between(prints: Prints, segment: Segment) -> Links:
    """Link new texts to those of a segment."""
    by_key = meet_by_key(prints.keys, lambda: segment.column("keys"))
    alike = meet_by_sequences(prints, lambda: segment.column("postings"), segment.column("facts"), segment.first)
    links = [compare_keys(prints, segment.open(), by_key)]
    for start in range(0, len(alike[0]), COMPARED_TOGETHER):
        ones, others = (side[start : start + COMPARED_TOGETHER] for side in alike)
        links.append(compare_sequences(prints, segment.open(), (ones, others)))
    return np.concatenate(links)


def _power(count: int) -> int:
    """Return which power of `FANOUT` is the largest that `count` reaches."""
    power = 0
    while count >= FANOUT:
        count, power = count // FANOUT, power + 1
    return power


def _concatenate(columns: Sequence[NDArray[Any]]) -> NDArray[np.uint64]:
    return np.concatenate([np.empty(0, dtype=np.uint64), *columns])
