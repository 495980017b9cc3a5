"""Whether two claims of the same parties can speak of the same thing, slot by slot."""

from countersight.corroborate.assertions import Assertion, Figure
from countersight.model.claim import Kind
from countersight.model.finding import FindingParty

VAGUE = frozenset({"other", "training_only"})
"""Labels that name no technology: they go with any."""
DIRECTED = frozenset({Kind.SUPPLY, Kind.TRAINING, Kind.AGREEMENT, Kind.DEMONSTRATION})
"""Kinds in which a supplier gives to somebody in particular."""
ORDER = 1.5
"""Two sources may differ by this factor about one figure and still mean the same thing, copying errors and all."""


def can_be_same(one: Assertion, other: Assertion) -> bool:
    """Whether neither territories, time, figure nor place keep two claims apart.

    What only one of them tells never does. A denial may be of anything: who denies a deal need not repeat its date and
    size.
    """
    if not (fits_territory(one.supplier, other.supplier) and fits_territory(one.recipient, other.recipient)):
        return False
    if one.is_denied or other.is_denied:
        return True
    return fits_time(one, other) and fits_figure(one, other) and fits_place(one, other) and names_deal(one, other)


def tells_deal(assertion: Assertion) -> bool:
    """Whether a claim tells anything by which its deal could be known in another text."""
    if assertion.recipient is None and assertion.kind in DIRECTED and not assertion.is_denied:
        return bool(assertion.supplier and (assertion.days or assertion.figure or assertion.place))
    return bool(assertion.supplier or assertion.recipient)


def names_deal(one: Assertion, other: Assertion) -> bool:
    """Whether there is enough to tell which deal is meant.

    A supplier alone is not: two texts that say it sold something to somebody unnamed mean one deal only if they tell
    the same time, figure or place, or say it in the same words.
    """
    if one.kind not in DIRECTED or one.recipient is not None or one.words == other.words:
        return True
    return _tell_same_time(one, other) or _tell_same_figure(one, other) or bool(one.place & other.place)


def fits_territory(one: FindingParty | None, other: FindingParty | None) -> bool:
    """Whether two parties of one name can be the same: there is a national police in many territories."""
    if one is None or other is None or one.entity_id is not None:
        return True
    return not one.territories or not other.territories or bool({*one.territories} & {*other.territories})


def fits_technology(labels: frozenset[str], others: frozenset[str]) -> bool:
    """Whether they share a technology, or one side names none."""
    return bool(labels & others) or labels <= VAGUE or others <= VAGUE


def fits_time(one: Assertion, other: Assertion) -> bool:
    """Whether their times overlap, or one of them tells none."""
    if one.days is None or other.days is None:
        return True
    return one.days[0] <= other.days[1] and other.days[0] <= one.days[1]


def fits_figure(one: Assertion, other: Assertion) -> bool:
    """Whether their figures agree, count different things, or one of them tells none.

    A plan and what came of it are compared strictly: 3,000 to be trained are not the 2,700 who were.
    """
    if one.figure is None or other.figure is None or not counts_same(one.figure, other.figure):
        return True
    return agree(one.figure, other.figure, within=1.0 if one.is_planned != other.is_planned else ORDER)


def fits_place(one: Assertion, other: Assertion) -> bool:
    """Whether their places share a word, or one of them tells none."""
    return not one.place or not other.place or bool(one.place & other.place)


def counts_same(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same: their units share a word (`officers`, `foreign officers`)."""
    return bool(one.unit & other.unit) or one.unit == other.unit


def agree(one: Figure, other: Figure, *, within: float = 1.0) -> bool:
    """Whether the ranges of two figures overlap once each is widened by the factor `within`."""
    return one.low <= other.high * within and other.low <= one.high * within


def count_agreement(one: Assertion, other: Assertion) -> float:
    """Return how much two compatible claims have in common: one for each slot that both tell alike.

    The technology counts by the share of labels in common.
    """
    return (
        _tell_same_time(one, other)
        + _tell_same_figure(one, other)
        + bool(one.place & other.place)
        + len(one.technology & other.technology) / len(one.technology | other.technology)
    )


def _tell_same_time(one: Assertion, other: Assertion) -> bool:
    return one.days is not None and other.days is not None and fits_time(one, other)


def _tell_same_figure(one: Assertion, other: Assertion) -> bool:
    if one.figure is None or other.figure is None:
        return False
    return counts_same(one.figure, other.figure) and agree(one.figure, other.figure)
