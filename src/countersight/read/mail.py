"""Reads e-mail (RFC 5322, MIME): who wrote when to how many about what, and the words, quoted replies apart."""

import re
from collections.abc import Iterator
from datetime import date
from email.utils import getaddresses, parseaddr, parsedate_tz

from countersight.errors import EmptyDocument, UnreadableDocument
from countersight.read.base import Reading
from countersight.read.decoding import decode_damaged
from countersight.read.freezing import freeze_pieces
from countersight.read.html import parse_page
from countersight.read.html_words import marked_blocks
from countersight.read.mail_lines import quoted_lines
from countersight.values.mail import MAX_DEPTH, MAX_PARTS, Leaf, Mail, Role, take_apart

_SHOWN = ("from", "date", "subject", "message-id")
_COUNTED = ("to", "cc")
_ARMOR = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
_LONGEST_LIST = 20_000


class MailReader:
    """Takes the head (sender, number of recipients, date, subject) and the body, plain rather than HTML.

    Attachments are documents of their own: what collects the mail takes them out. Quoted replies are kept, without
    their marks, as parts that say so: `part=1&quoted=2`. The names of recipients are not in the text.
    """

    name = "mail"
    version = "2"
    libraries: tuple[str, ...] = ("lxml",)
    media_types = frozenset({"message/rfc822"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        mail = take_apart(data)
        if not any(mail.field(name) for name in _SHOWN):
            raise UnreadableDocument("not a mail: it has neither sender, date, subject nor id")
        if mail.is_cut:
            raise UnreadableDocument(f"more than {MAX_PARTS:,} parts, or parts more than {MAX_DEPTH} deep in another")
        bodies = [leaf for leaf in mail.leaves if leaf.role is Role.BODY]
        _refuse_encrypted(mail, bodies)
        pieces = [*_head(mail), *(piece for leaf in bodies for piece in _body(leaf))]
        text, parts = freeze_pieces(pieces)
        if not any(part.at.startswith(("part=", "header=subject")) for part in parts):
            raise EmptyDocument("a mail without words")
        name, sender = parseaddr(mail.field("from"))
        return Reading(
            text=text,
            parts=parts,
            title=mail.field("subject") or None,
            author=name or sender or None,
            published=_day(mail.field("date")),
        )


def _refuse_encrypted(mail: Mail, bodies: list[Leaf]) -> None:
    """Raises: UnreadableDocument: what it says is sealed."""
    for leaf in mail.leaves:
        if leaf.role is Role.ENCRYPTED and not bodies:
            how = dict(leaf.parameters).get("smime-type", "")
            raise UnreadableDocument(
                f"signed so that only S/MIME opens it ({leaf.media_type})"
                if how == "signed-data"
                else f"encrypted ({leaf.media_type})"
            )
    if bodies and all(_ARMOR.match(decode_damaged(leaf.data, charset=leaf.charset)) for leaf in bodies):
        raise UnreadableDocument("encrypted (PGP)")


def _head(mail: Mail) -> Iterator[tuple[str, str | None, str]]:
    """Yield the lines of the head: the label, without a place of its own, then the words."""
    for name in (*_SHOWN[:1], *_COUNTED, *_SHOWN[1:]):
        words = mail.field(name)
        if words and name in _COUNTED:
            count = len([found for found in getaddresses([words[:_LONGEST_LIST]]) if any(found)])
            words = f"{count} recipient{'' if count == 1 else 's'}"
        if words:
            yield "\n", None, f"{_label(name)}:"
            yield " ", f"header={name}", " ".join(words.split())
    for leaf in mail.leaves:
        if leaf.role is Role.SIGNATURE:
            yield "\n", None, f"Signature: {leaf.media_type}, not checked"


def _label(name: str) -> str:
    return "Message-ID" if name == "message-id" else name.capitalize()


def _body(leaf: Leaf) -> Iterator[tuple[str, str | None, str]]:
    """Yield the pieces of a body, a new one wherever quoting begins or ends."""
    at = f"part={leaf.number}"
    gap = "\n\n"
    for depth, words in _html(leaf) if leaf.media_type == "text/html" else _plain(leaf):
        yield gap, f"{at}&quoted={depth}" if depth else at, words


def _plain(leaf: Leaf) -> Iterator[tuple[int, str]]:
    settings = {name: value.lower() for name, value in leaf.parameters}
    text = decode_damaged(leaf.data, charset=leaf.charset)
    is_flowed, joins = settings.get("format") == "flowed", settings.get("delsp") == "yes"
    yield from quoted_lines(text, is_flowed=is_flowed, joins_without_space=joins)


def _html(leaf: Leaf) -> Iterator[tuple[int, str]]:
    """Yield blocks by how many quotations they stand in, runs of the same depth as one."""
    tree = parse_page(decode_damaged(leaf.data, charset=leaf.charset))
    if tree is None:
        return
    opening, closing = {}, {}
    for quotation in tree.iter("blockquote"):
        depth = sum(1 for _ in quotation.iterancestors("blockquote"))
        opening[quotation], closing[quotation] = str(depth + 1), str(depth)
    body = tree.find(".//body")
    run: list[str] = []
    last = 0
    for mark, words in marked_blocks(tree if body is None else body, opening=opening, closing=closing):
        depth = int(mark or 0)
        if depth != last:
            yield last, "\n\n".join(run)
            run, last = [], depth
        run.append(words)
    yield last, "\n\n".join(run)


def _day(words: str) -> date | None:
    """Return the day of a date field (RFC 5322, 3.3), in the zone of whoever wrote it."""
    try:
        found = parsedate_tz(words[:200])
        return date(*found[:3]) if found else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
