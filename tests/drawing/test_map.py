"""The map: every territory drawn or listed, labels apart, what was searched told from what was not."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.drawing import (
    Arc,
    Coverage,
    Frame,
    Recipient,
    Support,
    draw_map,
    quantile_breaks,
    shapes_svg,
    undrawn_territories,
)
from countersight.drawing.labels import Box, Point, place_labels
from countersight.drawing.places import places
from countersight.reference import load_reference

from .reading import SVG, links, names, parse, texts

CODES = sorted(load_reference("territories.yaml")["territories"])
FRAMES = [Frame(key="wide"), Frame(key="narrow", is_narrow=True)]


def everyone(count: int = 3) -> list[Recipient]:
    return [Recipient(code=code, label=f"Land {code}", count=count, href=f"/t/{code}") for code in CODES]


@pytest.mark.parametrize("frame", FRAMES, ids=["wide", "narrow"])
def test_every_territory_is_drawn_or_listed(frame: Frame) -> None:
    root = parse(draw_map(everyone(), frame=frame))
    linked = {link.attrib["href"].removeprefix("/t/") for link in links(root)}
    assert linked == set(CODES)
    listed = {link.attrib["href"].removeprefix("/t/") for link in links(root, within="off-map")}
    assert listed == undrawn_territories()


def test_only_unions_and_past_states_have_no_place() -> None:
    assert undrawn_territories() == {"aq", "dd", "eu", "pk-km", "suhh", "un", "x-so", "yucs", "zr"}


def test_small_states_have_a_disc() -> None:
    small = ["sg", "bh", "mt", "mu", "hk", "mv", "li", "sc", "bb", "mc", "vg", "ky"]
    root = parse(draw_map([Recipient(code=code, label=code, count=1) for code in small], frame=FRAMES[0]))
    assert len(root.findall(f".//{SVG}circle[@class='disc shade-1']")) == len(small)


def test_discs_do_not_cover_one_another() -> None:
    europe = ["be", "nl", "lu", "de", "fr", "ch", "li", "at", "cz", "sk", "si", "hr", "ba", "me", "xk", "mk", "al"]
    root = parse(draw_map([Recipient(code=code, label=code, count=1) for code in europe], frame=FRAMES[0]))
    discs = [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in root.iter(f"{SVG}circle")
             if one.attrib["class"].startswith("disc")]  # fmt: skip
    assert len(discs) == len(europe)
    assert all(abs(ax - bx) ** 2 + abs(ay - by) ** 2 > 10**2 for (ax, ay), (bx, by) in combinations(discs, 2))


coordinates = st.tuples(st.floats(0, 960), st.floats(0, 400), st.text(min_size=1, max_size=30))


@given(st.lists(coordinates, max_size=60))
def test_labels_never_overlap(marks: list[tuple[float, float, str]]) -> None:
    points = [Point(x, y, 6, text) for x, y, text in marks]
    edge = Box(0, 0, 960, 400)
    placed = [label.box for label in place_labels(points, frame=edge) if label]
    assert not any(one.meets(other) for one, other in combinations(placed, 2))
    assert all(box.is_within(edge) for box in placed)
    discs = [Box(point.x - 6, point.y - 6, point.x + 6, point.y + 6) for point in points]
    assert not any(box.meets(disc) for box in placed for disc in discs)


def test_lone_marks_are_labelled() -> None:
    root = parse(draw_map([Recipient(code="mn", label="Mongolia", count=3, detail="1 checked")], frame=FRAMES[0]))
    assert "Mongolia 3" in texts(root)
    assert "Mongolia 3, 1 checked" in names(root)


def test_nothing_found_differs_from_not_searched() -> None:
    drawn = draw_map(
        [Recipient(code="mn", label="Mongolia", count=1), Recipient(code="bt", label="Bhutan", count=0)],
        frame=FRAMES[0], coverage=Coverage(searched=frozenset({"cu", "sg"})),
    )  # fmt: skip
    root = parse(drawn)
    assert {"searched, nothing found", "not searched"} <= set(texts(root))
    assert len(root.findall(f".//{SVG}circle[@class='speck nothing']")) == 1
    assert 'class="land nothing"' in drawn
    assert 'class="land unsearched" fill="url(#wide-hatch-map)"' in drawn


def test_unknown_coverage_is_not_called_searched() -> None:
    root = parse(draw_map([Recipient(code="mn", label="Mongolia", count=1)], frame=FRAMES[0]))
    assert "no finding (what was searched is not recorded)" in texts(root)
    assert not {"searched, nothing found", "not searched"} & set(texts(root))


def arcs(number: int) -> list[Arc]:
    return [
        Arc(source=CODES[at % 30 + 9], target="mn", label=f"arc {at}", support=list(Support)[at % 4], href=f"/a/{at}")
        for at in range(number)
    ]


def test_few_arcs_are_drawn_with_their_support() -> None:
    root = parse(draw_map([], arcs(4), frame=FRAMES[0]))
    assert {"arc 0", "arc 1", "arc 2", "arc 3"} <= set(names(root))
    drawn = {one.attrib["class"] for one in root.iter(f"{SVG}path") if one.attrib.get("class", "").startswith("line")}
    assert drawn == {"line several", "line one", "line contested", "line denied"}


def test_many_arcs_wait_for_a_choice() -> None:
    many = [*arcs(40), Arc(source="is", target="vu", label="the one", href="/one")]
    without, chosen = (
        parse(draw_map([], many, frame=FRAMES[0])),
        parse(draw_map([], many, frame=FRAMES[0], chosen="vu")),
    )
    assert not [name for name in names(without) if name.startswith("arc")]
    assert "lines left out: 41; choose a territory to see its own" in texts(without)
    assert "the one" in names(chosen)
    assert "arc 1" not in names(chosen)
    told = " ".join(texts(chosen))
    assert "Only lines that begin or end in Vanuatu are drawn. Lines between others: 40." in told
    assert "choose a territory" not in told


def test_largest_arcs_of_a_choice_are_drawn() -> None:
    many = [
        Arc(source=code, target="mn", label=f"arc {count}", href=f"/a/{count}", count=count)
        for count, code in enumerate([*CODES[60:130], *CODES[9:40]], start=1)
        if code != "mn"
    ]
    root = parse(draw_map([], many, frame=FRAMES[0], chosen="mn"))
    drawn = [name for name in names(root) if name.startswith("arc")]
    assert set(drawn) <= {arc.label for arc in many[-60:]}
    assert 40 < len(set(drawn)) <= 60
    assert f"those of fewest findings: {len(many) - 60}." in " ".join(texts(root))
    assert "Lines between others" not in " ".join(texts(root))


def test_lines_without_a_place_are_told() -> None:
    code = min(undrawn_territories())
    arcs = [
        Arc(source=code, target="mn", label="one", href="/1"),
        Arc(source="fr", target="mn", label="two", href="/2"),
    ]
    told = " ".join(texts(parse(draw_map([], arcs, frame=FRAMES[0]))))
    assert "has no place on the map: 1." in told
    assert "choose a territory" not in told


def test_curves_stay_within_the_frame() -> None:
    far = [
        Arc(source=one, target=other, label="a", href="/") for one, other in (("is", "jp"), ("ca", "ru"), ("gl", "ru"))
    ]
    root = parse(draw_map([], far, frame=FRAMES[0]))
    for path in root.iter(f"{SVG}path"):
        if path.attrib.get("class") == "hit":
            ax, ay, cx, cy, bx, by = map(float, re.findall(r"-?[\d.]+", path.attrib["d"]))
            steps = [at / 20 for at in range(21)]
            assert all((1 - t) ** 2 * ay + 2 * t * (1 - t) * cy + t * t * by > 0 for t in steps)
            assert all(0 < (1 - t) ** 2 * ax + 2 * t * (1 - t) * cx + t * t * bx < 960 for t in steps)


def test_shapes_can_come_from_a_file() -> None:
    recipients = [Recipient(code="mn", label="Mongolia", count=3)]
    own = draw_map(recipients, frame=FRAMES[0])
    shared = draw_map(recipients, frame=FRAMES[0], shapes_href="/static/world.svg")
    referred = set(re.findall(r'/static/world\.svg#([\w-]+)"', shared))
    ids = {one.attrib["id"] for one in ET.fromstring(shapes_svg()).iter() if "id" in one.attrib}
    assert referred == {"sphere", "land", "c-mn"}
    assert referred <= ids
    assert len(shared) < len(own) / 10


def test_places_lie_within_the_map() -> None:
    assert all(0 <= x <= 2000 and 0 <= y <= 870 for x, y in places().values())


@given(st.lists(st.integers(-3, 5000), max_size=80), st.integers(1, 5))
def test_breaks_ascend_and_begin_at_the_least(counts: list[int], classes: int) -> None:
    breaks = quantile_breaks(counts, classes=classes)
    found = [count for count in counts if count > 0]
    assert len(breaks) <= classes
    assert list(breaks) == sorted(set(breaks))
    assert breaks[:1] == ((min(found),) if found else ())


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.text(max_size=40), st.booleans())
def test_any_name_gives_sound_markup(label: str, href: str, narrow: bool) -> None:
    marks = [Recipient(code="mn", label=label, count=2, href=href, detail=label),
             Recipient(code="eu", label=label, count=1, href=href)]  # fmt: skip
    arc = Arc(source="is", target="mn", label=label, href=href)
    frame = Frame(key="k", is_narrow=narrow, title=label, description=label)
    assert parse(draw_map(marks, [arc], frame=frame)) is not None
    assert draw_map(marks, [arc], frame=frame) == draw_map(marks, [arc], frame=frame)
