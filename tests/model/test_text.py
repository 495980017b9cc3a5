"""Document texts and where their words stand in the document."""

from dataclasses import replace

import pytest

from countersight.errors import BrokenProvenance
from countersight.model.record import from_json, to_short_json
from countersight.model.text import DocumentText, Part, text_id

WORDS = "Vendor: Acme\nBuyer: City of Nowhere"


@pytest.fixture
def row() -> DocumentText:
    """A row of a table, of which two cells have an address."""
    parts = (Part(start=8, end=12, at="row=2;col=1"), Part(start=20, end=35, at="row=2;col=2"))
    return DocumentText(
        id=text_id("0" * 64, "table@1", WORDS), document_id="0" * 64, reader="table@1", text=WORDS, parts=parts
    )


@pytest.mark.parametrize(("offset", "at"), [(8, "row=2;col=1"), (11, "row=2;col=1"), (20, "row=2;col=2")])
def test_offset_leads_to_the_part_it_stands_in(row: DocumentText, offset: int, at: str) -> None:
    part = row.part_at(offset)
    assert part is not None
    assert part.at == at


@pytest.mark.parametrize("offset", [0, 7, 12, 19, 35, 99])
def test_words_between_parts_are_in_none(row: DocumentText, offset: int) -> None:
    assert row.part_at(offset) is None


@pytest.mark.parametrize(
    "parts",
    [
        (Part(start=3, end=3, at="a"),),
        (Part(start=0, end=36, at="a"),),
        (Part(start=0, end=5, at="a"), Part(start=4, end=6, at="b")),
        (Part(start=6, end=8, at="a"), Part(start=0, end=2, at="b")),
    ],
)
def test_parts_that_lie_astray_are_refused(row: DocumentText, parts: tuple[Part, ...]) -> None:
    with pytest.raises(BrokenProvenance, match="lies astray"):
        replace(row, parts=parts)


def test_reader_has_a_name_beside_its_version(row: DocumentText) -> None:
    assert row.reader_name == "table"


def test_texts_without_parts_are_written_as_ever(row: DocumentText) -> None:
    bare = replace(row, parts=())
    assert b"parts" not in to_short_json(bare, ("parts",))
    assert from_json(to_short_json(bare, ("parts",)), DocumentText) == bare
    assert from_json(to_short_json(row, ("parts",)), DocumentText) == row
