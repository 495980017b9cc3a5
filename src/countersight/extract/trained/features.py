"""A window of text as the model reads it: word pieces with their places, and what the dictionaries say of each."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from countersight.extract.trained.labels import FEATURES, TECHNOLOGIES
from countersight.values.organizations import Via, find_organizations
from countersight.values.technology import Strength, find_technology
from countersight.values.territories import TerritoryMention, find_territories

START, END = 0, 2
"""Ids of the pieces that open and close every sequence."""
MOST_PIECES = 510
"""Pieces of a window beside those two: the network knows 512 places. What a freak window has beyond is not read."""

_FEATURE = {name: number for number, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """A stretch of text, ready for the model. Offsets are code points within `text`."""

    text: str
    pieces: NDArray[np.int64]
    """[tokens], with the opening and the closing piece."""
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    """[tokens]; both 0 for the opening and the closing piece."""
    features: NDArray[np.float32]
    """[tokens, len(FEATURES)], zeros and ones."""
    territories: tuple[TerritoryMention, ...]

    def tokens_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the tokens that hold any of the words at `start` to `end`, as first and one past the last."""
        held = np.flatnonzero((self.starts < end) & (self.ends > start) & (self.ends > self.starts))
        return (int(held[0]), int(held[-1]) + 1) if len(held) else None


def open_window(text: str, language: str | None, tokenizer: Tokenizer) -> Window:
    """Cut `text` into word pieces and mark what the dictionaries of its language find in it."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets[:MOST_PIECES], dtype=np.int64).reshape(-1, 2)
    starts, ends = offsets[:, 0].copy(), offsets[:, 1]
    for number in map(int, np.flatnonzero(ends - starts > 1)):
        if text[starts[number]].isspace():  # a piece takes the space before its word along
            starts[number] += 1
    starts, ends = np.pad(starts, 1), np.pad(ends, 1)
    territories = tuple(find_territories(text, language))
    features = np.zeros((len(starts), len(FEATURES)), dtype=np.float32)
    for name, start, end in _marks(text, language, territories):
        features[(starts < end) & (ends > start), _FEATURE[name]] = 1.0
    for number in range(1, len(starts) - 1):
        features[number, _FEATURE["number"]] = any(map(str.isdecimal, text[starts[number] : ends[number]]))
    return Window(
        text=text,
        pieces=np.array([START, *encoding.ids[:MOST_PIECES], END], dtype=np.int64),
        starts=starts,
        ends=ends,
        features=features,
        territories=territories,
    )


def _marks(
    text: str, language: str | None, territories: tuple[TerritoryMention, ...]
) -> Iterator[tuple[str, int, int]]:
    """Yield what the dictionaries find: the name of a feature and its place."""
    for mention in find_technology(text, language):
        if mention.label in TECHNOLOGIES:
            yield mention.label, mention.start, mention.end
        if mention.strength in (Strength.AMBIGUOUS, Strength.PRODUCT):
            yield mention.strength, mention.start, mention.end
    for found in find_organizations(text):
        name = "product" if found.via is Via.PRODUCT else "vendor" if "vendor" in found.roles else "organization"
        yield name, found.start, found.end
    for territory in territories:
        yield "territory", territory.start, territory.end
