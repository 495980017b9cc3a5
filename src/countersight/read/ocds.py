"""Reads procurement releases (OCDS): what is bought, by whom and from whom, each value with its JSON Pointer.

Natural persons are left out: contact points, and suppliers that are or may be private people, of whom only their
number is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countersight.errors import EmptyDocument
from countersight.model.text import Part
from countersight.read.base import Reading
from countersight.read.freezing import LABEL, freeze_parts, freeze_text
from countersight.read.iso_date import parse_iso_date
from countersight.read.ocds_values import Node, Value, choose_release, decode_values
from countersight.values.release_layout import Heading, Label, Section

MOST_EACH = 1_000
"""Entries of one list (items, lots, awards, contracts, parties) that are written out."""
MOST_CHARACTERS = 50_000
"""Code points of one value that are written out."""
LEFT_OUT = "a private person"
_NOTICES = ("tenderNotice", "contractNotice", "awardNotice", "contractAwardNotice", "plannedProcurementNotice")
_SHOWN_ROLES = frozenset({"buyer", "procuringEntity", "supplier", "payer", "payee", "funder", "centralPurchasingBody"})
_APART = "\x1e"
"""Between the pointers of one line: none of them holds it, being cut out of every text."""


@dataclass(frozen=True, slots=True)
class Line:
    """Values side by side on one line, with what lies between them."""

    label: Label
    values: tuple[Value, ...]
    between: str = " "


Block = tuple[Heading, list[Line]]


class OcdsReader:
    """Makes text of one release or record."""

    name = "ocds"
    version = "1"
    libraries: tuple[str, ...] = ("ocdsmerge",)
    media_types = frozenset({"application/x-ocds+json"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """Read a release; see `Reader`."""
        release = choose_release(decode_values(data))
        blocks = list(_blocks(release))
        text, parts = _freeze(blocks, left_out=_count_left_out(release))
        if not parts:
            raise EmptyDocument("a release that tells nothing")
        date = _value(release, "date")
        return Reading(
            text=text,
            parts=parts,
            title=next(iter(_titles(release)), None),
            published=parse_iso_date(date) if date else None,
            address=_notice_address(release),
            language=_value(release, "language"),
            wording="\n".join(_wording(blocks)),
        )


def _blocks(release: Node) -> Iterator[Block]:
    tender = _node(release, "tender")
    yield Heading(Section.TENDER), list(_tender_lines(tender))
    yield Heading(Section.PROCESS), list(_process_lines(release))
    yield Heading(Section.PLANNING), list(_planning_lines(_node(release, "planning")))
    yield Heading(Section.BUYER), list(_organization_lines(_node(release, "buyer")))
    yield Heading(Section.PROCURING_ENTITY), list(_organization_lines(_node(tender, "procuringEntity")))
    for number, lot in _numbered(tender, "lots"):
        yield Heading(Section.LOT, number), list(_tender_lines(lot))
    yield from _items(tender, Section.TENDER, 0)
    people = _people(release)
    for number, award in _numbered(release, "awards"):
        yield Heading(Section.AWARD, number), [*_award_lines(award), *_supplier_lines(award, people)]
        yield from _items(award, Section.AWARD, number)
    for number, contract in _numbered(release, "contracts"):
        yield Heading(Section.CONTRACT, number), [*_contract_lines(contract), *_supplier_lines(contract, people)]
        yield from _items(contract, Section.CONTRACT, number)
    for number, party in _numbered(release, "parties"):
        if _is_shown(party) and _value(party, "id") not in people:
            yield Heading(Section.PARTY, number), list(_organization_lines(party))


def _items(parent: Node, section: Section, of_number: int) -> Iterator[Block]:
    for number, item in _numbered(parent, "items"):
        yield Heading(Section.ITEM, number, section, of_number), list(_item_lines(item))


def _process_lines(release: Node) -> Iterator[Line]:
    yield from _plain(
        release, {"ocid": Label.OCID, "id": Label.ID, "date": Label.RELEASED, "title": Label.TITLE, "tag": Label.TAG}
    )
    yield from _plain(release, {"language": Label.LANGUAGE, "description": Label.DESCRIPTION})


def _planning_lines(planning: Node) -> Iterator[Line]:
    budget = _node(planning, "budget")
    yield from _plain(planning, {"project": Label.PROJECT, "rationale": Label.RATIONALE})
    yield from _plain(budget, {"project": Label.PROJECT, "description": Label.DESCRIPTION})
    yield from _money(Label.BUDGET, _node(budget, "amount"))


def _tender_lines(tender: Node) -> Iterator[Line]:
    """Tell of a tender, or of one of its lots."""
    yield from _plain(tender, {"title": Label.TITLE, "description": Label.DESCRIPTION, "id": Label.ID})
    yield from _plain(tender, {"status": Label.STATUS, "procurementMethodDetails": Label.METHOD})
    yield from _plain(tender, {"mainProcurementCategory": Label.CATEGORY})
    yield from _codes(tender)
    yield from _money(Label.VALUE, _node(tender, "value"))
    yield from _period(Label.PERIOD, _node(tender, "contractPeriod"))
    yield from _period(Label.TENDER_PERIOD, _node(tender, "tenderPeriod"))


def _item_lines(item: Node) -> Iterator[Line]:
    yield from _plain(item, {"description": Label.DESCRIPTION, "id": Label.ID, "relatedLot": Label.LOT})
    yield from _codes(item)
    unit = _node(item, "unit")
    yield from _line(Label.QUANTITY, _value(item, "quantity"), _value(unit, "name"))
    for place in [*_nodes(item, "deliveryAddresses"), _node(item, "deliveryAddress")]:
        yield from _plain(place, {"locality": Label.PLACE, "region": Label.PLACE, "countryName": Label.PLACE_COUNTRY})
    yield from _plain(_node(item, "deliveryLocation"), {"description": Label.PLACE})


def _award_lines(award: Node) -> Iterator[Line]:
    yield from _plain(award, {"title": Label.TITLE, "description": Label.DESCRIPTION, "id": Label.ID})
    yield from _plain(award, {"status": Label.STATUS, "date": Label.AWARDED, "relatedLots": Label.LOT})
    yield from _money(Label.VALUE, _node(award, "value"))
    yield from _period(Label.PERIOD, _node(award, "contractPeriod"))


def _contract_lines(contract: Node) -> Iterator[Line]:
    yield from _plain(contract, {"title": Label.TITLE, "description": Label.DESCRIPTION, "id": Label.ID})
    yield from _plain(contract, {"awardID": Label.AWARD, "status": Label.STATUS, "dateSigned": Label.SIGNED})
    yield from _plain(contract, {"relatedLots": Label.LOT})
    yield from _money(Label.VALUE, _node(contract, "value"))
    yield from _period(Label.PERIOD, _node(contract, "period"))
    for milestone in _nodes(_node(contract, "implementation"), "milestones"):
        yield from _plain(milestone, {"status": Label.MILESTONE})


def _supplier_lines(one: Node, people: frozenset[str]) -> Iterator[Line]:
    for supplier in _nodes(one, "suppliers"):
        name = _value(supplier, "name") or _value(_node(supplier, "identifier"), "legalName")
        if name is None:
            continue
        if _value(supplier, "id") in people or _is_person(supplier, name):
            yield Line(Label.LEFT_OUT, (Value.of(LEFT_OUT, name.at.rpartition("/")[0]),))
            continue
        yield Line(Label.SUPPLIER, (name,))
        yield from _plain(supplier, {"id": Label.SUPPLIER_ID})
        yield from _address_lines(supplier)


def _organization_lines(one: Node) -> Iterator[Line]:
    yield from _plain(one, {"name": Label.NAME, "id": Label.ID, "roles": Label.ROLE})
    identifier = _node(one, "identifier")
    yield from _line(Label.IDENTIFIER, _value(identifier, "scheme"), _value(identifier, "id"))
    yield from _address_lines(one)


def _address_lines(one: Node) -> Iterator[Line]:
    """Tell where an organization sits, but not its street."""
    place = _node(one, "address")
    yield from _plain(place, {"locality": Label.LOCALITY, "region": Label.REGION, "countryName": Label.COUNTRY})


def _codes(one: Node) -> Iterator[Line]:
    codes = [(Label.CODE, _node(one, "classification"))]
    codes += [(Label.FURTHER_CODE, node) for node in _nodes(one, "additionalClassifications")]
    for label, code in codes:
        yield from _line(label, *(_value(code, key) for key in ("scheme", "id", "description")))


def _money(label: Label, money: Node) -> Iterator[Line]:
    amount = _value(money, "amount")
    if amount is not None:
        yield from _line(label, amount, _value(money, "currency"))


def _period(label: Label, period: Node) -> Iterator[Line]:
    """Write a period as ISO 8601 writes intervals."""
    dates = tuple(date for key in ("startDate", "endDate") if (date := _value(period, key)) is not None)
    if dates:
        yield Line(label, dates, between="/")


def _plain(one: Node, labels: dict[str, Label]) -> Iterator[Line]:
    for key, label in labels.items():
        value = one.get(key)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Value) and each.strip():
                yield Line(label, (each,))


def _line(label: Label, *values: Value | None) -> Iterator[Line]:
    told = tuple(value for value in values if value is not None)
    if told:
        yield Line(label, told)


def _people(release: Node) -> frozenset[str]:
    """Return the references of parties that are or may be private people."""
    return frozenset(
        reference
        for party in _nodes(release, "parties")
        if (reference := _value(party, "id")) and (name := _value(party, "name"))
        if not _roles(party) & {"buyer", "procuringEntity"} and _is_person(party, name)
    )


def _is_person(one: Node, name: Value) -> bool:
    details = _node(one, "details")
    kinds = (_value(details, key) or "" for key in ("entityType", "legalEntityType", "legalEntityTypeDetail", "type"))
    scheme = _value(_node(one, "identifier"), "scheme") or ""
    # Loaded late: the names of organizations are many, and other readers need none of them.
    from countersight.values.natural_persons import is_natural_person

    return is_natural_person(name, scheme=scheme, kind=" ".join(kinds))


def _is_shown(party: Node) -> bool:
    return bool(_roles(party) & _SHOWN_ROLES)


def _roles(party: Node) -> set[str]:
    roles = party.get("roles")
    return {str(role) for role in (roles if isinstance(roles, list) else [roles])}


def _titles(release: Node) -> Iterator[Value]:
    holders = [_node(release, "tender"), *_nodes(release, "contracts"), *_nodes(release, "awards"), release]
    yield from (title for one in holders if (title := _value(one, "title")) is not None)


def _wording(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield what is written in a language: neither our labels nor codes nor names."""
    for _, lines in blocks:
        yield from (
            line.values[0][:MOST_CHARACTERS] for line in lines if line.label in (Label.TITLE, Label.DESCRIPTION)
        )


