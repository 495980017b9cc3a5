"""Whether one of two texts copies the other, and what shows it."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from countersight.corroborate.origins.meeting import Pairs
from countersight.corroborate.origins.prints import FEWEST, Prints
from countersight.corroborate.origins.rows import Flags, Places, count_shared
from countersight.corroborate.origins.sequences import WHOLE_BELOW

RULES_VERSION: Final = "4"
"""Changes with whatever makes the same prints give other links."""
COPY: Final = 0.5
"""Share of the smaller text's sequences that stand in the larger one when it is a copy or a trim."""
COPY_ON_ONE_SITE: Final = 0.7
"""The same share for two pages of one site, which have their frame in common, and what the site tells of a matter
again whenever there is news of it."""
COPY_NAMES: Final = 0.3
"""How far names and figures of copies agree at least: the same form with other names is no copy."""
PART: Final = 0.3
"""The same share where names and longer words agree so far, too: one text was half rewritten."""
PART_NAMES: Final = 0.3
PART_WORDS: Final = 0.4
REWORDED: Final = 0.08
"""The same share where names and longer words agree this far: one text was reworded throughout."""
REWORDED_NAMES: Final = 0.45
REWORDED_WORDS: Final = 0.55
CREDITED: Final = 0.2
"""The same share for two texts that credit the same news agency, which papers cut and reword."""
CREDITED_WORDS: Final = 0.4
SLACK: Final = 14
"""Sequences that a copy must share over its share: a sentence or two in common is much of a short text."""
FEWEST_COPIED: Final = 6
FEWEST_REWORDED: Final = 16
"""Sequences that texts share at least where the share alone does not decide."""
FEWEST_NAMES: Final = 6
"""Names and figures that they share at least there."""
NAMED: Final = 8
"""Names and figures from which on a text has enough of them to be told from others by."""
DAYS: Final = 7
"""Days between which papers print one dispatch."""
COPIED_TERMS: Final = 0.4
"""Share of the fewer terms that stand in the other text, below which a text is not even looked at as a copy."""


class Reason(IntEnum):
    """Why two texts have one origin, the plainest first."""

    SAME_WORDS = 1
    SAME_ADDRESS = 2
    COPY = 3
    PART = 4
    CREDITED = 5
    REWORDED = 6


LINK: Final = np.dtype(
    [("first", "<u4"), ("second", "<u4"), ("reason", "u1"), ("unspaced", "?"),
     ("share", "<f4"), ("names", "<f4"), ("words", "<f4")]
)  # fmt: skip
"""A link as it is kept: `first` is the number of the smaller text, whose sequences `share` is of; `names` and `words`
are how far names and figures, and all longer words, agree."""

Links = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """The facts about both texts of each pair."""

    one: NDArray[Any]
    other: NDArray[Any]

    def pick(self, chosen: Places) -> "_Sides":
        return _Sides(one=self.one[chosen], other=self.other[chosen])

    def agreement(self, shared: Places, name: str) -> NDArray[np.float64]:
        """Return the cosine of two sets of which so many are shared: the mean share, as products go."""
        sizes = self.one[name].astype(np.float64) * self.other[name]
        agreed: NDArray[np.float64] = shared / np.sqrt(np.maximum(1, sizes))
        return agreed

    def share(self, shared: Places, name: str) -> NDArray[np.float64]:
        """Return which share of the smaller set the `shared` ones are; of long texts half was kept to be compared."""
        half = (self.one["told"] >= WHOLE_BELOW) | (self.other["told"] >= WHOLE_BELOW)
        one, other = (np.where(half, side[f"{name}_half"], side[name]) for side in (self.one, self.other))
        return shared / np.maximum(1, np.minimum(one, other))


def compare_keys(one: Prints, other: Prints, pairs: Pairs) -> Links:
    """Link the texts of those pairs that have all words or their declared address in common."""
    sides = _Sides(one=one.facts[pairs[0] - one.first], other=other.facts[pairs[1] - other.first])
    reasons = np.zeros(len(pairs[0]), dtype=np.uint8)
    for reason, name in ((Reason.SAME_ADDRESS, "page"), (Reason.SAME_WORDS, "words")):
        reasons[(sides.one[name] == sides.other[name]) & (sides.one[name] != 0)] = reason
    kept = np.flatnonzero(reasons)
    links = _make_links(sides.pick(kept), (pairs[0][kept], pairs[1][kept]), reasons[kept])
    links["share"] = 1
    return links


