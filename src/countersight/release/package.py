"""The wrapping of a release: the Data Package descriptor, a plain README and checksums."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from countersight.release.dataset import Dataset
from countersight.release.resources import RESOURCES, Field, Resource, resource_name

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
"""Data Package v2.0, https://datapackage.org/standard/data-package/."""
CHECKSUMS = "SHA256SUMS"
DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFile:
    """One file of a release."""

    name: str
    """Its path inside the release folder, with `/`."""
    size: int
    """In bytes."""
    sha256: str


def list_files(folder: Path) -> tuple[ReleasedFile, ...]:
    """Return every file below `folder` in order of name, hashed."""
    paths = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix())
    return tuple(_released_file(path, folder) for path in paths)


def package_descriptor(
    dataset: Dataset, files: Iterable[ReleasedFile], *, data_license: str, homepage: str | None
) -> dict[str, Any]:
    """Describe the files as a Data Package v2.0."""
    known = {file.name: file for file in files}
    return {
        "$schema": PACKAGE_PROFILE,
        "name": "countersight-release",
        "title": dataset.title,
        "description": "Claims about the trade in surveillance technology, each tied to the exact words of a document, "
        "grouped into findings. Extracted by machine; a claim or finding is unreviewed unless marked otherwise.",
        **({"homepage": homepage} if homepage else {}),
        "version": dataset.version,
        "created": f"{dataset.released_at:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [{"name": data_license}],
        "resources": [_describe(resource, known[resource.path]) for resource in RESOURCES if resource.path in known],
    }


def checksum_lines(files: Iterable[ReleasedFile]) -> str:
    """Write what `sha256sum -c SHA256SUMS` reads."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files)


def _released_file(path: Path, folder: Path) -> ReleasedFile:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return ReleasedFile(name=path.relative_to(folder).as_posix(), size=path.stat().st_size, sha256=digest)


def _describe(resource: Resource, file: ReleasedFile) -> dict[str, Any]:
    described = {
        "name": resource.name,
        "path": resource.path,
        "title": resource.title,
        "format": resource.format,
        "mediatype": resource.mediatype,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    # A table without rows has no columns in NDJSON, and so would not fit its own schema.
    if not resource.fields or not file.size:
        return described
    return described | {"type": "table", "schema": _table_schema(resource)}


def _table_schema(resource: Resource) -> dict[str, Any]:
    keys = [
        {"fields": [column], "reference": {"resource": resource_name(path), "fields": ["id"]}}
        for column, path in resource.foreign_keys
    ]
    schema: dict[str, Any] = {"fields": [_describe_field(field) for field in resource.fields], "primaryKey": ["id"]}
    return schema | ({"foreignKeys": keys} if keys else {})


def _describe_field(field: Field) -> dict[str, str]:
    name, kind, meaning = field
    return {"name": name, "type": kind, "description": meaning}
