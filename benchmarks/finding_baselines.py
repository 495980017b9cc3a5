"""Two plain ways of grouping claims, to measure the stage's own against."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from math import inf

from countersight.corroborate.assertions import Assertion
from countersight.model.claim import Kind

Grouping = dict[str, Hashable]
"""The group of each claim, by its id."""
VAGUE = frozenset({"other", "training_only"})
DIRECTED = frozenset({Kind.SUPPLY, Kind.TRAINING, Kind.AGREEMENT, Kind.DEMONSTRATION})
ORDER = 1.5


def by_vendor_and_country(assertions: Iterable[Assertion]) -> Grouping:
    """Group claims of one kind, one supplier and the same territories of the recipient."""
    return {one.claim_id: (one.kind, one.supplier.key if one.supplier else "", one.territories) for one in assertions}


def by_exact_key(assertions: Iterable[Assertion]) -> Grouping:
    """Group as the stage did before it compared words: same kind, supplier and recipient, and every slot fits."""
    blocks: dict[Hashable, list[Assertion]] = defaultdict(list)
    for one in assertions:
        supplier = one.supplier.key if one.supplier else ""
        recipient = one.recipient.key if one.recipient else ""
        blocks[one.kind, supplier, recipient if _tells_deal(one) else f"“{one.words}”"].append(one)
    grouping: Grouping = {}
    for key, block in blocks.items():
        groups: list[list[Assertion]] = []
        for one in sorted(block, key=_vagueness):
            fitting = [
                group for group in groups if all(_fits(one, other) for other in group) and _technology(one, group)
            ]
            scored = sorted(
                ((_score(one, group), -groups.index(group), group) for group in fitting), key=lambda x: -x[0]
            )
            if scored and (len(scored) == 1 or scored[0][0] > scored[1][0] + 1e-9):
                scored[0][2].append(one)
            else:
                groups.append([one])
        for number, group in enumerate(groups):
            grouping |= {one.claim_id: (key, number) for one in group}
    return grouping


BASELINES: dict[str, Callable[[Sequence[Assertion]], Grouping]] = {
    "exact key": by_exact_key,
    "kind, vendor, country": by_vendor_and_country,
}


def _tells_deal(one: Assertion) -> bool:
    if one.recipient is None and one.kind in DIRECTED and not one.is_denied:
        return bool(one.supplier and (one.days or one.figure or one.place))
    return bool(one.supplier or one.recipient)


def _fits(one: Assertion, other: Assertion) -> bool:
    for mine, theirs in ((one.supplier, other.supplier), (one.recipient, other.recipient)):
        known = mine and theirs and not mine.entity_id and mine.territories and theirs.territories
        if known and not {*mine.territories} & {*theirs.territories}:  # type: ignore[union-attr]
            return False
    if one.is_denied or other.is_denied:
        return True
    same_time = one.days and other.days and one.days[0] <= other.days[1] and other.days[0] <= one.days[1]
    if one.days and other.days and not same_time:
        return False
    within = 1.0 if one.is_planned != other.is_planned else ORDER
    if _counted_alike(one, other) and not _agree(one, other, within):
        return False
    if one.place and other.place and not one.place & other.place:
        return False
    if one.kind not in DIRECTED or one.recipient is not None or one.words == other.words:
        return True
    return bool(same_time or (_counted_alike(one, other) and _agree(one, other, 1.0)) or one.place & other.place)


def _technology(one: Assertion, group: Sequence[Assertion]) -> bool:
    labels = frozenset[str]().union(*(other.technology for other in group))
    return bool(one.technology & labels) or one.technology <= VAGUE or labels <= VAGUE


def _counted_alike(one: Assertion, other: Assertion) -> bool:
    if one.figure is None or other.figure is None:
        return False
    return bool(one.figure.unit & other.figure.unit) or one.figure.unit == other.figure.unit


def _agree(one: Assertion, other: Assertion, within: float) -> bool:
    assert one.figure
    assert other.figure
    return one.figure.low <= other.figure.high * within and other.figure.low <= one.figure.high * within


def _score(one: Assertion, group: Sequence[Assertion]) -> float:
    best = max(
        (one.days is not None and other.days is not None)
        + (_counted_alike(one, other) and _agree(one, other, 1.0))
        + bool(one.place & other.place)
        + len(one.technology & other.technology) / len(one.technology | other.technology)
        for other in group
    )
    told = any(other.days for other in group), any(other.figure for other in group)
    is_as_open = told == (one.days is not None, one.figure is not None)
    return best + 0.5 * is_as_open + 4.0 * any(one.words == other.words for other in group)


def _vagueness(one: Assertion) -> tuple[object, ...]:
    first, last = one.days or (date.min, date.max)
    low, high = (one.figure.low, one.figure.high) if one.figure else (0.0, inf)
    places = sum(bool(party and party.territories) for party in (one.supplier, one.recipient))
    return (
        one.is_denied, one.days is None, one.figure is None, not one.place, one.technology <= VAGUE,
        -len(one.technology), -places, (last - first).days, high - low, first, low, one.claim_id,
    )  # fmt: skip
