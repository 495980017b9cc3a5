"""Writing a bundle: a folder, the same as a zip, and an act on the log of every document in it."""

import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from countersight.custody.attestations import check_attestations
from countersight.custody.bundle.attested import Attested, gather_attested, write_attested
from countersight.custody.bundle.gathering import Held, Quote, Subject, gather_subject
from countersight.custody.bundle.readme import render_readme
from countersight.custody.inventories import read_inventories
from countersight.errors import BadCustody
from countersight.model.custody import Act
from countersight.model.notice import Notice
from countersight.model.record import to_json, to_record
from countersight.store import rows
from countersight.store.base import Archive, Store
from countersight.values.digests import sha256_hex

SUMS = "SHA256SUMS"
CHECK = "check.py"
SAFE_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/csv": ".csv",
    "text/plain": ".txt",
}
"""Of originals that no program runs when they are opened; a page of the web, for one, is given as `original.bin`."""
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can tell, so that the same files give the same zip."""

WEB_ARCHIVE = "captures.wacz"
WebCaptures = Callable[[Iterable[str], Path], object]
"""Writes the exchange with the server, of captures by id, into a web archive where there are any: what
`collect.archives.export_captures` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What was handed out."""

    subject_id: str
    folder: Path
    zip: Path
    files: int
    digest: str
    """SHA-256 of `SHA256SUMS`: who has it can tell whether a bundle is the one that was handed out."""
    attested: int
    """Acts that an inventory tells which authorities attest, of `events`."""
    events: int


def export_evidence(
    store: Store, beginning: str, destination: Path, *, by: str, now: datetime, web_captures: WebCaptures | None = None
) -> Bundle:
    """Write what a document, claim or finding rests on into a new folder of `destination`, and the same as a zip.

    Raises:
        NotFound, AmbiguousId: there is no one such id.
        NotAllowed: something of it is restricted, and not to `by`.
        BadCustody: nobody is named, or there is such a folder already.
        MissingBlob: the archive lacks bytes, or has others.
    """
    if not by.strip():
        raise BadCustody("a bundle needs the name of who hands it out")
    with store.view() as view:
        subject = gather_subject(view, beginning, by=by)
        attested = gather_attested(view, read_inventories(store.folder), subject)
    folder = destination / f"evidence-{subject.id[:20]}"
    packed = folder.with_name(f"{folder.name}.zip")
    if folder.exists() or packed.exists():
        raise BadCustody(f"{folder} or its zip is there already")
    destination.mkdir(parents=True, exist_ok=True)
    part = destination / f".{secrets.token_hex(8)}.part"
    part.mkdir()
    try:
        _write(part, store.archive, subject, attested, by=by, now=now, web_captures=web_captures)
        names = _sum(part)
        _zip(part, packed, folder.name, names)
        digest = sha256_hex((part / SUMS).read_bytes())
        _record(store, subject, digest, by=by, at=now)  # before it can be handed out: what nobody knows of must not be
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        packed.unlink(missing_ok=True)
        raise
    events = subject.all_events()
    covered = sum(attested.covers(event.sequence) for event in events)
    return Bundle(
        subject_id=subject.id, folder=folder, zip=packed, files=len(names), digest=digest, attested=covered,
        events=len(events),
    )  # fmt: skip


def original_name(media_type: str) -> str:
    """Return how the original is called in a bundle: with an ending only where opening it runs nothing."""
    return f"original{SAFE_ENDINGS.get(media_type.partition(';')[0], '.bin')}"


def _write(
    folder: Path, archive: Archive, subject: Subject, attested: Attested, *, by: str, now: datetime,
    web_captures: WebCaptures | None,
) -> None:  # fmt: skip
    for held in subject.documents:
        _write_document(folder / "documents" / held.document.id, archive, held, web_captures)
    _write_lines(folder / "claims.jsonl", map(to_json, subject.claims))
    _write_lines(folder / "quotes.jsonl", map(_quote_line, subject.quotes))
    _write_lines(
        folder / "decisions.jsonl", (rows.DECISIONS.to_row(each)["record"].encode() for each in subject.decisions)
    )
    _write_lines(folder / "notices.jsonl", map(_notice_line, subject.notices))
    if subject.finding is not None:
        _write_lines(folder / "finding.json", [to_json(subject.finding)])
    _write_lines(folder / "custody.jsonl", map(to_json, subject.all_events()))
    write_attested(folder, attested)
    (folder / CHECK).write_bytes(files(__package__).joinpath("check.py.txt").read_bytes())
    proofs = list(check_attestations(attested.inventories))
    readme = render_readme(subject, attested, proofs, by=by, now=now.astimezone(UTC), original=original_name)
    (folder / "README.html").write_text(readme, encoding="utf-8")


def _write_document(folder: Path, archive: Archive, held: Held, web_captures: WebCaptures | None) -> None:
    (folder / "captures").mkdir(parents=True)
    (folder / "texts").mkdir()
    (folder / original_name(held.document.media_type)).write_bytes(archive.get(held.document.id))
    (folder / "document.json").write_bytes(to_json(held.document))
    for capture in held.captures:
        (folder / "captures" / f"{capture.id}.json").write_text(rows.CAPTURES.to_row(capture)["record"], "utf-8")
    for text in held.texts:
        (folder / "texts" / f"{text.id}.json").write_text(rows.TEXTS.to_row(text)["record"], "utf-8")
        (folder / "texts" / f"{text.id}.txt").write_bytes(text.text.encode())
    if web_captures is not None:
        web_captures([capture.id for capture in held.captures], folder / WEB_ARCHIVE)


def _quote_line(quote: Quote) -> bytes:
    told = to_record(quote)
    evidence = told.pop("evidence")
    return to_json({**told, **evidence, "text": f"documents/{quote.document_id}/texts/{quote.evidence.text_id}.txt"})


def _notice_line(notice: Notice) -> bytes:
    """Tell a notice as it is published: without who of the project made it known."""
    return to_json({name: value for name, value in to_record(notice).items() if name != "by"})


def _write_lines(path: Path, lines: Iterable[bytes]) -> None:
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def _sum(folder: Path) -> list[str]:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = (f"{sha256_hex((folder / name).read_bytes())}  {name}\n" for name in names)
    (folder / SUMS).write_text("".join(lines), "utf-8")
    return [*names, SUMS]


def _zip(folder: Path, packed: Path, name: str, names: Sequence[str]) -> None:
    with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED) as archive:
        for each in names:
            entry = zipfile.ZipInfo(f"{name}/{each}", ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (folder / each).read_bytes())


def _record(store: Store, subject: Subject, digest: str, *, by: str, at: datetime) -> None:
    with store.writer() as writer:
        for held in subject.documents:
            detail = {"bundle": subject.id, "sha256sums": digest}
            writer.record_custody(Act.EXPORTED, held.document.id, by=by, at=at, detail=detail)
