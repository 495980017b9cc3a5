"""How far predicted claims agree with a careful reader's: in four levels, slot by slot, and where there are none.

Works on claims in the gold format (`extract/gold.py`). A predicted claim can pair with a gold claim of the same
document when their evidence overlaps by at least half of the shorter; pairs are chosen for the greatest agreement in
all. Levels:

    found   paired, whatever the kind
    kind    and of the same kind
    core    and both parties agree and the technology overlaps
    strict  and status, speaker and quantity agree
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

GoldClaim = Mapping[str, Any]
"""A claim in the gold format: plain values, as read from JSON."""

LEVELS = ("found", "kind", "core", "strict")
LEGAL_FORMS = (
    "inc", "ltd", "llc", "co", "corp", "corporation", "company", "limited", "plc", "gmbh", "sa", "ag", "spa", "srl",
    "group", "technologies", "technology", "the",
)  # fmt: skip
"""Words that do not tell one organization from another when names are compared."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold claim and the predicted claim paired with it, by their places in the document's lists."""

    gold: int
    predicted: int


@dataclass(slots=True)
class Tally:
    """Counts over documents, from which precision, recall and F1 follow."""

    gold: int = 0
    predicted: int = 0
    reached: Counter[str] = field(default_factory=Counter)
    """Pairs that reach each level."""
    agreed: Counter[str] = field(default_factory=Counter)
    """Pairs whose slot agrees, by slot."""
    pairs: int = 0
    empty: int = 0
    """Documents without gold claims."""
    empty_hit: int = 0
    """Of them, those in which something was predicted."""
    unquoted: int = 0
    """Predicted claims whose words are not in the text."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.reached + other.reached,
            self.agreed + other.agreed,
            self.pairs + other.pairs,
            self.empty + other.empty,
            self.empty_hit + other.empty_hit,
            self.unquoted + other.unquoted,
        )

    def scores(self, level: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 at a level; 0 where there is nothing to divide by."""
        precision = self.reached[level] / self.predicted if self.predicted else 0.0
        recall = self.reached[level] / self.gold if self.gold else 0.0
        total = precision + recall
        return precision, recall, 2 * precision * recall / total if total else 0.0

    def slot_accuracy(self, slot: str) -> float:
        """Return the share of pairs in which a slot agrees."""
        return self.agreed[slot] / self.pairs if self.pairs else 0.0


def score_document(text: str, gold: Sequence[GoldClaim], predicted: Sequence[GoldClaim]) -> tuple[Tally, list[Pair]]:
    """Pair the claims of one document and count the agreement."""
    pairs = pair_claims(text, gold, predicted)
    tally = Tally(
        gold=len(gold),
        predicted=len(predicted),
        pairs=len(pairs),
        empty=not gold,
        empty_hit=bool(not gold and predicted),
        unquoted=sum(_span(text, claim) is None for claim in predicted),
    )
    for pair in pairs:
        tally.reached.update(reached_levels(gold[pair.gold], predicted[pair.predicted]))
        tally.agreed.update(
            slot for slot, agrees in SLOTS.items() if agrees(gold[pair.gold], predicted[pair.predicted])
        )
    return tally, pairs


def reached_levels(gold: GoldClaim, predicted: GoldClaim) -> tuple[str, ...]:
    """Return the levels that a pair reaches; each includes those before it."""
    reached = 1
    for needed in (("kind",), ("supplier", "recipient", "technology"), ("status", "speaker", "quantity")):
        if not all(SLOTS[slot](gold, predicted) for slot in needed):
            break
        reached += 1
    return LEVELS[:reached]


def bootstrap_interval(
    tallies: Sequence[Tally], level: str, *, draws: int = 1000, seed: int = 0, coverage: float = 0.95
) -> tuple[float, float]:
    """Return the percentile interval of F1 when documents are drawn with replacement (Efron 1979)."""
    chance = random.Random(seed)  # noqa: S311  a statistical draw, no secret
    values = sorted(sum(chance.choices(tallies, k=len(tallies)), Tally()).scores(level)[2] for _ in range(draws))
    tail = (1 - coverage) / 2
    return values[int(tail * draws)], values[min(draws - 1, int((1 - tail) * draws))]


def pair_claims(text: str, gold: Sequence[GoldClaim], predicted: Sequence[GoldClaim]) -> list[Pair]:
    """Pair overlapping claims for the greatest total agreement, in order of the gold claims."""
    gold_spans = [_span(text, claim) for claim in gold]
    spans = [_span(text, claim) for claim in predicted]
    weights = {
        (row, column): _agreement(claim, predicted[column])
        for row, claim in enumerate(gold)
        for column in range(len(predicted))
        if _overlap(gold_spans[row], spans[column])
    }
    if not weights:
        return []
    size = max(len(gold), len(predicted))
    assigned = _assign([[-weights.get((row, column), 0) for column in range(size)] for row in range(size)])
    return [Pair(row, column) for row, column in enumerate(assigned) if (row, column) in weights]


def _agreement(gold: GoldClaim, predicted: GoldClaim) -> int:
    same_kind = 3 * _kind_agrees(gold, predicted)
    slots = ("supplier", "recipient", "technology", "status", "speaker", "quantity")
    return 1 + same_kind + sum(SLOTS[slot](gold, predicted) for slot in slots)


