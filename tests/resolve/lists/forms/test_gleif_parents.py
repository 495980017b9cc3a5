"""Relationships of LEIs: a parent is added to a subsidiary, which stays an organization of its own."""

import pytest

from countersight.errors import UnknownForm
from countersight.resolve.lists import LeftOut
from countersight.resolve.lists.reading import find_form

PARENT, CHILD, ABSENT = "GLASSFROGHOLDING0143", "GLASSFROGCAMERAS0222", "GLASSFROGLACKING0453"
ENTITIES = f"""LEI,Entity.LegalName,Entity.LegalJurisdiction,Entity.EntityStatus,Registration.RegistrationStatus
{PARENT},Glass Frog Holding AG,DE,ACTIVE,ISSUED
{CHILD},Glass Frog Cameras Ltd,KE,ACTIVE,ISSUED
"""
HEADER = (
    "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,"
    "Relationship.EndNode.NodeIDType,Relationship.RelationshipType,Relationship.RelationshipStatus,"
    "Registration.RegistrationStatus\n"
)
DIRECT = "IS_DIRECTLY_CONSOLIDATED_BY"


def row(*, child=CHILD, parent=PARENT, type_of=DIRECT, status="ACTIVE", registration="PUBLISHED", node="LEI") -> str:
    return f"{child},LEI,{parent},{node},{type_of},{status},{registration}\n"


XML = f"""<?xml version="1.0"?><rr:RelationshipData xmlns:rr="http://www.gleif.org/data/schema/rr/2016">
<rr:RelationshipRecords><rr:RelationshipRecord><rr:Relationship>
<rr:StartNode><rr:NodeID>{CHILD}</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:StartNode>
<rr:EndNode><rr:NodeID>{PARENT}</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:EndNode>
<rr:RelationshipType>{DIRECT}</rr:RelationshipType><rr:RelationshipStatus>ACTIVE</rr:RelationshipStatus>
</rr:Relationship><rr:Registration><rr:RegistrationStatus>PUBLISHED</rr:RegistrationStatus></rr:Registration>
</rr:RelationshipRecord></rr:RelationshipRecords></rr:RelationshipData>"""


@pytest.mark.parametrize("beside", [{"rr_csv": HEADER + row()}, {"rr.xml": XML}], ids=["csv", "xml"])
def test_parent_is_only_a_link(read_text, beside) -> None:
    found = read_text(ENTITIES, **beside)
    child, parent = found.entities[f"lei-{CHILD}"], found.entities[f"lei-{PARENT}"]
    assert (child.parent, parent.parent) == (parent.id, None)
    assert (child.name, parent.name) == ("Glass Frog Cameras Ltd", "Glass Frog Holding AG")
    assert not found.failures


@pytest.mark.parametrize(
    "other",
    [
        row(type_of="IS_ULTIMATELY_CONSOLIDATED_BY"),
        row(type_of="IS_FUND-MANAGED_BY"),
        row(status="INACTIVE"),
        row(registration="ANNULLED"),
        row(registration="RETIRED"),
        row(node="PNI"),
        row(parent=CHILD),
    ],
    ids=["ultimate", "fund", "inactive", "annulled", "retired", "no-lei", "itself"],
)
def test_other_relationships_make_no_parent(read_text, other) -> None:
    found = read_text(ENTITIES, rr_csv=HEADER + other)
    assert [entity.parent for entity in found.entities.values()] == [None, None]
    assert not found.failures


def test_wrong_code_is_a_failure(read_text) -> None:
    found = read_text(ENTITIES, rr_csv=HEADER + row(parent=PARENT[:-2] + "00") + row())
    assert found.entities[f"lei-{CHILD}"].parent == f"lei-{PARENT}"
    assert "rr.csv, row 2" in found.failures[0].item


def test_subsidiary_without_record_is_left_out(read_text) -> None:
    found = read_text(ENTITIES, rr_csv=HEADER + row(child=ABSENT))
    assert len(found.entities) == 2
    assert found.left_out == {LeftOut.OTHER: 1}


def test_relationships_alone_are_no_list(tmp_path) -> None:
    path = tmp_path / "rr.csv"
    path.write_text(HEADER + row(), encoding="utf-8")
    with pytest.raises(UnknownForm, match="only adds"):
        find_form(path)
