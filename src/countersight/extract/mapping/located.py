"""YAML read strictly, every value with its line: what nobody asked for is an error, and so are aliases and repeats."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import yaml

from countersight.errors import BadMapping

T = TypeVar("T")
MAX_CHARACTERS = 500_000
MAX_DEPTH = 12
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Located:
    """A value of a file with the line on which it stands. Scalars are the words as written: `no` is no boolean."""

    file: str
    line: int
    value: "str | tuple[Located, ...] | Fields"

    def fail(self, reason: str) -> NoReturn:
        """Raises: BadMapping: always, with file and line."""
        raise BadMapping(self.file, self.line, reason)

    def words(self) -> str:
        """Return the words of a scalar."""
        if not isinstance(self.value, str):
            self.fail("has to be one word or line of words")
        return self.value

    def items(self) -> "tuple[Located, ...]":
        """Return the items of a list; a scalar is a list of one."""
        if isinstance(self.value, str):
            return (self,)
        if isinstance(self.value, Fields):
            self.fail("has to be a list")
        return self.value

    def all_words(self) -> tuple[str, ...]:
        """Return the words of each item of a list of scalars."""
        return tuple(item.words() for item in self.items())

    def fields(self) -> "Fields":
        """Return the fields of a mapping."""
        if not isinstance(self.value, Fields):
            self.fail("has to be a mapping of names to values")
        return self.value


class Fields:
    """The fields of a mapping, taken one by one; `close` complains of what is left."""

    def __init__(self, file: str, line: int, pairs: tuple[tuple[str, Located], ...]) -> None:
        self._where = Located(file, line, "")
        self._left = dict(pairs)
        self._asked: list[str] = []

    def take(self, name: str) -> Located | None:
        """Return a field, if it is there."""
        self._asked.append(name)
        return self._left.pop(name, None)

    def need(self, name: str) -> Located:
        """Return a field that has to be there."""
        found = self.take(name)
        if found is None:
            self._where.fail(f"{name} is missing")
        return found

    def words(self, name: str, default: str = "") -> str:
        """Return the words of a field, or `default`."""
        found = self.take(name)
        return default if found is None else found.words()

    def all_words(self, name: str) -> tuple[str, ...]:
        """Return the words of a list, or none."""
        found = self.take(name)
        return () if found is None else found.all_words()

    def made(self, name: str, make: Callable[[Located], T]) -> T | None:
        """Return what `make` makes of a field, if it is there."""
        found = self.take(name)
        return None if found is None else make(found)

    def rest(self) -> Iterator[tuple[str, Located]]:
        """Yield all fields that are left, whatever their names."""
        yield from self._left.items()
        self._left.clear()

    def fail(self, reason: str) -> NoReturn:
        """Raises: BadMapping: always, with the line of the mapping."""
        self._where.fail(reason)

    def close(self) -> None:
        """Raises: BadMapping: a field is left that nobody asked for."""
        for name, found in self._left.items():
            found.fail(f"{name} means nothing here; there are {', '.join(self._asked)}")


def read_located(text: str, file: str) -> Located:
    """Read a YAML document.

    Raises:
        BadMapping: it is no YAML, is too large, has an alias, or a name twice.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadMapping(file, 1, f"more than {MAX_CHARACTERS:,} characters")
    try:
        _check_events(text, file)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadMapping(file, mark.line + 1 if mark else 1, str(getattr(error, "problem", error))) from None
    if node is None:
        raise BadMapping(file, 1, "is empty")
    return _locate(node, file, 0)


def _check_events(text: str, file: str) -> None:
    """Refuse, before anything is built, aliases and what is nested so deeply that building it would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise BadMapping(file, _line_of(event), "an alias; write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH + 1:
            raise BadMapping(file, _line_of(event), "nested too deeply")


def _line_of(marked: Any) -> int:
    """Return the line on which a node or event begins, counted from one."""
    return int(marked.start_mark.line) + 1


def _locate(node: Any, file: str, depth: int) -> Located:
    line = _line_of(node)
    if depth > MAX_DEPTH:
        raise BadMapping(file, line, "nested too deeply")
    if isinstance(node, yaml.ScalarNode):
        return Located(file, line, node.value)
    if isinstance(node, yaml.SequenceNode):
        return Located(file, line, tuple(_locate(item, file, depth + 1) for item in node.value))
    pairs: dict[str, Located] = {}
    for key, value in node.value:
        name = _locate(key, file, depth + 1)
        if name.words() in pairs:
            name.fail(f"{name.words()} stands here twice")
        pairs[name.words()] = _locate(value, file, depth + 1)
    return Located(file, line, Fields(file, line, tuple(pairs.items())))
