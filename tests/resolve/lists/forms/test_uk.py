"""The UK's lists: today's and the one before it, CSV and XML."""

import csv
import io

import pytest

from countersight.resolve.lists import LeftOut, ListFolder, update_list


def columns_of(header: str) -> list[str]:
    return next(csv.reader([header]))


# All 58 columns, as the tests of moov-io/watchman (pkg/sources/csl_uk/reader_uk_test.go) have them of February 2026.
COLUMNS = columns_of(
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,"
    "Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,"
    "Designation Type,Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,"
    "Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,"
    "Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,"
    "National Identifier additional information,Passport number,Passport additional information,Position,Gender,"
    "Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),"
    "IMO number,Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,"
    "Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)"
)
# All 36, as four public test suites have them below a line such as "Last Updated,03/06/2026".
OFSI_COLUMNS = columns_of(
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,"
    "Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,"
    "National Identification Number,National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,"
    "Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,"
    "UK Sanctions List Date Designated,Last Updated,Group ID"
)


def table(first: str, columns: list[str], *rows: dict[str, str]) -> str:
    out = io.StringIO()
    out.write(first + "\n")
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def listings(folder, text: str):
    (folder / "list").write_text(text, encoding="utf-8")
    kept = ListFolder(folder / "lists")
    update_list(kept, folder / "list", name="uk")
    return list(kept.listings("uk"))


def check(found, own: str) -> None:
    entity = found.only
    assert (entity.id, entity.name, entity.territory) == (own, "TASKO MONEY EXCHANGE", "ke")
    assert entity.aliases == ("Exchange of Tasko", "タスコ")
    assert entity.weak_names == ("Tasko",)
    assert entity.topics == ("sanction",)
    assert found.left_out == {LeftOut.PERSON: 1, LeftOut.CONVEYANCE: 1}


def test_rows_of_todays_list(read_text) -> None:
    entry = {"Unique ID": "XXX0001", "Designation Type": "Entity"}
    found = read_text(
        table(
            "Report Date: 13-Feb-2026",
            COLUMNS,
            {**entry, "Name 6": "Exchange of Tasko", "Name type": "Alias", "Name non-latin script": "タスコ"},
            {**entry, "Name 6": "TASKO MONEY EXCHANGE", "Name type": "Primary Name", "Address Country": "Kenya"},
            {**entry, "Name 6": "Tasko", "Name type": "Alias", "Alias strength": "Low quality a.k.a"},
            {"Unique ID": "XXX0002", "Designation Type": "Individual", "Name 6": "EXAMPLE", "Name 1": "ADA"},
            {"Unique ID": "XXX0003", "Designation Type": "Ship", "Name 6": "TASKO STAR"},
        )
    )
    check(found, "uk-XXX0001")


def test_rows_of_the_former_list(read_text) -> None:
    entry = {"Group ID": "12703", "Group Type": "Entity"}
    found = read_text(
        table(
            "Last Updated,01/09/2025",
            OFSI_COLUMNS,
            {**entry, "Name 6": "Exchange of Tasko", "Alias Type": "AKA", "Name Non-Latin Script": "タスコ"},
            {**entry, "Name 6": "TASKO MONEY EXCHANGE", "Alias Type": "Primary name", "Country": "Kenya"},
            {**entry, "Name 6": "Tasko", "Alias Type": "AKA", "Alias Quality": "Low"},
            {"Group ID": "1", "Group Type": "Individual", "Name 6": "EXAMPLE", "Name 1": "ADA"},
            {"Group ID": "2", "Group Type": "Ship", "Name 6": "TASKO STAR"},
        )
    )
    check(found, "uk-ofsi-12703")


