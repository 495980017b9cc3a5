"""Makes the slots of a claim from the words of a row, by the rules of a mapping."""

import re
from collections.abc import Iterable, Sequence
from math import isfinite

from countersight.extract.mapping.picking import Item, pick_items
from countersight.extract.mapping.report import Report
from countersight.extract.mapping.rows import Row
from countersight.extract.mapping.rules import (
    Constant,
    PartyRule,
    Pick,
    QuantityRule,
    TechnologyRule,
    WhenRule,
    fold_words,
)
from countersight.extract.mapping.times import read_time
from countersight.extract.procurement.deciding import Purchase, decide
from countersight.extract.procurement.layout import Words
from countersight.model.claim import Party, Place, Precision, Qualifier, Quantity, TechnologySlot, TerritorySlot, When
from countersight.model.evidence import Mention
from countersight.values.technology import Strength, find_technology
from countersight.values.territories import find_territories, territory_of
from countersight.values.trade import is_security_body

_NUMBER = re.compile(r"-?\d[\d.,'’\u00a0\u202f ]*")
_MONEY_SIGNS = re.compile(r"[\s,.'’]+$")
OTHER_TRADE = "a word of another trade"


def mention_of(item: Item) -> Mention:
    """Take the words of an item as a mention."""
    return Mention(name=item.words, start=item.start, end=item.end)


def make_parties(rule: PartyRule, row: Row, report: Report, role: str, *, because: str) -> list[Party]:
    """Return a party for each name, or for each territory where there are no names."""
    names = pick_items(rule.name, row, report, role) if rule.name is not None else []
    shared = _territories(rule, row, report, role, because)
    inferred = f"{because}: {rule.stands_for}" if rule.stands_for else None
    if rule.name is None or (not names and shared):
        return [Party(territories=(slot,)) for slot in shared]
    return [
        Party(mention=mention_of(item), territories=tuple(shared) or _within(rule, item), inferred=inferred)
        for item in names
    ]


def join_parties(parties: Sequence[Party]) -> Party | None:
    """Make one party of what a row tells in one role: the first name, and the territories of all."""
    if not parties:
        return None
    slots = {slot.code: slot for party in reversed(parties) for slot in reversed(party.territories)}
    first = parties[0]
    return Party(mention=first.mention, territories=tuple(reversed(slots.values())), inferred=first.inferred)


def _territories(rule: PartyRule, row: Row, report: Report, role: str, because: str) -> list[TerritorySlot]:
    match rule.territory:
        case Constant(value=code, because=why):
            return [TerritorySlot(code=code, inferred=f"{because}: {why}")]
        case Pick() as pick:
            items = pick_items(pick, row, report, f"{role} territory", known=territory_of)
            return list(
                {item.value: TerritorySlot(code=item.value, mention=mention_of(item)) for item in items}.values()
            )
    return []


def _within(rule: PartyRule, item: Item) -> tuple[TerritorySlot, ...]:
    if not rule.is_within:
        return ()
    code = territory_of(item.words)
    if code is not None:
        return (TerritorySlot(code=code, mention=mention_of(item)),)
    return tuple(
        TerritorySlot(
            code=found.code,
            mention=Mention(name=found.name, start=item.start + found.start, end=item.start + found.end),
        )
        for found in find_territories(item.words)
    )


def make_technology(rule: TechnologyRule, row: Row, report: Report, *, because: str) -> list[TechnologySlot]:
    """Return the technologies that a row is about, each label once."""
    if rule.constant is not None:
        return [TechnologySlot(label=rule.constant.value, inferred=f"{because}: {rule.constant.because}")]
    if rule.headers is not None:
        return list(_flagged(rule, row, report))
    if rule.words is not None:
        return _once(_found(rule, rule.words, row, report))
    if rule.purchase is not None:
        return _once(_bought(rule, rule.purchase, row, report))
    items = pick_items(rule.pick, row, report, "technology") if rule.pick else []
    if rule.because:
        return _once(TechnologySlot(label=item.value, inferred=f"{because}: {rule.because}") for item in items)
    return _once(TechnologySlot(label=item.value, mention=mention_of(item)) for item in items)


def _once(slots: Iterable[TechnologySlot]) -> list[TechnologySlot]:
    first: dict[str, TechnologySlot] = {}
    for slot in slots:
        first.setdefault(slot.label, slot)
    return list(first.values())


