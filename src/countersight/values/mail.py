"""E-mail taken apart (RFC 5322, MIME: RFC 2045 to 2049): headers and leaves, bounded however they lie in one another.

The standard library reads the fields of a header; its parser of whole messages is not used, for it recurses, holds a
list of all lines, and compares each of them with every boundary that is open.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from enum import StrEnum

from countersight.values.mail_fields import (
    Fields,
    decode_words,
    file_name,
    first_field,
    kind_of,
    parameter,
    split_header,
)

MAX_PARTS = 1_000
MAX_DEPTH = 20
"""Of multiparts in one another. Forwarded messages are leaves, and so have a depth of their own."""
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


class Role(StrEnum):
    """What a leaf is to its message."""

    BODY = "body"
    ALTERNATIVE = "alternative"
    """Another form of the body."""
    INLINE = "inline"
    """A picture or style that the body shows (RFC 2387)."""
    ATTACHMENT = "attachment"
    SIGNATURE = "signature"
    ENCRYPTED = "encrypted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One part of a message that is no multipart."""

    number: str
    """As IMAP numbers parts (RFC 9051, 6.4.5.1): `1`, `2.1`."""
    role: Role
    media_type: str
    charset: str | None
    file_name: str | None
    parameters: tuple[tuple[str, str], ...]
    """Of the media type, such as `format` and `smime-type`."""
    encoding: str
    """How the bytes are written: `base64`, `quoted-printable`, or as they are."""
    raw: bytes

    @property
    def data(self) -> bytes:
        """The bytes meant; damaged base64 gives what comes before the damage's end."""
        if self.encoding == "base64":
            letters = _NOT_BASE64.sub(b"", self.raw)
            letters = letters[:-1] if len(letters) % 4 == 1 else letters
            return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        return quopri.decodestring(self.raw) if self.encoding == "quoted-printable" else self.raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message: its header and its leaves, in order."""

    fields: tuple[tuple[str, str], ...]
    """Names in lower case, values unfolded and decoded (RFC 2047)."""
    leaves: tuple[Leaf, ...]
    is_cut: bool = False
    """Whether it has more parts, or deeper ones, than are taken."""

    def field(self, name: str) -> str:
        """Return the first field of this name, in lower case; nothing where there is none."""
        return next((value for found, value in self.fields if found == name), "")


def take_apart(data: bytes) -> Mail:
    """Take a message apart. Whatever the bytes are, something comes of it; whether it is mail is not told here."""
    start = data.find(b"\n") + 1 if data.startswith((b"From ", b">From ")) else 0  # the line that parts mailboxes
    fields, body = split_header(data, start, len(data))
    walk = _Walk(data)
    leaves = tuple(walk.leaves(fields, body, len(data)))
    return Mail(fields=tuple((name, decode_words(value)) for name, value in fields), leaves=leaves, is_cut=walk.is_cut)


class _Walk:
    """Goes through the parts of one message, counting them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = MAX_PARTS
        self.is_cut = False

    def leaves(
        self, fields: Fields, start: int, end: int, *, number: str = "", depth: int = 0, within: str = ""
    ) -> Iterator[Leaf]:
        """Yield the leaves of the part with these fields, whose body is from `start` to `end`."""
        kind = kind_of(fields, default="message/rfc822" if within == "digest" else "text/plain")
        boundary = parameter(kind, "boundary")
        subtype = kind.get_content_subtype()
        if kind.get_content_maintype() != "multipart" or not boundary:
            yield self._leaf(kind, fields, start, end, number or "1")
            return
        if depth >= MAX_DEPTH:
            self.is_cut = True
            return
        bodies = list(self._bodies(boundary, start, end))
        if not bodies:  # its boundary stands nowhere in it: no part can be told from another, but the words are there
            yield self._leaf(kind_of([]), [], start, end, number or "1")
            return
        children = []
        for place, (first, last) in enumerate(bodies, start=1):
            inner, body = split_header(self._data, first, last)
            named = f"{number}.{place}" if number else str(place)
            children.append(list(self.leaves(inner, body, last, number=named, depth=depth + 1, within=subtype)))
        yield from _give_roles(subtype, children)

    def _bodies(self, boundary: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where the parts between the lines of a boundary begin and end (RFC 2046, 5.1.1)."""
        line = re.compile(
            rb"^--%s(--)?[ \t]*\r?$" % re.escape(boundary.encode("utf-8", "surrogateescape")), re.MULTILINE
        )
        opened = None
        for found in line.finditer(self._data, start, end):
            if opened is not None:
                yield opened, max(opened, found.start() - _newline_before(self._data, found.start()))
            opened = None if found[1] else min(found.end() + 1, end)
            if self._left == 0:
                self.is_cut = True
                return
            self._left -= 1
            if found[1]:
                return
        if opened is not None:  # cut off before its end; what is there counts
            yield opened, end

    def _leaf(self, kind: "Message[str, str]", fields: Fields, start: int, end: int, number: str) -> Leaf:
        media_type = kind.get_content_type()
        return Leaf(
            number=number,
            role=_role_of(kind, media_type),
            media_type=media_type,
            charset=parameter(kind, "charset"),
            file_name=file_name(kind),
            parameters=tuple((name, value) for name in _PARAMETERS if (value := parameter(kind, name))),
            encoding=first_field(fields, "content-transfer-encoding").strip().lower(),
            raw=self._data[start:end],
        )


_PARAMETERS = ("format", "delsp", "smime-type", "protocol")
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})


def _give_roles(subtype: str, children: list[list[Leaf]]) -> Iterator[Leaf]:
    """Yield the leaves of a multipart's children with what they are by their place in it."""
    if subtype == "encrypted":
        yield from (replace(leaf, role=Role.ENCRYPTED) for child in children for leaf in child)
    elif subtype == "alternative":
        chosen = _best_alternative(children)
        for child in children:
            yield from child if child is chosen else (_if_body(leaf, Role.ALTERNATIVE) for leaf in child)
    elif subtype == "related":
        for place, child in enumerate(children):
            yield from child if place == 0 else (_if_shown(leaf) for leaf in child)
    else:
        for child in children:
            yield from child


def _best_alternative(children: list[list[Leaf]]) -> list[Leaf] | None:
    """Return the child with plain text, else with HTML, else the first that has a body."""
    for wanted in ("text/plain", "text/html", ""):
        for child in children:
            if any(
                leaf.role is Role.BODY and leaf.media_type.startswith(wanted) and leaf.raw.strip() for leaf in child
            ):
                return child
    return None


def _if_body(leaf: Leaf, role: Role) -> Leaf:
    return replace(leaf, role=role) if leaf.role is Role.BODY else leaf


def _if_shown(leaf: Leaf) -> Leaf:
    is_shown = leaf.role is Role.BODY or leaf.media_type.startswith(("image/", "text/css", "font/"))
    return replace(leaf, role=Role.INLINE) if is_shown else leaf


def _role_of(kind: "Message[str, str]", media_type: str) -> Role:
    if media_type in _SIGNATURES:
        return Role.SIGNATURE
    if media_type in _SEALED:
        return Role.ENCRYPTED
    is_attached = kind.get_content_disposition() == "attachment" or file_name(kind)
    return Role.BODY if media_type in {"text/plain", "text/html"} and not is_attached else Role.ATTACHMENT


def _newline_before(data: bytes, place: int) -> int:
    return 2 if data.startswith(b"\r\n", max(place - 2, 0)) else 1
