"""Turns bytes into characters by what the document or its publisher declares, and never by a guess."""

import codecs
import re
from collections.abc import Iterable

from countersight.errors import UnreadableDocument

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "big5": "cp950",
}
"""Labels that the web uses for a wider encoding than they name (https://encoding.spec.whatwg.org/#names-and-labels)."""

_NOT_OF_DOCUMENTS = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})

_ONE_BYTE = ("cp125", "cp874", "iso8859", "koi8", "mac")

_CHARSET_PARAMETER = re.compile(r";\s*charset\s*=\s*[\"']?([^\s;\"']{1,40})", re.IGNORECASE)
"""RFC 9110, 8.3.1."""

_META_CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{1,40})", re.IGNORECASE)
_META_WITHIN = 8192
"""The HTML standard looks at 1,024 bytes; browsers look further, and pages with long heads count on it."""

_MOST_DAMAGED_SHARE = 0.01


def decode_strictly(data: bytes, *, charset: str | None) -> str:
    """Decode by byte order mark, else by the declared `charset`, else as UTF-8; any other byte is an error.

    Raises:
        UnreadableDocument: the bytes are not in that encoding; the message has the offset of the first that is not.
    """
    encoding, start = _marked_encoding(data) or (_proven_encoding(data, known_encoding(charset)), 0)
    try:
        return data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"not {encoding}: byte {start + error.start:,} ({error.reason})") from None


def decode_page(data: bytes, *, charset: str | None) -> str:
    """Decode HTML by byte order mark, header, `meta` element, else as UTF-8 (the HTML standard's order, 13.2.3.2).

    Real pages have a few damaged bytes in them: they become U+FFFD, which is no guess.

    Raises:
        UnreadableDocument: more than one character in a hundred is damaged.
    """
    encoding, text = _decode_leniently(data, known_encoding(charset) or _meta_encoding(data))
    damaged = text.count("\ufffd")
    if damaged > 1 + _MOST_DAMAGED_SHARE * len(text):
        raise UnreadableDocument(f"not {encoding}: {damaged:,} of {len(text):,} characters cannot be read")
    return text


def decode_damaged(data: bytes, *, charset: str | None) -> str:
    """Decode what must be read whatever state it is in, by mark, `charset`, else as UTF-8: damage becomes U+FFFD."""
    return _decode_leniently(data, known_encoding(charset))[1]


def _decode_leniently(data: bytes, declared: str | None) -> tuple[str, str]:
    encoding, start = _marked_encoding(data) or (_proven_encoding(data, declared), 0)
    return encoding, data[start:].decode(encoding, "replace")


def declared_charset(headers: Iterable[tuple[str, str]]) -> str | None:
    """Return the charset that a response's `content-type` header declares, as a capture keeps its headers."""
    for name, value in headers:
        if name.lower() == "content-type" and (found := _CHARSET_PARAMETER.search(value)):
            return found[1]
    return None


def known_encoding(label: str | None) -> str | None:
    """Return the codec for a declared label, widened as the web does; none for a label that is no text encoding."""
    try:
        name = codecs.lookup((label or "").strip()).name
        "".encode(name)
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_OF_DOCUMENTS else _WIDER.get(name, name)


def _marked_encoding(data: bytes) -> tuple[str, int] | None:
    return next(((encoding, len(mark)) for mark, encoding in _BOMS if data.startswith(mark)), None)


def _proven_encoding(data: bytes, declared: str | None) -> str:
    """Return the declared encoding, but UTF-8 where a one-byte encoding is declared and the bytes prove otherwise.

    Words beyond ASCII in a one-byte encoding do not form UTF-8 sequences throughout; servers that declare one by habit
    are common.
    """
    if declared is None or not declared.startswith(_ONE_BYTE) or data.isascii():
        return declared or "utf-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return declared
    return "utf-8"


def _meta_encoding(data: bytes) -> str | None:
    found = _META_CHARSET.search(data[:_META_WITHIN])
    encoding = known_encoding(found[1].decode("ascii")) if found else None
    # A page whose `meta` can be read as ASCII is not UTF-16, whatever it says (HTML standard, 13.2.3.3).
    return "utf-8" if encoding and encoding.startswith(("utf-16", "utf-32")) else encoding
