"""What goes through the pipe between the pool and a reader process: framed, typed messages."""

from dataclasses import dataclass
from typing import BinaryIO, TypeVar

import msgspec

from countersight.errors import (
    EmptyDocument,
    InputError,
    ReaderCrashed,
    ReaderExhausted,
    RecognizerMissing,
    UnreadableDocument,
)
from countersight.model.document import Document
from countersight.model.text import DocumentText
from countersight.read.base import ReadItem

T = TypeVar("T")

OUT_OF_MEMORY = 12
"""Exit code of a reader process that could not take its task in (ENOMEM)."""

_LENGTH_BYTES = 8
_FAILURES: dict[str, type[InputError]] = {
    error.__name__: error
    for error in (EmptyDocument, UnreadableDocument, RecognizerMissing, ReaderExhausted, ReaderCrashed)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The first message to a reader process: what it is to be."""

    readers: tuple[tuple[str, str], ...]
    """Module and name of each reader's class."""
    memory_mb: int
    timeout_s: float
    ocr_languages: str = ""
    """Of the readers that recognize words in images."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One document to read."""

    document_id: str
    media_type: str
    address: str | None
    charset: str | None
    data: bytes
    publisher: str | None = None

    @classmethod
    def of(cls, item: ReadItem) -> "Task":
        """Pack an item."""
        return cls(
            document_id=item.document.id,
            media_type=item.document.media_type,
            address=item.address,
            charset=item.charset,
            data=item.data,
            publisher=item.publisher,
        )

    def item(self) -> ReadItem:
        """Unpack it."""
        document = Document(id=self.document_id, size=len(self.data), media_type=self.media_type)
        return ReadItem(
            document=document,
            data=self.data,
            address=self.address,
            charset=self.charset,
            publisher=self.publisher,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one document: its text, or the class and message of the error."""

    text: DocumentText | None = None
    failure: tuple[str, str] | None = None

    @classmethod
    def of(cls, result: DocumentText | InputError) -> "Outcome":
        """Pack a result."""
        if isinstance(result, DocumentText):
            return cls(text=result)
        return cls(failure=(type(result).__name__, str(result)))

    def result(self) -> DocumentText | InputError:
        """Unpack it. An error that readers do not promise comes back as `ReaderCrashed`, with its name."""
        if self.text is not None:
            return self.text
        name, message = self.failure or ("nothing", "an empty answer")
        known = _FAILURES.get(name)
        return known(message) if known else ReaderCrashed(f"{name}: {message}")


def send(pipe: BinaryIO, message: object) -> None:
    """Write one message: its length in 8 bytes, then itself in MessagePack."""
    payload = msgspec.msgpack.encode(message)
    pipe.write(len(payload).to_bytes(_LENGTH_BYTES, "big"))
    pipe.write(payload)
    pipe.flush()


def receive(pipe: BinaryIO, kind: type[T], *, most_bytes: int) -> T:
    """Read one message.

    Types are checked strictly, and nothing is unpickled: a document that took over its reader can answer with lies
    about itself, but not with code.

    Raises:
        EOFError: the other end is gone, or sent what is over `most_bytes` or no such message.
    """
    length = int.from_bytes(_read_exactly(pipe, _LENGTH_BYTES), "big")
    if length > most_bytes:
        raise EOFError(f"a message of {length:,} bytes is over {most_bytes:,}")
    try:
        return msgspec.msgpack.decode(_read_exactly(pipe, length), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise EOFError(f"no {kind.__name__}: {error}") from None


def _read_exactly(pipe: BinaryIO, length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError("the pipe was closed")
    return data
