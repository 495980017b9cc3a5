"""Web archives in the WACZ format (1.1 and 1.2): WARC files in a ZIP, with a manifest that gives their hashes.

Format: https://specs.webrecorder.net/wacz/1.1.1/
"""

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from countersight.collect.archives.manifest import Resource, check_file, read_manifest, read_resources
from countersight.collect.archives.warc import Outcome, Part, documents
from countersight.collect.archives.zip_directory import open_stored, open_zip
from countersight.collect.base import Clock, CollectLimits
from countersight.errors import UnreadableSource
from countersight.model.failure import Stage, make_failure

FOLDER = "archive/"
_WARC = re.compile(r"archive/[^/]+\.warc(\.gz|\.zst)?")
_FIRST_ENTRY = re.compile(rb"PK\x03\x04.{26}(?:archive/|indexes/index\.|pages/pages\.jsonl)", re.DOTALL)
"""How a ZIP begins that has one of the folders of a WACZ first."""


class WaczContainer:
    """A WACZ file."""

    name = "wacz"

    def recognizes(self, head: bytes, name: str) -> bool:
        """Tell by the name of the file, or of the first file in it."""
        is_zip = head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
        path = re.split(r"[?#]", name, maxsplit=1)[0]
        return is_zip and (path.lower().endswith(".wacz") or _FIRST_ENTRY.match(head) is not None)

    def members(self, stream: BinaryIO, *, address: str, limits: CollectLimits, clock: Clock) -> Iterator[Outcome]:
        """Yield the document of each record in the WARC files that have their hashes."""
        with open_zip(stream, address=address) as archive:
            resources = read_resources(read_manifest(archive, address=address))
            parts: list[Part] = []
            for entry in archive.infolist():
                if not entry.filename.startswith(FOLDER) or entry.is_dir():
                    continue
                name = f"{address}#{entry.filename}"
                try:
                    _check(stream, entry, resources.get(entry.filename), name)
                except UnreadableSource as error:
                    yield make_failure(Stage.COLLECT, name, error)
                    continue
                digest = resources[entry.filename].digest
                labelled = f" {digest.algorithm}:{digest.value.hex()}"
                parts.append(Part(name=name + labelled, open=partial(open_stored, stream, entry, address=name)))
            yield from documents(parts, address=address, limits=limits)


def _check(stream: BinaryIO, entry: zipfile.ZipInfo, resource: Resource | None, name: str) -> None:
    """Raises: UnreadableSource: an entry of the folder of archives is no WARC file, or not what the manifest says."""
    if not _WARC.fullmatch(entry.filename):
        raise UnreadableSource(name, "it is no WARC file")
    wrong = check_file(open_stored(stream, entry, address=name), resource)
    if wrong is not None:
        raise UnreadableSource(name, wrong)
