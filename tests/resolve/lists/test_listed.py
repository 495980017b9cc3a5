"""Listings out of lists of every form: days apart, words as written, the row that says so."""

from pathlib import Path

import pytest

from countersight.model.listing import ListKind
from countersight.resolve.lists import ListFolder, update_list
from countersight.resolve.lists.listed import profiles

FTM = """\
{"id": "NK-entity-one", "schema": "Company", "caption": "Nordal Telecom",
 "properties": {"name": ["Nordal Telecom"], "leiCode": ["529900T8BM49AURSDO55"]}}
{"id": "sanction-one", "schema": "Sanction", "caption": "x", "properties": {"entity": ["NK-entity-one"],
 "authority": ["Ministry"], "program": ["Act 7"], "listingDate": ["2020-05"], "startDate": ["2020-06-01"],
 "endDate": ["2021"], "country": ["ke"], "provisions": ["asset freeze"], "sourceUrl": ["https://example.org/act"]}}
""".replace(",\n ", ", ")

LISTS = {
    "us-entity-list": (
        "Source List,Entity Number,SDN Type,Name,Country,Federal Register Notice,Effective Date,"
        "Date Lifted/Waived/Expired,License Requirement,License Policy,Alternate Name,Web Link\n"
        "EL,,,Orbex Trading Company,Kenya,76 FR 1,11/21/2011,,All items,Presumption of denial.,,https://example.org\n"
    ),
    "us-denied": (
        "Name\tStreet_Address\tCity\tCountry\tEffective_Date\tExpiration_Date\tStandard_Order\tLast_Update\tAction\t"
        "FR_Citation\nORBEX TRADING COMPANY\t\t\tKE\t01/02/2010\t03/04/2012\tY\t2011-01-01\tNEW\t75 F.R. 1 2/3/10\n"
    ),
    "us-military-companies": (
        "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"
        "Orbex*,Orbex Co.,,,,no nexus,2021-06-03,2025-01-07,https://example.org/list\n"
    ),
    "cn-countermeasures": (
        "Type,QID,Name,Alias,Chinese name,Country,Topics,Summary,Chinese summary,Body,List,Date,End date,Source URL,"
        "Address\nCompany,,Orbex Inc.,,,US,export.control,,,Ministry,Watch List,13.07.20,,https://example.org,\n"
    ),
    "ofac-csv": (
        '36,"ORBEX TRADING",-0- ,"CMIC-EO1",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Effective Date (CMIC) 02 Aug 2021; '
        'Listing Date (CMIC) 03 Jun 2021; Tax ID No. 1234567 (Kenya)."\n'
    ),
    "un-xml": (
        '<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><ENTITIES><ENTITY><FIRST_NAME>ORBEX</FIRST_NAME>'
        "<UN_LIST_TYPE>Utopia</UN_LIST_TYPE><REFERENCE_NUMBER>UTe.1</REFERENCE_NUMBER>"
        "<LISTED_ON>2015-03-27-04:00</LISTED_ON><LAST_DAY_UPDATED><VALUE>2016-01-01</VALUE><VALUE>2019-01-01</VALUE>"
        "</LAST_DAY_UPDATED></ENTITY></ENTITIES></CONSOLIDATED_LIST>"
    ),
    "uk-csv": (
        "Report Date: 13-Feb-2026\nLast Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,"
        "Name 3,Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,Regime Name,Designation Type,"
        "Sanctions Imposed,UK Statement of Reasons,Address Country,Business registration number (s),Date Designated\n"
        "04/08/2026,UTO0001,1,,ORBEX TRADING,,,,,,Primary Name,,,,Utopia,Entity,Asset freeze|Trust services,sold it,"
        "Kenya,,01/02/2022\n"
    ),
    "eu-fsf-xml": (
        '<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T16:47:04"><sanctionEntity '
        'designationDate="2002-11-21" euReferenceNumber="EU.1.1" logicalId="1"><regulation programme="UTO" '
        'publicationDate="2002-11-22" entryIntoForceDate="2002-11-23" numberTitle="1/2002 (OJ L1)" logicalId="1">'
        "<publicationUrl>https://example.org/act</publicationUrl></regulation>"
        '<subjectType code="enterprise" classificationCode="E"/><nameAlias wholeName="Orbex" strong="true"/>'
        "</sanctionEntity></export>"
    ),
    "ftm": FTM,
}
EXPECTED = {
    "us-entity-list": ({"effective_from": "2011-11-21"}, "Bureau of Industry and Security", ListKind.EXPORT_CONTROL),
    "us-denied": ({"effective_from": "2010-01-02", "expires_on": "2012-03-04", "updated_on": "2011-01-01",
                   "published_on": "2010-02-03"}, "Bureau of Industry and Security", ListKind.EXPORT_CONTROL),
    "us-military-companies": ({"listed_on": "2021-06-03", "delisted_on": "2025-01-07"}, "Department of Defense",
                              ListKind.PROCUREMENT_BAN),
    "cn-countermeasures": ({"listed_on": "2020-07-13"}, "Ministry", ListKind.EXPORT_CONTROL),
    "ofac-csv": ({"listed_on": "2021-06-03", "effective_from": "2021-08-02"},
                 "Office of Foreign Assets Control, Treasury Department", ListKind.INVESTMENT_BAN),
    "un-xml": ({"listed_on": "2015-03-27", "updated_on": "2019-01-01"}, "United Nations Security Council",
               ListKind.SANCTIONS),
    "uk-csv": ({"listed_on": "2022-02-01", "updated_on": "2026-08-04"},
               "Foreign, Commonwealth and Development Office", ListKind.SANCTIONS),
    "eu-fsf-xml": ({"listed_on": "2002-11-21", "published_on": "2002-11-22", "effective_from": "2002-11-23"},
                   "European Union", ListKind.SANCTIONS),
    "ftm": ({"listed_on": "2020-05", "effective_from": "2020-06-01", "ends_on": "2021"}, "Ministry",
            ListKind.SANCTIONS),
}  # fmt: skip
ALL = ("listed_on", "effective_from", "published_on", "updated_on", "expires_on", "delisted_on", "ends_on")


