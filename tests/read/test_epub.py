"""Electronic books."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import EmptyDocument, InputError, UnreadableDocument
from countersight.model.text import DocumentText
from countersight.read.epub_chapter import chapter_blocks

Read = Callable[..., DocumentText]

CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd">'
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
FACTS = (
    "<dc:title>The trade</dc:title><dc:creator>Ann Example</dc:creator><dc:creator>Bo Sample</dc:creator>"
    "<dc:publisher>Made Press</dc:publisher><dc:language>en</dc:language><dc:date>2019-03-01</dc:date>"
)


def make_epub(
    chapters: dict[str, str | bytes], *, package: str = "OEBPS/book.opf", facts: str = FACTS, **extra: str
) -> bytes:
    """Write a book: chapters by name, relative to its package document; `guide`, `items` and files in `extra`."""
    items = "".join(
        f'<item id="i{at}" href="{name}" media-type="application/xhtml+xml"/>' for at, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{at}"/>' for at in range(len(chapters)))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">{facts}</metadata>'
        f"<manifest>{items}{extra.pop('items', '')}</manifest>"
        f"<spine>{extra.pop('before', '')}{spine}</spine>{extra.pop('guide', '')}</package>"
    )
    folder = package.rpartition("/")[0]
    files = {f"{folder}/{name}" if folder else name: chapter for name, chapter in chapters.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER.format(package))
        archive.writestr(package, opf)
        for name, data in (files | extra).items():
            archive.writestr(name, data)
    return stream.getvalue()


def chapter(body: str) -> str:
    return f"<?xml version='1.0' encoding='utf-8'?>{XHTML}<head><title/></head><body>{body}</body></html>"


def test_chapters_follow_the_spine(read: Read) -> None:
    text = read("epub", make_epub({"b.xhtml": chapter("<p>First.</p>"), "a.xhtml": chapter("<p>Second.</p>")}))
    assert text.text == "First.\n\nSecond."
    assert [(part.at, text.text[part.start : part.end]) for part in text.parts] == [
        ("OEBPS/b.xhtml", "First."),
        ("OEBPS/a.xhtml", "Second."),
    ]


def test_book_states_its_facts(read: Read) -> None:
    text = read("epub", make_epub({"a.xhtml": chapter("<p>Words.</p>")}))
    assert (text.title, text.author, text.publisher, text.published) == (
        "The trade",
        "Ann Example, Bo Sample",
        "Made Press",
        date(2019, 3, 1),
    )


def test_date_of_conversion_is_no_publication(read: Read) -> None:
    facts = '<dc:date opf:event="conversion">2020-01-01</dc:date><dc:date opf:event="publication">2011-05-06</dc:date>'
    assert read("epub", make_epub({"a.xhtml": chapter("<p>Words.</p>")}, facts=facts)).published == date(2011, 5, 6)


def test_sections_of_the_navigation_are_parts(read: Read) -> None:
    nav = chapter("<nav epub:type='toc'><a href='a.xhtml#s2'>Two</a></nav>")
    body = "<h1>One</h1><p>Words.</p><section id='s2'><h2>Two</h2><p>More.</p></section>"
    made = make_epub(
        {"a.xhtml": chapter(body)},
        items='<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        before='<itemref idref="nav"/>',
        **{"OEBPS/nav.xhtml": nav},
    )
    text = read("epub", made)
    assert text.text == "One\n\nWords.\n\nTwo\n\nMore."
    assert text.part_at(text.text.index("More")).at == "OEBPS/a.xhtml#s2"
    assert text.part_at(0).at == "OEBPS/a.xhtml"


def test_older_navigation_gives_parts_too(read: Read) -> None:
    ncx = (
        '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><content src="a.xhtml#x"/></navPoint>'
        "</navMap></ncx>"
    )
    made = make_epub(
        {"a.xhtml": chapter("<p>Before.</p><p>Amid <a id='x'/>words.</p>")},
        items='<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
        **{"OEBPS/toc.ncx": ncx},
    )
    text = read("epub", made)
    assert text.text == "Before.\n\nAmid words."
    assert text.part_at(text.text.index("Amid")).at == "OEBPS/a.xhtml#x"


def test_contents_of_older_books_are_left_out(read: Read) -> None:
    guide = '<guide><reference type="toc" href="toc.xhtml"/></guide>'
    made = make_epub({"toc.xhtml": chapter("<p>Chapter 1 ... 7</p>"), "a.xhtml": chapter("<p>Words.</p>")}, guide=guide)
    assert read("epub", made).text == "Words."


def test_page_numbers_do_not_part_sentences(read: Read) -> None:
    body = "<p>They bought <span epub:type='pagebreak' id='p7'>7</span>cameras<span role='doc-pagebreak'>8</span>.</p>"
    assert read("epub", make_epub({"a.xhtml": chapter(body)})).text == "They bought cameras."


def test_footnotes_are_kept(read: Read) -> None:
    body = (
        "<p>Words.<a epub:type='noteref' href='#n'>1</a></p><aside epub:type='footnote' id='n'><p>A note.</p></aside>"
    )
    assert read("epub", make_epub({"a.xhtml": chapter(body)})).text == "Words.1\n\nA note."


@pytest.mark.parametrize(
    "written",
    [
f"{DOCTYPE}{XHTML}<body><p>a&nbsp;b&mdash;c &amp; d</p></body></html>",
        "<html><body><p>a&nbsp;b&mdash;c &amp; d<br></body></html>",
    ],
    ids=["xhtml", "html"],
)  # fmt: skip
def test_named_characters_are_read(read: Read, written: str) -> None:
    assert read("epub", make_epub({"a.xhtml": written})).text == "a b—c & d"


def test_chapter_in_another_encoding_is_read(read: Read) -> None:
    written = f"<?xml version='1.0' encoding='windows-1251'?>{XHTML}<body><p>Камера</p></body></html>"
    assert read("epub", make_epub({"a.xhtml": written.encode("cp1251")})).text == "Камера"


def test_entities_of_a_chapter_are_not_expanded(read: Read, tmp_path) -> None:
    (tmp_path / "secret").write_text("secret words")
    doctype = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{(tmp_path / "secret").as_uri()}"><!ENTITY b "bbbb">]>'
    made = make_epub({"a.xhtml": f"{doctype}{XHTML}<body><p>Words &a;and &b;more.</p></body></html>"})
    assert read("epub", made).text == "Words and more."


def encrypted_with(algorithm: str) -> bytes:
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        f'<e:EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/></e:EncryptedData></encryption>'
    )
    return make_epub({"a.xhtml": chapter("<p>Words.</p>")}, **{"META-INF/encryption.xml": encryption})


def test_protected_book_is_told(read: Read) -> None:
    with pytest.raises(UnreadableDocument, match="DRM"):
        read("epub", encrypted_with("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))


def test_obfuscated_fonts_are_no_protection(read: Read) -> None:
    assert read("epub", encrypted_with("http://www.idpf.org/2008/embedding")).text == "Words."


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "file:///etc/passwd", "gone.xhtml"]
)
def test_chapter_outside_the_book_is_refused(read: Read, name: str) -> None:
    item = f'<item id="x" href="{name}" media-type="application/xhtml+xml"/>'
    made = make_epub({"a.xhtml": chapter("<p>Words.</p>")}, items=item, before='<itemref idref="x"/>')
    with pytest.raises(UnreadableDocument, match="not in the book"):
        read("epub", made)


def test_bomb_of_a_chapter_is_refused(read: Read) -> None:
    with pytest.raises(UnreadableDocument, match="would expand"):
        read("epub", make_epub({"a.xhtml": bytes(60_000_000)}))


def test_chapter_of_space_is_read_at_once() -> None:
    data = b"<html><body><p>Words" + b" " * 1_000_000 + b"</p></body></html>"
    assert list(chapter_blocks(data, frozenset())) == [(None, "Words")]


def test_book_without_words_is_told(read: Read) -> None:
    with pytest.raises(EmptyDocument):
        read("epub", make_epub({"a.xhtml": chapter("<img src='x.png' alt=''/>")}))


@pytest.mark.parametrize("name", ["META-INF/container.xml", "OEBPS/book.opf"])
def test_damaged_book_is_an_input_error(read: Read, name: str) -> None:
    whole = make_epub({"a.xhtml": chapter("<p>Words.</p>")})
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for entry, data in files.items():
            archive.writestr(entry, data[: len(data) // 2] if entry == name else data)
    with pytest.raises(InputError):
        read("epub", stream.getvalue())


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<p id='s'>", "<nav>", "</nav>", "a", " b ", "&nbsp;", "<br/>", "<td>", "\n"])
    )
)
def test_parts_of_any_chapter_cover_its_words(read: Read, pieces: list[str]) -> None:
    made = make_epub({"a.xhtml": chapter("<p>Start.</p>" + "".join(pieces)), "b.xhtml": chapter("<p>End.</p>")})
    text = read("epub", made)
    assert "\n\n".join(text.text[part.start : part.end] for part in text.parts) == text.text
