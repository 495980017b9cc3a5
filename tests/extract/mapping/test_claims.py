"""What rows become, and what they leave."""

from collections.abc import Callable

import pytest

from countersight.extract.mapping.claims import NO_TECHNOLOGY, make_claims
from countersight.extract.mapping.report import MAYBE_PERSON, PERSON, Report
from countersight.extract.mapping.rows import read_tables
from countersight.extract.mapping.rules import TableMapping
from countersight.model.claim import Claim, Kind, Precision, Status, check_claim
from countersight.model.text import DocumentText

Read = Callable[..., DocumentText]
Make = Callable[..., TableMapping]


def _claims(text: DocumentText, mapping: TableMapping) -> tuple[list[Claim], Report]:
    report = Report()
    rows = [row for table in read_tables(text) for row in table.rows]
    claims = [claim for made in make_claims(text, rows, mapping, report) for claim in made.claims]
    for claim in claims:
        check_claim(claim, text)
    return claims, report


def test_every_slot_is_taken_from_its_cell(table: Read, mapping: Make) -> None:
    first = _claims(table(), mapping())[0][0]
    assert (first.kind, first.status) == (Kind.SUPPLY, Status.REPORTED)
    assert first.supplier is not None
    assert first.supplier.mention is not None
    assert first.supplier.mention.name == "Orbex"
    assert [slot.code for slot in first.supplier.territories] == ["il", "hu"]
    assert first.recipient is not None
    assert [(slot.code, slot.mention and slot.mention.name) for slot in first.recipient.territories] == [
        ("ke", "Kenya")
    ]
    assert [slot.label for slot in first.technology] == ["spyware"]
    assert first.quantity is not None
    assert (first.quantity.value, first.quantity.unit, first.quantity.mention.name) == (1200.5, "EUR", "1,200.50")
    assert first.when is not None
    assert first.when.precision is Precision.YEAR


def test_words_give_the_status(table: Read, mapping: Make) -> None:
    second = _claims(table(), mapping())[0][1]
    assert second.status is Status.ALLEGED
    assert second.status_mention is not None
    assert second.status_mention.name == "x"
    assert second.quantity is None


def test_what_no_rule_covers_is_counted(table: Read, mapping: Make) -> None:
    claims, report = _claims(table(), mapping())
    assert len(claims) == 2
    assert report.uncovered == {
        ("Seat", "supplier territory", "Atlantis"): 1,
        ("What", "technology", "Teapots"): 1,
    }
    assert report.left_out == {NO_TECHNOLOGY: 1}
    assert (report.rows, report.used, report.claims) == (3, 2, 2)


def test_quotes_hold_no_other_columns(table: Read, mapping: Make) -> None:
    claims, _ = _claims(table(), mapping())
    quoted = "\n".join(evidence.quote for claim in claims for evidence in claim.evidence)
    assert "Index" not in quoted
    assert "Buyer: Kenya\nSeller: Orbex\nSeat: Israel, Hungary\nWhat: Spyware\nYear: 2019\nPrice: 1,200.50" in quoted


def test_constants_are_marked_as_inferred(table: Read, mapping: Make) -> None:
    change = ("{territory: Buyer}", "{name: Buyer, territory: {constant: ke, because: all are of Kenya}}")
    claim = _claims(table(), mapping(change))[0][0]
    assert claim.recipient is not None
    assert claim.recipient.territories[0].inferred == "mapping made-up: all are of Kenya"


def test_each_item_can_make_a_claim(table: Read, mapping: Make) -> None:
    text = table("Country,cams,spy\nKenya,x,N\nFrance,x,x\nItaly,N,maybe\n")
    rules = """\
        name: flags
        version: 1
        title: Flags
        recognize: {columns: [Country, cams, spy]}
        claims:
          - kind: deployment
            status: reported
            each: technology
            technology: {headers: {cams: video_surveillance, spy: spyware}, "yes": [x], "no": [N]}
            recipient: {territory: Country}
        """
    claims, report = _claims(text, mapping(text=rules))
    stated = [claim.technology[0] for claim in claims]
    assert [(slot.label, slot.mention and slot.mention.name) for slot in stated] == [
        ("video_surveillance", "cams"), ("video_surveillance", "cams"), ("spyware", "spy"),
    ]  # fmt: skip
    assert report.uncovered == {("spy", "technology", "maybe"): 1}


