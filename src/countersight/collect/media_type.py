"""Tells what a document is, from its bytes first and from its name or header where bytes cannot tell."""

import re
from pathlib import PurePosixPath

from countersight.collect.zip_names import list_zip_entries, read_small_entry

HEADER_LENGTH = 1445
"""Bytes that are looked at for tags: https://mimesniff.spec.whatwg.org/#reading-the-resource-header."""

BINARY = "application/octet-stream"
MAIL = "message/rfc822"
MAILBOX = "application/mbox"
OUTLOOK = "application/vnd.ms-outlook"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_OLE = "application/x-ole-storage"
_OF_OUTLOOK = "__nameid_version1.0".encode("utf-16-le")
"""Name of a storage that every Outlook message has ([MS-OXMSG] 2.2.3)."""

_SIGNATURES = tuple(
    (re.compile(signature, re.DOTALL), media_type)
    for signature, media_type in (
        (rb"\{\\rtf", "application/rtf"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBPVP", "image/webp"),
        (rb"II\*\x00|MM\x00\*", "image/tiff"),
        (rb"\x00\x00..ftyp", "video/mp4"),
        (rb"\x1a\x45\xdf\xa3", "video/webm"),
        (rb"OggS\x00", "application/ogg"),
        (rb"\x1f\x8b\x08", "application/gzip"),
        (rb"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (rb"Rar!\x1a\x07", "application/vnd.rar"),
        (rb"\xfd7zXZ\x00", "application/x-xz"),
    )
)
"""Formats that no reader takes, named so that a failure can say what it was."""

_ZIP_CONTENTS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_ZIP_KINDS = frozenset(
    {
        "application/epub+zip",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
    }
)

_LONGEST_KIND = 100
"""Bytes of the entry in which an archive names its kind."""

_TEXT_SUFFIXES = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
    ".xml": "application/xml",
    ".eml": MAIL,
}
_TEXT_DECLARED = {
    "text/markdown": "text/markdown",
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
    "application/json": "application/json",
    "application/x-ndjson": "application/x-ndjson",
    "application/xml": "application/xml",
    "text/xml": "application/xml",
    MAIL: MAIL,
}

_BOMS = (b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")
_BINARY_BYTES = bytes([*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
"""Bytes that plain text does not have (WHATWG MIME Sniffing, "binary data byte")."""
_SAMPLE_BYTES = 4096
_MOST_BINARY_SHARE = 0.02
"""Of bytes spread evenly, as in compressed data, more than a tenth are binary data bytes; a damaged text has a few."""

_FIELDS = re.compile(rb"(?:[!-9;-~]+[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*")
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:", re.MULTILINE)
_FIELDS_OF_TRANSPORT = frozenset(
    {b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to", b"received-spf", b"dkim-signature",
     b"authentication-results"}
)  # fmt: skip
"""Those of servers among them: they stand first, and may be all there is in the bytes that are looked at."""
_FIELDS_OF_MAIL = _FIELDS_OF_TRANSPORT | {b"from", b"to", b"date", b"subject"}
_MAILBOX_LINE = re.compile(
    rb"From \S[^\n]{0,300}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:[A-Z][a-z]{2} +\d\d?|\d\d? +[A-Z][a-z]{2})\b"
    rb"[^\n]{0,40}?\d\d:\d\d"
)
"""`From `, a sender, and the time as `asctime` writes it, which no line of prose has."""

_PROLOG = re.compile(rb"(?:\s+|<\?xml[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:script|iframe|h1|div|font|table|a|style|title|b|br|p|meta|link)[\s>/]|<!--", re.IGNORECASE)
"""Tags that a page may open with, and prose in Markdown too."""


def sniff_media_type(data: bytes, *, name: str = "", declared: str = "") -> str:
    """Return the media type of `data` (RFC 6838), without parameters.

    Follows the WHATWG MIME Sniffing standard (https://mimesniff.spec.whatwg.org/) with the changes that an archive
    needs: a PDF may begin up to 1,024 bytes late, as PDF readers bear; containers are told apart by the names in them;
    nothing is believed of a header but which kind of text it is.

    Args:
        name: the file name or the path of the URL.
        declared: a `content-type` header.
    """
    return _binary_type(data) or _text_type(data[:HEADER_LENGTH], name=name, declared=declared)


def begins_as_mail(head: bytes, name: str) -> bool:
    """Tell whether a file begins as a mail does (RFC 5322): with fields, some of which only mail has.

    With the name of one, a field of any kind is enough.
    """
    fields = {found[1].lower() for found in _FIELD.finditer(_FIELDS.match(head)[0])}  # type: ignore[index]
    if PurePosixPath(name).suffix.lower() == ".eml":
        return bool(fields)
    return len(fields & _FIELDS_OF_MAIL) >= 3 and not fields.isdisjoint(_FIELDS_OF_TRANSPORT)


def begins_as_mailbox(head: bytes) -> bool:
    """Tell whether bytes begin with the line that parts messages in a mailbox (RFC 4155)."""
    return _MAILBOX_LINE.match(head) is not None


def _binary_type(data: bytes) -> str | None:
    if _is_pdf(data):
        return "application/pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    for signature, media_type in _SIGNATURES:
        if signature.match(data):
            return OUTLOOK if media_type == _OLE and _OF_OUTLOOK in data else media_type
    return BINARY if _is_binary(data[:_SAMPLE_BYTES]) else None


def _is_pdf(data: bytes) -> bool:
    start = data.find(b"%PDF-", 0, 1024)
    if start < 0:
        return False
    # A text about PDF may quote the signature: past the beginning, it counts only before an object of a PDF.
    return not data[:start].strip() or b" obj" in data[start : start + 4096]


def _zip_type(data: bytes) -> str:
    if data[30:38] == b"mimetype":  # of OpenDocument and EPUB: by their standards the first entry, stored
        kind = data[38:110].split(b"PK", 1)[0].decode("ascii", "replace").strip()
        if kind in _ZIP_KINDS:
            return kind
    entries = {entry.name: entry for entry in list_zip_entries(data)}
    if "mimetype" in entries:  # whoever packed it anew may have put it elsewhere, and readers bear that
        kind = read_small_entry(data, entries["mimetype"], most=_LONGEST_KIND).decode("ascii", "replace").strip()
        return kind if kind in _ZIP_KINDS else "application/zip"
    names = entries.keys()
    for part, media_type in _ZIP_CONTENTS:
        if part in names:
            return media_type
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return DOCX
    return "application/zip"


def _is_binary(sample: bytes) -> bool:
    if sample.startswith(_BOMS):
        return False
    binary = len(sample) - len(sample.translate(None, _BINARY_BYTES))
    return binary > _MOST_BINARY_SHARE * len(sample)


def _text_type(header: bytes, *, name: str, declared: str) -> str:
    start = _plain_letters(header)
    opening = start[_PROLOG.match(start).end() :]  # type: ignore[union-attr]  # it matches the empty string too
    if _PAGE.match(opening):
        return "text/html"
    told = _told_type(name, declared)
    if told == "text/plain" and _is_tabbed(start):
        return "text/tab-separated-values"
    if told is not None:
        return told
    if begins_as_mail(start, name):
        return MAIL
    if begins_as_mailbox(start):
        return MAILBOX
    if _MARKUP.match(opening) or _MARKUP.match(start.lstrip()):
        return "text/html"
    return "application/xml" if start.lstrip().startswith(b"<?xml") else "text/plain"


def _told_type(name: str, declared: str) -> str | None:
    essence = declared.split(";", 1)[0].strip().lower()
    told = _TEXT_DECLARED.get(essence) or _TEXT_SUFFIXES.get(PurePosixPath(name).suffix.lower())
    # `text/plain` comes last: it is what servers say of Markdown too.
    return told or ("text/plain" if essence == "text/plain" else None)


def _is_tabbed(start: bytes) -> bool:
    """Whether what is called plain text begins with lines that all have as many tabs, at least two: a table."""
    tabs = [line.count(b"\t") for line in start.splitlines()[:-1]]
    return len(tabs) > 1 and len(set(tabs)) == 1 and tabs[0] > 1


def _plain_letters(header: bytes) -> bytes:
    """Drop the byte order mark, and the empty bytes of UTF-16, so that tags can be seen."""
    for bom in _BOMS:
        if header.startswith(bom):
            rest = header[len(bom) :]
            return rest if bom == _BOMS[0] else rest.replace(b"\x00", b"")
    return header
