"""Takes files that a person sent through the site: what their names say and what their bytes are have to agree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from countersight.collect import collect_item
from countersight.collect.address import UPLOAD_SCHEME
from countersight.collect.base import TOOL, Clock, Collected, CollectLimits, Skipped, utc_now
from countersight.collect.containers import find_container
from countersight.collect.files import FileItem
from countersight.errors import InputError, MisnamedFile, TransientError
from countersight.model.failure import Failure, Stage, make_failure

UPLOADED = f"{TOOL} (upload)"
"""The tool of a capture that came through the site. Who sent it is kept with the upload, and shown to editors."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_WORDS = frozenset({
    "text/plain", "text/html", "text/markdown", "text/csv", "text/tab-separated-values", "application/json",
    "application/x-ndjson", "application/xml", "message/rfc822",
})  # fmt: skip
"""What is written in letters: an ending tells one kind from another here, the bytes hardly do."""

_WORD_ENDINGS = (
    ".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".xml",
    ".eml",
)  # fmt: skip
ENDINGS: Mapping[str, frozenset[str]] = {
    ".pdf": frozenset({"application/pdf"}),
    ".docx": frozenset({f"{_OFFICE}wordprocessingml.document"}),
    ".xlsx": frozenset({f"{_OFFICE}spreadsheetml.sheet"}),
    ".odt": frozenset({f"{_OPEN_DOCUMENT}text"}),
    ".ods": frozenset({f"{_OPEN_DOCUMENT}spreadsheet"}),
    ".epub": frozenset({"application/epub+zip"}),
    **dict.fromkeys(_WORD_ENDINGS, _WORDS),
    ".png": frozenset({"image/png"}),
    **dict.fromkeys((".jpg", ".jpeg"), frozenset({"image/jpeg"})),
    **dict.fromkeys((".tif", ".tiff"), frozenset({"image/tiff"})),
    ".webp": frozenset({"image/webp"}),
    **dict.fromkeys((".mbox", ".warc", ".gz", ".wacz"), frozenset()),
}
"""The endings that are taken, and what the bytes of such a file may be: OWASP ASVS 5.0, 5.2.2.

Of the last ones none may be a document: they hold many.
"""
HOLDING = frozenset({".mbox", ".warc", ".gz", ".wacz", ".eml", ".json", ".jsonl", ".ndjson"})
"""Endings of files that may hold many documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was sent, as it lies on this machine."""

    path: Path
    name: str
    """As its sender calls it, made safe; nothing is opened or written by it."""
    publisher: str | None = None
    """Who published it, as its sender says."""

    @property
    def address(self) -> str:
        """What captures and failures name it by: `upload:report.pdf`."""
        return f"{UPLOAD_SCHEME}{self.name}"


def collect_uploads(
    uploads: Iterable[Upload], *, limits: CollectLimits, clock: Clock = utc_now
) -> Iterator[tuple[Upload, Collected | Failure | Skipped]]:
    """Collect each file that was sent, in order, and what is in it if it holds many documents.

    Yields a failure for each that gives no document: its ending is none that is taken, or its bytes are another kind.
    """
    for upload in uploads:
        item = FileItem(path=str(upload.path), address=upload.address, limits=limits, clock=clock)
        try:
            _require_holding(upload, item.head())
            for taken in collect_item(item, limits, clock):
                yield upload, _told(taken, upload)
        except (InputError, TransientError) as error:
            yield upload, make_failure(Stage.COLLECT, upload.address, error)


def ending(name: str) -> str:
    """Return how a file's name ends, in small letters, with the dot."""
    return PurePosixPath(name).suffix.lower()


def _require_holding(upload: Upload, head: bytes) -> None:
    """Raises: MisnamedFile: the ending is not taken, or it is not one of files that hold many though this one does."""
    told = ending(upload.name)
    if told not in ENDINGS:
        raise MisnamedFile(upload.name, told, None)
    container = find_container(head, upload.address)
    if container is not None and told not in HOLDING:
        raise MisnamedFile(upload.name, told, container.name)


def _told(taken: Collected | Failure | Skipped, upload: Upload) -> Collected | Failure | Skipped:
    """Say of what was collected how it came and who published it.

    Raises:
        MisnamedFile: the document is of another kind than its name says.
    """
    if not isinstance(taken, Collected):
        return taken
    media_type, capture = taken.document.media_type, taken.capture
    if capture.container is None:
        if media_type not in ENDINGS[ending(upload.name)]:
            raise MisnamedFile(upload.name, ending(upload.name), media_type)
        # The time of the file is that of the upload, and tells nothing of the document.
        capture = replace(capture, headers=(), tool=UPLOADED)
    return replace(taken, capture=replace(capture, publisher=capture.publisher or upload.publisher))
