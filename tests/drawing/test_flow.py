"""The layered flow and its ribbons: nothing lost by folding, names apart, one path at a time."""

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.drawing import Frame, Layer, Link, Node, Support, draw_flow, draw_ribbons, drawing_css, layout_flow
from countersight.drawing.flow import FOCUSABLE
from countersight.drawing.flow_layout import fold_nodes
from countersight.drawing.marks import ENGLISH

from .reading import SVG, boxes, links, names, parse, texts

FRAME = Frame(key="f")
NAMES = [f"Name <{number}> & Co of the long lasting kind" for number in range(40)]

pairs = st.lists(
    st.tuples(st.integers(0, 39), st.integers(0, 39), st.integers(1, 900), st.sampled_from(Support)),
    min_size=1, max_size=60, unique_by=lambda one: (one[0], one[1], one[3]),
)  # fmt: skip


def graph(some: list[tuple[int, int, int, Support]]) -> tuple[list[Node], list[Link]]:
    nodes = [Node(id=f"v{at}", label=NAMES[at], layer=Layer.VENDOR, href="/v") for at in range(40)]
    nodes += [Node(id=f"r{at}", label=NAMES[at], layer=Layer.RECIPIENT, href="/r", detail="Land") for at in range(40)]
    return nodes, [
        Link(source=f"v{one}", target=f"r{other}", count=count, several=count // 3, support=support, href="/l")
        for one, other, count, support in some
    ]


@given(pairs, st.integers(2, 12))
def test_folding_keeps_every_finding(some: list[tuple[int, int, int, Support]], most: int) -> None:
    nodes, edges = graph(some)
    kept, folded = fold_nodes(nodes, edges, most=most, words=ENGLISH, others_href={})
    assert sum(link.count for link in folded) == sum(link.count for link in edges)
    assert sum(link.several for link in folded) == sum(link.several for link in edges)
    assert all(sum(node.layer is layer for node in kept) <= most for layer in Layer)
    assert {one for link in folded for one in (link.source, link.target)} == {node.id for node in kept}


@given(pairs, st.booleans())
def test_names_of_a_column_never_overlap(some: list[tuple[int, int, int, Support]], narrow: bool) -> None:
    layout = layout_flow(*graph(some), frame=Frame(key="f", is_narrow=narrow))
    for layer in Layer:
        column = [placed for placed in layout.nodes if placed.node.layer is layer]
        for one, other in pairwise(sorted(column, key=lambda placed: placed.y)):
            assert one.y + one.height / 2 <= other.y - other.height / 2 + 0.2
        assert all(0 < placed.y < layout.height for placed in column)


@settings(max_examples=30, deadline=None)
@given(pairs, st.booleans())
def test_ribbons_stay_within_their_frame(some: list[tuple[int, int, int, Support]], narrow: bool) -> None:
    drawn = draw_ribbons(*graph(some), frame=Frame(key="f", is_narrow=narrow))
    root = parse(drawn)
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    for left, top, right, bottom in boxes(root, "bar"):
        assert 0 <= left <= right <= width
        assert 0 <= top <= bottom <= height
    for path in root.iter(f"{SVG}path"):
        assert re.fullmatch(r"[-MCVZ\d. ]+", path.attrib["d"])
    for anchor in ("end", None):
        places = [float(text.attrib["y"]) for text in root.iter(f"{SVG}text")
                  if text.attrib.get("text-anchor") == anchor and text.attrib.get("class") == "label"]  # fmt: skip
        assert all(later - earlier >= 18 for earlier, later in pairwise(places))


def test_what_is_folded_leads_to_the_rest() -> None:
    nodes, edges = graph([(0, at, 40 - at, Support.ONE) for at in range(40)])
    root = parse(draw_flow(nodes, edges, frame=FRAME, most=10, others_href={Layer.RECIPIENT: "/all"}))
    assert "31 others" in texts(root)
    assert any(link.attrib["href"] == "/all" for link in links(root, within="nodes"))


def test_links_are_named_with_their_support() -> None:
    root = parse(draw_flow(*graph([(1, 2, 3, Support.CONTESTED)]), frame=FRAME))
    assert f"{NAMES[1]} to {NAMES[2]}: 3, contested" in names(root)
    assert [one.attrib["class"] for one in root.iter(f"{SVG}path") if "weight" in one.attrib.get("class", "")] == [
        "line contested weight-2"
    ]


def test_path_through_a_reseller_knows_its_ends() -> None:
    nodes = [Node(id="v", label="Vendor", layer=Layer.VENDOR), Node(id="w", label="Other", layer=Layer.VENDOR),
             Node(id="m", label="Reseller", layer=Layer.BETWEEN), Node(id="r", label="Police", layer=Layer.RECIPIENT),
             Node(id="s", label="Customs", layer=Layer.RECIPIENT)]  # fmt: skip
    paths = (("v", "r", "/1"), ("w", "s", "/2"))
    edges = [Link(source=one, target="m", through=(other,), href=href) for one, other, href in paths]
    edges += [Link(source="m", target=other, through=(one,), href=href) for one, other, href in paths]
    root = parse(draw_flow(nodes, edges, frame=FRAME))
    vendor = next(one for one in root.iter() if one.attrib.get("id", "").startswith("f-vendor")
                  and one.find(f"{SVG}title").text.startswith("Vendor"))  # type: ignore[union-attr]  # fmt: skip
    number = vendor.attrib["class"].split()[-1]
    lit = [one.attrib["href"] for one in root.iter(f"{SVG}a") if number in one.attrib["class"].split()
           and one.attrib["class"].startswith("edge")]  # fmt: skip
    assert lit == ["/1", "/1"]


def test_style_can_bring_forward_every_numbered_node() -> None:
    css = drawing_css()
    assert all(f".flow:has(.n{at}:is(.node)" in css for at in range(FOCUSABLE))


def test_links_of_one_pair_stand_apart() -> None:
    root = parse(draw_flow(*graph([(1, 2, 1, support) for support in Support]), frame=FRAME))
    drawn = [one.attrib["d"] for one in root.iter(f"{SVG}path") if one.attrib.get("class", "").startswith("line ")
             and "weight" in one.attrib["class"]]  # fmt: skip
    assert all(one != other for one, other in combinations(drawn, 2))


def test_unknown_node_is_refused() -> None:
    with pytest.raises(KeyError, match=r"nobody|none"):
        draw_flow([], [Link(source="nobody", target="none")], frame=FRAME)


def test_empty_flow_says_so() -> None:
    assert "No finding names both sides." in texts(parse(draw_flow([], [], frame=FRAME)))


def test_order_of_nodes_changes_nothing() -> None:
    nodes, edges = graph([(at % 5, at % 7, at + 1, Support.ONE) for at in range(35)])
    drawn = draw_flow(nodes, edges, frame=FRAME)
    assert drawn == draw_flow(nodes[::-1], edges, frame=FRAME)
    assert drawn == draw_flow(nodes, edges, frame=FRAME)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=90), st.booleans())
def test_any_name_gives_sound_markup(label: str, narrow: bool) -> None:
    nodes = [Node(id=layer, label=label, layer=layer, href="/n", detail=label) for layer in Layer]
    edges = [Link(source="vendor", target="between"), Link(source="between", target="recipient", label=label)]
    for draw in (draw_flow, draw_ribbons):
        kept = nodes if draw is draw_flow else [nodes[0], nodes[2]]
        some = edges if draw is draw_flow else [Link(source="vendor", target="recipient", label=label)]
        assert parse(draw(kept, some, frame=Frame(key="k", is_narrow=narrow))) is not None
