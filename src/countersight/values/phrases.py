"""Words and phrases written in a short notation, found in running text of any script at dictionary speed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from countersight.values.boundaries import begins_word, ends_word
from countersight.values.folding import Folded, fold

Meaning = TypeVar("Meaning")

OPEN = "~"
"""At an end of a phrase: the word may go on there."""

_BETWEEN = "\ue000"
"""A character of private use, which folding leaves as it is."""

_OPENING, _OR, _CLOSING = "(", "/", ")"
_TOKEN = re.compile(r"[()/]|[^()/]+")


@dataclass(frozen=True, slots=True)
class Spelling(Generic[Meaning]):
    """One spelling of a phrase, folded, and what it means."""

    text: str
    meaning: Meaning
    begins_open: bool
    ends_open: bool


class PhraseBook(Generic[Meaning]):
    """Finds phrases in folded text, whole words only, of those that overlap the longest."""

    def __init__(self, spellings: Iterable[tuple[str, Meaning]]) -> None:
        """Take spellings as `expand_phrase` yields them, each with its meaning; of equal ones the first counts."""
        written = list(spellings)
        # One call for all of them: folding a short text costs as much as folding a page.
        folded = fold(_BETWEEN.join(spelling.strip(OPEN) for spelling, _ in written)).text.split(_BETWEEN)
        entries: dict[str, Spelling[Meaning]] = {}
        for text, (spelling, meaning) in zip(folded, written, strict=True) if written else ():
            entries.setdefault(text, Spelling(text, meaning, spelling.startswith(OPEN), spelling.endswith(OPEN)))
        self._entries = tuple(entries.values())
        self._automaton = AhoCorasick(list(entries), implementation=Implementation.ContiguousNFA)

    def __len__(self) -> int:
        """Count the spellings."""
        return len(self._entries)

    def find(self, folded: Folded) -> Iterator[tuple[Meaning, int, int]]:
        """Yield what is found in `folded`, in order and never overlapping, with its place in the folded text."""
        text, reached = folded.text, 0
        matches: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not matches:
            return
        for which, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
            entry = self._entries[which]
            if start < reached or not (entry.begins_open or begins_word(text, start)):
                continue
            if entry.ends_open or ends_word(text, end):
                reached = end
                yield entry.meaning, start, end


def expand_phrase(phrase: str, endings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield every spelling that `phrase` stands for.

    `(a/b/)` stands for a, b or nothing, and may hold further brackets; `(name)` for each of the endings of that name;
    `~` at either end for any letters there.

    Raises:
        ValueError: brackets do not match, or `~` stands inside.
    """
    spellings, rest = _alternatives(_TOKEN.findall(phrase), endings)
    if rest:
        raise ValueError(f"brackets of {phrase!r} do not match")
    for spelling in dict.fromkeys(" ".join(written.split()) for written in spellings):
        if OPEN in spelling[1:-1] or not spelling.strip(OPEN):
            raise ValueError(f"no spelling: {spelling!r} of {phrase!r}")
        yield spelling


def _alternatives(tokens: list[str], endings: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return what the tokens up to a closing bracket stand for, and those after it."""
    done: list[str] = []
    now = [""]
    while tokens:
        part, *tokens = tokens
        if part in _CLOSING:
            break
        if part in _OR:
            done, now = done + now, [""]
            continue
        inner = [part]
        if part in _OPENING:
            inner, tokens = _alternatives(tokens, endings)
            inner = list(endings.get(inner[0], inner)) if len(inner) == 1 else inner
        now = [before + after for before, after in product(now, inner)]
    return done + now, tokens
