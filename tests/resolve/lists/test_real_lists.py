"""Published lists, read whole: organizations stay, persons do not."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from countersight.model.entity import Entity
from countersight.model.failure import Failure
from countersight.resolve.lists import LeftOut, find_form, read_list

DATA = Path(__file__).parents[4] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no published lists in {DATA}")

COUNTS = [
    ("ofac_watchman/sdn.csv", "ofac-csv", 2_994, {LeftOut.PERSON: 3_845, LeftOut.CONVEYANCE: 540}, 0),
    ("ofac_watchman/cons_prim.csv", "ofac-csv", 363, {LeftOut.PERSON: 79}, 0),
    ("ofac_watchman/UN_consolidated.xml", "un-xml", 273, {LeftOut.PERSON: 730}, 0),
    ("csl_govwizely/sdn_sdn.xml", "ofac-xml", 1, {LeftOut.PERSON: 2, LeftOut.CONVEYANCE: 1}, 0),
    ("csl_govwizely/treasury_consolidated_consolidated.xml", "ofac-xml", 8, {LeftOut.PERSON: 8}, 0),
    ("opensanctions_sources/cn_sanctions.csv", "cn-countermeasures", 334, {LeftOut.PERSON: 182}, 0),
    ("opensanctions_sources/us_dod_chinese_milcorps.csv", "us-military-companies", 234, {}, 0),
    (
        "opensanctions_sources/us_special_leg_source_files_section_353.csv",
        "us-special-acts",
        0,
        {LeftOut.PERSON: 167},
        0,
    ),
    ("opensanctions_sources/us_fcc_covered_list_table.csv", "us-fcc-covered", 13, {}, 4),
    ("csl_govwizely/uvl_uvl.csv", "us-unverified", 12, {}, 1),
    ("pi_sii_companies/companies.json", "surveillance-industry", 526, {}, 0),
    ("yente_fixtures/zala.entities.ftm.json", "ftm", 11, {LeftOut.PERSON: 6, LeftOut.OTHER: 74}, 0),
]


@pytest.mark.parametrize(
    ("file", "form", "organizations", "left_out", "failures"),
    COUNTS,
    ids=[file.partition("/")[2] for file, *_ in COUNTS],
)
def test_whole_list_is_read(
    file: str, form: str, organizations: int, left_out: dict[LeftOut, int], failures: int
) -> None:
    counts: Counter[LeftOut] = Counter()
    items = list(read_list(DATA / file, left_out=counts))
    assert find_form(DATA / file).name == form
    assert sum(isinstance(item, Entity) for item in items) == organizations
    assert sum(isinstance(item, Failure) for item in items) == failures
    assert counts == left_out


def test_vendor_under_both_names() -> None:
    (found,) = (
        item for item in read_list(DATA / "ofac_watchman/cons_prim.csv") if getattr(item, "id", "") == "ofac-30946"
    )
    assert isinstance(found, Entity)
    assert found.name == "HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD."
    assert (found.territory, found.topics) == ("cn", ("invest.ban",))
    assert "uscc:91330000733796106P" in found.identifiers


def test_rows_of_persons_leave_no_trace() -> None:
    path = DATA / "ofac_watchman/sdn.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        persons = {row[1] for row in csv.reader(lines) if len(row) > 2 and row[2].strip() == "individual"}
    kept = {name for item in read_list(path) if isinstance(item, Entity) for name in (item.name, *item.aliases)}
    assert not persons & kept
