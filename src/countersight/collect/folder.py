"""Walks a folder: every file in it, in order of name, and nothing outside it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing in a folder."""

    path: str
    """With links resolved, so that opening it cannot lead elsewhere."""
    address: str
    """Its own place in the folder, links not resolved."""
    refusal: str | None = None
    """Why it is not to be read, if it is not."""


def walk_folder(folder: str) -> Iterator[Found]:
    """Yield the files below `folder`, depth first, in the byte order of their names.

    Hidden files and folders (names that begin with a dot) are left out, as the folders of version control and the
    marks of desktops are no documents; naming one as a source takes it in. A link to a file within the folder is
    followed; a link that leaves it is refused, for a folder from a leak may hold one to the reader's own secrets; a
    link to a folder within it is passed over, since what it leads to is found at its own place, and so no loop of links
    holds up the walk.
    """
    root = os.path.realpath(folder)
    pending = [root]
    while pending:
        path = pending.pop()
        try:
            entries = _entries(path)
        except OSError as error:
            yield Found(path=path, address=Path(path).as_uri(), refusal=error.strerror or "cannot be listed")
            continue
        # Files of a folder come before those of the folders in it. A stack, not recursion: trees may be very deep.
        pending.extend(entry.path for entry in reversed(entries) if entry.is_dir(follow_symlinks=False))
        for entry in entries:
            found = None if entry.is_dir(follow_symlinks=False) else _look_at(entry, root)
            if found is not None:
                yield found


def _entries(path: str) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return sorted((entry for entry in entries if not entry.name.startswith(".")), key=_name_bytes)


def _name_bytes(entry: os.DirEntry[str]) -> bytes:
    return os.fsencode(entry.name)


def _look_at(entry: os.DirEntry[str], root: str) -> Found | None:
    address = Path(entry.path).as_uri()
    if not entry.is_symlink():
        return Found(path=entry.path, address=address)
    target = os.path.realpath(entry.path)
    if os.path.commonpath((root, target)) != root:
        return Found(path=entry.path, address=address, refusal="a link that leaves the folder")
    if Path(target).is_dir():
        return None
    return Found(path=target, address=address)
