"""Reads `source.yml` strictly: every word is understood, or told with its file and line."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from countersight.collect.discovery import Entry, read_entry
from countersight.collect.sources.schedule import parse_recapture, parse_schedule
from countersight.collect.sources.source import Expected, Source, SourceKind, Span
from countersight.errors import BadSetting, BadSource
from countersight.model.source import Reliability
from countersight.reference import load_reference
from countersight.values.strict_yaml import BadYaml, Lined, read_yaml

FILE_NAME = "source.yml"
MAX_BYTES = 65_536
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""What the folder of a source may be called."""
MOST_ENTRIES = 50
MOST_PAGES = 50_000

T = TypeVar("T")


def read_source(path: Path) -> Source:
    """Read the source that a file declares; its name is that of the folder.

    Raises:
        BadSource: it says something that is not understood, or cannot be.
    """
    try:
        with path.open("rb") as file:
            lined = read_yaml(file.read(MAX_BYTES + 1), max_bytes=MAX_BYTES)
    except OSError as error:
        raise BadSource(path, None, error.strerror or "cannot be read") from error
    except BadYaml as error:
        raise BadSource(path, error.line, error.reason) from error
    if lined.is_nothing:
        raise BadSource(path, 1, "nothing in it")
    name = path.parent.name
    if not NAME.fullmatch(name):
        raise BadSource(path, None, f"its folder {name!r} has to be named in a-z, 0-9, - and _, up to 64 of them")
    said = _Said(path, lined)
    letter, basis = _reliability(said.part("reliability"))
    source = Source(
        name=name,
        path=path,
        publisher=said.text("publisher"),
        owner=said.optional("owner"),
        territory=said.take("territory", _territory),
        languages=tuple(said.each("languages", _language, optional=True)),
        kind=said.take("kind", SourceKind, choices=SourceKind),
        website=said.take("website", _address),
        licence=said.optional("licence"),
        reliability=letter,
        basis=basis,
        entries=tuple(_entries(said)),
        schedule=said.take("schedule", parse_schedule),
        recapture=said.take("recapture", parse_recapture),
        expected=_expected(said.part("expected")),
        pages_per_visit=said.number("pages_per_visit", least=1, most=MOST_PAGES, default=200),
        mapping=said.take("mapping", _mapping, default=""),
        read_in=tuple(said.each("read_in", _address, optional=True)),
        checked=said.take("checked", _checked, default="never"),
        note=said.optional("note"),
    )
    said.finish()
    return source


