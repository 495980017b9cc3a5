"""Which purchases are taken for the trade's."""

import pytest
from tests.extract.procurement.releases import BUYER, award, extract, release

from countersight.extract.procurement.deciding import Reason

CPV = "CPV"


def code(number):
    return {"scheme": CPV, "id": number}


TAKEN = [
    ({"title": "CCTV cameras"}, "video_surveillance"),
    ({"title": "Bodycams"}, "other"),
    ({"title": "Licht", "classification": code("32323500")}, "video_surveillance"),
    ({"title": "Security", "description": "Works and CCTV"}, "video_surveillance"),
    (
        {"title": "Systems", "description": "Long words. " * 9 + "CCTV.", "classification": code("50610000")},
        "video_surveillance",
    ),
    ({"title": "Cameras", "classification": code("35120000")}, "video_surveillance"),
    ({"title": "Various", "items": [{"id": "1", "description": "Fingerprint scanner"}]}, "biometrics_other"),
    (
        {"title": "ANPR cameras", "classification": code("38000000"), "additionalClassifications": [code("35125300")]},
        "licence_plate_recognition",
    ),
]
LEFT = [
    ({"title": "CCTV drain survey"}, Reason.OTHER_TRADE),
    ({"title": "High Speed Camera", "classification": code("38651000")}, Reason.OTHER_TRADE),
    (
        {"title": "Urban Traffic Control System", "description": "CCTV.", "classification": code("34970000")},
        Reason.OTHER_TRADE,
    ),
    ({"title": "Medical surveillance", "classification": code("35120000")}, Reason.OTHER_TRADE),
    ({"title": "Surveillance audits"}, Reason.OTHER_TRADE),
    (
        {"title": "Building services", "description": "Heating and lifts and doors and water. " * 3 + "CCTV."},
        Reason.BY_THE_WAY,
    ),
    ({"title": "CCTV", "classification": code("90470000")}, Reason.BY_THE_WAY),
    ({"title": "Cameras", "classification": code("38651000")}, None),
    ({"title": "Traffic system", "description": "It has no CCTV capability"}, None),
    ({"title": "Fruit and vegetables", "classification": code("03221200")}, None),
]


@pytest.mark.parametrize(("tender", "label"), TAKEN)
def test_purchases_of_the_trade_are_taken(tender, label):
    claims = extract(release(tender=tender)).claims
    assert [slot.label for claim in claims for slot in claim.technology] == [label]


@pytest.mark.parametrize(("tender", "reason"), LEFT)
def test_other_purchases_are_left(tender, reason):
    extraction = extract(release(tender=tender))
    assert extraction.claims == ()
    assert [drop.reason for drop in extraction.drops] == ([str(reason)] if reason else [])


def test_police_make_unclear_words_clear():
    police = {"id": "B1", "name": "Orbex Police"}
    assert extract(release(tender={"title": "Drones"}, buyer=police)).claims
    assert not extract(release(tender={"title": "Drones"}, buyer=BUYER)).claims


def test_each_lot_is_decided_by_itself():
    lots = [{"id": "1", "title": "Heating"}, {"id": "2", "title": "CCTV cameras"}]
    awards = [award(id="A1", relatedLots=["1"]), award(id="A2", relatedLots=["2"], date="2025-03-03")]
    claims = extract(release(tender={"title": "Works", "lots": lots}, awards=awards)).claims
    assert [claim.when.mention.name for claim in claims] == ["2025-03-03"]


def test_nameless_lot_goes_by_its_tender():
    lots = [{"id": "1", "description": "CCTV works"}]
    tender = {"title": "Urban Traffic Control System", "lots": lots}
    assert extract(release(tender=tender)).claims == ()


def test_contract_without_a_tender_is_decided():
    document = {"ocid": "ocds-a1b2c3-1", "buyer": BUYER, "contracts": [{"id": "C1", "title": "CCTV for the harbor"}]}
    assert len(extract(document).claims) == 1