def only(tmp_path: Path, form: str):
    path = tmp_path / "list.txt"
    path.write_text(LISTS[form].replace('", "properties', '", "properties'), encoding="utf-8")
    folder = ListFolder(tmp_path / "lists")
    done = update_list(folder, path, name="made-up", form=form)
    (listing,) = folder.listings("made-up")
    return listing, done.manifest


@pytest.mark.parametrize("form", LISTS)
def test_each_day_is_just_what_the_list_states(tmp_path: Path, form: str) -> None:
    listing, _ = only(tmp_path, form)
    days, authority, kind = EXPECTED[form]
    assert {name: str(day) for name in ALL if (day := getattr(listing, name))} == days
    assert (listing.authority, listing.kind) == (authority, kind)


@pytest.mark.parametrize("form", LISTS)
def test_days_and_names_stand_in_the_row(tmp_path: Path, form: str) -> None:
    listing, manifest = only(tmp_path, form)
    assert listing.row.where
    assert listing.row.sha256 == manifest.sha256["list.txt"]
    written = [words for _, words in listing.row.cells]
    assert all(any(day.words in words for words in written) for name in ALL if (day := getattr(listing, name)))


def test_file_tells_of_which_day_it_is(tmp_path: Path) -> None:
    assert only(tmp_path, "un-xml")[1].version == "2026-02-27"


def test_sanction_goes_to_the_entity_by_its_lei(tmp_path: Path) -> None:
    listing, _ = only(tmp_path, "ftm")
    assert listing.entity_id == "lei-529900T8BM49AURSDO55"
    assert (listing.prohibits, listing.territory) == (("provisions: asset freeze",), "ke")


def test_cells_leave_out_what_no_field_rests_on(tmp_path: Path) -> None:
    listing, _ = only(tmp_path, "ofac-csv")
    assert "1234567" not in listing.row.quote


def test_every_profile_states_where_it_was_read() -> None:
    assert all(profile.sources for profile in profiles().values())
