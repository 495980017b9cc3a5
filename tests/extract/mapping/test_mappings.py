"""Which mapping knows a table."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.extract.mapping.conftest import MAPPING

from countersight.errors import BadMapping, NotFound
from countersight.extract.mapping.mappings import (
    FOLDER,
    bundled_mappings,
    choose_mapping,
    load_mapping,
    load_mappings,
    recognize,
)
from countersight.extract.mapping.rows import TableWords, read_tables
from countersight.extract.mapping.rules import TableMapping
from countersight.model.text import DocumentText
from countersight.values.territories import territory_name

Make = Callable[..., TableMapping]


@pytest.fixture
def deals(table: Callable[..., DocumentText]) -> TableWords:
    """The made-up table."""
    return read_tables(table())[0]


def test_bundled_mappings_are_sound() -> None:
    mappings = bundled_mappings()
    assert len({mapping.name for mapping in mappings}) == len(mappings) > 20
    for mapping in mappings:
        assert mapping.file == f"{mapping.name}.yml"
        assert mapping.publisher


def test_constant_territories_are_known() -> None:
    for mapping in bundled_mappings():
        for rule in mapping.claims:
            for party in filter(None, (rule.supplier, rule.recipient)):
                code = getattr(party.territory, "value", None)
                assert code is None or territory_name(code) != code


def test_columns_decide(deals: TableWords, mapping: Make) -> None:
    assert recognize(deals, [mapping()]) is not None
    assert recognize(deals, [mapping(("[Buyer, Seller, What]", "[Buyer, Seller, Size]"))]) is None
    without = mapping(("[Buyer, Seller, What]", "[Buyer]\n  without: [Price]"))
    assert recognize(deals, [without]) is None


def test_mapping_that_asks_for_more_wins(deals: TableWords, mapping: Make) -> None:
    few, many = mapping(("[Buyer, Seller, What]", "[Buyer]"), ("made-up", "few")), mapping()
    assert recognize(deals, [few, many]) is many


def test_tables_without_header_are_known_by_shape(table: Callable[..., DocumentText], mapping: Make) -> None:
    bare = read_tables(table("1,Orbex,x\n2,Gelt,y\n"))[0]
    shape = "width: 3\n  matches: {Column 1: '^[0-9]+$', Column 3: '^[xy]$'}"
    assert recognize(bare, [mapping(("columns: [Buyer, Seller, What]", shape))]) is not None
    other = shape.replace("[xy]", "[x]")
    assert recognize(bare, [mapping(("columns: [Buyer, Seller, What]", other))]) is None


def test_own_mappings_come_first(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "own.yml").write_text(MAPPING.replace("made-up", "us-ofac"), encoding="utf-8")
    (tmp_path / FOLDER / "notes.txt").write_text("no mapping", encoding="utf-8")
    mappings = load_mappings(tmp_path)
    assert mappings[0].name == "us-ofac"
    assert mappings[0].title == "Deals that never were"
    assert [mapping.name for mapping in mappings].count("us-ofac") == 1
    assert len(mappings) == len(load_mappings())


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    for name in ("a.yml", "b.yaml"):
        (tmp_path / FOLDER / name).write_text(MAPPING, encoding="utf-8")
    with pytest.raises(BadMapping, match="has the name made-up"):
        load_mappings(tmp_path)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="No such file"):
        load_mapping(tmp_path / "none.yml")
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadMapping, match="not UTF-8"):
        load_mapping(tmp_path / "bytes.yml")
    with pytest.raises(NotFound, match="there are"):
        choose_mapping("nothing", load_mappings())
