"""YAML of people's making, read strictly and with the line of every value, so that faults are told by their place.

Anchors, aliases, tags, repeated names and deep nesting are refused before anything is built of them: a few hundred
bytes of aliases can stand for gigabytes. Scalars stay as they are written: Norway's code is `no` and not a falsehood.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

MAX_DEPTH = 12
"""Of lists and mappings in one another."""
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
"""Neither octal nor too long for a number: both stay words, and are refused where a number is wanted."""
_TRUTHS = ("true", "false")
_NOTHING = ("", "~", "null", "Null", "NULL")
"""How nothing is written (YAML 1.1, https://yaml.org/type/null.html)."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadYaml(ValueError):
    """A text that is no such YAML, with the line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Lined:
    """A value, with the line that it, or the name that it has, begins in, counted from one."""

    line: int
    value: "str | list[Lined] | dict[str, Lined]"
    """Scalars as they are written."""
    is_plain: bool = False
    """A scalar without quotation marks, which may be a number, or nothing."""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all stands here, or a word for it."""
        return self.value == "" or (self.is_plain and self.value in _NOTHING)

    def bare(self) -> Any:
        """Return the value without lines: plain scalars as numbers and truths where they are, nothing as no words."""
        if isinstance(self.value, dict):
            return {name: value.bare() for name, value in self.value.items()}
        if isinstance(self.value, list):
            return [value.bare() for value in self.value]
        if self.is_nothing:
            return ""
        if not self.is_plain or not (_WHOLE.fullmatch(self.value) or self.value in _TRUTHS):
            return self.value
        return int(self.value) if self.value not in _TRUTHS else self.value == "true"


def read_yaml(data: bytes, *, max_bytes: int) -> Lined:
    """Read one YAML document from a file; of an empty one, nothing.

    Raises:
        BadYaml: it is over `max_bytes`, not UTF-8, or as `read_yaml_text`.
    """
    if len(data) > max_bytes:
        raise BadYaml(1, f"more than {max_bytes:,} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadYaml(data[: error.start].count(b"\n") + 1, "not UTF-8") from error
    return read_yaml_text(text)


def read_yaml_text(text: str) -> Lined:
    """Read one YAML document of a size that the caller has bounded; of an empty one, nothing.

    Raises:
        BadYaml: it is not YAML, has anchors, aliases or tags, names a thing twice, or is nested too deeply.
    """
    try:
        check_events(text)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = " ".join(str(getattr(error, "problem", None) or error).split())
        raise BadYaml(mark.line + 1 if mark else 1, reason) from error
    return Lined(1, "", is_plain=True) if node is None else _lined(node, _line_of(node))


def check_events(text: str) -> None:
    """Refuse, before anything is built, what could make a small text large or deep.

    Raises:
        BadYaml: it has anchors, aliases or tags, or is nested too deeply.
        yaml.YAMLError: it is no YAML.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadYaml(_line_of(event), "anchors and aliases are not read; write the value out")
        if getattr(event, "tag", None):
            raise BadYaml(_line_of(event), "tags are not read")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadYaml(_line_of(event), f"nested too deeply: more than {MAX_DEPTH} levels")


def _line_of(marked: Any) -> int:
    """Return the line in which a node or event begins, counted from one."""
    return int(marked.start_mark.line) + 1 if marked.start_mark else 1


def _lined(node: yaml.Node, line: int) -> Lined:
    if isinstance(node, yaml.MappingNode):
        return Lined(line, dict(_members(node)))
    if isinstance(node, yaml.SequenceNode):
        return Lined(line, [_lined(each, _line_of(each)) for each in node.value])
    is_plain = isinstance(node, yaml.ScalarNode) and not node.style  # the C parser tells plain ones by ""
    return Lined(line, str(node.value), is_plain=is_plain)


def _members(node: yaml.MappingNode) -> Iterator[tuple[str, Lined]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = _line_of(key)
        if not isinstance(key, yaml.ScalarNode):
            raise BadYaml(line, "a name has to be a word or line of words")
        if key.value in seen:
            raise BadYaml(line, f"{key.value} is said twice")
        seen.add(key.value)
        yield key.value, _lined(value, line)