def test_elements_of_todays_list(read_text) -> None:
    found = read_text(
        """<?xml version="1.0"?><Designations><Designation><UniqueID>XXX0001</UniqueID>
        <Names><Name><Name6>TASKO MONEY EXCHANGE</Name6><NameType>Primary Name</NameType></Name>
        <Name><Name6>Exchange of Tasko</Name6><NameType>Alias</NameType></Name>
        <Name><Name6>Tasko</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
        </Names>
        <NonLatinNames><NonLatinName><NameNonLatinScript>タスコ</NameNonLatinScript></NonLatinName></NonLatinNames>
        <IndividualEntityShip>Entity</IndividualEntityShip>
        <Addresses><Address><AddressCountry>Kenya</AddressCountry></Address></Addresses></Designation>
        <Designation><UniqueID>XXX0002</UniqueID><IndividualEntityShip>Individual</IndividualEntityShip></Designation>
        <Designation><UniqueID>XXX0003</UniqueID><IndividualEntityShip>Ship</IndividualEntityShip></Designation>
        </Designations>"""
    )
    check(found, "uk-XXX0001")


def test_elements_of_the_former_list(read_text) -> None:
    def target(group: str, kind: str, name: str, rest: str = "") -> str:
        return (
            f"<FinancialSanctionsTarget><Name6>{name}</Name6><GroupTypeDescription>{kind}</GroupTypeDescription>{rest}"
            f"<GroupID>{group}</GroupID></FinancialSanctionsTarget>"
        )

    found = read_text(
        '<ArrayOfFinancialSanctionsTarget xmlns="http://schemas.hmtreasury.gov.uk/ofsi/consolidatedlist">'
        + target(
            "12703",
            "Entity",
            "Exchange of Tasko",
            "<AliasType>AKA</AliasType><NameNonLatinScript>タスコ</NameNonLatinScript>",
        )
        + target(
            "12703", "Entity", "TASKO MONEY EXCHANGE", "<AliasType>Primary name</AliasType><Country>Kenya</Country>"
        )
        + target("12703", "Entity", "Tasko", "<AliasType>AKA</AliasType><AliasQuality>Low</AliasQuality>")
        + target("1", "Individual", "EXAMPLE")
        + target("2", "Ship", "TASKO STAR")
        + "</ArrayOfFinancialSanctionsTarget>"
    )
    check(found, "uk-ofsi-12703")


def test_unknown_type_is_a_failure(read_text) -> None:
    found = read_text(table("", COLUMNS, {"Unique ID": "XXX0009", "Designation Type": "Robot", "Name 6": "Tasko"}))
    assert [failure.reason for failure in found.failures] == ["UnreadableRow"]


@pytest.mark.parametrize("word", ["Primary Name", "Primary name", ""])
def test_listing_is_read_however_the_type_is_written(tmp_path, word) -> None:
    entry = {"Unique ID": "XXX0001", "Designation Type": "Entity", "Date Designated": "02/01/2024"}
    rows = [{**entry, "Name 6": "TASKO MONEY EXCHANGE", "Name type": word}]
    rows += [{**entry, "Name 6": "Tasko", "Name type": other} for other in ("ALias", "Alias", "Primary Name Variation")]
    (listing,) = listings(tmp_path, table("Report Date: 13-Feb-2026", COLUMNS, *rows))
    assert str(listing.listed_on.first) == "2024-01-02"


def test_days_of_the_former_lists_elements_are_read(tmp_path) -> None:
    (listing,) = listings(
        tmp_path,
        "<ArrayOfFinancialSanctionsTarget><FinancialSanctionsTarget><Name6>TASKO MONEY EXCHANGE</Name6>"
        "<GroupTypeDescription>Entity</GroupTypeDescription><AliasType>Primary name</AliasType>"
        "<RegimeName>Nowhere</RegimeName><DateListed>2024-11-07T00:00:00</DateListed>"
        "<LastUpdated>2025-01-02T00:00:00</LastUpdated><GroupID>16636</GroupID>"
        "</FinancialSanctionsTarget></ArrayOfFinancialSanctionsTarget>",
    )
    assert (str(listing.listed_on.first), str(listing.updated_on.first)) == ("2024-11-07", "2025-01-02")
    assert listing.programmes == ("Nowhere",)
