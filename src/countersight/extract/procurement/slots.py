"""Slots of claims read from the values of a release: parties, amounts, times, places, how far a purchase has come."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from math import isfinite

from countersight.extract.procurement.layout import Block, Line, Words
from countersight.extract.procurement.release import Deal, Release
from countersight.model.claim import Party, Place, Precision, Qualifier, Quantity, Status, TerritorySlot, When
from countersight.model.evidence import Mention, mention_at
from countersight.model.text import DocumentText
from countersight.values.ocids import portal_of
from countersight.values.release_layout import Label
from countersight.values.territories import territory_of

PORTAL_RULE = "territory of the portal whose prefix the OCID begins with"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_CURRENCY = re.compile(r"[A-Z]{3}")
_UNITS = "units"
_YEARS = range(1990, 2101)
"""Outside them a date is a placeholder, such as 0001-01-01."""

_TENDER_STATUS = {
    "planning": Status.PLANNED,
    "planned": Status.PLANNED,
    "active": Status.PLANNED,
    "cancelled": Status.CANCELLED,
    "unsuccessful": Status.CANCELLED,
    "withdrawn": Status.CANCELLED,
    "complete": Status.REPORTED,
}
_DEAL_STATUS = {
    "pending": Status.PLANNED,
    "active": Status.REPORTED,
    "cancelled": Status.CANCELLED,
    "unsuccessful": Status.CANCELLED,
    "terminated": Status.COMPLETED,
}
"""Codelists tenderStatus, awardStatus and contractStatus of OCDS 1.1. A contract that is terminated was in force and
has come to its close."""
_DONE = "met"


def mention_of(text: DocumentText, words: Words) -> Mention:
    """Take a value as a mention."""
    return mention_at(text, words.start, words.end)


def recipient_of(text: DocumentText, release: Release) -> Party | None:
    """Return the buyer, with its territory as the release or, failing that, the portal tells."""
    buyer = release.buyer
    name = buyer.words(Label.NAME) if buyer else None
    if buyer is None or name is None:
        return None
    stated = _stated_territory(text, (buyer, release.party(name=name, reference=buyer.words(Label.ID))))
    ocid = release.process.words(Label.OCID) if release.process else None
    portal = portal_of(ocid.text) if ocid else None
    if stated is None and portal is not None:
        stated = TerritorySlot(code=portal.territory, inferred=PORTAL_RULE)
    return Party(mention=mention_of(text, name), territories=(stated,) if stated else ())


def suppliers_of(text: DocumentText, release: Release, deal: Deal) -> list[Party]:
    """Return those who were awarded a deal, each once."""
    found: dict[str, Party] = {}
    for block in deal.blocks:
        for name, reference, country in _supplier_lines(block):
            stated = _territory(text, country) or _stated_territory(
                text, (release.party(name=name, reference=reference),)
            )
            party = Party(mention=mention_of(text, name), territories=(stated,) if stated else ())
            found.setdefault(" ".join(name.text.casefold().split()), party)
    return list(found.values())


def _supplier_lines(block: Block) -> list[tuple[Words, Words | None, Words | None]]:
    """Return each supplier's name, reference and country, told on lines below the name."""
    suppliers: list[tuple[Words, Words | None, Words | None]] = []
    for line in block.lines:
        if line.label is Label.SUPPLIER:
            suppliers.append((line.first, None, None))
        elif suppliers and line.label is Label.SUPPLIER_ID:
            suppliers[-1] = (suppliers[-1][0], line.first, suppliers[-1][2])
        elif suppliers and line.label is Label.COUNTRY:
            suppliers[-1] = (*suppliers[-1][:2], line.first)
        elif line.label is Label.LEFT_OUT:
            break  # what follows may be of the person; firms below it are found by their own reference
    later = [line.first for line in block.all(Label.SUPPLIER)][len(suppliers) :]
    return suppliers + [(name, None, None) for name in later]


def _stated_territory(text: DocumentText, blocks: Iterable[Block | None]) -> TerritorySlot | None:
    for block in blocks:
        slot = _territory(text, block.words(Label.COUNTRY)) if block else None
        if slot is not None:
            return slot
    return None


