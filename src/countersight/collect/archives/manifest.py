"""Reads the manifest of a WACZ, and holds its files against the hashes that the manifest gives them."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from countersight.collect.archives.digests import LabelledDigest, parse_digest
from countersight.collect.archives.zip_directory import DAMAGE
from countersight.errors import UnreadableSource

MANIFEST = "datapackage.json"
DIGEST = "datapackage-digest.json"
LARGEST_MANIFEST = 16 << 20
"""Bytes, decompressed."""
PROFILES = frozenset({"data-package", "wacz"})
"""Of WACZ 1.1 and of 1.2, which names no version besides."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What the manifest says of one file."""

    size: int
    digest: LabelledDigest


def read_manifest(archive: zipfile.ZipFile, *, address: str) -> dict[str, Any]:
    """Read `datapackage.json`, checked against `datapackage-digest.json` where there is one.

    Raises:
        UnreadableSource: it is missing, is no manifest of a WACZ 1, or does not have its hash.
    """
    raw = read_small(archive, MANIFEST, address=address)
    manifest = _parse(raw, MANIFEST, address)
    if DIGEST in archive.namelist():
        said = _parse(read_small(archive, DIGEST, address=address), DIGEST, address).get("hash")
        digest = parse_digest(str(said))
        if digest is None or not digest.fits(raw):
            raise UnreadableSource(address, f"{MANIFEST} does not have the hash that {DIGEST} gives it")
    version = str(manifest.get("wacz_version", "1."))
    if manifest.get("profile") not in PROFILES or not version.startswith("1."):
        kind = f"{str(manifest.get('profile'))[:40]!r}, version {version[:20]!r}"
        raise UnreadableSource(address, f"its manifest is not that of a WACZ 1: {kind}")
    return manifest


def read_resources(manifest: Mapping[str, Any]) -> dict[str, Resource]:
    """Return what the manifest says of each file, by its path; what says no hash that can be checked is left out."""
    resources: dict[str, Resource] = {}
    listed = manifest.get("resources")
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, dict):
            continue
        path, size, digest = entry.get("path"), entry.get("bytes"), parse_digest(str(entry.get("hash")))
        if isinstance(path, str) and isinstance(size, int) and digest is not None:
            resources[path] = Resource(size, digest)
    return resources


def check_file(file: IO[bytes], resource: Resource | None) -> str | None:
    """Return in words what is wrong with a file of a WACZ; nothing if it has its hash."""
    if resource is None:
        return "the manifest does not give its hash"
    hashed, size = hashlib.new(resource.digest.algorithm, usedforsecurity=False), 0
    try:
        while size <= resource.size and (piece := file.read(1 << 20)):
            hashed.update(piece)
            size += len(piece)
    except DAMAGE as error:
        return f"it is damaged: {error}"
    if size != resource.size or hashed.digest() != resource.digest.value:
        return "it does not have the hash that the manifest gives it"
    return None


def read_small(archive: zipfile.ZipFile, name: str, *, address: str) -> bytes:
    """Read a small file of a WACZ whole.

    Raises:
        UnreadableSource: it is missing, damaged or too large.
    """
    try:
        entry = archive.getinfo(name)
        if entry.file_size > LARGEST_MANIFEST:
            raise UnreadableSource(address, f"{name} has {entry.file_size:,} bytes")
        with archive.open(entry) as file:
            return file.read(LARGEST_MANIFEST)
    except KeyError:
        raise UnreadableSource(address, f"it is no WACZ: there is no {name}") from None
    except DAMAGE as error:
        raise UnreadableSource(address, f"{name} is damaged: {error}") from error


def _parse(raw: bytes, name: str, address: str) -> dict[str, Any]:
    try:
        parsed = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(address, f"{name} is no JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise UnreadableSource(address, f"{name} is no object of JSON")
    return parsed