def test_each_cell_of_a_list_makes_its_claims(table: Read, mapping: Make) -> None:
    text = table(
        '[{"firm": "Orbex", "sold": ["Orbex to Kenya", "Gelt, Orbex to Italy", "nothing"]}]', "application/json"
    )
    rules = """\
        name: lists
        version: 1
        title: Lists
        recognize: {columns: [firm, sold]}
        claims:
          - kind: supply
            status: reported
            each cell of: sold
            each: supplier
            technology: {constant: other, because: of the table}
            supplier: {name: {column: sold, split: [","], pattern: "^(?P<it>.+?)(?: to .*)?$"}}
            recipient: {territory: {column: sold, pattern: "to (?P<it>.+)"}}
        """
    claims, report = _claims(text, mapping(text=rules))
    told = [
        (claim.supplier and claim.supplier.mention and claim.supplier.mention.name,
         [slot.code for slot in claim.recipient.territories] if claim.recipient else [])
        for claim in claims
    ]  # fmt: skip
    assert told == [("Orbex", ["ke"]), ("Gelt", ["it"]), ("Orbex", ["it"]), ("nothing", [])]
    assert report.uncovered == {("sold", "recipient territory", "nothing"): 1}


@pytest.mark.parametrize(
    ("rule", "left_out"),
    [
        ("persons: {column: Kind, words: [Individual]}", {PERSON: 1}),
        ("persons: {column: Name, by: name}", {MAYBE_PERSON: 1}),
        ("persons: {by: table}", {PERSON: 2}),
        ("rows: [{column: Kind, none of: [individual], otherwise: nobody}]", {"nobody": 1}),
        ("rows: [{column: Kind, is: empty}]", {"Kind is not as `rows` asks": 2}),
        ("rows: [{column: Name, matches: Ltd, otherwise: no company}]", {"no company": 1}),
    ],
    ids=["told", "by name", "whole table", "one kind", "empty", "pattern"],
)
def test_rows_are_left_out_with_their_reason(table: Read, mapping: Make, rule: str, left_out: dict[str, int]) -> None:
    text = table("Name,Kind,What\nOrbex Trading Company Ltd,Entity,spyware\nAda Example,Individual,spyware\n")
    rules = f"""\
        name: sanctioned
        version: 1
        title: Sanctioned
        recognize: {{columns: [Name, Kind]}}
        {rule}
        claims:
          - kind: sanction
            status: reported
            technology: {{words: What}}
            recipient: {{name: Name}}
        """
    claims, report = _claims(text, mapping(text=rules))
    assert report.left_out == left_out
    assert len(claims) == 2 - sum(left_out.values())
    assert not any("Ada" in evidence.quote for claim in claims for evidence in claim.evidence) or "Kind is" in str(
        left_out
    )


def test_words_that_mean_something_else_do_not_count(table: Read, mapping: Make) -> None:
    text = table("Name,What\nOrbex,It sold spyware and internet filtering\nGelt,spyware for sewers\nVelmar,spyware\n")
    rules = """\
        name: sanctioned
        version: 1
        title: Sanctioned
        recognize: {columns: [Name, What]}
        claims:
          - kind: sanction
            status: reported
            technology: {words: What, except: [internet filtering], but not: sewer}
            recipient: {name: Name}
        """
    claims, _ = _claims(text, mapping(text=rules))
    assert [[slot.label for slot in claim.technology] for claim in claims] == [["spyware"], ["spyware"]]


def test_purchases_of_other_trades_make_none(table: Read, mapping: Make) -> None:
    text = table("What,Who\nSupply of CCTV cameras,Genovia Police\nCCTV drain survey of sewers,City of Zubrowka\n")
    rules = """\
        name: bought
        version: 1
        title: Bought
        recognize: {columns: [What, Who]}
        claims:
          - kind: procurement
            status: reported
            technology: {purchase: What, buyer: Who}
            recipient: {name: Who}
        """
    claims, report = _claims(text, mapping(text=rules))
    assert [[slot.label for slot in claim.technology] for claim in claims] == [["video_surveillance"]]
    assert ("What", "technology", "(a word of another trade)") in report.became


def test_purchase_is_supply_where_a_supplier_is_named(table: Read, mapping: Make) -> None:
    deals = "Buyer,Seller,What\nKenya,Orbex,Cameras\nKenya,-,Cameras\nKenya,,Cameras\n"
    made = mapping(("kind: supply", "kind: purchase"), ("{name: Seller,", "{name: {column: Seller, ignore: ['-']},"))
    claims, report = _claims(table(deals), made)
    assert [(claim.kind, claim.supplier is None) for claim in claims] == [
        (Kind.SUPPLY, False), (Kind.PROCUREMENT, True), (Kind.PROCUREMENT, True),
    ]  # fmt: skip
    assert not report.failed
