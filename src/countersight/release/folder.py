"""A release folder appears whole or not at all, and is never changed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from filecmp import cmp
from pathlib import Path
from tempfile import mkdtemp

from countersight.errors import Unreleasable


@contextmanager
def immutable_folder(folder: Path) -> Iterator[Path]:
    """Give a new folder to write into, beside `folder`; put it in its place when the block ends well.

    If `folder` is already there and not empty, the new one must be equal to it, byte for byte, and is thrown away.

    Raises:
        Unreleasable: `folder` holds something else, or cannot be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            yield draft
            if folder.exists() and any(folder.iterdir()):
                _require_equal(draft, folder)
            else:
                _publish(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise Unreleasable(f"{folder}: {error.strerror or error}") from error


def _publish(draft: Path, folder: Path) -> None:
    for path in [*draft.rglob("*"), draft]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        _flush(path)
    draft.rename(folder)
    _flush(folder.parent)


def _flush(path: Path) -> None:
    """Make sure that what was written survives a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _require_equal(draft: Path, folder: Path) -> None:
    ours, theirs = _names(draft), _names(folder)
    differing = sorted(
        (ours ^ theirs) | {name for name in ours & theirs if not cmp(draft / name, folder / name, False)}
    )
    if differing:
        raise Unreleasable(
            f"{folder} is already there and differs in {', '.join(differing[:3])}; "
            "a release is never changed: choose another version"
        )


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
