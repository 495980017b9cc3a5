"""Working copies: what people open, search and mark, apart from the copy that is evidence."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from countersight.custody.bundle.exporting import original_name
from countersight.custody.bundle.gathering import find_documents
from countersight.errors import BadCustody, NotAllowed
from countersight.model.custody import Act
from countersight.model.document import Capture
from countersight.store.archive import ARCHIVE_NAME, blob_path
from countersight.store.base import Store

_NOTE = """\
Working copy, not evidence.

{copy} was copied on {at} by {by}
from the document with the SHA-256
{document}
which lies, read-only, in the project's {place}.

Captured from:
{captures}

Whatever is done to this copy changes nothing there. While it is unchanged, `sha256sum` on it prints the SHA-256 above.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCopy:
    """A copy that was made, with the note beside it."""

    document_id: str
    copy: Path
    note: Path


def copy_document(store: Store, beginning: str, destination: Path, *, by: str, now: datetime) -> WorkingCopy:
    """Copy a document's bytes, and write beside them of what they are a copy; the log of custody tells of it.

    Args:
        destination: a new file, or a folder that is there.

    Raises:
        NotFound, AmbiguousId: there is no one such document, claim or finding.
        NotAllowed: the document is restricted, and not to `by`.
        BadCustody: nobody is named, the finding rests on several documents, or the file is there already.
        MissingBlob: the archive lacks the bytes, or has others.
    """
    with store.view() as view:
        names = find_documents(view, beginning)
        if len(names) != 1:
            raise BadCustody(f"{beginning} rests on {len(names)} documents: name one of them")
        document, captures = view.document(names[0]), list(view.captures(names[0]))
        if document.id in view.hidden_from(by):
            raise NotAllowed(f"document {document.id} is restricted, and {by} is not among those who may see it")
    if destination.is_dir():
        destination /= f"{document.id[:12]}{Path(original_name(document.media_type)).suffix}"
    note = destination.with_name(f"{destination.name}.custody.txt")
    if destination.exists() or note.exists():
        raise BadCustody(f"{destination} or the note beside it is there already")
    data = store.archive.get(document.id)
    with store.writer() as writer:  # on the log first: a copy nobody knows of must not be
        writer.record_custody(Act.COPIED, document.id, by=by, at=now, detail={"copy": destination.name})
        words = _NOTE.format(
            copy=destination.name, at=now.isoformat(timespec="seconds"), by=by, document=document.id,
            place=f"{ARCHIVE_NAME}/{blob_path(document.id)}", captures="\n".join(map(_told, captures)),
        )  # fmt: skip
        note.write_text(words, encoding="utf-8")
        with destination.open("xb") as file:
            file.write(data)
    return WorkingCopy(document_id=document.id, copy=destination, note=note)


def _told(capture: Capture) -> str:
    return f"  {capture.address} at {capture.captured_at.isoformat(timespec='seconds')}, by {capture.tool}"