def _notice_address(release: Node) -> str | None:
    """Return the address of the notice that was published, if the release has one."""
    holders = [*_nodes(release, "awards"), *_nodes(release, "contracts"), _node(release, "tender")]
    documents = [document for one in holders for document in _nodes(one, "documents")]
    for kind in _NOTICES:
        for document in documents:
            url = _value(document, "url")
            if url and _value(document, "documentType") == kind and url.startswith(("http://", "https://")):
                return url
    return None


def _node(one: Node, key: str) -> Node:
    value = one.get(key)
    return value if isinstance(value, Node) else Node()


def _nodes(one: Node, key: str) -> list[Node]:
    value = one.get(key)
    return [each for each in value if isinstance(each, Node)] if isinstance(value, list) else []


def _numbered(one: Node, key: str) -> Iterator[tuple[int, Node]]:
    yield from enumerate(_nodes(one, key)[:MOST_EACH], start=1)


def _count_left_out(release: Node) -> int:
    tender = _node(release, "tender")
    lists = [(release, "awards"), (release, "contracts"), (release, "parties"), (tender, "lots"), (tender, "items")]
    lists += [(one, "items") for key in ("awards", "contracts") for one in _nodes(release, key)[:MOST_EACH]]
    return sum(max(0, len(_nodes(one, key)) - MOST_EACH) for one, key in lists)


