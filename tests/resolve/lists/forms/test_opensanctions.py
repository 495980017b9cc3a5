"""OpenSanctions' table of targets."""

from countersight.resolve.lists import LeftOut

HEADER = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen\n"
)
LEI = "529900T8BM49AURSDO55"


def test_row_becomes_an_organization(read_text) -> None:
    rows = (
        f'NK-1,Company,Nordal Telecom,"Nordal;""Nordal; Telecom""",,ke,,{LEI};HRB 7,Some act,,,made_up,2024-01-01\n'
        "NK-2,Person,Ada Example,,1970,ke,,,,,,made_up,2024-01-01\n"
        "NK-3,Vessel,Nordal Star,,,pa,,,,,,made_up,2024-01-01\n"
    )
    found = read_text(HEADER + rows)
    entity = found.only
    assert entity.id == f"lei-{LEI}"
    assert entity.aliases == ("Nordal", "Nordal; Telecom")
    assert entity.territory == "ke"
    assert set(entity.identifiers) >= {f"lei:{LEI}", "id:HRB 7", "ftm:NK-1"}
    assert entity.topics == ("sanction",)
    assert found.left_out == {LeftOut.PERSON: 1, LeftOut.CONVEYANCE: 1}


def test_row_without_schema_is_a_failure(read_text) -> None:
    found = read_text(HEADER + "NK-1,,Nordal,,,,,,,,,made_up,2024-01-01\n")
    assert not found.entities
    assert [failure.reason for failure in found.failures] == ["UnreadableRow"]
