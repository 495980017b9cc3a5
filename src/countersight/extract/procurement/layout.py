"""Reads the layout of a release's text back: blocks, their lines, and the values on them with their places."""

from collections.abc import Iterator
from dataclasses import dataclass

from countersight.model.text import DocumentText, Part
from countersight.values.release_layout import Heading, Label, read_heading

_LABELS = {str(label): label for label in Label}


@dataclass(frozen=True, slots=True)
class Words:
    """One value as it stands in the text, at `start` to `end`, and in the document."""

    text: str
    start: int
    end: int
    at: str
    """Its JSON Pointer."""


@dataclass(frozen=True, slots=True)
class Line:
    """The values that one label tells of."""

    label: Label
    values: tuple[Words, ...]

    @property
    def first(self) -> Words:
        """The first value, or the only one."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Block:
    """What one heading stands over."""

    heading: Heading
    lines: tuple[Line, ...]

    def all(self, label: Label) -> list[Line]:
        """Return the lines with a label, in order."""
        return [line for line in self.lines if line.label is label]

    def find(self, label: Label) -> Line | None:
        """Return the first line with a label."""
        return next((line for line in self.lines if line.label is label), None)

    def words(self, label: Label) -> Words | None:
        """Return the first value of the first line with a label."""
        line = self.find(label)
        return line.first if line else None


def read_blocks(text: DocumentText) -> Iterator[Block]:
    """Yield the blocks of a release's text, in order."""
    start, index = 0, 0
    for block in text.text.split("\n\n"):
        end = start + len(block)
        parts = []
        while index < len(text.parts) and text.parts[index].start < end:
            parts.append(text.parts[index])
            index += 1
        heading = read_heading(block.split("\n", 1)[0])
        if heading is not None:
            yield Block(heading, tuple(_lines(text, parts)))
        start = end + 2


def _lines(text: DocumentText, parts: list[Part]) -> Iterator[Line]:
    label: Label | None = None
    values: list[Words] = []
    reached = 0
    for part in parts:
        begin = text.text.rfind("\n", 0, part.start) + 1
        if begin >= reached:  # else it stands behind the value before
            if label is not None:
                yield Line(label, tuple(values))
            label, values = _LABELS.get(text.text[begin : part.start].removesuffix(": ")), []
        values.append(Words(text.text[part.start : part.end], part.start, part.end, part.at))
        reached = part.end
    if label is not None:
        yield Line(label, tuple(values))
