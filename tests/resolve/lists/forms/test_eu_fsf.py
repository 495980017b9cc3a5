"""The EU's consolidated list, XML and CSV."""

import pytest

from countersight.resolve.lists import LeftOut

XML = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T16:47:04.449+02:00" globalFileId="1">
<sanctionEntity designationDate="2002-11-21" euReferenceNumber="EU.620.38" logicalId="983">
  <regulation programme="XXX" logicalId="1"><publicationUrl>https://example.org/act</publicationUrl></regulation>
  <subjectType code="enterprise" classificationCode="E"/>
  <nameAlias wholeName="Bastion Relief" strong="true" logicalId="1"/>
  <nameAlias wholeName="Bastion" strong="false" logicalId="2"/>
  <address city="Nairobi" countryIso2Code="KE" logicalId="3"/>
  <identification number="36-3823186" identificationTypeCode="regnumber" countryIso2Code="KE" logicalId="4"/>
  <identification number="99" identificationTypeCode="other" knownFalse="true" countryIso2Code="00" logicalId="5"/>
</sanctionEntity>
<sanctionEntity logicalId="984"><subjectType code="person" classificationCode="P"/>
  <nameAlias wholeName="Ada Example"/></sanctionEntity>
</export>"""

CSV_1_1 = (
    "fileGenerationDate;Entity_LogicalId;Entity_SubjectType;Entity_SubjectType_ClassificationCode;"
    "Entity_Regulation_PublicationUrl;NameAlias_WholeName;Address_CountryIso2Code;Identification_Number;"
    "Identification_TypeCode\n"
    "05/08/2026;983;E;enterprise;https://example.org/act;Bastion Relief;;;\n"
    "05/08/2026;983;E;enterprise;https://example.org/act;Relief of Bastion;KE;36-3823186;regnumber\n"
    "05/08/2026;984;P;person;;Ada Example;;;\n"
)
CSV_1_0 = (
    "Date_file;Entity_logical_id;Subject_type;Leba_url;Naal_wholename;Addr_country;Iden_number;Entity_logical_id\n"
    "05/08/2026;983;E;https://example.org/act;Bastion Relief;Kenya;;983\n"
    "05/08/2026;983;E;https://example.org/act;Relief of Bastion;;36-3823186;983\n"
    "05/08/2026;984;P;;Ada Example;;;984\n"
)


def test_element_becomes_an_organization(read_text) -> None:
    found = read_text(XML)
    entity = found.only
    assert (entity.id, entity.name, entity.territory) == ("eu-fsf-983", "Bastion Relief", "ke")
    assert entity.weak_names == ("Bastion",)
    assert entity.identifiers == ("registration:36-3823186",)
    assert entity.sources == ("https://example.org/act",)
    assert found.left_out == {LeftOut.PERSON: 1}


@pytest.mark.parametrize(("text", "scheme"), [(CSV_1_1, "registration"), (CSV_1_0, "id")], ids=["1.1", "1.0"])
def test_rows_of_one_number_come_together(read_text, text, scheme) -> None:
    found = read_text(text)
    entity = found.only
    assert (entity.id, entity.name, entity.territory) == ("eu-fsf-983", "Bastion Relief", "ke")
    assert entity.aliases == ("Relief of Bastion",)
    assert entity.identifiers == (f"{scheme}:36-3823186",)
    assert found.left_out == {LeftOut.PERSON: 1}


def test_unknown_type_is_a_failure(read_text) -> None:
    found = read_text(CSV_1_1.replace(";E;enterprise;", ";X;robot;"))
    assert {failure.reason for failure in found.failures} == {"UnreadableRow"}
