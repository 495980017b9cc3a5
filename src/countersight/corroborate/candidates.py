"""Which claims are worth comparing: those that share a vendor, a territory or their words, in bounded number."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.compatibility import VAGUE

WHOLE = 40
"""Claims that share a key and are all compared with one another; of more, each with its neighbors only."""
WINDOW = 6
"""Neighbors that come after a claim in each order by which a larger number is sorted."""
TERRITORIES = 8
"""Territories of one claim that it is looked up by; longer lists meet in their vendor and words."""


def find_candidates(assertions: Sequence[Assertion]) -> Iterator[tuple[int, int]]:
    """Yield pairs of places in `assertions` to compare, in order, the smaller place first.

    The number grows with the number of claims, not with its square: of many claims that share a key, those are compared
    that stand close together when sorted by time and figure, or by their words (sorted neighborhood, Hernández and
    Stolfo 1995).
    """
    sharing: dict[Hashable, list[int]] = defaultdict(list)
    for place, assertion in enumerate(assertions):
        for key in set(_keys(assertion)):
            sharing[key].append(place)
    size = len(assertions)
    pairs: set[int] = set()  # one number for each, as a set of tuples takes three times the memory
    for places in sharing.values():
        if len(places) <= WHOLE:
            pairs.update(one * size + other for number, one in enumerate(places) for other in places[number + 1 :])
        else:
            for order in (_by_slots, _by_words):
                pairs.update(_neighbors(sorted(places, key=lambda place: (order(assertions[place]), place)), size))
    for pair in sorted(pairs):
        yield divmod(pair, size)


def _neighbors(places: Sequence[int], size: int) -> Iterator[int]:
    for number, one in enumerate(places):
        for other in places[number + 1 : number + 1 + WINDOW]:
            yield min(one, other) * size + max(one, other)


def _keys(assertion: Assertion) -> Iterator[Hashable]:
    territories = sorted(assertion.near)[:TERRITORIES] or [""]
    for vendor in assertion.vendors:
        yield "vendor", vendor, assertion.kind
        for territory in territories:
            yield "deal", vendor, territory
            yield "deal", vendor, territory, assertion.figure and assertion.figure.low, assertion.days
    for territory in territories:
        for label in assertion.technology - VAGUE:
            yield "use", territory, label
            for word in assertion.place:
                yield "place", territory, label, word
        if assertion.recipient and assertion.recipient.key not in territories:
            yield "recipient", assertion.recipient.key, territory
        if assertion.figure:
            yield "figure", territory, assertion.figure.low
    yield "words", assertion.words


def _by_slots(assertion: Assertion) -> tuple[object, ...]:
    figure = assertion.figure
    return (
        assertion.days or (date.max, date.max),
        figure.low if figure else -1.0,
        sorted(assertion.place),
        sorted(assertion.technology),
    )


def _by_words(assertion: Assertion) -> tuple[object, ...]:
    return (sorted(assertion.content), assertion.words)
