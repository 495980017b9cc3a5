"""YAML read with the line of every value, within narrow bounds: what people write is told back by its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

MAX_BYTES = 65_536
MAX_DEPTH = 12
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
"""Neither octal nor too long for a number: both stay words, and are refused where a number is wanted."""
_TRUTHS = ("true", "false")
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadYaml(ValueError):
    """A text that is no such YAML, with the line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Lined:
    """A value, with the line that it begins in, counted from one."""

    line: int
    value: "str | list[Lined] | dict[str, Lined]"
    """Scalars as they are written, so that Norway's code is `no` and not a falsehood; nothing at all is empty."""
    is_plain: bool = False
    """A scalar without quotation marks, which may be a number."""

    def bare(self) -> Any:
        """Return the value without lines, its plain scalars as YAML understands them."""
        if isinstance(self.value, dict):
            return {name: value.bare() for name, value in self.value.items()}
        if isinstance(self.value, list):
            return [value.bare() for value in self.value]
        if not self.is_plain or not _is_simple(self.value):
            return self.value
        return int(self.value) if self.value not in _TRUTHS else self.value == "true"


def read_lined(data: bytes) -> Lined:
    """Read one YAML document.

    Raises:
        BadYaml: it is over 64 KiB, not UTF-8, not YAML, has anchors or tags, names a thing twice, or is too deep.
    """
    if len(data) > MAX_BYTES:
        raise BadYaml(1, f"more than {MAX_BYTES:,} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadYaml(data[: error.start].count(b"\n") + 1, "not UTF-8") from error
    try:
        _check_events(text)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadYaml(mark.line + 1 if mark else 1, str(getattr(error, "problem", None) or error)) from error
    if node is None:
        raise BadYaml(1, "nothing in it")
    return _lined(node)


def _check_events(text: str) -> None:
    """Refuse, before anything is built, what could make a small file large or deep."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadYaml(line, "anchors and aliases are not read")
        if getattr(event, "tag", None):
            raise BadYaml(line, "tags are not read")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise BadYaml(line, f"more than {MAX_DEPTH} levels deep")


def _lined(node: yaml.Node) -> Lined:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Lined(line, dict(_members(node)))
    if isinstance(node, yaml.SequenceNode):
        return Lined(line, [_lined(each) for each in node.value])
    is_null = node.tag == "tag:yaml.org,2002:null"
    is_plain = isinstance(node, yaml.ScalarNode) and not node.style  # the C parser tells plain ones by ""
    return Lined(line, "" if is_null else str(node.value), is_plain=is_plain)


def _members(node: yaml.MappingNode) -> Iterator[tuple[str, Lined]]:
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise BadYaml(key.start_mark.line + 1, "a name has to be a word")
        if key.value in seen:
            raise BadYaml(key.start_mark.line + 1, f"{key.value} is said twice")
        seen.add(key.value)
        yield key.value, Lined(key.start_mark.line + 1, (inner := _lined(value)).value, is_plain=inner.is_plain)


def _is_simple(words: str) -> bool:
    """Whether a plain scalar is a number or a truth value: anything else stays as it is written."""
    return _WHOLE.fullmatch(words) is not None or words in _TRUTHS
