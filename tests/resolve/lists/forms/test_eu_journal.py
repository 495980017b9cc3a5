"""Annexes of EU regulations."""

import csv
import io

from countersight.resolve.lists import LeftOut

COLUMNS = [
    "celex", "recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name", "alias",
    "weakAlias", "previousName", "country", "nationality", "jurisdiction", "registrationNumber", "taxNumber",
    "idNumber", "innCode", "ogrnCode", "okpoCode", "leiCode", "swiftBic", "address",
]  # fmt: skip


def table(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows({"celex": "39999R0001", "annex": "I", "measure": "Asset freeze", **row} for row in rows)
    return out.getvalue()


MIRADOR = {
    "recordId": "7",
    "schema": "LegalEntity",
    "name": "Mirador Concern JSC",
    "alias": "АО «Мирадор»; Concern Mirador",
    "weakAlias": "Mira",
    "previousName": "Miradorprom",
    "registrationNumber": "7704730655 (Tax ID/INN); 1027700132195 (OGRN); 55",
    "address": "119435, Moscow, 18 Example Str., Building 1, Russian Federation",
}


def test_row_becomes_an_organization(read_text) -> None:
    entity = read_text(table(MIRADOR)).only
    assert entity.id == "eu-39999R0001-I-7"
    assert entity.aliases == ("Concern Mirador", "АО «Мирадор»")
    assert (entity.weak_names, entity.former_names) == (("Mira",), ("Miradorprom",))
    assert entity.identifiers == ("inn:7704730655", "ogrn:1027700132195", "registration:55")
    assert entity.territory == "ru"
    assert entity.topics == ("sanction",)


def test_persons_and_vessels_are_left_out(read_text) -> None:
    found = read_text(table({**MIRADOR, "schema": "Person"}, {**MIRADOR, "recordId": "8", "schema": "Vessel"}))
    assert found.left_out == {LeftOut.PERSON: 1, LeftOut.CONVEYANCE: 1}


def test_annex_without_numbers_keeps_all(read_text) -> None:
    unnumbered = {**MIRADOR, "recordId": ""}
    assert len(read_text(table(unnumbered, {**unnumbered, "name": "Tasko Bank"})).entities) == 2


def test_unknown_measure_is_a_failure(read_text) -> None:
    (failure,) = read_text(table({**MIRADOR, "measure": "Frown"})).failures
    assert "Frown" in failure.detail
