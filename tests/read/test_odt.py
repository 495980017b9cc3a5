"""OpenDocument texts and spreadsheets."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import EmptyDocument, InputError, UnreadableDocument
from countersight.model.text import DocumentText

Read = Callable[..., DocumentText]

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "meta": "meta",
        "svg": "svg-compatible",
    }.items()
)  # fmt: skip
META = (
    f'<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
    "<dc:title>A report</dc:title><meta:initial-creator>Ann Example</meta:initial-creator><dc:creator>Bo</dc:creator>"
    "</office:meta></office:document-meta>"
)


def make_odf(body: str, *, kind: str = "text", **files: str) -> bytes:
    """Write a file whose body is `body`."""
    content = (
        f"<office:document-content {NAMES}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument." + kind, zipfile.ZIP_STORED)
        for name, data in ({"content.xml": content, "meta.xml": META} | files).items():
            archive.writestr(name, data)
    return stream.getvalue()


def p(inner: str) -> str:
    return f"<text:p>{inner}</text:p>"


def row(*cells: str) -> str:
    filled = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{filled}</table:table-row>"


def test_blocks_keep_their_order(read: Read) -> None:
    body = (
        f"<text:h>Heading</text:h>{p('Before.')}<text:list><text:list-item>{p('one')}</text:list-item><text:list-item>"
        f"{p('two')}</text:list-item></text:list><table:table>{row(p('a'), p('b'))}{row(p('c'), p('d'))}</table:table>"
        f"<text:section>{p('After.')}</text:section>"
    )
    assert read("odt", make_odf(body)).text == "Heading\n\nBefore.\n\none\n\ntwo\n\na\tb\n\nc\td\n\nAfter."


def test_file_states_its_facts(read: Read) -> None:
    text = read("odt", make_odf(p("Words.")))
    assert (text.title, text.author, text.published) == ("A report", "Ann Example", None)


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("a<text:tab/>b<text:line-break/>c", "a\tb\nc"),
        ("a<text:s text:c='3'/>b  \n  c", "a   b c"),
        ("<text:span>in <text:span>side</text:span></text:span> out", "in side out"),
        ("<text:a>link</text:a><text:bookmark-start/> mark", "link mark"),
        ("kept<office:annotation><text:p>comment</text:p></office:annotation> words", "kept words"),
        (
            "<text:ruby><text:ruby-base>公安</text:ruby-base><text:ruby-text>gong an</text:ruby-text></text:ruby>部",
            "公安部",
        ),
        ("شَرِكَةٌ 👩\u200d👧 e\u0301", "شَرِكَةٌ 👩\u200d👧 e\u0301"),
    ],
    ids=["marks", "spaces", "spans", "links", "comment", "ruby", "scripts"],
)
def test_words_of_a_paragraph(read: Read, inner: str, words: str) -> None:
    assert read("odt", make_odf(p(inner))).text == words


def test_deleted_words_are_left_out(read: Read) -> None:
    deletion = f"<text:changed-region><text:deletion>{p('old')}</text:deletion></text:changed-region>"
    tracked = f"<text:tracked-changes>{deletion}</text:tracked-changes>"
    assert read("odt", make_odf(tracked + p("It is <text:change/>new."))).text == "It is new."


def test_notes_come_last(read: Read) -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    body = (
        p(f"Body{note.format(p('A note.'))} goes on.")
        + f"<table:table>{row(p('cell' + note.format(p('Its note.'))))}</table:table>"
    )
    assert read("odt", make_odf(body)).text == "Body goes on.\n\ncell\n\nA note.\n\nIts note."


def test_contents_made_by_the_program_are_left_out(read: Read) -> None:
    contents = f"<text:table-of-content><text:index-body>{p('One 1')}</text:index-body></text:table-of-content>"
    assert read("odt", make_odf(contents + p("Words."))).text == "Words."


def test_box_follows_its_paragraph(read: Read) -> None:
    box = f"<draw:frame><svg:title>no words</svg:title><draw:text-box>{p('boxed')}</draw:text-box></draw:frame>"
    assert read("odt", make_odf(p(f"around {box}it"))).text == "around it\n\nboxed"


def test_layout_table_gives_paragraphs(read: Read) -> None:
    assert read("odt", make_odf(f"<table:table>{row(p('One.') + p('Two.'), p('Three.'))}</table:table>")).text == (
        "One.\n\nTwo.\n\nThree."
    )


def test_encrypted_file_is_told(read: Read) -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/>'
        "</m:file-entry></m:manifest>"
    )
    with pytest.raises(UnreadableDocument, match="encrypted with a password"):
        read("odt", make_odf(p("x"), **{"META-INF/manifest.xml": manifest}))


def test_spaces_that_stand_for_billions_are_few(read: Read) -> None:
    assert len(read("odt", make_odf(p("a<text:s text:c='999999999'/>b"))).text) == 1_002


def test_entities_are_refused(read: Read) -> None:
    content = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(UnreadableDocument, match="document type declaration"):
        read("odt", make_odf("", **{"content.xml": content}))


def test_bomb_is_refused_unexpanded(read: Read) -> None:
    with pytest.raises(UnreadableDocument, match="would expand"):
        read("odt", make_odf("", **{"Pictures/x": "0" * 60_000_000}))


def test_empty_file_is_told(read: Read) -> None:
    with pytest.raises(EmptyDocument):
        read("odt", make_odf(p("")))


def test_cells_have_their_addresses(read: Read) -> None:
    sheet = f"<table:table table:name='Sales'>{row(p('Buyer'), p('Year'))}{row(p('Bolt'), p('2019'))}</table:table>"
    text = read("ods", make_odf(sheet, kind="spreadsheet"))
    assert text.text == "Sales\n\nBuyer\tYear\nBolt\t2019"
    assert [part.at for part in text.parts] == ["Sales!A1", "Sales!B1", "Sales!A2", "Sales!B2"]
    assert text.part_at(text.text.index("2019")).at == "Sales!B2"


def test_repeated_empty_cells_cost_nothing(read: Read) -> None:
    wide = "<table:table-cell table:number-columns-repeated='16000'/>"
    tall = f"<table:table-row table:number-rows-repeated='1048000'>{wide}</table:table-row>"
    cell = f"<table:table-row>{wide}<table:table-cell>{p('far')}</table:table-cell></table:table-row>"
    text = read("ods", make_odf(f"<table:table table:name='S'>{tall}{cell}</table:table>", kind="spreadsheet"))
    assert text.parts[0].at == "S!WQK1048001"


@pytest.mark.parametrize(("wide", "tall"), [(99_999_999, 1), (900_000, 2), (1, 9_999_999)])
def test_repeated_words_are_bounded(read: Read, wide: int, tall: int) -> None:
    cell = f"<table:table-cell table:number-columns-repeated='{wide}'>{p('x')}</table:table-cell>"
    sheet = f"<table:table><table:table-row table:number-rows-repeated='{tall}'>{cell}</table:table-row></table:table>"
    with pytest.raises(UnreadableDocument, match="cell"):
        read("ods", make_odf(sheet, kind="spreadsheet"))


def test_presentation_is_not_read(read: Read) -> None:
    with pytest.raises(InputError, match=r"opendocument\.presentation"):
        read("application/vnd.oasis.opendocument.presentation", make_odf("", kind="presentation"))


PIECES = ("<text:p>", "<text:span>", "<text:note>", "<text:note-body>", "<table:table-row>", "<table:table-cell>",
          "<text:tracked-changes>", "<draw:text-box>")  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "</>", "word ", "<text:s/>"]), max_size=30))
def test_any_nesting_gives_text_or_input_error(read: Read, pieces: list[str]) -> None:
    opened: list[str] = []
    body = ""
    for piece in pieces:
        if piece != "</>":
            body += piece
            opened += [piece] if piece in PIECES else []
        elif opened:
            body += opened.pop().replace("<", "</")
    body += "".join(tag.replace("<", "</") for tag in reversed(opened))
    text = read("odt", make_odf(p("Start.") + body + p("End.")))
    assert text.text.startswith("Start.")
    assert "End." in text.text
