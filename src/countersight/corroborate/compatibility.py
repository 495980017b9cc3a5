"""Whether two claims can tell of the same thing, how likely it is, and what speaks for it."""

from collections.abc import Iterator
from math import exp

from countersight.corroborate.assertions import ABOUT, Assertion, Figure
from countersight.corroborate.tokens import share, share_of_smaller
from countersight.model.claim import Kind, Status
from countersight.values.ocids import ocid_prefix

VAGUE = frozenset({"other", "training_only"})
"""Labels that name no technology: they go with any."""
DEAL = frozenset({Kind.SUPPLY, Kind.PROCUREMENT, Kind.AGREEMENT})
"""Kinds that tell one deal in different words."""
DIRECTED = DEAL | {Kind.TRAINING, Kind.DEMONSTRATION}
"""Kinds in which a supplier gives to somebody in particular."""
HALF = 0.5
"""Share of words from which two claims are put in much the same words."""
ORDER = 3.0
"""Two sources may differ by this factor about one figure and still mean the same thing: they are rivals then."""

MANY = 3
"""Territories from which a claim tells of a whole that others tell parts of."""

WEIGHTS = {
    "bias": -4.27,
    "same kind": 1.17,
    "deal and use": -0.87,
    "one alleges": -0.76,
    "same vendor in the words": 1.15,
    "other vendors in the words": -0.34,
    "vendor in one's words": 0.16,
    "same recipient": 0.46,
    "territories alike": 0.74,
    "territories cross": -0.8,
    "same territory in the words": 0.34,
    "other territory in the words": -0.59,
    "territory told once": -0.26,
    "other technology": -0.98,
    "times overlap": 1.21,
    "time told once": -0.26,
    "same figure": 0.56,
    "figures agree": 0.56,
    "figure told once": -0.4,
    "words alike": 1.79,
    "content alike": 1.32,
    "context alike": 1.68,
    "same document": 0.69,
}
"""Log odds that two claims with a vendor, a territory or much of their words in common tell of the same thing; by
logistic regression on the half of `benchmarks/finding_pairs.csv` that may be looked at (`findings.py --fit`)."""


def find_conflict(one: Assertion, other: Assertion) -> str | None:
    """Name the slot that keeps two claims apart, if any does: what only one of them tells never does.

    A denial may be of anything: who denies a deal need not repeat its date and size.
    """
    if one.apart & other.identities or other.apart & one.identities:
        return "identity"
    if one.is_sanction != other.is_sanction:
        return "kind"
    if _are_other_processes(one, other):
        return "process"
    if one.territories and other.territories and not one.territories & other.territories:
        return "territory"
    if _differ_in_extent(one, other) or _differ_in_extent(other, one):
        return "extent"
    if names_others(one, other):
        return "recipient"
    if _have_other_suppliers(one, other):
        return "supplier"
    if not names_deal(one, other):
        return "deal"
    if one.is_denied or other.is_denied:
        return None
    if not fits_time(one, other):
        return "time"
    if one.place and other.place and not one.place & other.place:
        return "place"
    return None if fits_figure(one, other) else "figure"


def likeness(one: Assertion, other: Assertion) -> float:
    """Return the probability that two claims which nothing keeps apart tell of the same thing."""
    odds = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in compare(one, other))
    return 1 / (1 + exp(-odds))


def compare(one: Assertion, other: Assertion) -> Iterator[tuple[str, float]]:
    """Yield what two claims have in common and where they differ, by name, 0 to 1; what is 0 is left out."""
    yield from _compare_kinds(one, other)
    yield from _compare_parties(one, other)
    yield from _compare_territories(one, other)
    yield from _compare_slots(one, other)
    yield "words alike", share(one.tokens, other.tokens)
    yield "content alike", share_of_smaller(one.content, other.content)
    yield "context alike", share(one.around, other.around)
    if one.document_id == other.document_id:
        yield "same document", 1.0


def names_deal(one: Assertion, other: Assertion) -> bool:
    """Whether there is enough to tell which deal is meant.

    A supplier alone is not: two texts that say it sold something to somebody unnamed mean one deal only if they tell
    the same figure or overlapping times, or say it in much the same words.
    """
    if one.recipient or other.recipient or one.kind not in DIRECTED or other.kind not in DIRECTED:
        return True
    if one.figure and other.figure and _nearly_agree(one.figure, other.figure):
        return True
    if one.days and other.days and fits_time(one, other):
        return True
    return bool(one.place & other.place) or share(one.tokens, other.tokens) >= HALF or one.words == other.words


def is_part(part: frozenset[str], whole: frozenset[str]) -> bool:
    """Whether territories are only some of a list: what is so in each of four is not the same as what is so in one."""
    return bool(part) and len(whole) >= MANY and part < whole and 2 * len(part) <= len(whole)


def names_others(one: Assertion, other: Assertion) -> bool:
    """Whether one document names two recipients by names of their own that share no word: two texts may well have two
    names for one, one text seldom has.
    """
    if one.document_id != other.document_id or not one.own_name or not other.own_name:
        return False
    return not one.own_name & other.own_name


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