def compare_sequences(one: Prints, other: Prints, pairs: Pairs) -> Links:
    """Link the texts of those pairs one of which copies or rewords the other."""
    rows = pairs[0] - one.first, pairs[1] - other.first
    sides = _Sides(one=one.facts[rows[0]], other=other.facts[rows[1]])
    shared, names = count_shared(one.terms, other.terms, rows, flagged=True)
    likely = np.flatnonzero(_is_likely(sides, shared))
    sides, shared, names = sides.pick(likely), shared[likely], names[likely]
    told, own = count_shared(one.sequences, other.sequences, (rows[0][likely], rows[1][likely]), flagged=True)
    found = _Evidence(
        own=own, share=sides.share(own, "own"), told=sides.share(told, "told"),
        shared_names=names, names=sides.agreement(names, "names"), words=sides.agreement(shared, "terms"),
    )  # fmt: skip
    reasons = _judge(sides, found)
    kept = np.flatnonzero(reasons)
    links = _make_links(sides.pick(kept), (pairs[0][likely][kept], pairs[1][likely][kept]), reasons[kept])
    for name in ("share", "names", "words"):
        links[name] = getattr(found, name)[kept]
    return links


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """What each pair has in common, outside quotations unless it says otherwise."""

    own: Places
    """Sequences."""
    share: NDArray[np.float64]
    """Of the smaller text's sequences."""
    told: NDArray[np.float64]
    """The same, quotations included."""
    shared_names: Places
    names: NDArray[np.float64]
    """How far names and figures agree."""
    words: NDArray[np.float64]
    """How far all longer words agree."""


def _is_likely(sides: _Sides, shared: Places) -> Flags:
    """Tell which pairs may pass: terms are few, so that counting them first spares most of the work."""
    fewest = np.maximum(1, np.minimum(sides.one["terms"], sides.other["terms"]))
    likely: Flags = (sides.agreement(shared, "terms") >= CREDITED_WORDS) | (shared >= COPIED_TERMS * fewest)
    return likely


def _judge(sides: _Sides, found: _Evidence) -> NDArray[np.uint8]:
    """Return the reason for which each pair is one origin, or zero.

    What they have in common in their own words must hold with their quotations, too: that keeps apart what is little
    more than quotations in a frame that all pages of a site have.
    """
    own = np.minimum(sides.one["own"], sides.other["own"])
    share = np.where(own >= FEWEST, np.minimum(found.share - SLACK / np.maximum(1, own), found.told), 0)
    loose = np.where(own >= FEWEST, np.minimum(found.share, found.told), 0)
    nameless = np.minimum(sides.one["names"], sides.other["names"]) < NAMED
    fits = nameless | (found.names >= COPY_NAMES) | _covers(sides, found.shared_names)
    enough = (found.own >= FEWEST_REWORDED) & (found.shared_names >= FEWEST_NAMES)
    apart = (sides.one["host"] != sides.other["host"]) | (sides.one["host"] == 0)
    near = apart & _is_near(sides)
    reasons = np.zeros(len(own), dtype=np.uint8)
    for reason, holds in (
        (
            Reason.REWORDED,
            (loose >= REWORDED) & enough & near
            & (found.names >= REWORDED_NAMES) & (found.words >= REWORDED_WORDS),
        ),
        (
            Reason.CREDITED,
            (loose >= CREDITED) & (found.own >= FEWEST) & near & (found.words >= CREDITED_WORDS)
            & (sides.one["credit"] == sides.other["credit"]) & (sides.one["credit"] != 0),
        ),
        (
            Reason.PART,
            (share >= PART) & enough & near & (found.names >= PART_NAMES) & (found.words >= PART_WORDS),
        ),
        (Reason.COPY, (share >= np.where(apart, COPY, COPY_ON_ONE_SITE)) & (found.own >= FEWEST_COPIED) & fits),
    ):  # fmt: skip
        reasons[holds] = reason
    return reasons


def _covers(sides: _Sides, shared_names: Places) -> Flags:
    """Tell whether most names and figures of the text that has fewer stand in the other, as those of a trim do."""
    covered: Flags = shared_names >= COPY * np.minimum(sides.one["names"], sides.other["names"])
    return covered


def _is_near(sides: _Sides) -> Flags:
    """Tell which pairs were published within days of one another, as far as they are dated."""
    undated = (sides.one["day"] == 0) | (sides.other["day"] == 0)
    near: Flags = undated | (np.abs(sides.one["day"] - sides.other["day"]) <= DAYS)
    return near


def _make_links(sides: _Sides, pairs: Pairs, reasons: NDArray[np.uint8]) -> Links:
    """Make links from the smaller text of each pair to the larger; of two of one size that of the lower id is first."""
    links = np.zeros(len(reasons), dtype=LINK)
    sizes, ids = (np.stack([side[name] for side in (sides.one, sides.other)]) for name in ("own", "document"))
    forward = (sizes[0] < sizes[1]) | ((sizes[0] == sizes[1]) & (ids[0] <= ids[1]))
    links["first"], links["second"] = np.where(forward, pairs[0], pairs[1]), np.where(forward, pairs[1], pairs[0])
    links["reason"], links["unspaced"] = reasons, sides.one["unspaced"]
    return links
