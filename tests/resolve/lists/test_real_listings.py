"""Listings out of published lists, read whole: how many, how many dated, and nobody's who was left out."""

from pathlib import Path

import pytest

from countersight.resolve.lists import ListFolder, update_list

DATA = Path(__file__).parents[4] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no published lists in {DATA}")

COUNTS = [
    ("ofac_watchman/cons_prim.csv", 383, 95),
    ("ofac_watchman/UN_consolidated.xml", 273, 273),
    ("ofac_watchman/dpl.txt", 121, 0),
    ("opensanctions_sources/eu_journal_sanctions_data_consolidated_32024R1485.csv", 7, 7),
    ("opensanctions_sources/cn_sanctions.csv", 415, 414),
    ("opensanctions_sources/us_dod_chinese_milcorps.csv", 397, 397),
    ("opensanctions_sources/us_fcc_covered_list_table.csv", 13, 13),
    ("opensanctions_sources/us_special_leg_source_files_section_1286.csv", 443, 0),
    ("opensanctions_sources/us_special_leg_source_files_section_353.csv", 0, 0),
    ("csl_govwizely/isn_isn.csv", 117, 0),
    ("csl_govwizely/dtc_itar_debarred_party_list_01242018.csv", 44, 0),
    ("yente_fixtures/zala.entities.ftm.json", 25, 7),
]


@pytest.mark.parametrize(("file", "count", "dated"), COUNTS, ids=[file.partition("/")[2] for file, *_ in COUNTS])
def test_listings_of_a_whole_list(tmp_path: Path, file: str, count: int, dated: int) -> None:
    folder = ListFolder(tmp_path / "lists")
    update_list(folder, DATA / file, name="real")
    listings = list(folder.listings("real"))
    kept = {entity.id for entity in folder.entities("real")}
    assert len(listings) == count
    assert sum(bool(one.listed_on and one.listed_on.first) for one in listings) == dated
    assert {one.entity_id for one in listings} <= kept
    assert all(one.row.where for one in listings)


def test_directive_is_dated_by_its_remark(tmp_path: Path) -> None:
    folder = ListFolder(tmp_path / "lists")
    update_list(folder, DATA / "ofac_watchman/cons_prim.csv", name="real")
    (found,) = (one for one in folder.listings("real") if one.entity_id == "ofac-30946")
    assert (str(found.listed_on), str(found.effective_from)) == ("2021-06-03", "2021-08-02")
    assert (found.legal_basis, found.kind.value) == ("CMIC", "investment_ban")