def _flagged(rule: TechnologyRule, row: Row, report: Report) -> Iterable[TechnologySlot]:
    """Yield the labels of columns whose cell says yes: the words that state it are the column's name."""
    for column, label in (rule.headers or {}).items():
        for cell in row.of(column):
            answer = fold_words(cell.words)
            if answer in rule.yes:
                report.note(cell.label, "technology", label)
                mention = Mention(name=cell.label, start=cell.line, end=cell.line + len(cell.label))
                yield TechnologySlot(label=label, mention=mention)
            elif answer not in rule.no:
                report.miss(cell.label, "technology", cell.words)


def _found(rule: TechnologyRule, pick: Pick, row: Row, report: Report) -> Iterable[TechnologySlot]:
    for item in pick_items(pick, row, Report(), "technology", is_prose=True):
        if rule.but_not is not None and rule.but_not.search(item.words):
            report.note(item.cell.label, "technology", f"({OTHER_TRADE})")
            continue
        for found in find_technology(item.words, "en"):
            name = item.words[found.start : found.end]
            is_clear = found.strength is not Strength.AMBIGUOUS or found.label in rule.ambiguous
            if is_clear and fold_words(name) not in rule.excepted:
                report.note(item.cell.label, "technology", found.label)
                start, end = item.start + found.start, item.start + found.end
                yield TechnologySlot(label=found.label, mention=Mention(name=name, start=start, end=end))


def _bought(rule: TechnologyRule, pick: Pick, row: Row, report: Report) -> Iterable[TechnologySlot]:
    """Yield the technologies of a purchase, told as those of procurement releases are."""
    for item in pick_items(pick, row, Report(), "technology", is_prose=True):
        title = Words(item.words, item.start, item.end, item.cell.at)
        purchase = Purchase(titles=(title,), descriptions=(), codes=(), count_of_codes=0)
        decision = decide(purchase, "en", is_security=is_security_body(row.words(rule.buyer), "en"))
        if decision.reason is not None:
            report.note(item.cell.label, "technology", f"({decision.reason.value})")
        for found in decision.technology:
            name = item.words[found.start - item.start : found.end - item.start]
            if fold_words(name) not in rule.excepted:
                report.note(item.cell.label, "technology", found.label)
                mention = Mention(name=name, start=found.start, end=found.end)
                yield TechnologySlot(label=found.label, mention=mention)


def make_quantity(rule: QuantityRule, row: Row, report: Report) -> Quantity | None:
    """Return how much it is; none where the row does not say."""
    for item in pick_items(rule.value, row, report, "quantity"):
        value = read_number(item.words, decimal=rule.decimal)
        if value is None:
            report.miss(item.cell.label, "quantity", item.words)
            continue
        unit = _unit(rule, row, report)
        if unit is not None:
            return Quantity(value=value, unit=unit, qualifier=Qualifier.EXACT, mention=mention_of(item))
    return None


def _unit(rule: QuantityRule, row: Row, report: Report) -> str | None:
    if isinstance(rule.unit, Constant):
        return rule.unit.value
    return next((item.value for item in pick_items(rule.unit, row, report, "unit")), None)


def read_number(words: str, *, decimal: str = ".") -> float | None:
    """Return the one number in words such as `Gh¢1,239,142.75`; none where there is none, or more than one."""
    found = [_MONEY_SIGNS.sub("", match) for match in _NUMBER.findall(words)]
    if len(found) != 1:
        return None
    grouped = "," if decimal == "." else "."
    digits = re.sub(rf"[\s'’{re.escape(grouped)}]", "", found[0]).replace(decimal, ".")
    try:
        value = float(digits)
    except ValueError:
        return None
    return value if isfinite(value) else None


def make_when(rule: WhenRule, row: Row, report: Report) -> When | None:
    """Return when it was; words that no date can be read from are kept as they are, and reported."""
    words = Report()  # what the words became is told by the days that they mean
    items = pick_items(rule.pick, row, words, "when")
    report.uncovered.update(words.uncovered)
    for item in items:
        span = read_time(item.words, order=rule.order)
        if span is None or (span[0] is None and span[1] is None):
            report.miss(item.cell.label, "when", item.words)
            return When(start=None, end=None, precision=Precision.UNKNOWN, mention=mention_of(item))
        start, end, precision = span
        report.note(item.cell.label, "when", f"{start or '...'} to {end or '...'}")
        return When(start=start, end=end, precision=precision, mention=mention_of(item))
    return None


def make_place(pick: Pick, row: Row, report: Report) -> Place | None:
    """Return where it was, as written."""
    for item in pick_items(pick, row, report, "place"):
        return Place(mention=mention_of(item), territory=territory_of(item.words))
    return None
