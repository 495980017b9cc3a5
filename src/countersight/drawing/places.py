"""Where territories stand on the map, and how marks that would cover one another move apart."""

import math
from collections.abc import Sequence
from functools import cache

from countersight.reference.world import load_world

ROUNDS, FARTHEST = 60, 14.0
"""How often marks push one another, and how far from its place one may end, in units of the drawing."""


def world_size() -> tuple[int, int]:
    """Return width and height of the map data in its own units."""
    world = load_world()
    return world["width"], world["height"]


@cache
def places() -> dict[str, tuple[int, int]]:
    """Return where each territory stands, in units of the map data."""
    return {code: (x, y) for code, (x, y) in load_world()["places"].items()}


def has_shape(code: str) -> bool:
    """Tell whether a territory is large enough to have a shape on the map."""
    return code in load_world()["shapes"]


def spread(
    points: Sequence[tuple[float, float]], *, apart: float, within: tuple[float, float, float, float]
) -> list[tuple[float, float]]:
    """Move points that are nearer than `apart` away from one another, none farther than `FARTHEST`.

    None leaves the rectangle `within`: its left, top, right and bottom.

    Points are pushed in a fixed order, so that the same points always end at the same places.
    """
    moved = list(points)
    for _ in range(ROUNDS):
        pushed = sum(_push(moved, one, other, apart) for one, other in _near(moved, apart))
        moved = [_clamp(_hold(origin, point), within) for origin, point in zip(points, moved, strict=True)]
        if not pushed:
            break
    return [(round(x, 1), round(y, 1)) for x, y in moved]


def _near(points: Sequence[tuple[float, float]], apart: float) -> list[tuple[int, int]]:
    """Return the pairs that may be nearer than `apart`: those near from left to right, found by one sweep."""
    order = sorted(range(len(points)), key=lambda at: (points[at][0], at))
    pairs = []
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if points[other][0] - points[one][0] >= apart:
                break
            if abs(points[other][1] - points[one][1]) < apart:
                pairs.append((min(one, other), max(one, other)))
    return sorted(pairs)


def _push(moved: list[tuple[float, float]], one: int, other: int, apart: float) -> bool:
    (ax, ay), (bx, by) = moved[one], moved[other]
    dx, dy = bx - ax, by - ay
    distance = math.hypot(dx, dy)
    if distance >= apart - 0.05:
        return False
    if not distance:  # on one place: the later one goes right
        dx, distance = 1.0, 1.0
        step = apart / 2
    else:
        step = (apart - distance) / 2
    shift_x, shift_y = dx / distance * step, dy / distance * step
    moved[one], moved[other] = (ax - shift_x, ay - shift_y), (bx + shift_x, by + shift_y)
    return True


def _hold(origin: tuple[float, float], point: tuple[float, float]) -> tuple[float, float]:
    distance = math.dist(origin, point)
    if distance <= FARTHEST:
        return point
    share = FARTHEST / distance
    return origin[0] + (point[0] - origin[0]) * share, origin[1] + (point[1] - origin[1]) * share


def _clamp(point: tuple[float, float], within: tuple[float, float, float, float]) -> tuple[float, float]:
    left, top, right, bottom = within
    return min(max(point[0], left), right), min(max(point[1], top), bottom)