def _territory(text: DocumentText, country: Words | None) -> TerritorySlot | None:
    code = territory_of(country.text) if country else None
    return TerritorySlot(code=code, mention=mention_of(text, country)) if code and country else None


def quantity_of(text: DocumentText, blocks: Sequence[Block], items: Sequence[Block]) -> Quantity | None:
    """Return the number of the one item there is, else the first amount of money that the blocks tell."""
    counted = [line for item in items for line in item.all(Label.QUANTITY)]
    if len(items) == 1 and len(counted) == 1:
        return _measure(text, counted[0], is_money=False)
    amounts = (line for block in blocks for line in block.all(Label.VALUE))
    return next((found for line in amounts if (found := _measure(text, line, is_money=True))), None)


def _measure(text: DocumentText, line: Line, *, is_money: bool) -> Quantity | None:
    number, unit = line.first, line.values[1].text if len(line.values) > 1 else ""
    try:
        value = float(number.text)
    except ValueError:
        return None
    if not isfinite(value) or value <= 0 or (is_money and not _CURRENCY.fullmatch(unit)):
        return None
    mention = mention_at(text, number.start, line.values[-1].end)
    return Quantity(value=value, unit=unit or _UNITS, qualifier=Qualifier.EXACT, mention=mention)


def when_of(text: DocumentText, blocks: Sequence[Block]) -> When | None:
    """Return when a contract was signed or awarded, else the period it is for. Never when that was published."""
    for label in (Label.SIGNED, Label.AWARDED):
        for block in blocks:
            words = block.words(label)
            day = _day(words.text) if words else None
            if words is not None and day is not None:
                return When(start=day, end=day, precision=Precision.DAY, mention=mention_of(text, words))
    periods = (line for block in blocks for line in block.all(Label.PERIOD))
    return next((found for line in periods if (found := _interval(text, line))), None)


def _interval(text: DocumentText, line: Line) -> When | None:
    days = {value.at.rpartition("/")[2]: _day(value.text) for value in line.values}
    start, end = days.get("startDate"), days.get("endDate")
    if (start is None and end is None) or (start and end and start > end):
        return None
    mention = mention_at(text, line.first.start, line.values[-1].end)
    return When(start=start, end=end, precision=Precision.INTERVAL, mention=mention)


def _day(words: str) -> date | None:
    found = _DAY.match(words)
    if found is None or int(found[1]) not in _YEARS:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def place_of(text: DocumentText, items: Sequence[Block]) -> Place | None:
    """Return where all items are delivered to, if that is one place, else the one territory that it is in."""
    for label in (Label.PLACE, Label.PLACE_COUNTRY):
        places = [line.first for item in items for line in item.all(label)]
        if len({" ".join(place.text.casefold().split()) for place in places}) == 1:
            return Place(mention=mention_of(text, places[0]), territory=territory_of(places[0].text))
    return None


def status_of_deal(text: DocumentText, deal: Deal) -> tuple[Status, Mention | None]:
    """Tell how far an award or contract has come, and by which words."""
    for block in deal.blocks:
        words = block.words(Label.STATUS)
        milestones = [line.first for line in block.all(Label.MILESTONE)]
        if milestones and all(one.text == _DONE for one in milestones) and words and words.text == "active":
            return Status.COMPLETED, mention_of(text, milestones[-1])
        if words and words.text in _DEAL_STATUS:
            return _DEAL_STATUS[words.text], mention_of(text, words)
    return Status.REPORTED, None


def status_of_tender(text: DocumentText, release: Release, block: Block) -> tuple[Status, Mention | None]:
    """Tell how far a tender or a lot of one has come; a release tagged as of planning is of a plan."""
    for one in (block, release.tender):
        words = one.words(Label.STATUS) if one else None
        if words and words.text in _TENDER_STATUS:
            return _TENDER_STATUS[words.text], mention_of(text, words)
    for line in release.process.all(Label.TAG) if release.process else ():
        if line.first.text in ("planning", "tender"):
            return Status.PLANNED, mention_of(text, line.first)
        if line.first.text == "tenderCancellation":
            return Status.CANCELLED, mention_of(text, line.first)
    return Status.REPORTED, None
