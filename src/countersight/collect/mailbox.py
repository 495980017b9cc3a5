"""Mail as it lies on disk: messages (EML) with their attachments, and mailboxes (mbox, RFC 4155) of many messages."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from countersight.collect.base import Circumstances, Clock, Collected, CollectLimits, Skipped, make_collected
from countersight.collect.media_type import MAIL, begins_as_mail, begins_as_mailbox
from countersight.errors import DocumentTooLarge, InputError
from countersight.model.failure import Failure, Stage, make_failure
from countersight.values.mail import Leaf, Mail, Role, take_apart

MAX_FORWARDED = 5
"""Messages within messages that are taken out; deeper ones stay attachments of theirs."""
_LINE_BYTES = 1 << 16

_QUOTED = re.compile(rb">+From ")


class Message:
    """Takes the attachments out of a message; the message itself comes first, whole."""

    name = "mail"

    def recognizes(self, head: bytes, name: str) -> bool:
        """See `Container.recognizes`."""
        return begins_as_mail(head, name)

    def members(
        self, stream: BinaryIO, *, address: str, limits: CollectLimits, clock: Clock
    ) -> Iterator[Collected | Failure | Skipped]:
        """See `Container.members`."""
        data = stream.read(limits.max_document_bytes + 1)
        if len(data) > limits.max_document_bytes:
            raise DocumentTooLarge(address, len(data), limits.max_document_bytes)
        yield make_collected(data, Circumstances(address=address, captured_at=clock()), declared=MAIL)
        yield from _attachments(take_apart(data), address, "#", address, clock)


class Mailbox:
    """Takes messages out of a mailbox, line by line; only one of them is held at a time."""

    name = "mbox"

    def recognizes(self, head: bytes, name: str) -> bool:
        """See `Container.recognizes`."""
        return begins_as_mailbox(head)

    def members(
        self, stream: BinaryIO, *, address: str, limits: CollectLimits, clock: Clock
    ) -> Iterator[Collected | Failure | Skipped]:
        """See `Container.members`."""
        for number, (data, size) in enumerate(_messages(stream, limits.max_document_bytes), start=1):
            place = f"{address}#{number}"
            if size > limits.max_document_bytes:
                error = DocumentTooLarge(place, size, limits.max_document_bytes)
                yield make_failure(Stage.COLLECT, place, error)
                continue
            mail = take_apart(data)
            named = quote(mail.field("message-id").strip("<> ")[:200], safe="@")
            place = f"{address}#{named}" if named else place
            circumstances = Circumstances(address=place, captured_at=clock(), container=address)
            try:
                yield make_collected(data, circumstances, declared=MAIL)
            except InputError as error:
                yield make_failure(Stage.COLLECT, place, error)
            else:
                yield from _attachments(mail, place, "&", address, clock)


def _messages(stream: BinaryIO, most: int) -> Iterator[tuple[bytes, int]]:
    """Yield each message and its size; of one that is larger than `most`, only the size counts.

    A line `From ` after an empty one begins a message. `>From ` was `From ` before the mailbox was written, and is so
    again: one mark of quotation is taken off, as in the variant mboxrd; the bytes are then those that were sent.
    """
    data, last = bytearray(), b""  # not a list of lines: of short ones each would cost twenty times its length
    size, is_open, is_after_empty, is_start = 0, False, True, True
    while line := stream.readline(_LINE_BYTES):
        if is_start and is_after_empty and begins_as_mailbox(line):
            if is_open:
                yield _without_parting(data, last), size
            data, last, size, is_open = bytearray(), b"", 0, True
        elif is_open:
            line = line[1:] if is_start and _QUOTED.match(line) else line
            size += len(line)
            if size <= most:
                data += line
                last = line
            else:
                data.clear()
        is_after_empty = is_start and line in {b"\n", b"\r\n"}
        is_start = line.endswith(b"\n")
    if is_open:
        yield _without_parting(data, last), size


def _without_parting(data: bytearray, last: bytes) -> bytes:
    """Return a message without its last line, where that is empty and only parts it from the next."""
    return bytes(data[: len(data) - len(last)] if data and last in {b"\n", b"\r\n"} else data)


def _attachments(
    mail: Mail, address: str, mark: str, container: str, clock: Clock, *, depth: int = 0
) -> Iterator[Collected | Failure | Skipped]:
    """Yield what is attached to a message, each by its name or number, and count what its body merely shows."""
    is_open = any(leaf.role is Role.BODY for leaf in mail.leaves)
    for leaf in mail.leaves:
        if leaf.role is Role.INLINE:
            yield Skipped("shown within a mail")
        elif leaf.role is Role.ATTACHMENT or (leaf.role is Role.ENCRYPTED and is_open):
            place = f"{address}{mark}attachment={_name_of(leaf, mail)}"
            attached = leaf.data
            try:
                yield make_collected(
                    attached,
                    Circumstances(address=place, captured_at=clock(), container=container),
                    name=leaf.file_name or "",
                    declared=leaf.media_type,
                )
            except InputError as error:
                yield make_failure(Stage.COLLECT, place, error)
            if leaf.media_type == MAIL and depth < MAX_FORWARDED:
                yield from _attachments(take_apart(attached), place, "&", container, clock, depth=depth + 1)


def _name_of(leaf: Leaf, mail: Mail) -> str:
    alike = sum(other.role is Role.ATTACHMENT and other.file_name == leaf.file_name for other in mail.leaves)
    if leaf.file_name and alike == 1:
        return quote(leaf.file_name, safe="")
    return f"{quote(leaf.file_name, safe='')}&part={leaf.number}" if leaf.file_name else leaf.number
