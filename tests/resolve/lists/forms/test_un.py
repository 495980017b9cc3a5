"""The UN's consolidated list."""

from countersight.resolve.lists import LeftOut

LIST = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS>
<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ADA</FIRST_NAME><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER></INDIVIDUAL>
</INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID>
<FIRST_NAME>SOLENTA AIRLINES (SAL) ; SOLENTA WINGS</FIRST_NAME><REFERENCE_NUMBER>XXe.002</REFERENCE_NUMBER>
<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Lignes Solenta</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Solenta Air</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>
<ENTITY_ADDRESS><CITY>Butembo</CITY><COUNTRY>Iran (Islamic Republic of)</COUNTRY></ENTITY_ADDRESS>
</ENTITY></ENTITIES></CONSOLIDATED_LIST>"""


def test_entity_stays_and_individual_does_not(read_text) -> None:
    found = read_text(LIST)
    entity = found.only
    assert (entity.id, entity.name) == ("un-XXe.002", "SOLENTA AIRLINES (SAL)")
    assert entity.aliases == ("Lignes Solenta", "SOLENTA AIRLINES", "SOLENTA WINGS")
    assert entity.weak_names == ("SAL",)
    assert entity.former_names == ("Solenta Air",)
    assert entity.territory == "ir"
    assert found.left_out == {LeftOut.PERSON: 1}
