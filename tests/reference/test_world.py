"""The map data: what Natural Earth says, made again where its files are at hand."""

import json
import math
import os
from pathlib import Path

import pytest

from countersight.reference.world import load_world
from countersight.reference.world.make import make_world, place, polygons, project

ATLAS = os.environ.get("COUNTERSIGHT_TEST_ATLAS")
"""A folder with the npm package world-atlas 2.0.2 and `codes.json` of i18n-iso-countries 7.14.0."""


def test_projection_keeps_areas() -> None:
    def cell(latitude: float) -> float:
        (left, low), (right, _) = project(10, latitude), project(11, latitude)
        return (right - left) * (project(10, latitude + 0.01)[1] - low)

    for latitude in (0, 30, 60, 80):
        assert math.isclose(cell(latitude) / cell(0), math.cos(math.radians(latitude)), rel_tol=2e-3)


def test_map_is_as_wide_as_it_says() -> None:
    world = load_world()
    assert place(-180, 0)[0] == pytest.approx(0)
    assert place(180, 0)[0] == pytest.approx(world["width"])


def test_ring_over_the_date_line_is_cut() -> None:
    ring = [(179.0, 10.0), (-179.0, 10.0), (-179.0, 12.0), (179.0, 12.0), (179.0, 10.0)]
    parts = [rings[0] for rings in polygons({"type": "Polygon", "arcs": [[0]]}, [ring])]
    assert [(min(x for x, _ in part), max(x for x, _ in part)) for part in parts] == [(179.0, 180.0), (-180.0, -179.0)]


def test_no_shape_spans_the_whole_map() -> None:
    world = load_world()
    for code, path in world["shapes"].items():
        for ring in path.split("M")[1:]:
            start, steps = ring.rstrip("z").split("l")
            x = at = int(start.split()[0])
            numbers = [int(one) for one in steps.replace("-", " -").split()]
            reached = [at := at + step for step in numbers[::2]]
            assert max(x, *reached) - min(x, *reached) < 700, code


def test_known_places_are_where_they_belong() -> None:
    places = load_world()["places"]
    for code, longitude, latitude in (
        ("sg", 103.8, 1.3),
        ("is", -18.7, 65.0),
        ("fj", 178.0, -17.8),
        ("bh", 50.5, 26.0),
    ):
        assert math.dist(places[code], place(longitude, latitude)) < 15


@pytest.mark.skipif(not ATLAS, reason="COUNTERSIGHT_TEST_ATLAS names no folder with world-atlas 2.0.2")
def test_committed_map_is_what_the_maker_makes() -> None:
    folder = Path(str(ATLAS))
    codes = {number: two.lower() for two, _, number, *_ in json.loads((folder / "codes.json").read_text())}
    cities = json.loads((Path(make_world.__code__.co_filename).parent / "cities.json").read_text())
    assert make_world(folder, codes, cities) == load_world()
