"""Tables become claims by recognition alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.extract.mapping.conftest import MAPPING

from countersight.extract.mapping.extractor import UNKNOWN, MappingExtractor, describe_text
from countersight.extract.mapping.mappings import FOLDER
from countersight.extract.mapping.rules import TableMapping
from countersight.model.text import DocumentText

Read = Callable[..., DocumentText]


@pytest.fixture
def extractor(tmp_path: Path) -> MappingExtractor:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "own.yml").write_text(MAPPING, encoding="utf-8")
    return MappingExtractor(tmp_path)


def test_known_tables_become_claims(table: Read, extractor: MappingExtractor) -> None:
    (extraction,) = extractor.extract([table()])
    assert {claim.extractor for claim in extraction.claims} == {extractor.mappings[0].extractor}
    assert extraction.candidates == 3
    assert sorted((drop.reason, drop.quote) for drop in extraction.drops) == [
        ("no rule for a value of Seat", "Atlantis"), ("no rule for a value of What", "Teapots"),
    ]  # fmt: skip


def test_unknown_tables_are_counted(table: Read, extractor: MappingExtractor) -> None:
    (extraction,) = extractor.extract([table("Name,Size\na,b\n")])
    assert extraction.claims == ()
    assert [drop.reason for drop in extraction.drops] == [UNKNOWN]


def test_same_text_gives_same_claims(table: Read, extractor: MappingExtractor) -> None:
    one, other = extractor.extract([table(), table()])
    assert [claim.id for claim in one.claims] == [claim.id for claim in other.claims]


def test_version_changes_with_any_mapping(tmp_path: Path, extractor: MappingExtractor) -> None:
    (tmp_path / FOLDER / "own.yml").write_text(MAPPING.replace("Nobody", "Somebody"), encoding="utf-8")
    assert MappingExtractor(tmp_path).version != extractor.version
    assert MappingExtractor().version != extractor.version


def test_persons_are_counted_and_not_named(table: Read, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    own = MAPPING.replace("claims:", "persons: {column: Seller, words: [Orbex]}\nclaims:")
    (tmp_path / FOLDER / "own.yml").write_text(own, encoding="utf-8")
    (extraction,) = MappingExtractor(tmp_path).extract([table()])
    assert "a row about a person: left out" in [drop.reason for drop in extraction.drops]
    assert not any("Orbex" in drop.quote for drop in extraction.drops)


def test_mapping_tells_who_published(table: Read, mapping: Callable[..., TableMapping]) -> None:
    told = describe_text(table(), [mapping()])
    assert (told.title, told.publisher, str(told.published)) == ("Deals that never were", "Nobody", "2024-02-01")
    assert told.id == table().id
    unknown = table("Name,Size\na,b\n")
    assert describe_text(unknown, [mapping()]) is unknown
