"""Packs a WARC file as a WACZ 1.1.1: the records, an index, the pages, and a manifest with the hash of each.

Format: https://specs.webrecorder.net/wacz/1.1.1/
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

from countersight.collect.archives.index import Entry
from countersight.collect.base import TOOL

WACZ_VERSION = "1.1.1"
INDEX = "indexes/index.cdxj"
"""Plain, and deflated by the ZIP: ReplayWeb.page loads `.cdx` and `.cdxj`, but `.cdx.gz` only with a second index."""
PAGES = "pages/pages.jsonl"

_PIECE_BYTES = 1 << 20


def pack_wacz(
    warc: BinaryIO, size: int, entries: Iterable[Entry], target: Path, *, name: str, title: str, created: datetime
) -> None:
    """Write the first `size` bytes of `warc` and their index as `target`: whole and on disk, or not at all.

    Args:
        entries: of the index; their file name is `name`.
        name: of the WARC file within.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    entries = sorted(entries, key=lambda entry: entry.line.encode())
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
                _fill(archive, warc, size, entries, name=name, title=title, created=created)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Force to disk that a file was made, renamed or removed in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fill(
    archive: zipfile.ZipFile,
    warc: BinaryIO,
    size: int,
    entries: list[Entry],
    *,
    name: str,
    title: str,
    created: datetime,
) -> None:
    at, resources = created.astimezone(UTC), list[dict[str, Any]]()
    with archive.open(_info(f"archive/{name}", at, zipfile.ZIP_STORED), "w", force_zip64=True) as out:
        resources.append(_copy(warc, size, out, f"archive/{name}"))
    small = {INDEX: "".join(entry.line for entry in entries), PAGES: "".join(_pages(entries))}
    for path, text in small.items():
        archive.writestr(_info(path, at, zipfile.ZIP_DEFLATED), text.encode())
        resources.append(_resource(path, hashlib.sha256(text.encode()).hexdigest(), len(text.encode())))
    manifest = {
        "profile": "data-package",
        "wacz_version": WACZ_VERSION,
        "title": title,
        "created": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "software": TOOL,
        **_main_page(entries),
        "resources": resources,
    }
    raw = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}"}
    archive.writestr(_info("datapackage.json", at, zipfile.ZIP_DEFLATED), raw)
    archive.writestr(_info("datapackage-digest.json", at, zipfile.ZIP_DEFLATED), json.dumps(digest).encode())


def _copy(source: BinaryIO, size: int, out: IO[bytes], path: str) -> dict[str, Any]:
    digest, left = hashlib.sha256(), size
    source.seek(0)
    while left and (piece := source.read(min(left, _PIECE_BYTES))):
        digest.update(piece)
        out.write(piece)
        left -= len(piece)
    return _resource(path, digest.hexdigest(), size - left)


def _resource(path: str, digest: str, size: int) -> dict[str, Any]:
    return {"name": path.rpartition("/")[2].lower(), "path": path, "hash": f"sha256:{digest}", "bytes": size}


def _pages(entries: list[Entry]) -> Iterable[str]:
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "Documents"}) + "\n"
    for entry in entries:
        if entry.capture is not None:
            page = {"id": entry.capture, "url": entry.url, "ts": entry.date}
            yield json.dumps(page, ensure_ascii=False) + "\n"


def _main_page(entries: list[Entry]) -> dict[str, str]:
    first = min((entry for entry in entries if entry.capture), key=lambda entry: entry.date, default=None)
    return {} if first is None else {"mainPageUrl": first.url, "mainPageDate": first.date}


def _info(path: str, at: datetime, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, at.timetuple()[:6])
    info.compress_type = compression
    info.external_attr = 0o644 << 16
    return info
