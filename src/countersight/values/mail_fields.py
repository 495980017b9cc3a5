"""Fields of a mail's header: unfolded, decoded, and what they say of a part (RFC 5322, 2045, 2047, 2183, 2231)."""

import binascii
import codecs
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

MAX_HEADER_BYTES = 1_000_000
"""Of all fields of one part. What lies past it is taken for body."""
_LONGEST_FIELD = 20_000
_LONGEST_TYPE = 2_000
"""Code points of `content-type` and its like: their parser takes quadratic time."""

_BLANK = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:[ \t]*(.*)", re.DOTALL)
"""RFC 5322, 2.2 and 4.5: names are printable ASCII without the colon."""
_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f]+")

_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_OF_MAIL = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "undefined"})
"""Encodings that Python knows and no mail is written in."""

Fields = list[tuple[str, str]]
"""Names in lower case and values, unfolded; bytes that are no UTF-8 as lone surrogates."""


def split_header(data: bytes, start: int, end: int) -> tuple[Fields, int]:
    """Return the fields of the header at `start`, unfolded, and where its body begins."""
    most = min(end, start + MAX_HEADER_BYTES)
    if data.startswith((b"\n", b"\r\n"), start):
        return [], start + (2 if data.startswith(b"\r\n", start) else 1)
    found = _BLANK.search(data, start, most)
    stop, body = (found.start(), found.end()) if found else (most, most)
    return list(_fields(data[start:stop])), body


def _fields(header: bytes) -> Iterator[tuple[str, str]]:
    """Yield each field. Lines that are none, as bad gateways put in, are passed over."""
    lines: list[str] = []
    for line in [*header.decode("utf-8", "surrogateescape").replace("\r", "").split("\n"), ""]:
        if line[:1] in {" ", "\t"} and lines:
            lines.append(line)
            continue
        if lines and (found := _FIELD.match("".join(lines)[:_LONGEST_FIELD])):
            yield found[1].lower(), _CONTROLS.sub(" ", found[2]).strip()
        lines = [line]


def kind_of(fields: Fields, *, default: str = "text/plain") -> "Message[str, str]":
    """Let the standard library read the fields that say what a part is."""
    message: Message[str, str] = Message()
    message.set_default_type(default)
    for name in ("content-type", "content-disposition"):
        if value := first_field(fields, name)[:_LONGEST_TYPE]:
            message[name] = _SURROGATES.sub("\ufffd", value)  # the library takes bytes, or letters, but not both
    return message


def first_field(fields: Fields, name: str) -> str:
    """Return the first field of a name, in lower case; nothing where there is none."""
    return next((value for found, value in fields if found == name), "")


def parameter(kind: "Message[str, str]", name: str) -> str | None:
    """Return a parameter of the media type."""
    value = kind.get_param(name)
    if isinstance(value, tuple):  # RFC 2231: charset, language, value
        value = value[2]
    return value.strip() or None if isinstance(value, str) else None


def file_name(kind: "Message[str, str]") -> str | None:
    """Return the name that a part is to be saved under, without any folder."""
    name = decode_words(kind.get_filename() or "")
    return name.replace("\\", "/").rpartition("/")[2].strip()[:200] or None


def decode_words(value: str) -> str:
    """Decode encoded words (RFC 2047); what is damaged or in an unknown charset stays as it is written."""
    if "=?" in value:
        try:
            pieces = decode_header(value)
            value = "".join(piece if isinstance(piece, str) else _decode(piece, label) for piece, label in pieces)
        except (HeaderParseError, binascii.Error, ValueError, LookupError):
            pass
    return _CONTROLS.sub(" ", _SURROGATES.sub("\ufffd", value))


def _decode(piece: bytes, label: str | None) -> str:
    """Decode a piece of what `decode_header` gives: that between encoded words it writes in an escaped form."""
    encoding = codecs.lookup(label).name if label else "raw-unicode-escape"
    return piece.decode("utf-8" if encoding in _NOT_OF_MAIL else encoding, "replace")
