"""The values of a mapping's YAML, taken field by field with file and line: what nobody asked for is an error."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from countersight.errors import BadMapping
from countersight.values.strict_yaml import BadYaml, Lined, read_yaml_text

T = TypeVar("T")
MAX_CHARACTERS = 500_000


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
        BadMapping: it is over 500,000 characters, nothing, or as `read_yaml_text`.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadMapping(file, 1, f"more than {MAX_CHARACTERS:,} characters")
    try:
        lined = read_yaml_text(text)
    except BadYaml as error:
        raise BadMapping(file, error.line, error.reason) from None
    if lined.is_nothing:
        raise BadMapping(file, 1, "is empty")
    return _locate(lined, file)


def _locate(lined: Lined, file: str) -> Located:
    if isinstance(lined.value, str):
        return Located(file, lined.line, lined.value)
    if isinstance(lined.value, list):
        return Located(file, lined.line, tuple(_locate(each, file) for each in lined.value))
    pairs = tuple((name, _locate(value, file)) for name, value in lined.value.items())
    return Located(file, lined.line, Fields(file, lined.line, pairs))
