"""Documents of every kind, made here, and the means to have them read."""

import importlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import docx
import pytest

from countersight.model.document import Document
from countersight.model.text import DocumentText
from countersight.read import READERS, ReadItem, read_document
from countersight.values.digests import sha256_hex

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822",
    "epub": "application/epub+zip",
    "html": "text/html",
    "markdown": "text/markdown",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "plain": "text/plain",
}


@pytest.fixture(scope="session")
def make_item() -> Callable[..., ReadItem]:
    """Wrap bytes as an item to be read: `make_item("pdf", data, address=...)`."""

    def make(kind: str, data: bytes, *, address: str | None = None, charset: str | None = None) -> ReadItem:
        document = Document(id=sha256_hex(data), size=len(data), media_type=MEDIA_TYPES.get(kind, kind))
        return ReadItem(document=document, data=data, address=address, charset=charset)

    return make


@pytest.fixture(scope="session")
def read(make_item: Callable[..., ReadItem]) -> Callable[..., DocumentText]:
    """Read bytes in this process: `read("html", data)`."""

    def read_bytes(kind: str, data: bytes | str, **facts: str | None) -> DocumentText:
        encoded = data.encode() if isinstance(data, str) else data
        return read_document(make_item(kind, encoded, **facts), READERS)

    return read_bytes


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    """Write a PDF from the lines of its pages."""
    return _write_pdf


@pytest.fixture(scope="session")
def make_docx() -> Callable[..., bytes]:
    """Write a Word document that `fill` puts something into."""

    def make(fill: Callable[[docx.document.Document], object]) -> bytes:
        document = docx.Document()
        fill(document)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def wild() -> ModuleType:
    """Readers that misbehave, importable by their reader processes too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parent / "wild")
        yield importlib.import_module("wild_readers")


def _write_pdf(
    pages: Sequence[str], *, info: str = "", xmp: bytes = b"", image: bool = False, extra: str = ""
) -> bytes:
    """Write one line of text for each line of each page, in any script: glyphs are mapped to Unicode.

    A line that is empty leaves a gap as between paragraphs. `info` is what stands in the information dictionary,
    `extra` in the trailer.
    """
    letters = sorted({letter for page in pages for letter in page if letter != "\n"})
    codes = {letter: code for code, letter in enumerate(letters, start=1)}
    to_unicode = "".join(
        f"1 beginbfchar <{code:04X}> <{letter.encode('utf-16-be').hex()}> endbfchar\n" for letter, code in codes.items()
    )
    kids = " ".join(f"{9 + 2 * number} 0 R" for number in range(len(pages)))
    image_entries = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    name, encoding = "/BaseFont /Made", "/Encoding /Identity-H"
    system = "/Registry (Adobe) /Ordering (Identity) /Supplement 0"
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {'/Metadata 7 0 R' if xmp else ''} >>".encode(),
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        f"<< /Type /Font /Subtype /Type0 {name} /DescendantFonts [4 0 R] /ToUnicode 5 0 R {encoding} >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType2 {name} /DW 500 /CIDSystemInfo << {system} >> >>".encode(),
        _stream(f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {to_unicode} endcmap".encode()),
        f"<< {info} >>".encode("latin-1"),
        _stream(xmp, "/Type /Metadata /Subtype /XML"),
        _stream(b"\xff", image_entries),
    ]
    for number, page in enumerate(pages):
        drawing = "q 500 0 0 700 50 50 cm /Im Do Q " if image else ""
        lines = (f"<{''.join(f'{codes[letter]:04X}' for letter in line)}> Tj T*" for line in page.split("\n"))
        content = f"{drawing}BT /F 10 Tf 14 TL 50 800 Td {' '.join(lines)} ET"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents {10 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> /XObject << /Im 8 0 R >> >> >>".encode()
        )
        bodies.append(_stream(content.encode()))
    return _join_objects(bodies, extra)


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def _join_objects(bodies: Sequence[bytes], extra: str) -> bytes:
    written = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(bodies) + 1
    trailer = f"trailer << /Size {count} /Root 1 0 R /Info 6 0 R {extra} >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()
