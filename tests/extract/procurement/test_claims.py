"""Claims of releases: kinds, parties, figures, times, places, statuses, each with its place in the bytes."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.procurement.releases import BUYER, PARTIES, SUPPLIER, award, extract, only, read, release

from countersight.extract.procurement import OcdsExtractor
from countersight.extract.procurement.extractor import LEFT_OUT, NO_BUYER
from countersight.extract.procurement.slots import PORTAL_RULE
from countersight.model.claim import Kind, Precision, Status

PERSON = {"id": "S2", "name": "Anna Mosby"}


def test_award_is_a_supply():
    claim = only(release(awards=[award()]))
    assert claim.kind is Kind.SUPPLY
    assert claim.supplier.mention.name == "Shimmer Systems Ltd"
    assert claim.recipient.mention.name == "Orbex City Council"
    assert claim.speaker is None
    assert claim.extractor == "ocds@1"


def test_evidence_leads_to_the_values():
    document = release(awards=[award()])
    text = read(document)
    claim = only(document)
    ats = [text.part_at(one.start).at for one in claim.evidence]
    assert ats[0] == "/tender/title"
    assert {"/awards/0/suppliers/0/name", "/buyer/name", "/awards/0/date", "/ocid"} <= set(ats)


def test_each_supplier_is_a_claim():
    two = [SUPPLIER, {"id": "S3", "name": "Glimmer GmbH"}, SUPPLIER]
    claims = extract(release(awards=[award(suppliers=two)])).claims
    assert [claim.supplier.mention.name for claim in claims] == ["Shimmer Systems Ltd", "Glimmer GmbH"]


def test_without_suppliers_it_is_a_procurement():
    claim = only(release(tender={"status": "active", "value": {"amount": 5, "currency": "EUR"}}))
    assert (claim.kind, claim.status, claim.supplier) == (Kind.PROCUREMENT, Status.PLANNED, None)
    assert (claim.quantity.value, claim.quantity.unit) == (5.0, "EUR")


def test_private_suppliers_are_counted_only():
    extraction = extract(release(awards=[award(suppliers=[PERSON])]))
    assert [claim.kind for claim in extraction.claims] == [Kind.PROCUREMENT]
    assert [drop.reason for drop in extraction.drops] == [LEFT_OUT]
    assert "Mosby" not in str(extraction)


def test_nobody_buys_nothing():
    document = release(parties=[])
    del document["buyer"]
    extraction = extract(document)
    assert extraction.claims == ()
    assert [drop.reason for drop in extraction.drops] == [NO_BUYER]


def test_procuring_entity_stands_for_the_buyer():
    document = release(tender={"procuringEntity": {"name": "Orbex Works Office"}}, parties=[])
    del document["buyer"]
    assert only(document).recipient.mention.name == "Orbex Works Office"


def test_territories_are_as_stated():
    claim = only(release(awards=[award()]))
    assert [(one.code, one.mention.name) for one in claim.recipient.territories] == [("fr", "France")]
    assert [(one.code, one.mention.name) for one in claim.supplier.territories] == [("jp", "Japan")]


def test_portal_tells_the_buyers_territory_only():
    claim = only(release(ocid="ocds-b5fd17-1", parties=[], awards=[award()]))
    assert [(one.code, one.inferred) for one in claim.recipient.territories] == [("gb", PORTAL_RULE)]
    assert claim.supplier.territories == ()


def test_unknown_portal_tells_nothing():
    assert only(release(parties=[])).recipient.territories == ()


def test_contract_stands_before_its_award():
    contract = {
        "id": "C1",
        "awardID": "A1",
        "status": "terminated",
        "dateSigned": "2025-02-20T00:00:00Z",
        "value": {"amount": 70, "currency": "EUR"},
    }
    claim = only(release(awards=[award(value={"amount": 60, "currency": "EUR"})], contracts=[contract]))
    assert claim.status is Status.COMPLETED
    assert claim.status_mention.name == "terminated"
    assert claim.when.start == date(2025, 2, 20)
    assert claim.quantity.value == 70.0


def test_contract_alone_has_suppliers_too():
    contract = {"id": "C1", "status": "active", "suppliers": [SUPPLIER]}
    assert only(release(contracts=[contract])).supplier.mention.name == "Shimmer Systems Ltd"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("pending", Status.PLANNED),
        ("active", Status.REPORTED),
        ("cancelled", Status.CANCELLED),
        ("odd", Status.REPORTED),
    ],
)
def test_status_of_awards(status, expected):
    claim = only(release(awards=[award(status=status)]))
    assert claim.status is expected
    assert (claim.status_mention.name if claim.status_mention else "odd") == status


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("planning", Status.PLANNED),
        ("active", Status.PLANNED),
        ("withdrawn", Status.CANCELLED),
        ("unsuccessful", Status.CANCELLED),
        ("complete", Status.REPORTED),
    ],
)
def test_status_of_tenders(status, expected):
    assert only(release(tender={"status": status})).status is expected


def test_met_milestones_complete_a_contract():
    contract = {
        "id": "C1",
        "status": "active",
        "suppliers": [SUPPLIER],
        "implementation": {"milestones": [{"status": "met"}]},
    }
    assert only(release(contracts=[contract])).status is Status.COMPLETED


def test_stage_tells_where_no_status_does():
    document = release(tag=["tender"])
    del document["tender"]["status"]
    claim = only(document)
    assert (claim.status, claim.status_mention.name) == (Status.PLANNED, "tender")


def test_number_of_the_one_item_counts():
    item = {"id": "1", "description": "CCTV camera", "quantity": 12, "unit": {"name": "pieces"}}
    claim = only(release(awards=[award(items=[item], value={"amount": 5, "currency": "EUR"})]))
    assert (claim.quantity.value, claim.quantity.unit, claim.quantity.mention.name) == (12.0, "pieces", "12 pieces")


def test_money_counts_where_items_are_many():
    items = [{"id": str(number), "description": f"CCTV {number}", "quantity": number} for number in (1, 2)]
    claim = only(release(awards=[award(items=items, value={"amount": 5, "currency": "EUR"})]))
    assert claim.quantity.unit == "EUR"


@pytest.mark.parametrize(
    "amount", [{"amount": 0, "currency": "EUR"}, {"amount": 5}, {"amount": "many", "currency": "EUR"}]
)
def test_amounts_that_tell_nothing_are_no_quantity(amount):
    assert only(release(awards=[award(value=amount)])).quantity is None


def test_period_stands_where_no_day_does():
    period = {"startDate": "2025-03-01T00:00:00Z", "endDate": "2026-02-28"}
    claim = only(release(awards=[award(date=None, contractPeriod=period)]))
    assert (claim.when.precision, claim.when.start, claim.when.end) == (
        Precision.INTERVAL, date(2025, 3, 1), date(2026, 2, 28),
    )  # fmt: skip


def test_publication_is_never_the_time():
    document = release(date="2025-09-09T00:00:00Z", awards=[award(date=None, datePublished="2025-09-08")])
    assert only(document).when is None


@pytest.mark.parametrize("day", ["0001-01-01", "2025-02-30", "9999-12-31T00:00:00Z", "soon"])
def test_placeholders_are_no_dates(day):
    assert only(release(awards=[award(date=day)])).when is None


def test_one_place_is_told():
    item = {"id": "1", "deliveryAddresses": [{"region": "Strelsau", "countryName": "France"}]}
    place = only(release(tender={"items": [item]})).place
    assert (place.mention.name, place.territory) == ("Strelsau", None)


def test_several_places_are_their_territory():
    items = [{"id": "1", "deliveryAddresses": [{"region": region, "countryName": "France"} for region in ("A", "B")]}]
    place = only(release(tender={"items": items})).place
    assert (place.mention.name, place.territory) == ("France", "fr")


def test_long_description_is_quoted_by_sentence():
    words = (
        "Repair of doors and gates in all the buildings. " * 12 + "New CCTV cameras at the harbor. Painting of walls."
    )
    tender = {"title": "Works", "description": words, "classification": {"scheme": "CPV", "id": "50610000"}}
    assert only(release(tender=tender)).evidence[0].quote == "New CCTV cameras at the harbor"


def test_declared_language_is_read():
    document = release(tender={"title": "Видеонаблюдение"}, language="ru-RU")
    assert only(document).technology[0].label == "video_surveillance"


def test_second_extraction_is_the_same():
    text = read(release(awards=[award()]))
    assert list(OcdsExtractor().extract([text])) == list(OcdsExtractor().extract([text]))


TEXTS = st.sampled_from(
    ["CCTV", "Security cameras", "Drones", "", "Orbex", "S1", "A1", "2025-01-01", "France", "active"]
)
ODD = st.one_of(TEXTS, st.none(), st.integers(), st.lists(TEXTS, max_size=2), st.dictionaries(TEXTS, TEXTS, max_size=2))
FIELDS = {
    "tender": ["title", "description", "status", "items", "lots", "value", "classification"],
    "award": ["id", "title", "status", "date", "suppliers", "value", "items", "relatedLots", "contractPeriod"],
}


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(st.sampled_from(FIELDS["tender"]), ODD),
    st.lists(st.dictionaries(st.sampled_from(FIELDS["award"]), ODD), max_size=3),
)
def test_odd_releases_give_sound_claims_or_none(tender, awards):
    document = {"ocid": "ocds-a1b2c3-1", "buyer": BUYER, "parties": PARTIES, "tender": tender, "awards": awards}
    extract(document)
