"""The world as drawn: shapes and places of territories on the Equal Earth projection, made by `make.py`."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_world() -> dict[str, Any]:
    """Return the map data: `width`, `height`, `sphere` (a path), `shapes` (code to path), `places` (code to x, y).

    Coordinates are whole units of a map that is `width` units wide; `loose` holds shapes that no code stands for.
    """
    world: dict[str, Any] = json.loads((files(__name__) / "world.json").read_text(encoding="utf-8"))
    return world
