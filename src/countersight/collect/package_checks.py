"""Checks a file of procurement releases against the standard, with libcoveocds: what is wrong with it, and where.

Nothing is fetched: the standard is a copy on disk, and extensions that a package declares are left unchecked.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from countersight.errors import DocumentTooLarge, UnreadableDocument, UsageError

MOST_BYTES = 100_000_000
VERSIONS = ("1.0", "1.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a package, wherever it is."""

    kind: str
    """`schema`, `codelist`, `ids`, `prefix`, `deprecated`, `empty` or `unknown field`."""
    message: str
    places: tuple[str, ...]
    """Paths as libcoveocds writes them: `releases/0/tender/id`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageReport:
    """What was found in one file."""

    version: str
    members: int
    problems: tuple[Problem, ...]
    unchecked_extensions: tuple[str, ...]


def check_package(path: Path, *, standard: Path, version: str | None = None) -> PackageReport:
    """Check a release package, a record package, a release or record by itself, or JSON Lines of these.

    Args:
        standard: a ZIP file or folder of the standard's repository (https://github.com/open-contracting/standard).
        version: `1.0` or `1.1`; by default the one that the package names.

    Raises:
        DocumentTooLarge: over `MOST_BYTES`.
        UnreadableDocument: it is no JSON, or neither package nor release.
        UsageError: libcoveocds is not installed, or the copy of the standard is not complete.
    """
    package, is_made = _read(path)
    declared = package.pop("extensions", None)
    found = _run(package, standard, version)
    problems = [one for one in _problems(found) if not (is_made and _is_of_the_envelope(one))]
    return PackageReport(
        version=str(found.get("version_used", "")),
        members=len(package.get("releases") or package.get("records") or ()),
        problems=tuple(problems),
        unchecked_extensions=tuple(map(str, declared)) if isinstance(declared, list) else (),
    )


def _read(path: Path) -> tuple[dict[str, Any], bool]:
    """Return a package, and whether its envelope was made here."""
    if (size := path.stat().st_size) > MOST_BYTES:
        raise DocumentTooLarge(str(path), size, MOST_BYTES)
    try:
        text = path.read_text(encoding="utf-8-sig")
        try:
            values = [json.loads(text)]
        except json.JSONDecodeError:
            values = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(f"{path}: no JSON: {error}") from error
    if not values:
        raise UnreadableDocument(f"{path}: nothing in it")
    if len(values) == 1 and isinstance(values[0], dict) and "ocid" not in values[0]:
        if not {"releases", "records"} & set(values[0]):
            raise UnreadableDocument(f"{path}: neither a package nor a release")
        return values[0], False
    kind = "records" if all(isinstance(one, dict) and "releases" in one for one in values) else "releases"
    return {"version": "1.1", kind: values}, True


def _run(package: dict[str, Any], standard: Path, version: str | None) -> dict[str, Any]:
    try:
        from libcoveocds.api import ocds_json_output  # type: ignore[import-untyped]
        from libcoveocds.config import LibCoveOCDSConfig  # type: ignore[import-untyped]
        from libcoveocds.exceptions import LibCoveOCDSError  # type: ignore[import-untyped]
    except ImportError as error:
        raise UsageError(f"checking needs {error.name}: install countersight with the extra `validators`") from error
    if not standard.exists():
        raise UsageError(f"{standard}: there is no copy of the standard")
    config = LibCoveOCDSConfig()
    config.config.update(context="api", standard_zip=standard.resolve().as_uri())
    try:
        found: dict[str, Any] = ocds_json_output(
            schema_version=version,
            json_data=package,
            lib_cove_ocds_config=config,
            record_pkg="records" in package,
        )
    except KeyError as error:
        raise UsageError(f"{standard} lacks {error.args[0]} of the standard") from error
    except LibCoveOCDSError as error:
        raise UnreadableDocument(str(error)) from error
    return found


def _problems(found: dict[str, Any]) -> Iterator[Problem]:
    by_message: dict[str, list[str]] = {}
    for one in found.get("validation_errors", ()):
        by_message.setdefault(str(one["description"]), []).append(str(one["path"]))
    yield from (Problem(kind="schema", message=words, places=tuple(at)) for words, at in by_message.items())
    for one in found.get("additional_closed_codelist_values", {}).values():
        values = ", ".join(map(str, one["values"]))
        message = f"{values}: not in the codelist {one['codelist']}"
        yield Problem(kind="codelist", message=message, places=(f"{one['path']}/{one['field']}",))
    for name, places in (found.get("structure_warnings") or {}).items():
        yield Problem(kind="ids", message=str(name).replace("_", " "), places=tuple(map(str, places)))
    for name, places in (found.get("conformance_errors") or {}).items():
        told = tuple(str(place[-1]) if isinstance(place, list | tuple) else str(place) for place in places)
        yield Problem(kind="prefix", message=str(name).replace("_", " "), places=told)
    for one in found.get("deprecated_fields", ()):
        places = tuple(f"{place}/{one['field']}" for place in one["paths"])
        yield Problem(kind="deprecated", message=str(one["field"]), places=places)
    for name, places in (found.get("additional_checks") or {}).items():
        told = tuple(str(place.get("json_location", place)) for place in places)
        yield Problem(kind="empty", message=str(name).replace("_", " "), places=told)
    for one in found.get("additional_fields", ()):
        place = f"{one['path']}/{one['field']}"
        yield Problem(kind="unknown field", message=str(one["field"]), places=(place,) * int(one["usage_count"]))


def _is_of_the_envelope(problem: Problem) -> bool:
    """Whether it is about the package alone, which was made around releases that have none."""
    return problem.kind == "schema" and set(problem.places) <= {""}
