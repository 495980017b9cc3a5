"""Makes small files that would become huge, deep or endless: `python -m fuzzing.bombs FOLDER`."""

import gzip
import io
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from fuzzing.seeds import WORDS, mail, warc

MEBI = 1 << 20
LAUGHS = "<!DOCTYPE l [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)
"""Nine entities, each ten of the one before: a billion laughs."""
OUTSIDE = "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


@cache
def spaces() -> tuple[bytes, int, int]:
    """Return a raw deflate stream, how much it unpacks to, and the checksum of that: 300 MiB of white space."""
    packer, check = zlib.compressobj(9, zlib.DEFLATED, -15), 0
    parts = []
    for _ in range(300):
        parts.append(packer.compress(b" " * MEBI))
        check = zlib.crc32(b" " * MEBI, check)
    return b"".join([*parts, packer.flush()]), 300 * MEBI, check


def zip_bomb(inner: str, media_type: str | None = None, *, said: int | None = None) -> bytes:
    """Return an archive whose one big file is 300 MiB when it is unpacked, or says that it is `said` bytes."""
    body, size, check = spaces()
    files = [("mimetype", media_type.encode(), 0)] if media_type else []
    files = [(name, data, zlib.crc32(data), len(data), method) for name, data, method in files]
    files.append((inner, body, check, size if said is None else said, 8))
    local, central = b"", b""
    for name, data, crc, unpacked, method in files:
        facts = (20, 0, method, 0, 33, crc, len(data), unpacked, len(name), 0)
        central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, *facts, 0, 0, 0, 0, len(local)) + name.encode()
        local += struct.pack("<IHHHHHIIIHH", 0x04034B50, *facts) + name.encode() + data
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(files), len(files), len(central), len(local), 0)
    return local + central + end


def many_entries() -> bytes:
    """Return an archive of fifty thousand empty files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        for number in range(50_000):
            archive.writestr(f"{number}", b"")
    return target.getvalue()


def with_xml(inner: str, xml: str, media_type: str | None = None) -> bytes:
    """Return an archive with one XML file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        if media_type is not None:
            archive.writestr("mimetype", media_type, zipfile.ZIP_STORED)
        archive.writestr(inner, xml)
    return target.getvalue()


def traversing(kind: str) -> bytes:
    """Return an archive whose files have paths that lead out of any folder."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if kind == "wacz":
            archive.writestr("datapackage.json", '{"resources": [{"path": "../../escaped.txt", "name": "a"}]}')
        for name in (
            "../../escaped.txt",
            "/tmp/escaped-countersight.txt",
            "archive/../../escaped.warc",
            "C:\\escaped.txt",
        ):
            archive.writestr(name, warc() if name.endswith("warc") else b"out")
    return target.getvalue()


def pdf(body: str, *, stream: bytes = b"", pages: str = "[3 0 R]", count: int = 1) -> bytes:
    """Return a PDF of these objects; object 4 is a stream."""
    tree = f"2 0 obj<</Type/Pages/Kids{pages}/Count {count}>>endobj"
    return (
        f"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n{tree}\n{body}\n".encode()
        + stream
        + b"\ntrailer<</Root 1 0 R>>\n"
    )


def flate_pdf() -> bytes:
    """Return a PDF whose one page is 240 MB of operators when it is unpacked."""
    packer = zlib.compressobj(9)
    data = b"".join([*(packer.compress(b"0 0 m " * 200_000) for _ in range(200)), packer.flush()])
    page = "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj"
    stream = f"4 0 obj<</Filter/FlateDecode/Length {len(data)}>>stream\n".encode() + data + b"\nendstream endobj"
    return pdf(page, stream=stream)


def png(width: int, height: int) -> bytes:
    """Return a PNG of one color that says it has this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * min(width * height // 8 + height, 50 * MEBI), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def parted_mail(parts: int) -> bytes:
    """Return a message of many parts."""
    body = b"".join(b"--x\r\nContent-Type: text/plain\r\n\r\na\r\n" for _ in range(parts))
    return (
        b"From: a@site.example\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        + body
        + b"--x--\r\n"
    )


def nested_mail(depth: int) -> bytes:
    """Return a message of parts within parts."""
    head = b"From: a@site.example\r\nSubject: a\r\nMIME-Version: 1.0\r\n"
    body = b"\r\ntext\r\n"
    for number in range(depth):
        body = b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n%s\r\n--%d--\r\n" % (
            number,
            number,
            body,
            number,
        )
    return head + body


def warc_of(body: bytes, *, length: int | None = None, headers: str = "") -> bytes:
    """Return an archive of one response, its length as it is or as it is said to be."""
    response = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-01-02T12:00:00Z\r\n"
        "WARC-Target-URI: https://site.example/a\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(response) if length is None else length}\r\n\r\n"
    )
    return head.encode() + response + b"\r\n\r\n"


def zstd_bomb() -> bytes:
    """Return a zstd frame of 300 MiB of zeros, which says nothing of its size."""
    import zstandard

    packer = zstandard.ZstdCompressor(level=3, write_content_size=False).compressobj()
    return b"".join([*(packer.compress(bytes(MEBI)) for _ in range(300)), packer.flush()])


