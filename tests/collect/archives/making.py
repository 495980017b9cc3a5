"""Makes archives of the web by hand, sound and not, so that no library decides what can be tested."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from countersight.collect.archives.flaws import BadRecord
from countersight.collect.archives.records import RecordReader
from countersight.collect.base import Collected, CollectLimits, Skipped, utc_now
from countersight.collect.containers import Container
from countersight.model.failure import Failure

PAGE = b"<html><body><p>Words of a page.</p></body></html>"
DATE = "2025-03-04T05:06:07Z"
LIMITS = CollectLimits(
    max_document_bytes=100_000, media_types=frozenset({"text/html", "text/plain", "application/pdf"})
)


def record(kind: str, block: bytes = b"", *, version: str = "WARC/1.1", **fields: str) -> bytes:
    """Make a record; `warc_target_uri="…"` and the like are its fields."""
    said = {"warc-type": kind, "warc-date": DATE, "content-length": str(len(block))}
    said |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    return f"{version}\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes = PAGE, *, status: str = "200 OK", **headers: str) -> bytes:
    """Make a response as it comes over the network."""
    said = {"content-type": "text/html"} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body


def response(number: int = 0, block: bytes | None = None, **fields: str) -> bytes:
    """Make a record of a response; `number` tells it from others."""
    said = {
        "warc_record_id": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "warc_target_uri": f"http://site.example/{number}",
        "content_type": "application/http; msgtype=response",
    }
    return record("response", http() if block is None else block, **(said | fields))


def gz(*records: bytes) -> bytes:
    """Compress each record by itself."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def label(data: bytes, algorithm: str = "sha1") -> str:
    """Write a digest as most archives do."""
    return f"{algorithm}:{base64.b32encode(hashlib.new(algorithm, data).digest()).decode()}"


def wacz(
    files: Mapping[str, bytes], *, manifest: Mapping[str, object] | None = None, digest: str | None = None
) -> bytes:
    """Pack files as a WACZ, their hashes in the manifest; `manifest` changes what it says."""
    resources = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in files.items()
    ]
    said = {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources} | dict(manifest or {})
    raw = json.dumps(said).encode()
    digest = digest or f"sha256:{hashlib.sha256(raw).hexdigest()}"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("datapackage.json", raw)
        archive.writestr("datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": digest}))
    return out.getvalue()


def take(container: Container, data: bytes, limits: CollectLimits = LIMITS) -> list[Collected | Failure | Skipped]:
    """Take a file apart."""
    return list(container.members(io.BytesIO(data), address="file:///made.warc", limits=limits, clock=utc_now))


def told(outcomes: list[Collected | Failure | Skipped]) -> list[str]:
    """Say in a word each what came of a file: the address of a document, a failure's detail, why something is left."""
    return [
        each.capture.address
        if isinstance(each, Collected)
        else each.detail
        if isinstance(each, Failure)
        else each.reason
        for each in outcomes
    ]


def blocks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Read the kind and the block of each record; a bad one is `bad` with its reason."""
    reader = RecordReader(io.BytesIO(data))
    while True:
        try:
            found = reader.next_record()
            if found is None:
                return
            block = b"".join(found.block())
            found.finish()
            yield found.kind, block
        except BadRecord as error:
            yield "bad", error.reason.encode()


def save(folder: Path, name: str, data: bytes) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(data)
    return path
