"""The facts that Countersight maintains as YAML: taxonomy, territories, organizations, demonstration briefs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import yaml


@cache
def load_reference(name: str) -> Any:
    """Return the content of the YAML file `name` of this folder, read once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((files(__name__) / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  a safe loader


@contextmanager
def briefs() -> Iterator[list[Path]]:
    """Give the paths of the demonstration briefs, in order of name, for as long as the block runs."""
    with as_file(files(__name__) / "briefs") as folder:
        yield sorted(path for path in folder.iterdir() if path.stem[:1].isdigit())
