"""Reads one document: finds its reader, freezes the text, tells its language."""

from collections.abc import Sequence
from importlib.metadata import version
from urllib.parse import urlsplit

from countersight.errors import EmptyDocument, InputError, ReaderExhausted, UnsupportedFormat
from countersight.model.text import DocumentText, text_id
from countersight.read.base import Reader, Reading, ReadItem
from countersight.read.freezing import freeze_text
from countersight.read.language import IDENTIFIER, identify_language

Readers = Sequence[type[Reader]]


def version_of(readers: Readers) -> str:
    """Name `readers`, the libraries that shape their texts, and the language identifier, each with its version.

    A document text itself bears only its reader's name and version, so that where another version of a library reads
    the same text, its id stays, and every claim with it.
    """
    libraries = sorted({IDENTIFIER, *(library for reader in readers for library in reader.libraries)})
    named = [f"{reader.name}@{reader.version}" for reader in readers]
    return " ".join([*named, *(f"{library}@{version(library)}" for library in libraries)])


def find_reader(media_type: str, readers: Readers) -> type[Reader]:
    """Raises: UnsupportedFormat."""
    found = next((reader for reader in readers if media_type in reader.media_types), None)
    if found is None:
        raise UnsupportedFormat(media_type)
    return found


def read_document(item: ReadItem, readers: Readers) -> DocumentText:
    """Read one document in this process.

    Raises:
        UnsupportedFormat, UnreadableDocument, EmptyDocument: as `Reader.read`.
    """
    reader = find_reader(item.document.media_type, readers)()
    if not item.data:
        raise EmptyDocument("no bytes")
    return _freeze(item, reader, reader.read(item.data, address=item.address, charset=item.charset))


def try_document(item: ReadItem, readers: Readers) -> DocumentText | InputError:
    """Read one document in this process and return what came of it."""
    try:
        return read_document(item, readers)
    except InputError as error:
        return error
    except (MemoryError, RecursionError) as error:
        return ReaderExhausted(f"{type(error).__name__} while reading {item.document.media_type}")


def _freeze(item: ReadItem, reader: Reader, reading: Reading) -> DocumentText:
    text = freeze_text(reading.text)
    if not text:
        raise EmptyDocument("no words")
    language, confidence = identify_language(freeze_text(reading.wording) or text, declared=reading.language)
    name = reading.reader or f"{reader.name}@{reader.version}"
    return DocumentText(
        id=text_id(item.document.id, name, text),
        document_id=item.document.id,
        reader=name,
        text=text,
        language=language,
        language_confidence=confidence,
        title=_one_line(reading.title),
        publisher=_publisher(reading, item),
        author=_one_line(reading.author),
        published=reading.published,
        address=_one_line(reading.address),
        pages=reading.pages,
        parts=reading.parts,
    )


def _publisher(reading: Reading, item: ReadItem) -> str | None:
    """Return the publisher that a document names itself, else the one that whatever led to it names, else its host."""
    named, told = _one_line(reading.publisher), _one_line(item.publisher)
    return told or named if named == _host(item.address) else named or told


def _host(address: str | None) -> str | None:
    try:
        host = urlsplit(address or "").hostname
    except ValueError:  # such as an unclosed bracket
        return None
    return host.removeprefix("www.") if host else None


def _one_line(words: str | None) -> str | None:
    return " ".join(freeze_text(words or "").split()) or None