def _value(one: Node, key: str) -> Value | None:
    value = one.get(key)
    return value if isinstance(value, Value) and value.strip() else None


def _freeze(blocks: Iterable[Block], *, left_out: int) -> tuple[str, tuple[Part, ...]]:
    written = [[(None, str(heading)), *map(_write, lines)] for heading, lines in blocks if lines]
    if left_out:
        written.append([(None, f"Of long lists, {left_out:,} further entries are left out")])
    text, parts = freeze_parts(written)
    return text, tuple(piece for part in parts for piece in _split(part, text))


def _write(line: Line) -> tuple[str | None, str]:
    if len(line.values) == 1:
        return line.values[0].at, f"{line.label}{LABEL}{line.values[0][:MOST_CHARACTERS]}"
    pieces = [(value.at, _one_line(value)) for value in line.values]
    told = [(at, words) for at, words in pieces if words]
    joined = line.between.join(words for _, words in told)
    lengths = ",".join(str(len(words)) for _, words in told)
    ats = _APART.join(at for at, _ in told)
    return f"{ats}{_APART}{len(line.between)}:{lengths}", f"{line.label}{LABEL}{joined}"


def _split(part: Part, text: str) -> Iterator[Part]:
    """Give each value of a line its own part."""
    *ats, tail = part.at.split(_APART)
    if not ats:
        yield part
        return
    between, _, lengths = tail.partition(":")
    start = part.start
    for at, length in zip(ats, map(int, lengths.split(",")), strict=True):
        yield Part(start=start, end=start + length, at=at)
        start += length + int(between)


def _one_line(value: str) -> str:
    return " ".join(freeze_text(value[:MOST_CHARACTERS]).split())
