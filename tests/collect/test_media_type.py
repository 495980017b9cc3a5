import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.media_type import DOCX, sniff_media_type


def zipped(*names: str, first: tuple[str, bytes] | None = None, last: tuple[str, bytes] | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in [*filter(None, [first]), *((name, b"x") for name in names), *filter(None, [last])]:
            archive.writestr(name, content)
    return stream.getvalue()


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

BY_BYTES = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
    "late pdf": (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj\n<<>>", "application/pdf"),
    "text about pdf": (b"A file begins with %PDF-1.4 and then", "text/plain"),
    "docx": (zipped("[Content_Types].xml", "word/document.xml"), DOCX),
    "odd docx": (zipped("[Content_Types].xml", "word/document2.xml"), DOCX),
    "zip": (zipped("a.txt", "words.xml"), "application/zip"),
    "empty zip": (zipped(), "application/zip"),
    "broken zip": (b"PK\x03\x04" + bytes(200), "application/zip"),
    "spreadsheet": (
        zipped("[Content_Types].xml", "xl/workbook.xml"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "opendocument": (
        zipped("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text")),
        "application/vnd.oasis.opendocument.text",
    ),
    "book packed anew": (
        zipped("META-INF/container.xml", "a.xhtml", last=("mimetype", b"application/epub+zip")),
        "application/epub+zip",
    ),
    "zip that boasts": (zipped(first=("mimetype", b"text/html")), "application/zip"),
    "rtf": (b"{\\rtf1\\ansi", "application/rtf"),
    "old doc": (OLE2, "application/x-ole-storage"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
    "webp": (b"RIFF\n\n\n\nWEBPVP8 ", "image/webp"),
    "mp4": (b"\x00\x00\x00\x20ftypmp42", "video/mp4"),
    "gzip": (b"\x1f\x8b\x08\x00", "application/gzip"),
    "zeros": (bytes(5000), "application/octet-stream"),
    "evenly spread bytes": (bytes(range(256)) * 20, "application/octet-stream"),
    "text with a stray zero": (b"words " * 50 + b"\0", "text/plain"),
    "page": (b"\n <!DOCTYPE html>\n<title>", "text/html"),
    "page with mark": (b"\xef\xbb\xbf<html lang=en>", "text/html"),
    "page in utf-16": ("\ufeff<html><body>".encode("utf-16-le"), "text/html"),
    "xhtml": (b'<?xml version="1.0"?>\n<!-- made -->\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', "text/html"),
    "fragment": (b"<p>words</p>", "text/html"),
    "comment": (b"<!-- " + b"x" * 3000 + b" --><html>", "text/html"),
    "feed": (b'<?xml version="1.0"?><rss version="2.0">', "application/xml"),
    "mail from its servers on": (
        b"Received: from a.example\r\n\tby b.example\r\nAuthentication-Results: b.example\r\nReceived-SPF: None\r\n"
        b"X-Result: %s" % (b"=?us-ascii?q?A0?=\r\n " * 200),
        "message/rfc822",
    ),
    "unknown tag": (b"<pagelet>", "text/plain"),
    "bitmap's letters": (b"BM is how the ministry signs", "text/plain"),
    "chinese": ("人脸识别".encode(), "text/plain"),
    "not utf-8": (b"caf\xe9 " * 40, "text/plain"),
    "utf-16": ("\ufeffwords".encode("utf-16-le"), "text/plain"),
}


@pytest.mark.parametrize(("data", "expected"), BY_BYTES.values(), ids=BY_BYTES)
def test_bytes_tell_the_type(data: bytes, expected: str) -> None:
    assert sniff_media_type(data) == expected


@pytest.mark.parametrize(
    ("data", "name", "declared", "expected"),
    [
        (b"# Title", "/a/brief.md", "", "text/markdown"),
        (b"# Title", "brief.MARKDOWN", "text/plain; charset=utf-8", "text/markdown"),
        (b"<p align=center>", "readme.md", "", "text/markdown"),
        (b"<a> is the first", "letters.txt", "", "text/plain"),
        (b"<a> is the first", "letters", "text/plain", "text/plain"),
        (b"<!doctype html>", "page.txt", "text/plain", "text/html"),
        (b"<!doctype html>", "readme.md", "text/markdown", "text/html"),
        (b"words", "page", "Text/HTML; charset=gbk", "text/html"),
        (b"words", "page.htm", "", "text/html"),
        (b"words", "a.html", "text/markdown", "text/markdown"),
        (b"a,b", "a.csv", "application/octet-stream", "text/csv"),
        (b"words", "report.pdf", "application/pdf", "text/plain"),
        (b"%PDF-1.4", "page.html", "text/html", "application/pdf"),
        (b"PK\x03\x04", "report.docx", DOCX, "application/zip"),
        (bytes(100), "a.txt", "text/plain", "application/octet-stream"),
    ],
)
def test_name_and_header_tell_kinds_of_text(data: bytes, name: str, declared: str, expected: str) -> None:
    assert sniff_media_type(data, name=name, declared=declared) == expected


@settings(deadline=None)
@given(
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"<!--", b"<?xml", b"\xff\xfe", zipped("a")]),
    st.binary(max_size=3000),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_sniffing_never_raises(start: bytes, rest: bytes, name: str, declared: str) -> None:
    major, slash, minor = sniff_media_type(start + rest, name=name, declared=declared).partition("/")
    assert major
    assert slash
    assert minor