class _Said:
    """What a mapping says: each name is taken once, and what is left over is an error."""

    def __init__(self, path: Path, lined: Lined) -> None:
        if not isinstance(lined.value, dict):
            raise BadSource(path, lined.line, "names with values are expected here")
        self.path = path
        self._line = lined.line
        self._left = dict(lined.value)
        self._known: list[str] = []

    def fault(self, line: int, reason: str) -> BadSource:
        return BadSource(self.path, line, reason)

    def pop(self, name: str) -> Lined | None:
        self._known.append(name)
        return self._left.pop(name, None)

    def needed(self, name: str) -> Lined:
        lined = self.pop(name)
        if lined is None or lined.is_nothing or not lined.value:
            raise self.fault(lined.line if lined else self._line, f"{name} is missing")
        return lined

    def text(self, name: str) -> str:
        return self.words(name, self.needed(name))

    def optional(self, name: str) -> str | None:
        lined = self.pop(name)
        return None if lined is None or lined.is_nothing else self.words(name, lined)

    def words(self, name: str, lined: Lined) -> str:
        if not isinstance(lined.value, str):
            raise self.fault(lined.line, f"{name} has to be words")
        return " ".join(lined.value.split())

    def take(
        self, name: str, read: Callable[[str], T], *, choices: type[object] | None = None, default: str | None = None
    ) -> T:
        if default is not None and name not in self._left:
            self._known.append(name)
            return read(default)
        return self._read(name, self.needed(name), read, choices)

    def each(self, name: str, read: Callable[[str], T], *, optional: bool = False) -> list[T]:
        lined = self.pop(name) if optional else self.needed(name)
        if lined is None or lined.is_nothing:
            return []
        if not isinstance(lined.value, list):
            raise self.fault(lined.line, f"{name} has to be a list, such as [{name[0]}, ...]")
        return [self._read(name, each, read, None) for each in lined.value]

    def number(self, name: str, *, least: int, most: int, default: int | None = None) -> int:
        lined = self.pop(name)
        if lined is None and default is not None:
            return default
        written = lined.value if lined is not None else None
        if lined is None or not isinstance(written, str) or not written.isascii() or not written.isdecimal():
            raise self.fault(lined.line if lined else self._line, f"{name} has to be a whole number")
        if len(written) > 12 or not least <= int(written) <= most:
            raise self.fault(lined.line, f"{name} has to be from {least} to {most:,}")
        return int(written)

    def part(self, name: str) -> "_Said":
        return _Said(self.path, self.needed(name))

    def finish(self) -> None:
        for name, lined in self._left.items():
            raise self.fault(lined.line, f"{name} is not known here; there are {', '.join(self._known)}")

    def _read(self, name: str, lined: Lined, read: Callable[[str], T], choices: type[object] | None) -> T:
        words = self.words(name, lined)
        try:
            return read(words)
        except ValueError as error:  # BadSchedule is one, too
            there = f"there are {', '.join(map(str, choices))}" if choices else str(error)  # type: ignore[call-overload]
            raise self.fault(lined.line, f"{name}: {words!r} cannot be: {there}" if choices else there) from error


def _reliability(said: _Said) -> tuple[Reliability, str]:
    letter = said.take("letter", Reliability, choices=Reliability)
    basis = said.text("basis")
    said.finish()
    return letter, basis


def _expected(said: _Said) -> Expected:
    per = said.take("per", Span, choices=Span)
    least = said.number("least", least=0, most=1_000_000)
    most = said.number("most", least=max(1, least), most=1_000_000)
    said.finish()
    return Expected(least=least, most=most, per=per)


def _entries(said: _Said) -> list[Entry]:
    lined = said.needed("entries")
    if not isinstance(lined.value, list) or len(lined.value) > MOST_ENTRIES:
        raise said.fault(lined.line, f"entries have to be a list of at most {MOST_ENTRIES}")
    return [_entry(said, each) for each in lined.value]


def _entry(said: _Said, lined: Lined) -> Entry:
    if not isinstance(lined.value, dict):
        raise said.fault(lined.line, "an entry has a kind and, mostly, an address")
    try:
        return read_entry(lined.bare())
    except BadSetting as error:
        member = lined.value.get(error.name)
        raise said.fault(member.line if member else lined.line, str(error)) from error


def _address(words: str) -> str:
    try:
        parts = urlsplit(words)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:  # brackets that enclose no address
        is_web = False
    if not is_web or " " in words:
        raise ValueError(f"{words!r} is no address of the web, such as https://gazette.example/")
    return words


def _territory(words: str) -> str:
    if words not in load_reference("territories.yaml")["territories"]:
        raise ValueError(
            f"{words!r} is no code of a territory; codes are lower-case ISO 3166-1 alpha-2, and eu, un, xk"
        )
    return words


@cache
def _languages() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").languages)


def _language(words: str) -> str:
    if not (words.isascii() and words.isalpha() and words.islower() and words in _languages()):
        raise ValueError(f"{words!r} is no code of a language; codes are ISO 639-1, else 639-3: en, ar, hak")
    return words


def _mapping(words: str) -> str | None:
    if words and not NAME.fullmatch(words):
        raise ValueError(f"{words!r} is no name of a mapping")
    return words or None


def _checked(words: str) -> date | None:
    if words == "never":
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ValueError(f"checked: {words!r} is neither never nor a day, such as 2026-11-23") from None
