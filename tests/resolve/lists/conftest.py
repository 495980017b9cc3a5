"""A way to write a made-up list and read it, for all tests of forms."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from countersight.model.entity import Entity
from countersight.model.failure import Failure
from countersight.resolve.lists import LeftOut, read_list

TODAY = date(2026, 11, 23)


@dataclass
class Reading:
    """What a list gave."""

    entities: dict[str, Entity] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    left_out: Counter[LeftOut] = field(default_factory=Counter)

    @property
    def only(self) -> Entity:
        (entity,) = self.entities.values()
        return entity


ReadText = Callable[..., Reading]


def read_file(path: Path, *, form: str | None = None) -> Reading:
    """Read a list as of `TODAY`."""
    found = Reading()
    for item in read_list(path, form=form, left_out=found.left_out, today=TODAY):
        if isinstance(item, Failure):
            found.failures.append(item)
        else:
            found.entities[item.id] = item
    return found


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Write a file with `text`, and files beside it, and read it; its form has to be found by its beginning."""

    def read(text: str, name: str = "list", *, form: str | None = None, **beside: str) -> Reading:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        for other, content in beside.items():
            (tmp_path / other.replace("_csv", ".csv")).write_text(content, encoding="utf-8")
        return read_file(path, form=form)

    return read
