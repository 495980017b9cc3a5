"""Claims that assert the same thing, put together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.compatibility import VAGUE, can_be_same, count_agreement, fits_technology, tells_deal

SAME_WORDS = 4.0
"""What the same words count beside the slots of `count_agreement`: more than all of them."""
AS_OPEN = 0.5
"""What leaving time and figure open alike counts: less than a slot."""
CLOSE = 1e-9
"""Scores nearer than this are equal."""


@dataclass(slots=True)
class Group:
    """Claims on their way to become a finding."""

    rivals: int = 0
    """How many other groups its first claim fitted equally well."""
    members: list[Assertion] = field(default_factory=list)
    forms: dict[tuple[object, ...], Assertion] = field(default_factory=dict)
    """One member for each different way of filling the slots: a claim is compared with these only."""
    technology: frozenset[str] = frozenset()
    words: set[str] = field(default_factory=set)
    days: tuple[date, date] = (date.min, date.max)
    """What the times of all members, denials left out, have in common."""

    def add(self, assertion: Assertion) -> None:
        """Take a claim in."""
        self.members.append(assertion)
        self.forms.setdefault(_form(assertion), assertion)
        self.technology |= assertion.technology
        self.words.add(assertion.words)
        if assertion.days and not assertion.is_denied:
            self.days = max(self.days[0], assertion.days[0]), min(self.days[1], assertion.days[1])

    def fits(self, assertion: Assertion) -> bool:
        """Whether no member tells anything that keeps `assertion` apart.

        Every member is asked, so that no vague claim can bridge two deals that differ.
        """
        return (
            fits_technology(assertion.technology, self.technology)
            and self._fits_time(assertion)
            and all(can_be_same(assertion, form) for form in self.forms.values())
        )

    def _fits_time(self, assertion: Assertion) -> bool:
        """Times that overlap two by two have a day in common, so one look tells of all."""
        if assertion.days is None or assertion.is_denied:
            return True
        return assertion.days[0] <= self.days[1] and self.days[0] <= assertion.days[1]

    def score(self, assertion: Assertion) -> float:
        """Return how much `assertion` has in common with the member most like it.

        A group that leaves the same open counts more, so that vague claims would rather stay among themselves than be
        glued to one deal of several.
        """
        agreement = max(count_agreement(assertion, form) for form in self.forms.values())
        is_dated = any(form.days for form in self.forms.values())
        is_counted = any(form.figure for form in self.forms.values())
        is_as_open = (is_dated, is_counted) == (assertion.days is not None, assertion.figure is not None)
        return agreement + AS_OPEN * is_as_open + SAME_WORDS * (assertion.words in self.words)


def group_assertions(assertions: Iterable[Assertion]) -> list[Group]:
    """Group claims of the same kind and parties that nothing keeps apart.

    Claims that tell most come first, so that a vague one meets deals already told apart; one that fits several equally
    well stands by itself. The order in which the claims come makes no difference.
    """
    blocks: dict[tuple[str, str, str], list[Assertion]] = defaultdict(list)
    for assertion in assertions:
        blocks[_block(assertion)].append(assertion)
    return [group for _, block in sorted(blocks.items()) for group in _group_block(block)]


def _block(assertion: Assertion) -> tuple[str, str, str]:
    """Return what the claims of one finding have in common: nothing less than their words if little else is told."""
    supplier = assertion.supplier.key if assertion.supplier else ""
    recipient = assertion.recipient.key if assertion.recipient else ""
    return assertion.kind.value, supplier, recipient if tells_deal(assertion) else f"“{assertion.words}”"


def _group_block(block: Sequence[Assertion]) -> list[Group]:
    groups: list[Group] = []
    homes: dict[tuple[object, ...], Group] = {}
    spoken: set[str] = set()
    for assertion in sorted(block, key=_vagueness):
        form = _form(assertion)
        if assertion.words in spoken:  # where the same words went may differ from where the same slots did
            form = (*form, assertion.words)
        home = homes.get(form) or homes.setdefault(form, _find_home(assertion, groups))
        home.add(assertion)
        spoken.add(assertion.words)
    return groups


def _find_home(assertion: Assertion, groups: list[Group]) -> Group:
    """Return the group that fits best, a new one if none does or several do equally."""
    scored = [(group.score(assertion), group) for group in groups if group.fits(assertion)]
    highest = max((score for score, _ in scored), default=0.0)
    best = [group for score, group in scored if score > highest - CLOSE]
    if len(best) != 1:
        best = [Group(rivals=len(best))]
        groups += best
    return best[0]


def _form(assertion: Assertion) -> tuple[object, ...]:
    parties = (assertion.supplier, assertion.recipient)
    return (
        *(party.territories if party else None for party in parties),
        assertion.technology, assertion.days, assertion.figure, assertion.place,
        assertion.is_planned, assertion.is_denied,
    )  # fmt: skip


def _vagueness(assertion: Assertion) -> tuple[object, ...]:
    """Order claims: denials last, then what leaves most open, slot by slot; then by content, that id decides last."""
    first, last = assertion.days or (date.min, date.max)
    low, high = (assertion.figure.low, assertion.figure.high) if assertion.figure else (0.0, inf)
    return (
        assertion.is_denied,
        assertion.days is None,
        assertion.figure is None,
        not assertion.place,
        assertion.technology <= VAGUE,
        -len(assertion.technology),
        -sum(bool(party and party.territories) for party in (assertion.supplier, assertion.recipient)),
        (last - first).days,
        high - low,
        first,
        low,
        assertion.claim_id,
    )
