"""Rival values of one slot, ranked as Wikibase does: preferred, normal, deprecated, each with the reason."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.compatibility import counts_same
from countersight.model.finding import Rank, RivalValue

OUTVOTED = 2
"""Independent origins without a stake that set aside what only parties to the deal say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of claims beside their slots, by claim id."""

    origin: Mapping[str, str]
    """The independent origin of each."""
    interested: frozenset[str]
    """Claims in which a party to the deal, or an official of its state, speaks."""
    accepted: frozenset[str]
    """Claims that a reviewer accepted."""
    rejected: frozenset[str]
    """Claims that a reviewer rejected; they count for nothing."""


@dataclass(frozen=True, slots=True)
class _Value:
    claims: tuple[Assertion, ...]
    accepted: int
    origins: int
    disinterested: int
    """Origins in which nobody with a stake speaks."""
    precision: float
    """The finer the higher."""

    @property
    def weight(self) -> tuple[float, ...]:
        return self.accepted, self.origins, self.disinterested, self.precision


WHY = (
    "accepted by a reviewer",
    "told by more independent origins ({origins})",
    "told by more who have no stake in it",
    "the more precise",
)
"""What sets a value above the others, in the order in which it is asked."""


def rank_values(members: Sequence[Assertion], standing: Standing) -> tuple[RivalValue, ...]:
    """Return the values of every slot about which claims differ; none where they agree or one alone tells it."""
    told = [member for member in members if not member.is_denied]
    rivals: list[RivalValue] = []
    for figures in _by_unit(told):
        rivals += _rank("quantity", figures, _figure_of, _figure_words, _figure_precision, standing)
    dated = [member for member in told if member.days]
    rivals += _rank("when", dated, lambda one: one.days, lambda one: one.when or "", _time_precision, standing)
    rivals += _rank("status", members, lambda one: one.status, lambda one: one.status.value, lambda one: 0.0, standing)
    return tuple(rivals)


def _rank(
    slot: str,
    members: Sequence[Assertion],
    key: Callable[[Assertion], Hashable],
    words: Callable[[Assertion], str],
    precision: Callable[[Assertion], float],
    standing: Standing,
) -> Iterator[RivalValue]:
    claims: dict[Hashable, list[Assertion]] = defaultdict(list)
    for member in members:
        claims[key(member)].append(member)
    if len(claims) < 2:
        return
    values = [_weigh(tuple(telling), precision(telling[0]), standing) for telling in claims.values()]
    values.sort(key=lambda value: (*(-part for part in value.weight), value.claims[0].claim_id))
    for place, value in enumerate(values):
        rank, reason = _judge(value, place, values, standing)
        ids = tuple(sorted(one.claim_id for one in value.claims))
        yield RivalValue(slot=slot, value=words(value.claims[0]), claim_ids=ids, rank=rank, reason=reason)


def _weigh(claims: tuple[Assertion, ...], precision: float, standing: Standing) -> _Value:
    counted = [one.claim_id for one in claims if one.claim_id not in standing.rejected]
    return _Value(
        claims=claims,
        accepted=sum(claim in standing.accepted for claim in counted),
        origins=len({standing.origin[claim] for claim in counted}),
        disinterested=len({standing.origin[claim] for claim in counted if claim not in standing.interested}),
        precision=precision,
    )


def _judge(value: _Value, place: int, values: Sequence[_Value], standing: Standing) -> tuple[Rank, str]:
    if not value.origins:
        return Rank.DEPRECATED, "a reviewer rejected every claim that tells it"
    best = values[0]
    if value is not best and not value.disinterested and not value.accepted and best.disinterested >= OUTVOTED:
        return Rank.DEPRECATED, f"a party's own word against {best.disinterested} origins without a stake"
    if place == 0 and value.weight > values[1].weight:
        deciding = next(number for number, part in enumerate(value.weight) if part > values[1].weight[number])
        return Rank.PREFERRED, WHY[deciding].format(origins=value.origins)
    is_less = best.weight > value.weight
    return Rank.NORMAL, "another value has more behind it" if is_less else "nothing sets it above the others"


def _by_unit(members: Sequence[Assertion]) -> list[list[Assertion]]:
    """Part claims with figures by what they count, plans from the rest."""
    groups: list[list[Assertion]] = []
    for member in members:
        if member.figure is not None:
            home = next((group for group in groups if _is_counted_with(group[0], member)), None)
            if home is None:
                groups.append(home := [])
            home.append(member)
    return groups


def _is_counted_with(one: Assertion, other: Assertion) -> bool:
    if one.figure is None or other.figure is None or one.is_planned != other.is_planned:
        return False
    return counts_same(one.figure, other.figure)


def _figure_of(assertion: Assertion) -> Hashable:
    return assertion.figure and (assertion.figure.low, assertion.figure.high)


def _figure_words(assertion: Assertion) -> str:
    return assertion.figure.words if assertion.figure else ""


def _figure_precision(assertion: Assertion) -> float:
    figure = assertion.figure
    return 1.0 if figure and figure.low == figure.high else 0.0


def _time_precision(assertion: Assertion) -> float:
    first, last = assertion.days or (None, None)
    return -float((last - first) / timedelta(days=1)) if first and last else 0.0
