"""Word documents."""

import contextlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import EmptyDocument, InputError, UnreadableDocument
from countersight.model.text import DocumentText
from countersight.read.docx_package import Package
from countersight.read.zip_archive import MAX_ENTRIES

Read = Callable[..., DocumentText]
Make = Callable[..., bytes]


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _replace_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    return _zip(parts | {name: change(parts[name])})


def _fill_with(*xml: str) -> Callable[[Any], None]:
    def fill(document: Any) -> None:
        for piece in xml:
            document.element.body.insert(0, parse_xml(piece.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))

    return fill


def test_paragraphs_and_cells_keep_their_order(read: Read, make_docx: Make) -> None:
    def fill(document: Any) -> None:
        document.add_heading("Heading")
        document.add_paragraph("Before.")
        table = document.add_table(2, 2)
        for cell, words in zip((cell for row in table.rows for cell in row.cells), "abcd", strict=True):
            cell.text = words
        document.add_paragraph("After.")

    assert read("docx", make_docx(fill)).text == "Heading\n\nBefore.\n\na\tb\n\nc\td\n\nAfter."


def test_layout_table_gives_paragraphs(read: Read, make_docx: Make) -> None:
    def fill(document: Any) -> None:
        row = document.add_table(1, 2).rows[0]
        row.cells[0].text = "One."
        row.cells[0].add_paragraph("Two.")
        row.cells[1].text = "Three."

    assert read("docx", make_docx(fill)).text == "One.\n\nTwo.\n\nThree."


def test_merged_cells_are_read_once(read: Read, make_docx: Make) -> None:
    def fill(document: Any) -> None:
        table = document.add_table(1, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
        table.cell(0, 2).text = "end"

    assert read("docx", make_docx(fill)).text == "wide\tend"


def test_core_properties_are_taken(read: Read, make_docx: Make) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("Words.")
        document.core_properties.title = "A report"
        document.core_properties.author = "Ann Example"

    text = read("docx", make_docx(fill))
    assert (text.title, text.author, text.published) == ("A report", "Ann Example", None)


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "new"),
        ("<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>here</w:t></w:r></w:moveTo>", "here"),
        ("<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>", "link"),
        ("<w:sdt><w:sdtContent><w:r><w:t>field</w:t></w:r></w:sdtContent></w:sdt>", "field"),
        ("<w:r><w:t>dual</w:t><w:noBreakHyphen/><w:t>use</w:t></w:r>", "dual\u2011use"),
        ("<w:r><w:t>公安 👩\u200d👧 شَرِكَةٌ e\u0301</w:t></w:r>", "公安 👩\u200d👧 شَرِكَةٌ e\u0301"),
    ],
    ids=["marks", "tracked", "moved", "fields", "control", "hyphen", "scripts"],
)
def test_words_of_a_paragraph(read: Read, make_docx: Make, inner: str, words: str) -> None:
    assert read("docx", make_docx(_fill_with(f"<w:p>{inner}</w:p>"))).text == words


def test_text_box_is_read_once(read: Read, make_docx: Make) -> None:
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict>"
    inner = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    made = make_docx(_fill_with(f"<w:p><w:r><w:t>around</w:t></w:r>{inner}</w:p>"))
    assert read("docx", made).text == "around\n\nboxed"


def test_footnotes_come_last(read: Read, make_docx: Make) -> None:
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )

    def fill(document: Any) -> None:
        document.add_paragraph("Body.")
        part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    assert read("docx", make_docx(fill)).text == "Body.\n\nA note."


def test_empty_document_is_told(read: Read, make_docx: Make) -> None:
    with pytest.raises(EmptyDocument):
        read("docx", make_docx(lambda document: None))


def test_bomb_is_refused_unexpanded() -> None:
    bomb = _zip({"word/document.xml": bytes(50_000_000)})
    with pytest.raises(UnreadableDocument, match=r"would expand 1,0\d\d times"):
        Package(bomb)


def test_many_large_parts_are_refused() -> None:
    bomb = _zip({f"word/media/{number}": bytes(30_000_000) for number in range(7)})
    with pytest.raises(UnreadableDocument, match="would expand to 210,000,000 bytes"):
        Package(bomb)


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="parts are over the limit"):
        Package(_zip({str(number): b"" for number in range(MAX_ENTRIES + 1)}))


def test_understated_size_expands_nothing(read: Read, make_docx: Make) -> None:
    whole = make_docx(lambda document: document.add_paragraph("x" * 3_000_000))
    size = next(
        entry.file_size for entry in zipfile.ZipFile(io.BytesIO(whole)).infolist() if "document" in entry.filename
    )
    assert whole.count(size.to_bytes(4, "little")) == 2
    with pytest.raises(UnreadableDocument):
        read("docx", whole.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def test_entities_are_not_expanded(read: Read, make_docx: Make) -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    whole = make_docx(lambda document: document.add_paragraph("PLACE and more"))

    def poison(xml: bytes) -> bytes:
        return xml.replace(b"?>", b"?>" + entities.encode() + b"]>", 1).replace(b"PLACE", b"&i;")

    with pytest.raises(UnreadableDocument, match="entity amplification"):
        read("docx", _replace_part(whole, "word/document.xml", poison))


def test_outside_entity_is_not_fetched(read: Read, make_docx: Make, tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    whole = make_docx(lambda document: document.add_paragraph("PLACE and more"))
    outside = f'?><!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'.encode()
    poisoned = _replace_part(
        whole, "word/document.xml", lambda xml: xml.replace(b"?>", outside, 1).replace(b"PLACE", b"&a;")
    )
    with pytest.raises(UnreadableDocument, match="document type declaration"):
        read("docx", poisoned)


def test_strict_form_is_read(read: Read) -> None:
    xml = (
        b"<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body><w:p><w:r><w:t>Words."
        b"</w:t></w:r></w:p></w:body></w:document>"
    )
    assert read("docx", _zip({"word/document.xml": xml})).text == "Words."


def test_encrypted_parts_are_refused(read: Read) -> None:
    data = bytearray(_zip({"word/document.xml": b"<x/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableDocument, match="encrypted"):
        read("docx", bytes(data))


@pytest.mark.parametrize(
    "parts",
    [
        {"a.txt": b"no document"},
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"},
        {"[Content_Types].xml": b"not xml", "_rels/.rels": b"not xml"},
    ],
)
def test_other_archives_are_refused(read: Read, parts: dict[str, bytes]) -> None:
    with pytest.raises(UnreadableDocument):
        read("docx", _zip(parts))


@pytest.mark.parametrize("change", [lambda xml: xml[: len(xml) // 2], lambda xml: b"", lambda xml: b"<other/>"])
@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels", "[Content_Types].xml", "docProps/core.xml"])
def test_damaged_parts_are_input_errors(
    read: Read, make_docx: Make, part: str, change: Callable[[bytes], bytes]
) -> None:
    damaged = _replace_part(make_docx(lambda document: document.add_paragraph("Words.")), part, change)
    with contextlib.suppress(UnreadableDocument):
        assert read("docx", damaged).text == "Words."


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_gives_text_or_input_error(read: Read, data: st.DataObject) -> None:
    whole = bytearray(
        _zip(
            {
                "word/document.xml": b"<w:document xmlns:w='http://schemas.openxmlformats.org/"
                b"wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:body></w:document>"
            }
        )
    )
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=20)):
        whole[place] ^= data.draw(st.integers(1, 255))
    end = data.draw(st.integers(0, len(whole)) | st.just(len(whole)))
    with contextlib.suppress(InputError):
        assert read("docx", bytes(whole[:end])).reader == "docx@1"
