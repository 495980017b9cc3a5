"""Published tables, mapped whole: what was claimed when their claims were read one by one, and who was left out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from countersight.extract.mapping import MappingExtractor, load_mappings, preview_text, recognize
from countersight.extract.mapping.rows import read_tables
from countersight.model.claim import Kind, check_claim
from countersight.model.document import Document
from countersight.model.text import DocumentText
from countersight.read import READERS, ReadItem, read_document
from countersight.values.digests import sha256_hex

DATA = Path(__file__).parents[4] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no published tables in {DATA}")

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/tab-separated-values",
}
ACT = "opensanctions_sources/eu_journal_sanctions_data_consolidated_3"
COUNTS = [
    ("feldstein_kot_spyware_inventory/spy3.csv", "spyware-inventory", 193, 193, 0, 0),
    ("carnegie_aigs2022/cleaned-global2.csv", "ai-surveillance-index-2022", 97, 249, 0, 0),
    ("finfisher_customers_spyfiles4/customers_clean.csv", "finfisher-customers", 761, 748, 0, 0),
    ("pi_sii_companies/companies.json", "surveillance-industry-index", 526, 1_248, 0, 0),
    ("ghana_ppa/tenders-ppa-open.csv", "ghana-ppa", 4_183, 18, 0, 0),
    ("ghana_ppa/tenders-ppa-restricted.csv", "ghana-ppa", 1_799, 7, 0, 0),
    ("ghana_ppa/tenders-ppa-single-sourced.csv", "ghana-ppa", 3_141, 8, 0, 0),
    ("ghana_ppa/tenders-ghanaeps.csv", "ghana-eps", 6_732, 1, 0, 0),
    (f"{ACT}2006R0765.csv", "eu-consolidated-acts", 408, 1, 312, 0),
    (f"{ACT}2011R0359.csv", "eu-consolidated-acts", 321, 9, 268, 0),
    (f"{ACT}2013R0401.csv", "eu-consolidated-acts", 127, 0, 105, 0),
    (f"{ACT}2014R0269.csv", "eu-consolidated-acts", 2_802, 4, 1_984, 0),
    (f"{ACT}2014R0833.csv", "eu-consolidated-acts", 1_746, 0, 0, 0),
    (f"{ACT}2019R0796.csv", "eu-consolidated-acts", 38, 0, 27, 0),
    (f"{ACT}2020R1998.csv", "eu-consolidated-acts", 177, 5, 136, 0),
    (f"{ACT}2024R1485.csv", "eu-consolidated-acts", 105, 6, 98, 0),
    ("ofac_watchman/sdn.csv", "us-ofac", 7_379, 0, 3_845, 0),
    ("ofac_watchman/cons_prim.csv", "us-ofac", 442, 5, 79, 0),
    ("csl_govwizely/sdn_sdn.xml", "us-ofac-xml", 4, 0, 2, 0),
    ("ofac_watchman/csl.csv", "us-csl", 115, 0, 26, 0),
    ("csl_govwizely/el_el.csv", "us-entity-list", 18, 0, 10, 0),
    ("csl_govwizely/uvl_uvl.csv", "us-unverified-list", 19, 0, 0, 0),
    ("csl_govwizely/isn_isn.csv", "us-nonproliferation", 213, 0, 96, 0),
    ("csl_govwizely/dtc_itar_debarred_party_list_01242018.csv", "us-itar-debarred", 515, 0, 471, 0),
    ("ofac_watchman/dpl.txt", "us-denied-persons", 546, 0, 407, 0),
    ("opensanctions_sources/us_dod_chinese_milcorps.csv", "us-1260h", 397, 14, 2, 0),
    ("opensanctions_sources/us_fcc_covered_list_table.csv", "us-fcc-covered-list", 16, 5, 0, 0),
    ("opensanctions_sources/us_bis_mieu_mieu.csv", "us-military-intelligence", 13, 0, 0, 0),
    ("opensanctions_sources/cn_sanctions.csv", "cn-sanctions", 610, 0, 195, 0),
    ("ofac_watchman/UN_consolidated.xml", "un-consolidated", 273, 0, 0, 0),
    ("ofac_watchman/UN_consolidated.xml", "un-consolidated-individuals", 730, 0, 730, 0),
]
"""File, mapping, rows, claims, persons left out, values without a rule."""
IDS = [f"{Path(row[0]).stem}-{row[1]}" for row in COUNTS]


@pytest.fixture(scope="module")
def read() -> Callable[[str], DocumentText]:
    """Read a published table."""

    def read_file(name: str) -> DocumentText:
        data = (DATA / name).read_bytes()
        document = Document(id=sha256_hex(data), size=len(data), media_type=MEDIA_TYPES[Path(name).suffix])
        return read_document(ReadItem(document=document, data=data), READERS)

    return read_file


@pytest.mark.parametrize(
    ("file", "name", "rows", "claims", "persons", "uncovered"),
    COUNTS,
    ids=IDS,
)
def test_published_table_is_mapped(
    read: Callable[[str], DocumentText], file: str, name: str, rows: int, claims: int, persons: int, uncovered: int
) -> None:
    text, mappings = read(file), load_mappings()
    mapping = next(mapping for mapping in mappings if mapping.name == name)
    assert mapping in [recognize(table, mappings) for table in read_tables(text)]
    report = preview_text(text, mapping, rows=0).report
    told = (report.rows, report.claims, report.persons, report.uncovered.total())
    assert told == (rows, claims, persons, uncovered)


def test_claims_of_sanctions_name_party_and_authority(read: Callable[[str], DocumentText]) -> None:
    text = read(f"{ACT}2020R1998.csv")
    (extraction,) = MappingExtractor().extract([text])
    for claim in extraction.claims:
        check_claim(claim, text)
        assert claim.kind is Kind.SANCTION
        assert claim.recipient is not None
        assert claim.recipient.mention is not None
        assert claim.supplier is not None
        assert [slot.code for slot in claim.supplier.territories] == ["eu"]
