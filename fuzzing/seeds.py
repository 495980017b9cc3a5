"""Small sound files of every kind, from which broken ones are made; all words in them are made up."""

import gzip
import json
import zipfile
from email.message import EmailMessage
from functools import cache
from io import BytesIO

WORDS = "Examplecorp sold 300 surveillance cameras to the police of Utopia in 2021."
PAGE = f"<html lang=en><head><title>A deal</title></head><body><article><p>{WORDS * 3}</p></article></body></html>"
CSV = f"Country,Vendor,Words\nUtopia,Examplecorp,{WORDS}\nErewhon,,none\n"
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>A</title><link>https://site.example/</link>
<item><title>{WORDS}</title><link>/a?utm_source=x</link><source url="https://true.example/">The Post</source>
<pubDate>Fri, 02 Jan 2026 12:00:00 +0300</pubDate></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>{WORDS}</title>
<link href="b"/><updated>2026-01-02T12:00:00Z</updated></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://site.example/a</loc>
<lastmod>2026-01-02</lastmod></url></urlset>"""
RELEASE = {
    "ocid": "ocds-000000-1",
    "id": "1",
    "date": "2026-01-02T00:00:00Z",
    "tag": ["award"],
    "initiationType": "tender",
    "language": "en",
    "buyer": {"name": "Police of Utopia", "id": "1"},
    "tender": {"id": "t", "title": "CCTV surveillance system", "status": "complete"},
    "awards": [
        {
            "id": "a",
            "title": "CCTV surveillance cameras",
            "status": "active",
            "date": "2026-01-01T00:00:00Z",
            "value": {"amount": 300.5, "currency": "EUR"},
            "suppliers": [{"name": "Examplecorp Ltd", "id": "2"}],
            "items": [{"id": "i", "classification": {"scheme": "CPV", "id": "35125300"}, "quantity": 300}],
        }
    ],
}
PACKAGE = {"uri": "u", "version": "1.1", "publishedDate": "2026-01-02T00:00:00Z", "publisher": {"name": "P"}}
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1\
/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 74>>stream
BT /F 12 Tf 10 50 Td (Examplecorp sold cameras to the police of Utopia.) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
"""
MAPPING = """name: made-up
version: 1
title: A made-up table
recognize: [Country, Vendor]
"""
SOURCE = """publisher: The Post
territory: fr
languages: [fr]
entries:
  - feed: https://site.example/rss.xml
"""


def zipped(files: dict[str, str]) -> bytes:
    """Return a ZIP archive of these files, the first of them stored."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, (name, words) in enumerate(files.items()):
            archive.writestr(name, words, zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
    return target.getvalue()


def warc(*, compress: bool = False) -> bytes:
    """Return a web archive with one response."""
    response = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PAGE)}\r\n\r\n{PAGE}"
    records = []
    for kind, content, body in (
        ("warcinfo", "application/warc-fields", "software: made-up/1\r\n"),
        ("response", "application/http; msgtype=response", response),
    ):
        head = (
            f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0000-{kind}>\r\n"
            f"WARC-Date: 2026-01-02T12:00:00Z\r\nWARC-Target-URI: https://site.example/a\r\n"
            f"Content-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        records.append(f"{head}{body}\r\n\r\n".encode())
    return b"".join(gzip.compress(record, mtime=0) if compress else record for record in records)


def mail() -> bytes:
    """Return a message with an attachment."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@site.example", "b@site.example", "A deal"
    message["Date"] = "Fri, 02 Jan 2026 12:00:00 +0000"
    message.set_content(f"{WORDS}\n\n> {WORDS}\n")
    message.add_attachment(PAGE.encode(), maintype="text", subtype="html", filename="../a.html")
    return message.as_bytes()


def office(kind: str) -> bytes:
    """Return a Word, OpenDocument or EPUB file."""
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    root = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    match kind:
        case "docx":
            body = (
                f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p></w:body></w:document>'
            )
            return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body})
        case "epub":
            container = (
                '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
            )
            package = (
                '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="c" href="c.xhtml" '
                'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>'
            )
            page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{WORDS}</p></body></html>'
            names = ("mimetype", "META-INF/container.xml", "a.opf", "c.xhtml")
            return zipped(dict(zip(names, ("application/epub+zip", container, package, page), strict=True)))
        case _:
            media_type = f"application/vnd.oasis.opendocument.{'text' if kind == 'odt' else 'spreadsheet'}"
            inner = f"<o:body><o:text><t:p>{WORDS}</t:p></o:text></o:body>"
            body = f'<o:document-content xmlns:o="{root}" xmlns:t="{text}">{inner}</o:document-content>'
            return zipped({"mimetype": media_type, "content.xml": body})


