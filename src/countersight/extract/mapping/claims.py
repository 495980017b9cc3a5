"""Makes the claims of a row by the rules of a mapping, and counts what they leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from countersight.errors import UngroundedQuote, UngroundedSlot
from countersight.extract.mapping.picking import pick_items
from countersight.extract.mapping.quoting import quote_row
from countersight.extract.mapping.report import MAYBE_PERSON, PERSON, Report
from countersight.extract.mapping.rows import Row
from countersight.extract.mapping.rules import ClaimRule, Condition, PersonRule, StatusRule, TableMapping, fold_words
from countersight.extract.mapping.slots import (
    join_parties,
    make_parties,
    make_place,
    make_quantity,
    make_technology,
    make_when,
    mention_of,
)
from countersight.model.claim import Claim, Kind, Party, Speaker, Status, TechnologySlot
from countersight.model.evidence import Mention
from countersight.model.text import DocumentText
from countersight.values.telling import tells_organization

NO_TECHNOLOGY = "no technology of the trade told"


@dataclass(frozen=True, slots=True)
class RowClaims:
    """What a mapping made of one row."""

    row: Row
    claims: tuple[Claim, ...]


def make_claims(text: DocumentText, rows: list[Row], mapping: TableMapping, report: Report) -> Iterator[RowClaims]:
    """Yield the claims of each row, in order; the report counts what was not covered or left out, and why."""
    for row in rows:
        report.rows += 1
        reason = _why_left_out(row, mapping)
        if reason is not None:
            report.left_out[reason] += 1
            continue
        _note_attributes(mapping, row, report)
        made: dict[str, Claim] = {}
        reasons = []
        for rule in mapping.claims:
            reason = next((why for condition in rule.conditions if (why := _unmet(condition, row)) is not None), None)
            if reason is not None:
                reasons.append(reason)
                continue
            claims = [claim for part in _parts(row, rule) for claim in _rule_claims(text, part, rule, mapping, report)]
            made |= {claim.id: claim for claim in claims}
            reasons += [] if claims else [NO_TECHNOLOGY]
        if made:
            report.used += 1
            report.claims += len(made)
            yield RowClaims(row, tuple(made.values()))
        else:
            report.left_out[reasons[0] if reasons else "the mapping makes no claims"] += 1


def _parts(row: Row, rule: ClaimRule) -> Iterator[Row]:
    """Yield the row, or for each cell of the column that the rule names the row with that cell alone of it."""
    if not rule.each_cell_of:
        yield row
    among = frozenset(row.of(rule.each_cell_of)) if rule.each_cell_of else frozenset()
    for one in sorted(among, key=lambda cell: cell.start):
        yield Row(tuple(cell for cell in row.cells if cell is one or cell not in among))


def _why_left_out(row: Row, mapping: TableMapping) -> str | None:
    for condition in mapping.conditions:
        reason = _unmet(condition, row)
        if reason is not None:
            return reason
    return _why_person(mapping.persons, row) if mapping.persons is not None else None


def _unmet(condition: Condition, row: Row) -> str | None:
    words = fold_words(row.words(condition.column))
    fits = (
        (condition.is_filled is None or condition.is_filled == bool(words))
        and (not condition.one_of or words in condition.one_of)
        and words not in condition.none_of
        and (condition.matches is None or condition.matches.search(row.words(condition.column)) is not None)
    )
    return None if fits else condition.otherwise or f"{condition.column} is not as `rows` asks"


def _why_person(rule: PersonRule, row: Row) -> str | None:
    if rule.is_name:
        return None if tells_organization(row.words(rule.column)) else MAYBE_PERSON
    return PERSON if rule.is_all or fold_words(row.words(rule.column)) in rule.words else None


def _note_attributes(mapping: TableMapping, row: Row, report: Report) -> None:
    for name, pick in mapping.attributes.items():
        pick_items(pick, row, report, f"attribute {name}")
    for column in {column: None for rule in mapping.claims for column in rule.evidence}:
        for cell in row.of(column):
            report.note(cell.label, "evidence", "(quoted)")


def _rule_claims(
    text: DocumentText, row: Row, rule: ClaimRule, mapping: TableMapping, report: Report
) -> Iterator[Claim]:
    because = f"mapping {mapping.name}"
    technology = make_technology(rule.technology, row, report, because=because)
    if not technology:
        return
    parties = {
        role: make_parties(found, row, report, role, because=because) if found is not None else []
        for role, found in (("supplier", rule.supplier), ("recipient", rule.recipient))
    }
    kind = _kind(rule, row, parties["supplier"], report)
    if kind is None:
        report.failed["no kind told"] += 1
        return
    status, status_mention = _status(rule.status, row, report)
    shared: dict[str, Any] = {
        "document_id": text.document_id,
        "kind": kind,
        "status": status,
        "status_mention": status_mention,
        "quantity": make_quantity(rule.quantity, row, report) if rule.quantity else None,
        "when": make_when(rule.when, row, report) if rule.when else None,
        "place": make_place(rule.place, row, report) if rule.place else None,
        "speaker": _speaker(rule, row, report),
        "confidence": rule.confidence,
        "extractor": mapping.extractor,
    }
    for labels, supplier, recipient in product(*_choices(rule, technology, parties)):
        slots = shared | {"technology": labels, "supplier": supplier, "recipient": recipient}
        try:
            mentions = list(_mentions(slots))
            yield Claim.make(**slots, evidence=quote_row(text, row, mentions, rule.evidence))
        except (UngroundedSlot, UngroundedQuote) as error:
            report.failed[str(error)] += 1


def _choices(rule: ClaimRule, technology: list[TechnologySlot], parties: dict[str, list[Party]]) -> Iterator[list[Any]]:
    """Yield the choices for technology, supplier and recipient: each item where a claim is made of each, else all."""
    yield [(slot,) for slot in technology] if rule.each == "technology" else [tuple(technology)]
    for role, found in parties.items():
        yield found if rule.each == role else [join_parties(found)]


def _kind(rule: ClaimRule, row: Row, suppliers: list[Party], report: Report) -> Kind | None:
    if rule.kind is None:
        return Kind.SUPPLY if any(party.mention for party in suppliers) else Kind.PROCUREMENT
    if isinstance(rule.kind, Kind):
        return rule.kind
    return next((Kind(item.value) for item in pick_items(rule.kind, row, report, "kind")), None)


def _status(rule: StatusRule, row: Row, report: Report) -> tuple[Status, Mention | None]:
    for item in pick_items(rule.pick, row, report, "status") if rule.pick else ():
        return Status(item.value), mention_of(item)
    return rule.default, None


def _speaker(rule: ClaimRule, row: Row, report: Report) -> Speaker | None:
    for item in pick_items(rule.speaker, row, report, "speaker") if rule.speaker else ():
        return Speaker(mention=mention_of(item))
    return None


def _mentions(slots: dict[str, Any]) -> Iterator[Mention]:
    """Yield the words that a claim to be rests on."""
    for party in (slots["supplier"], slots["recipient"]):
        if party is not None:
            yield from (found.mention for found in (party, *party.territories) if found.mention is not None)
    yield from (slot.mention for slot in slots["technology"] if slot.mention is not None)
    for name in ("quantity", "when", "place", "speaker"):
        if slots[name] is not None:
            yield slots[name].mention
    if slots["status_mention"] is not None:
        yield slots["status_mention"]
