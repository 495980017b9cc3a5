"""The demonstration briefs: short texts in our own words on documented facts, each with its public source."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path


@contextmanager
def brief_paths() -> Iterator[list[Path]]:
    """Give the paths of the briefs, in order of name, for as long as the block runs."""
    with as_file(files(__name__)) as folder:
        yield sorted(path for path in folder.iterdir() if path.stem[:1].isdigit())
