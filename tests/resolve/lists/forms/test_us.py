"""Lists of the United States: tables, the screening list, the covered list."""

import pytest

from countersight.resolve.lists import LeftOut

EL = (
    "Source List,Entity Number,SDN Type,Programs,Name,Country,Federal Register Notice,Date Lifted/Waived/Expired,"
    "Alternate Name,Web Link,,\n"
)
DPL = '"Name"\t"Street_Address"\t"Country"\t"Expiration_Date"\t"Standard_Order"\t"FR_Citation"\n'
CSL = (
    "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,source_list_url,"
    "alt_names,source_information_url,ids\n"
)


def test_rows_of_one_entry_come_together(read_text) -> None:
    rows = "".join(
        f'EL,,,,Orbex Construction Company,"{state}",77 FR 1,,{alias},https://example.org/el,,\n'
        for state, alias in (("Kenya", "OCC"), ("Kenya", "Orbex Builders"), ("Kenya", ""))
    )
    entity = read_text(EL + rows).only
    assert entity.aliases == ("Orbex Builders",)
    assert entity.weak_names == ("OCC",)
    assert (entity.territory, entity.topics) == ("ke", ("export.control",))


def test_name_that_may_be_a_person_is_left_out(read_text) -> None:
    found = read_text(EL + "EL,,,,Ada Example,Kenya,77 FR 1,,,,,\nEL,,,,Velmar Trading LLC,Kenya,77 FR 1,,,,,\n")
    assert found.only.name == "Velmar Trading LLC"
    assert found.left_out == {LeftOut.UNTOLD: 1}


def test_listing_that_is_over_has_no_topic(read_text) -> None:
    rows = '"TASKO EXPORT GMBH"\t"1 Road"\t"DE"\t"{day}"\t"Y"\t"1 F.R. 1"\n'
    assert read_text(DPL + rows.format(day="10/13/2020")).only.topics == ()
    assert read_text(DPL + rows.format(day="10/13/2056")).only.topics == ("export.control",)


def test_other_names_within_a_name(read_text) -> None:
    head = "COUNTRY,NAME,ADDRESS,,\n"
    entity = read_text(head + 'Kenya,"Quintar 2 Academy, a.k.a. Q2A, f.k.a. Quintar School","1 Road",,\n').only
    assert entity.name == "Quintar 2 Academy"
    assert entity.weak_names == ("Q2A",)
    assert entity.former_names == ("Quintar School",)


def test_military_company_listed_again_counts(read_text) -> None:
    head = "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"
    rows = (
        "Lumera Co. (LC)*,Lumera Co.,LC,Lumera Bros,Lumera Holding,,2021-06-03,2024-01-31,\n"
        "Lumera Holding,Lumera Holding,,,,,2021-06-03,2024-01-31,\n"
        "Lumera Co.,Lumera Co.,,,,,2025-01-07,,https://example.org/list\n"
    )
    entity, holding = sorted(read_text(head + rows).entities.values(), key=lambda one: one.name)
    assert (entity.schema, entity.topics) == ("Company", ("debarment",))
    assert entity.former_names == ("Lumera Bros",)
    assert (entity.parent, holding.topics) == (holding.id, ())


def test_table_that_says_whom_it_lists(read_text) -> None:
    head = (
        "schema,name,aliases,topics,program,authority,reason,report-date,start-date,end-date,country,notes,source_url\n"
    )
    rows = (
        "Company,Karvik Institute,KI; Institute of Karvik,debarment,Section 0,,,,,,Kenya,,https://example.org\n"
        "Person,Ada Example,,,Section 0,,,,,,Kenya,,https://example.org\n"
    )
    found = read_text(head + rows)
    assert found.only.aliases == ("Institute of Karvik",)
    assert found.left_out == {LeftOut.PERSON: 1}


def test_screening_list_keeps_ofacs_numbers(read_text) -> None:
    rows = (
        "Specially Designated Nationals (SDN) - Treasury Department,20264,Entity,XX,SOLENTA HOLDINGS LLC,,"
        '"1 Road, Nairobi, KE",,,,https://example.org,Solenta; and Holdings of Solenta,,"US, 80-0890696, Tax ID No."\n'
        "Specially Designated Nationals (SDN) - Treasury Department,20265,Individual,XX,Ada EXAMPLE,,,,,,,,,\n"
        'Unverified List (UVL) - Bureau of Industry and Security,,,,Mirador Optics Ltd,,"2 Road, KE",1 FR 1,,,,,,\n'
    )
    found = read_text(CSL + rows)
    solenta = found.entities["ofac-20264"]
    assert solenta.aliases == ("Holdings of Solenta", "Solenta")
    assert (solenta.territory, solenta.identifiers) == ("us", ("tax:80-0890696",))
    (mirador,) = (entity for entity in found.entities.values() if entity.id.startswith("us-uvl-"))
    assert (mirador.territory, mirador.topics) == ("ke", ("export.risk",))


def test_unknown_list_is_a_failure(read_text) -> None:
    found = read_text(CSL + "List of Robots - Some Department,,,,Mirador Optics Ltd,,,,,,,,,\n")
    assert [failure.reason for failure in found.failures] == ["UnreadableRow"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Telecommunications equipment produced by Orbex Technologies Company, including services.",
            ["Orbex Technologies Company"],
        ),
        (
            "Services provided by Velmar (Americas) Corp. subject to section 214 of the Act.",
            ["Velmar (Americas) Corp."],
        ),
        ("Software produced or provided by Tasko Lab, Inc. or any of its successors.", ["Tasko Lab, Inc."]),
        (
            "Services provided by Nordal Corp and its wholly-owned subsidiary NorNet (USA) LLC subject to section 214.",
            ["NorNet (USA) LLC", "Nordal Corp"],
        ),
    ],
)
def test_sentences_of_the_covered_list(read_text, sentence, names) -> None:
    found = read_text(
        f'covered_equipment_or_services,date_of_inclusion_on_covered_list\n"{sentence}","March 12, 2021"\n'
    )
    assert sorted(entity.name for entity in found.entities.values()) == names


def test_sentence_about_no_company_is_a_failure(read_text) -> None:
    head = "covered_equipment_or_services,date_of_inclusion_on_covered_list\n"
    found = read_text(head + 'Routers produced in a foreign country.,"May 1, 2026"\n')
    assert [failure.reason for failure in found.failures] == ["UnreadableRow"]
