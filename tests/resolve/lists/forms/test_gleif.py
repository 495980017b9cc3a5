"""LEIs: the golden copy as CSV, LEI-CDF as XML and JSON."""

import json

import pytest

from countersight.resolve.lists import LeftOut

LEI, OTHER = "529900T8BM49AURSDO55", "5493001KJTIIGC8Y1R12"

CSV = (
    "LEI,Entity.LegalName,Entity.LegalName.xmllang,Entity.OtherEntityNames.OtherEntityName.1,"
    "Entity.OtherEntityNames.OtherEntityName.1.type,Entity.OtherEntityNames.OtherEntityName.2,"
    "Entity.OtherEntityNames.OtherEntityName.2.type,Entity.LegalAddress.Country,Entity.HeadquartersAddress.Country,"
    "Entity.RegistrationAuthority.RegistrationAuthorityEntityID,Entity.LegalJurisdiction,Entity.EntityCategory,"
    "Entity.EntityStatus,Registration.RegistrationStatus\n"
    f"{LEI},Tasko Handel AG,de,Tasko Bros,PREVIOUS_LEGAL_NAME,TASKO,TRADING_OR_OPERATING_NAME,DE,KE,HRB 7,DE,GENERAL,"
    "ACTIVE,ISSUED\n"
    f"{OTHER},Ada Example,en,,,,,DE,DE,,DE,SOLE_PROPRIETOR,ACTIVE,ISSUED\n"
    "529900T8BM49AURSDO56,Wrong Digits AG,de,,,,,DE,DE,,DE,GENERAL,ACTIVE,ISSUED\n"
)

XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIRecords>
<lei:LEIRecord><lei:LEI>{LEI}</lei:LEI><lei:Entity><lei:LegalName xml:lang="de">Tasko Handel AG</lei:LegalName>
<lei:OtherEntityNames><lei:OtherEntityName xml:lang="de" type="PREVIOUS_LEGAL_NAME">Tasko Bros</lei:OtherEntityName>
<lei:OtherEntityName type="TRADING_OR_OPERATING_NAME">TASKO</lei:OtherEntityName></lei:OtherEntityNames>
<lei:HeadquartersAddress><lei:Country>KE</lei:Country></lei:HeadquartersAddress>
<lei:RegistrationAuthority><lei:RegistrationAuthorityEntityID>HRB 7</lei:RegistrationAuthorityEntityID>
</lei:RegistrationAuthority><lei:EntityCategory>GENERAL</lei:EntityCategory></lei:Entity>
<lei:Registration><lei:RegistrationStatus>ISSUED</lei:RegistrationStatus></lei:Registration></lei:LEIRecord>
<lei:LEIRecord><lei:LEI>{OTHER}</lei:LEI><lei:Entity><lei:LegalName>Ada Example</lei:LegalName>
<lei:EntityCategory>SOLE_PROPRIETOR</lei:EntityCategory></lei:Entity></lei:LEIRecord>
<lei:LEIRecord><lei:LEI>529900T8BM49AURSDO56</lei:LEI></lei:LEIRecord>
</lei:LEIRecords></lei:LEIData>"""

RECORDS = [
    {
        "LEI": {"$": LEI},
        "Entity": {
            "LegalName": {"@xml:lang": "de", "$": "Tasko Handel AG"},
            "OtherEntityNames": {
                "OtherEntityName": [
                    {"@type": "PREVIOUS_LEGAL_NAME", "$": "Tasko Bros"},
                    {"@type": "TRADING_OR_OPERATING_NAME", "$": "TASKO"},
                ]
            },
            "HeadquartersAddress": {"Country": {"$": "KE"}},
            "RegistrationAuthority": {"RegistrationAuthorityEntityID": {"$": "HRB 7"}},
            "EntityCategory": {"$": "GENERAL"},
        },
        "Registration": {"RegistrationStatus": {"$": "ISSUED"}},
    },
    {"LEI": {"$": OTHER}, "Entity": {"LegalName": {"$": "Ada Example"}, "EntityCategory": {"$": "SOLE_PROPRIETOR"}}},
    {"LEI": {"$": "529900T8BM49AURSDO56"}, "Entity": {"LegalName": {"$": "Wrong Digits AG"}}},
]


@pytest.mark.parametrize(
    "text", [CSV, XML, json.dumps({"records": RECORDS}), json.dumps(RECORDS)], ids=["csv", "xml", "json", "json-array"]
)
def test_record_becomes_an_organization(read_text, text) -> None:
    found = read_text(text)
    entity = found.only
    assert (entity.id, entity.name, entity.territory) == (f"lei-{LEI}", "Tasko Handel AG", "ke")
    assert (entity.former_names, entity.weak_names) == (("Tasko Bros",), ("TASKO",))
    assert entity.identifiers == (f"lei:{LEI}", "registration:HRB 7")
    assert found.left_out == {LeftOut.PERSON: 1}
    assert len(found.failures) == 1


def test_annulled_code_is_left_out(read_text) -> None:
    found = read_text(CSV.replace(",ISSUED\n", ",ANNULLED\n"))
    assert not found.entities
    assert found.left_out[LeftOut.OTHER] == 1