EPUB, ODT, ODS = (
    "application/epub+zip",
    *(f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet")),
)
ENDLESS = "x" * (30 * MEBI)
HTML = "<html><body>{}</body></html>"

RELEASE = '{"ocid":"o","id":"1","tag":["tender"],"tender":'
BLANK = "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj"

BOMBS: dict[str, Callable[[], bytes]] = {
    "zip.docx": lambda: zip_bomb("word/document.xml"),
    "zip.odt": lambda: zip_bomb("content.xml", ODT),
    "zip.ods": lambda: zip_bomb("content.xml", ODS),
    "zip.epub": lambda: zip_bomb("META-INF/container.xml", EPUB),
    "zip.xlsx": lambda: zip_bomb("xl/workbook.xml"),
    "lying.docx": lambda: zip_bomb("word/document.xml", said=10),
    "lying.xlsx": lambda: zip_bomb("xl/workbook.xml", said=10),
    "entries.docx": many_entries,
    "laughs.docx": lambda: with_xml("word/document.xml", f"{LAUGHS}<l>&a9;</l>"),
    "laughs.odt": lambda: with_xml("content.xml", f"{LAUGHS}<l>&a9;</l>", ODT),
    "laughs.xlsx": lambda: with_xml("xl/workbook.xml", f"{LAUGHS}<l>&a9;</l>"),
    "laughs.xml": lambda: f"{LAUGHS}<l><r>&a9;</r><r>&a9;</r></l>".encode(),
    "outside.odt": lambda: with_xml("content.xml", f"{OUTSIDE}<l>&x;</l>", ODT),
    "outside.xml": lambda: f"{OUTSIDE}<l><r><n>&x;</n></r><r><n>&x;</n></r></l>".encode(),
    "traversing.wacz": lambda: traversing("wacz"),
    "traversing.docx": lambda: traversing("docx"),
    "deep.html": lambda: HTML.format("<div>" * 200_000 + WORDS).encode(),
    "deep.json": lambda: b"[" * 1_000_000,
    "deep.release.json": lambda: (RELEASE + '{"a":' * 200_000 + "1" + "}" * 200_001).encode(),
    "deep.xml": lambda: b"<a>" * 500_000,
    "deep.md": lambda: b"> " * 200_000 + WORDS.encode(),
    "brackets.md": lambda: b"[" * 100_000 + b"](" * 100_000,
    "table.html": lambda: HTML.format("<table>" + "<tr><td>" * 300_000).encode(),
    "attributes.html": lambda: HTML.format("<p " + " ".join(f"a{n}=1" for n in range(500_000)) + ">x").encode(),
    "line.txt": ENDLESS.encode,
    "line.csv": lambda: f"a,b\n{ENDLESS},1\n".encode(),
    "columns.csv": lambda: (",".join(f"c{n}" for n in range(500_000)) + "\n" + "1," * 500_000).encode(),
    "quote.csv": lambda: b'a,b\n"' + b"x\n" * (10 * MEBI),
    "cells.json": lambda: json.dumps([{f"k{n}": n for n in range(1_000)}] * 1_000).encode(),
    "numbers.json": lambda: ('[{"a": 1' + "0" * 5_000_000 + "}]").encode(),
    "flate.pdf": flate_pdf,
    "loop.pdf": lambda: pdf("3 0 obj<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>endobj", count=999_999_999),
    "pages.pdf": lambda: pdf(BLANK, pages="[" + "3 0 R " * 200_000 + "]", count=200_000),
    "sheet.pdf": lambda: pdf("3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9999999 9999999]>>endobj"),
    "huge.png": lambda: png(60_000, 60_000),
    "wide.png": lambda: png(2_000_000_000, 1),
    "parts.eml": lambda: parted_mail(100_000),
    "nested.eml": lambda: nested_mail(3_000),
    "header.eml": lambda: b"From: a@site.example\r\nSubject: " + b"=?utf-8?q?" + b"=41" * 3_000_000 + b"?=\r\n\r\nx",
    "message.mbox": lambda: b"From a Fri Jan  2 12:00:00 2026\n" + mail() + b"x\n" * (5 * MEBI),
    "many.mbox": lambda: (b"From a Fri Jan  2 12:00:00 2026\nSubject: a\n\nx\n\n") * 2_000,
    "length.warc": lambda: warc_of(b"<p>a</p>", length=10**15),
    "chunks.warc": lambda: warc_of(b"7fffffffffffffff\r\nabc", headers="Transfer-Encoding: chunked\r\n"),
    "packed.warc": lambda: warc_of(gzip.compress(bytes(300 * MEBI)), headers="Content-Encoding: gzip\r\n"),
    "header.warc": lambda: b"WARC/1.1\r\nWARC-Type: " + b"x" * (50 * MEBI),
    "zeros.warc.gz": lambda: gzip.compress(b"WARC/1.1\r\n" + bytes(300 * MEBI)),
    "zeros.warc.zst": zstd_bomb,
    "release.jsonl": lambda: f'{RELEASE}{{"title":"{ENDLESS}"}}}}\n'.encode(),
}  # fmt: skip
"""Every file by name, with what makes it."""


def make_bombs(folder: Path, names: Iterable[str] | None = None) -> list[Path]:
    """Write the files of these names, by default all, and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name in names or BOMBS:
        path = folder / name
        path.write_bytes(BOMBS[name]())
        made.append(path)
    return made


if __name__ == "__main__":
    for path in make_bombs(Path(sys.argv[1])):
        print(f"{path} {path.stat().st_size:,} bytes")