def counts_same(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same: their units share a word (`officers`, `foreign officers`)."""
    return bool(one.unit & other.unit) or one.unit == other.unit


def agree(one: Figure, other: Figure, *, within: float = 1.0) -> bool:
    """Whether the ranges of two figures overlap once each is widened by the factor `within`."""
    return one.low <= other.high * within and other.low <= one.high * within


def is_tied(one: Assertion, other: Assertion) -> bool:
    """Whether two claims name one vendor and one territory, and one may tell what came of the other, or a part of it,
    however unlike their words.
    """
    if not one.vendors & other.vendors or not one.near & other.near or not one.technology & other.technology:
        return False
    return is_outcome(one, other) or is_outcome(other, one) or is_within(one, other) or is_within(other, one)


def is_outcome(outcome: Assertion, plan: Assertion) -> bool:
    """Whether one claim tells in use, or as done, what the other tells as planned, bought or sold."""
    if outcome.is_planned or outcome.is_denied or plan.is_denied:
        return False
    return plan.is_planned or (plan.kind in DEAL and outcome.kind is Kind.DEPLOYMENT)


def is_within(part: Assertion, whole: Assertion) -> bool:
    """Whether one claim tells of some of the territories that the other names, or of one recipient where it counts
    recipients."""
    if part.near and part.near < whole.told:
        return True
    return _is_one_counted(part, whole) and part.near <= (whole.told or part.near)


def _differ_in_extent(part: Assertion, whole: Assertion) -> bool:
    return is_part(part.territories, whole.territories) or _is_one_counted(part, whole)


def _is_one_counted(part: Assertion, whole: Assertion) -> bool:
    """Whether one claim names a recipient and the other counts recipients, so that it tells of one among them."""
    return whole.is_count and not part.is_count and bool(part.own_name) and not part.own_name <= whole.own_name


def _are_other_processes(one: Assertion, other: Assertion) -> bool:
    """Whether records of procurement tell of two purchases: one portal gives each its own OCID.

    Two portals may tell of the same purchase under two, if the same buyer buys.
    """
    if one.process is None or other.process is None or one.process == other.process:
        return False
    buyers = {party.key for party in (one.recipient, other.recipient) if party}
    return ocid_prefix(one.process) == ocid_prefix(other.process) or len(buyers) > 1


def _have_other_suppliers(one: Assertion, other: Assertion) -> bool:
    """Whether each names a supplier and they are not the same.

    Suppliers that the reference knows are told apart anywhere, all others only where one sentence names both: the words
    of another text may well be another name.
    """
    a, b = one.supplier, other.supplier
    if a is None or b is None or a.key == b.key or not a.name or not b.name:
        return False
    if one.document_id == other.document_id and one.span[0] < other.span[1] and other.span[0] < one.span[1]:
        return True
    return bool(a.entity_id and b.entity_id) and not one.vendors & other.vendors


def _compare_kinds(one: Assertion, other: Assertion) -> Iterator[tuple[str, float]]:
    if one.kind is other.kind:
        yield "same kind", 1.0
    elif {one.kind, other.kind} - DEAL == {Kind.DEPLOYMENT}:
        yield "deal and use", 1.0
    if (one.status is Status.ALLEGED) != (other.status is Status.ALLEGED):
        yield "one alleges", 1.0


def _compare_parties(one: Assertion, other: Assertion) -> Iterator[tuple[str, float]]:
    if one.vendors & other.vendors:
        yield "same vendor in the words", 1.0
    elif one.vendors and other.vendors:
        yield "other vendors in the words", 1.0
    elif one.vendors or other.vendors:
        yield "vendor in one's words", 1.0
    a, b = one.recipient, other.recipient
    if a and b and a.key == b.key and a.name and a.key != ",".join(a.territories):
        yield "same recipient", 1.0


def _compare_territories(one: Assertion, other: Assertion) -> Iterator[tuple[str, float]]:
    mine, theirs = one.territories, other.territories
    if mine and theirs:
        yield "territories alike", share(mine, theirs)
        if not (mine <= theirs or theirs <= mine):
            yield "territories cross", 1.0
        if one.near == other.near:
            yield "same territory in the words", 1.0
        elif not one.near & other.near:
            yield "other territory in the words", 1.0
    elif mine or theirs:
        yield "territory told once", 1.0


def _compare_slots(one: Assertion, other: Assertion) -> Iterator[tuple[str, float]]:
    if not fits_technology(one.technology, other.technology):
        yield "other technology", 1.0
    if (one.days is None) != (other.days is None):
        yield "time told once", 1.0
    elif one.days and other.days and fits_time(one, other):
        yield "times overlap", 1.0
    if (one.figure is None) != (other.figure is None):
        yield "figure told once", 1.0
    elif one.figure and other.figure and one.figure.low == other.figure.low:
        yield "same figure", 1.0
    elif one.figure and other.figure and _nearly_agree(one.figure, other.figure):
        yield "figures agree", 1.0


def _nearly_agree(one: Figure, other: Figure) -> bool:
    return counts_same(one, other) and agree(one, other, within=1 + ABOUT)
