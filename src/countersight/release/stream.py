"""A stream of FollowTheMoney entities under way, and the file that it becomes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec


@dataclass(slots=True)
class Stream:
    """Entities under way; adding one again adds to its properties."""

    schemata: dict[str, str] = field(default_factory=dict)
    properties: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    unstated: list[str] = field(default_factory=list)
    """Findings that the model has no way to state."""

    def add(self, schema: str, entity_id: str, **values: str | Iterable[str] | None) -> str:
        """Add values to an entity, made where it is new; return its id. Empty values are left out."""
        self.schemata[entity_id] = schema
        properties = self.properties.setdefault(entity_id, {})
        for name, value in values.items():
            several = {value} if isinstance(value, str) else set(value or ())
            if several := {one for one in several if one}:
                properties.setdefault(name, set()).update(several)
        return entity_id

    def records(self) -> Iterator[dict[str, object]]:
        """Yield the entities in order of id, as FollowTheMoney writes them."""
        for entity_id in sorted(self.schemata):
            properties = {name: sorted(values) for name, values in sorted(self.properties[entity_id].items())}
            yield {"id": entity_id, "schema": self.schemata[entity_id], "properties": properties}


def write_entities(stream: Stream, path: Path) -> None:
    """Write one entity a line, in order of id."""
    with path.open("wb") as file:
        for record in stream.records():
            file.write(msgspec.json.encode(record) + b"\n")
