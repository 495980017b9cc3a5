"""Labels beside points, placed one after the other where nothing is covered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from countersight.drawing.lettering import SIZE, text_width

HEIGHT = 15.0
"""Height of a line of label with the space that it needs."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_within(self, other: "Box") -> bool:
        """Tell whether this box lies wholly in the other."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Point:
    """A disc that wants a label."""

    x: float
    y: float
    radius: float
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """A label that found its place: where its text begins and stands, and the box that it fills."""

    x: float
    y: float
    anchor: str
    box: Box


class _Grid:
    """Boxes by the cells that they touch, so that 300 labels are placed in milliseconds."""

    CELL = 48.0

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        for cell in self._touched(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: Box) -> bool:
        return not any(box.meets(other) for cell in self._touched(box) for other in self._cells.get(cell, ()))

    def _touched(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box.left // self.CELL), int(box.right // self.CELL) + 1):
            for row in range(int(box.top // self.CELL), int(box.bottom // self.CELL) + 1):
                yield column, row


def place_labels(points: Sequence[Point], *, frame: Box, obstacles: Iterable[Box] = ()) -> list[Label | None]:
    """Place labels greedily, the first point first; none where every place beside a point is taken.

    No label covers another, any point, or an obstacle, and none leaves the frame.
    """
    grid = _Grid()
    for obstacle in obstacles:
        grid.add(obstacle)
    for point in points:
        grid.add(Box(point.x - point.radius, point.y - point.radius, point.x + point.radius, point.y + point.radius))
    placed: list[Label | None] = []
    for point in points:
        label = next((one for one in _places(point) if one.box.is_within(frame) and grid.is_free(one.box)), None)
        if label:
            grid.add(label.box)
        placed.append(label)
    return placed


def _places(point: Point) -> Iterator[Label]:
    """Yield the places beside a point: right, left, above, below, and then the four corners."""
    width, away = text_width(point.text), point.radius + 3
    slant = away * 0.75
    for dx, dy, anchor in (
        (away, 0, "start"), (-away, 0, "end"), (0, -away - 6, "middle"), (0, away + 7, "middle"),
        (slant, -slant - 4, "start"), (slant, slant + 4, "start"),
        (-slant, -slant - 4, "end"), (-slant, slant + 4, "end"),
    ):  # fmt: skip
        x, y = point.x + dx, point.y + dy
        left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
        yield Label(x, y + SIZE * 0.34, anchor, Box(left, y - HEIGHT / 2, left + width, y + HEIGHT / 2))
