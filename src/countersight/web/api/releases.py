"""The releases of a project: their files, and what changed from one to the next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from countersight.errors import NotFound
from countersight.release.changes import Change, compare_releases
from countersight.web.rendering import answer
from countersight.web.workspace import workspace

RELEASES = "releases"
"""Folder of a project with a folder for each release."""
VERSION = re.compile(r"[\w][\w.+-]{0,99}")
SHOWN = 500
"""Changes on one page; the file has all."""
SANDBOXED = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFile:
    """One file of a release."""

    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    """One release."""

    version: str
    title: str
    created: str | None
    """ISO 8601, as its data package says."""
    files: tuple[ReleaseFile, ...]


def list_releases(request: Request) -> Response:
    """Show the releases, the newest first."""
    return answer(request, "api/releases.html", {"rows": _releases(request)})


def release_file(request: Request) -> Response:
    """Give one file of a release, never to be shown within the site."""
    folder, name = _folder(request, request.path_params["version"]), request.path_params["name"]
    if name not in {one.name for one in _files(folder)}:
        raise NotFound(f"release {folder.name} has no file {name!r}")
    return FileResponse(folder / name, filename=f"{folder.name}-{name}", headers=SANDBOXED)


def show_changes(request: Request) -> Response:
    """Show what changed between two releases; `?format=ndjson` gives all of it, one change a line."""
    after = _folder(request, request.path_params["version"])
    before = _folder(request, request.query_params.get("since") or _previous(request, after.name))
    changes = compare_releases(before, after)
    if request.query_params.get("format") == "ndjson":
        name = f"changes-{before.name}-to-{after.name}.ndjson"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingResponse(_lines(changes), media_type="application/x-ndjson", headers=headers)
    shown = list(islice(changes, SHOWN + 1))
    data = {"version": after.name, "since": before.name, "rows": shown[:SHOWN], "has_more": len(shown) > SHOWN}
    return answer(request, "api/changes.html", data, releases=_releases(request))


def _lines(changes: Iterator[Change]) -> Iterator[bytes]:
    for change in changes:
        yield msgspec.json.encode(change) + b"\n"


def _releases(request: Request) -> list[ReleaseRow]:
    folder = workspace(request).project.folder / RELEASES
    found = [_row(one) for one in folder.iterdir() if _is_release(one)] if folder.is_dir() else []
    return sorted(found, key=lambda row: (row.created or "", row.version), reverse=True)


def _row(folder: Path) -> ReleaseRow:
    package = msgspec.json.decode((folder / "datapackage.json").read_bytes())
    return ReleaseRow(
        version=folder.name, title=str(package.get("title", "")), created=package.get("created"), files=_files(folder)
    )


def _files(folder: Path) -> tuple[ReleaseFile, ...]:
    return tuple(
        ReleaseFile(name=path.name, size=path.stat().st_size) for path in sorted(folder.iterdir()) if path.is_file()
    )


def _previous(request: Request, version: str) -> str:
    versions: Sequence[str] = [row.version for row in _releases(request)]
    later = versions[versions.index(version) + 1 :]
    if not later:
        raise NotFound(f"there is no release before {version}")
    return later[0]


def _folder(request: Request, version: str) -> Path:
    folder = workspace(request).project.folder / RELEASES / version
    if not VERSION.fullmatch(version) or not _is_release(folder):
        raise NotFound(f"there is no release {version[:100]!r}")
    return folder


def _is_release(folder: Path) -> bool:
    return not folder.name.startswith(".") and (folder / "datapackage.json").is_file()