def _span(text: str, claim: GoldClaim) -> tuple[int, int] | None:
    if isinstance(claim.get("start"), int) and isinstance(claim.get("end"), int):
        return claim["start"], claim["end"]
    evidence = claim.get("evidence")
    quotes = evidence if isinstance(evidence, list) else [evidence]
    places = [(text.find(quote), len(quote)) for quote in quotes if isinstance(quote, str) and quote and quote in text]
    if not places:
        return None
    return min(start for start, _ in places), max(start + length for start, length in places)


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    if one is None or other is None:
        return False
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and shared >= 0.5 * min(one[1] - one[0], other[1] - other[0])


def _assign(cost: list[list[int]]) -> list[int]:
    """Return for each row of a square matrix the column of the cheapest assignment (Kuhn 1955, Munkres 1957).

    Rows are added one at a time along the shortest augmenting path over reduced costs (Jonker and Volgenant 1987).
    """
    size = len(cost)
    row_price, column_price, row_of = [0.0] * size, [0.0] * (size + 1), [-1] * (size + 1)
    for row in range(size):
        row_of[size], column = row, size  # the last column is where each path begins
        slack, came_from, done = [float("inf")] * size, [size] * size, [False] * (size + 1)
        while row_of[column] >= 0:
            done[column] = True
            here = row_of[column]
            for other in range(size):
                reduced = cost[here][other] - row_price[here] - column_price[other]
                if not done[other] and reduced < slack[other]:
                    slack[other], came_from[other] = reduced, column
            nearest = min((other for other in range(size) if not done[other]), key=slack.__getitem__)
            step = slack[nearest]
            for other in range(size + 1):
                if done[other]:
                    row_price[row_of[other]] += step
                    column_price[other] -= step
                elif other < size:
                    slack[other] -= step
            column = nearest
        while column != size:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
        row_of[size] = -1
    assigned = [0] * size
    for column in range(size):
        assigned[row_of[column]] = column
    return assigned


def _fold(name: Any) -> str:
    decomposed = unicodedata.normalize("NFKD", str(name or "")).casefold()
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    # A legal form may carry a dot; what is left of the punctuation then separates words.
    bare = re.sub(rf"\b(?:{'|'.join(sorted(LEGAL_FORMS, key=len, reverse=True))})\b\.?", " ", bare)
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


def _names_agree(one: Any, other: Any) -> bool:
    one, other = _fold(one), _fold(other)
    if not one or not other:
        return False
    words, others = set(one.split()), set(other.split())
    return one in other or other in one or len(words & others) / len(words | others) >= 0.5


def _codes(value: Any) -> set[str]:
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return {str(code).upper() for code in values if code not in (None, "")}


def _party_agrees(gold: GoldClaim, predicted: GoldClaim, role: str) -> bool:
    if role == "supplier" and gold["kind"] == "sanction":
        return True  # of a sanction only the sanctioned party counts
    name, codes = gold.get(role), _codes(gold.get(f"{role}_country"))
    other, other_codes = predicted.get(role), _codes(predicted.get(f"{role}_country"))
    if not name and not codes:
        return not other and not other_codes
    return _names_agree(name, other) or bool(codes & other_codes)


def _kind_agrees(gold: GoldClaim, predicted: GoldClaim) -> bool:
    return bool(gold["kind"] == predicted.get("kind"))


def _technology_agrees(gold: GoldClaim, predicted: GoldClaim) -> bool:
    wanted = set(gold.get("technology") or ()) - {"other"}
    return not wanted or bool(wanted & set(predicted.get("technology") or ()))


def _status_agrees(gold: GoldClaim, predicted: GoldClaim) -> bool:
    statuses = {gold.get("status"), predicted.get("status")}
    return len(statuses) == 1 or statuses <= {"reported", "completed"}


def _speaker_agrees(gold: GoldClaim, predicted: GoldClaim) -> bool:
    speaker = gold.get("speaker")
    return _names_agree(speaker, predicted.get("speaker")) if speaker else not predicted.get("speaker")


def _quantity_agrees(gold: GoldClaim, predicted: GoldClaim) -> bool:
    wanted, other = gold.get("quantity"), predicted.get("quantity")
    if not wanted:
        return not other
    if not other or other.get("value") is None:
        return False
    value = float(wanted["value"])
    return abs(value - float(other["value"])) <= 1e-9 + 1e-6 * abs(value)


def _time_agrees(gold: GoldClaim, predicted: GoldClaim) -> bool:
    wanted, other = str(gold.get("when") or ""), str(predicted.get("when") or "")
    return wanted[:4] == other[:4] if wanted else not other


SLOTS: dict[str, Callable[[GoldClaim, GoldClaim], bool]] = {
    "kind": _kind_agrees,
    "supplier": lambda gold, predicted: _party_agrees(gold, predicted, "supplier"),
    "recipient": lambda gold, predicted: _party_agrees(gold, predicted, "recipient"),
    "technology": _technology_agrees,
    "status": _status_agrees,
    "speaker": _speaker_agrees,
    "quantity": _quantity_agrees,
    "when": _time_agrees,
}
"""When a slot of a prediction agrees with the gold's."""
