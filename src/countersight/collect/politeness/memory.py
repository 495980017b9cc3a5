"""The plug point of what has to outlive the process: when hosts may be asked again, robots.txt, validators, places."""

from typing import Any, Protocol, TypeVar

import msgspec

Record = TypeVar("Record")


class Memory(Protocol):
    """Short strings under a kind and a key. Keys are addresses, hosts or names of entries, of up to 2,000 characters.

    Kinds are few and fixed: they are listed where they are used. One process at a time writes; threads of it may share
    a memory, so an implementation has to bear calls from several.
    """

    def recall(self, kind: str, key: str) -> str | None:
        """Return what was remembered last, also by an earlier process; nothing if nothing was."""
        ...

    def remember(self, kind: str, key: str, value: str) -> None:
        """Keep `value` in place of what was there; it is safe on disk when this returns."""
        ...

    def forget(self, kind: str, key: str) -> None:
        """Drop what was remembered, if anything was."""
        ...


class ProcessMemory:
    """Remembers as long as the process lives: for a single run, and for tests."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], str] = {}

    def recall(self, kind: str, key: str) -> str | None:
        """Return what was remembered last."""
        return self._values.get((kind, key))

    def remember(self, kind: str, key: str, value: str) -> None:
        """Keep `value` in place of what was there."""
        self._values[kind, key] = value

    def forget(self, kind: str, key: str) -> None:
        """Drop what was remembered."""
        self._values.pop((kind, key), None)


def recall_record(memory: Memory, kind: str, key: str, of: type[Record]) -> Record | None:
    """Return the record that was remembered; nothing if none was, or one of another version of Countersight."""
    kept = memory.recall(kind, key)
    try:
        return None if kept is None else msgspec.json.decode(kept, type=of)
    except msgspec.DecodeError:
        return None


def remember_record(memory: Memory, kind: str, key: str, record: Any) -> None:
    """Keep a dataclass, or whatever else JSON can hold."""
    memory.remember(kind, key, msgspec.json.encode(record).decode())
