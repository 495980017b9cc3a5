"""PDF."""

import random
from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import EmptyDocument, InputError, RecognizerMissing, UnreadableDocument
from countersight.model.text import DocumentText
from countersight.read import ReadItem, Recognition, read_documents
from countersight.read.pdf_hyphens import join_hyphenated

Read = Callable[..., DocumentText]
Make = Callable[..., bytes]

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" {attributes}>
<xmp:CreateDate>2011-01-01</xmp:CreateDate>{elements}</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_pages_have_their_place(read: Read, make_pdf: Make) -> None:
    text = read("pdf", make_pdf(["First page.", "", "Third\npage."]))
    assert [(page.number, text.text[page.start : page.end]) for page in text.pages] == [
        (1, "First page."),
        (2, ""),
        (3, "Third\npage."),
    ]
    assert text.page_at(text.text.index("Third")) == 3


@pytest.mark.parametrize(
    "words", ["公安部采购了摄像头", "👩\u200d👩\u200d👧 seen", "ＦＵＬＬ e\u0301 w\u0323", "Ünïcödé – “x”"]
)
def test_scripts_come_through(read: Read, make_pdf: Make, words: str) -> None:
    text = read("pdf", make_pdf([words]))
    assert text.text == words
    assert (text.pages[0].start, text.pages[0].end) == (0, len(words))


@pytest.mark.parametrize("words", ["اشترت الوزارة كاميرات", "شَرِكَةٌ باعَتْ", "המשרד רכש מצלמות"])
def test_words_from_the_right_are_read(read: Read, make_pdf: Make, words: str) -> None:
    shown = "".join(reversed(words))
    assert read("pdf", make_pdf([f"{shown}\n{shown}"])).text == f"{words}\n{words}"


def test_gap_on_page_parts_paragraphs(read: Read, make_pdf: Make) -> None:
    page = "The town bought\ncameras last year.\nIt paid for them.\n\nThe vendor is\nnot known."
    assert read("pdf", make_pdf([page])).text == page


def test_gap_is_found_beside_emoji(read: Read, make_pdf: Make) -> None:
    page = "One 👮🏽 two\nthree four\nfive six\n\nseven 👮 eight"
    assert read("pdf", make_pdf([page])).text == page


@pytest.mark.parametrize(
    ("pages", "joined"),
    [
        (["sur\ufffeveillance"], ["surveillance"]),
        (["state\ufffeowned", "a State-owned firm"], ["state-owned", "a State-owned firm"]),
        (["re\ufffesigned re-signed resigned"], ["resigned re-signed resigned"]),
        (["\ufffea b\ufffe c\x02d"], ["a b cd"]),
    ],
)
def test_parted_words_are_mended(pages: list[str], joined: list[str]) -> None:
    assert join_hyphenated(pages) == joined


def test_hyphen_at_line_end_is_mended(read: Read, make_pdf: Make) -> None:
    assert read("pdf", make_pdf(["The sur-\nveillance of all"])).text == "The surveillance of all"


def test_creation_date_is_no_publication_date(read: Read, make_pdf: Make) -> None:
    info = "/Title (A report) /Author (Ann Example) /CreationDate (D:20190503120000Z)"
    text = read("pdf", make_pdf(["Words"], info=info, xmp=XMP.format(attributes="", elements="").encode()))
    assert (text.title, text.author, text.published) == ("A report", "Ann Example", None)


@pytest.mark.parametrize(
    ("attributes", "elements"),
    [
        ("", "<prism:publicationDate>2019-05-03</prism:publicationDate><dc:publisher>The Press</dc:publisher>"),
        (
            'prism:publicationDate="2019-05-03"',
            "<dc:publisher><rdf:Bag><rdf:li>The Press</rdf:li></rdf:Bag></dc:publisher>",
        ),
    ],
)
def test_stated_publication_is_taken(read: Read, make_pdf: Make, attributes: str, elements: str) -> None:
    text = read("pdf", make_pdf(["Words"], xmp=XMP.format(attributes=attributes, elements=elements).encode()))
    assert (text.published, text.publisher) == (date(2019, 5, 3), "The Press")


def test_two_packets_state_nothing(read: Read, make_pdf: Make) -> None:
    packet = XMP.format(attributes='prism:publicationDate="2019-05-03"', elements="").encode()
    assert read("pdf", make_pdf(["Words"], xmp=packet * 2)).published is None


def test_packet_with_entities_expands_nothing(read: Read, make_pdf: Make) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100 + b'">]>'
    packet = XMP.format(attributes="", elements="<dc:publisher>&a;</dc:publisher>").encode()
    assert "aaa" not in (read("pdf", make_pdf(["Words"], xmp=bomb + packet)).publisher or "")


def test_blank_pages_are_empty(read: Read, make_pdf: Make) -> None:
    with pytest.raises(EmptyDocument, match="no words"):
        read("pdf", make_pdf([""]))


def test_encrypted_document_is_refused(read: Read, make_pdf: Make) -> None:
    key = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >> /ID [<00> <00>]"
    with pytest.raises(UnreadableDocument, match=r"[Pp]assword"):
        read("pdf", make_pdf(["Words"], extra=key))


@settings(max_examples=100, deadline=None)
@given(st.binary() | st.binary().map(lambda data: b"%PDF-1.7\n" + data))
def test_any_bytes_are_refused_properly(read: Read, data: bytes) -> None:
    with pytest.raises(InputError):
        read("pdf", data)


def test_damaged_documents_do_no_harm(make_item: Callable[..., ReadItem], make_pdf: Make, wild: ModuleType) -> None:
    whole = make_pdf(["The town bought cameras.\nAll of it.", "Second page 公安部"], image=True)
    chance = random.Random(0)
    cut = [whole[: chance.randrange(len(whole))] for _ in range(60)]
    flipped = [_flip(whole, chance) for _ in range(140)]
    items = [make_item("pdf", data) for data in (*cut, *flipped, whole)]
    bounds = {"processes": 2, "timeout_s": 20, "memory_mb": 1024}
    results = [result for _, result in read_documents(items, recognition=Recognition(languages="none"), **bounds)]
    foreseen = (DocumentText, UnreadableDocument, EmptyDocument, RecognizerMissing)
    assert all(isinstance(result, foreseen) for result in results)
    assert isinstance(results[-1], DocumentText)


def _flip(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randrange(1, 40)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)