def workbook() -> bytes:
    """Return a spreadsheet of two columns."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"

    def row(number: int, *cells: str) -> str:
        told = (
            f'<c r="{"AB"[place]}{number}" t="inlineStr"><is><t>{words}</t></is></c>'
            for place, words in enumerate(cells)
        )
        return f'<row r="{number}">{"".join(told)}</row>'

    def relation(name: str, kind: str, target: str) -> str:
        inner = f'<Relationship Id="{name}" Type="{kinds}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{package}">{inner}</Relationships>'

    sheet = '<sheet name="S" sheetId="1" r:id="b"/>'
    rows = row(1, "Country", "Vendor") + row(2, "Utopia", "Examplecorp")
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relation("a", "officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets>{sheet}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relation("b", "worksheet", "worksheets/s.xml"),
            "xl/worksheets/s.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


@cache
def seeds() -> dict[str, bytes]:
    """Return a sound file of each kind, by a word that says what it is."""
    package = json.dumps({**PACKAGE, "releases": [RELEASE, RELEASE]})
    return {
        "html": PAGE.encode(),
        "text": WORDS.encode(),
        "markdown": f"# A deal\n\n{WORDS}\n\n| a | b |\n|--|--|\n| 1 | 2 |\n".encode(),
        "pdf": PDF,
        "docx": office("docx"),
        "odt": office("odt"),
        "ods": office("ods"),
        "epub": office("epub"),
        "xlsx": workbook(),
        "csv": CSV.encode(),
        "tsv": CSV.replace(",", "\t").encode("utf-16"),
        "json": json.dumps([{"Country": "Utopia", "Vendor": "Examplecorp", "n": 3.5}, {"Country": None}]).encode(),
        "xml": b"<l><r><n>Examplecorp</n></r><r><n>Other</n></r></l>",
        "mail": mail(),
        "mbox": b"From a@site.example Fri Jan  2 12:00:00 2026\n" + mail() + b"\n",
        "release": json.dumps(RELEASE).encode(),
        "package": package.encode(),
        "lines": (json.dumps(RELEASE) + "\n" + json.dumps({"ocid": "o", "releases": [RELEASE]}) + "\n").encode(),
        "warc": warc(),
        "warc.gz": warc(compress=True),
        "wacz": zipped({"datapackage.json": '{"resources":[]}', "archive/a.warc": warc().decode()}),
        "feed": FEED.encode(),
        "atom": ATOM.encode(),
        "sitemap": SITEMAP.encode(),
        "sitemap.gz": gzip.compress(SITEMAP.encode(), mtime=0),
        "robots": b"User-agent: *\nDisallow: /a\nCrawl-delay: 2\nSitemap: https://site.example/s.xml\n",
        "http": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n0\r\n\r\n",
        "mapping": MAPPING.encode(),
        "source": SOURCE.encode(),
        "png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    }


NEAR = {
    "html": ("html",), "pdf": ("pdf",), "plain": ("text",), "markdown": ("markdown",), "docx": ("docx",),
    "table": ("csv", "tsv", "xlsx", "json", "xml"), "epub": ("epub",), "odt": ("odt",), "ods": ("ods",),
    "mail": ("mail",), "ocr": ("png",), "ocds": ("release",),
    "container": ("warc", "warc.gz", "wacz", "mbox", "mail", "package", "lines"),
    "claims": ("csv", "release"), "feed": ("feed", "atom"), "sitemap": ("sitemap", "sitemap.gz"), "robots": ("robots",),
    "http_message": ("http",), "mapping": ("mapping",), "source": ("source",), "sniff": ("html", "mail", "csv", "pdf"),
    "long_table": ("csv", "tsv"), "sheet_rows": ("xlsx",),
}  # fmt: skip
"""Which seeds are near to a target, by the first word of its name."""


def seeds_of(target: str) -> list[bytes]:
    """Return the sound files from which broken ones for this target are best made."""
    known = seeds()
    return [known[name] for name in NEAR.get(target.split()[0], known)]
