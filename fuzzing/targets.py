"""What is thrown at: every reader, container and importer, as functions of bytes that may only fail as foreseen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from countersight.collect.archives.flaws import BadRecord
from countersight.collect.archives.http_message import split_response
from countersight.collect.base import Collected, CollectLimits
from countersight.collect.containers import CONTAINERS, Container
from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.feeds import read_feed
from countersight.collect.discovery.sitemap_reading import unpack
from countersight.collect.long_tables import survey_table
from countersight.collect.media_type import sniff_media_type
from countersight.collect.politeness.robots import reduce_robots
from countersight.collect.sources.reading import read_source
from countersight.errors import CountersightError
from countersight.extract.mapping import MappingExtractor
from countersight.extract.mapping.loading import read_mapping
from countersight.extract.procurement import OcdsExtractor
from countersight.model.claim import check_claim
from countersight.model.document import Document
from countersight.model.text import DocumentText
from countersight.read.base import Reader, ReadItem
from countersight.read.freezing import freeze_text
from countersight.read.readers import READERS
from countersight.read.reading import try_document
from countersight.read.tables.sheet_rows import read_sheet_rows

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADDRESS = "https://site.example/file"
LIMITS = CollectLimits(max_document_bytes=4_000_000)
MOST_MEMBERS = 2_000
"""Documents that are taken out of one container: a target has to end."""

Target = Callable[[bytes], None]
"""Takes bytes; raises only where there is a fault."""


@dataclass(frozen=True)
class Broken(AssertionError):
    """A promise that does not hold."""

    what: str


def read_by(reader: type[Reader], media_type: str) -> Target:
    """Read bytes as this kind of document, and hold the text to what every text promises."""

    def target(data: bytes) -> None:
        _read(data, media_type, (reader,))

    return target


def take_apart(container: Container) -> Target:
    """Take a file apart, and hold each member to what every capture promises."""

    def target(data: bytes) -> None:
        container.recognizes(data[:4096], ADDRESS)
        try:
            members = container.members(BytesIO(data), address=ADDRESS, limits=LIMITS, clock=lambda: NOON)
            for number, member in enumerate(members):
                if isinstance(member, Collected):
                    _require(member.document.id == sha256(member.data).hexdigest(), "a member is not its hash")
                    _require(member.capture.document_id == member.document.id, "a capture is of another document")
                if number >= MOST_MEMBERS:
                    break
        except CountersightError:
            pass

    return target


def claims_of(reader: type[Reader], media_type: str, extract: Callable[[Iterable[DocumentText]], object]) -> Target:
    """Read bytes and take claims from their fields, each held against its words."""

    def target(data: bytes) -> None:
        text = _read(data, media_type, (reader,))
        if text is not None:
            for extraction in extract([text]):  # type: ignore[attr-defined]
                for claim in extraction.claims:
                    check_claim(claim, text)

    return target


def sniff(data: bytes) -> None:
    """Tell what bytes are, under several names."""
    for name in ("", "a.csv", "a.eml", "a.docx", "a.json"):
        sniff_media_type(data, name=name, declared="text/plain; charset=utf-8")


def long_table(data: bytes) -> None:
    """Cut a table into pieces, which have to be all of it, each with its rows' own numbers."""
    stream = BytesIO(data)
    table = survey_table(stream, piece_bytes=40)
    if table is None:
        return
    whole = b"".join(data[piece.where.start : piece.where.end] for piece in table.pieces)
    _require(whole == data, "pieces that are not the whole")
    after = 1
    for piece in table.pieces:
        _require(piece.rows.start == after, "rows between pieces")
        after = piece.rows.stop
        document = Document(id=sha256(data).hexdigest(), size=len(data), media_type="text/csv")
        address = f"{ADDRESS}#{table.fragment_of(piece)}"
        text = try_document(ReadItem(document=document, data=table.bytes_of(stream, piece), address=address), READERS)
        for part in text.parts if isinstance(text, DocumentText) else ():
            number = int(part.at.removeprefix("cell=").partition(",")[0])
            is_own = number in piece.rows or (table.header is not None and number in table.header.rows)
            _require(is_own, f"row {number} in a piece of {piece.rows}")


def sheet_rows(data: bytes) -> None:
    """Read a workbook row by row."""
    _foreseen(lambda: list(islice(read_sheet_rows(BytesIO(data)), MOST_MEMBERS)))


def feed(data: bytes) -> None:
    """Read a feed of any kind."""
    _foreseen(lambda: list(read_feed(_listing(data)).found))


def sitemap(data: bytes) -> None:
    """Unpack a sitemap."""
    _foreseen(lambda: unpack(_listing(data)))


def robots(data: bytes) -> None:
    """Reduce a robots.txt to what is ours."""
    reduce_robots(data.decode("utf-8", "replace"), "countersight/1")


def http_message(data: bytes) -> None:
    """Take a response out of a record."""
    try:
        list(split_response(iter((data[:100], data[100:])))[1])
    except BadRecord as error:
        _require(bool(error.reason), "an error without words")


def mapping(data: bytes) -> None:
    """Read a mapping that somebody wrote."""
    _foreseen(lambda: read_mapping(data.decode("utf-8", "replace"), "a.yml"))


def source(data: bytes) -> None:
    """Read a declared source that somebody wrote."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "name" / "source.yml"
        path.parent.mkdir()
        path.write_bytes(data)
        _foreseen(lambda: read_source(path))


def _read(data: bytes, media_type: str, readers: tuple[type[Reader], ...]) -> DocumentText | None:
    document = Document(id=sha256(data).hexdigest(), size=len(data), media_type=media_type)
    result = try_document(ReadItem(document=document, data=data, address=ADDRESS), readers)
    if not isinstance(result, DocumentText):
        _require(bool(str(result)), "a failure without words")
        return None
    _require(freeze_text(result.text) == result.text, "a text that is not frozen")
    for page in result.pages:
        _require(0 <= page.start <= page.end <= len(result.text), "a page that lies astray")
    return result


def _listing(data: bytes) -> Listing:
    return Listing(address=ADDRESS, base=ADDRESS, data=data, declared="", validators=None)


def _foreseen(act: Callable[[], object]) -> None:
    try:
        act()
    except CountersightError as error:
        _require(bool(str(error)), "an error without words")


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise Broken(what)


def _targets() -> dict[str, Target]:
    by_reader = {
        f"{reader.name} {media_type}": read_by(reader, media_type)
        for reader in READERS
        for media_type in sorted(reader.media_types)
    }
    by_container = {f"container {container.name}": take_apart(container) for container in CONTAINERS}
    named = {reader.name: reader for reader in READERS}
    with TemporaryDirectory() as nowhere:
        tables = MappingExtractor(Path(nowhere))
    by_field = {
        "claims of text/csv": claims_of(named["table"], "text/csv", tables.extract),
        "claims of application/x-ocds+json": claims_of(
            named["ocds"], "application/x-ocds+json", OcdsExtractor().extract
        ),
    }
    others = (sniff, long_table, sheet_rows, feed, sitemap, robots, http_message, mapping, source)
    return by_reader | by_container | by_field | {other.__name__: other for other in others}


TARGETS = _targets()
"""Every target by name: `html text/html`, `container warc`, `feed`."""
