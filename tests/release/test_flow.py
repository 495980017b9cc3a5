"""The picture of the trade: counted rightly, drawn legibly."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from countersight.model.claim import Kind, Status
from countersight.release.flow import SIDE, Pair, count_flow, draw_flow, fold_small
from countersight.release.gather import gather_dataset

from .conftest import NOON, World

names = st.sampled_from([f"Territory <{number}> & Co" for number in range(40)])
some_pairs = st.dictionaries(st.tuples(names, names), st.integers(1, 900), min_size=1, max_size=60).map(
    lambda counts: [
        Pair(supplier=one, recipient=other, findings=number, several=number // 3)
        for (one, other), number in counts.items()
    ]
)


@given(some_pairs)
def test_folding_keeps_every_finding(pairs: list[Pair]) -> None:
    folded = fold_small(pairs)
    assert sum(pair.findings for pair in folded) == sum(pair.findings for pair in pairs)
    assert sum(pair.several for pair in folded) == sum(pair.several for pair in pairs)
    assert len({pair.supplier for pair in folded}) <= SIDE
    assert len({pair.recipient for pair in folded}) <= SIDE


@given(some_pairs)
def test_drawing_is_whole_and_within_its_frame(pairs: list[Pair]) -> None:
    drawing = str(draw_flow(pairs))
    root = ET.fromstring(drawing)
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    assert "style=" not in drawing
    for bar in root.iter("rect"):
        assert 0 <= float(bar.attrib["x"]) <= width
        assert 0 <= float(bar.attrib["y"]) <= float(bar.attrib["y"]) + float(bar.attrib["height"]) <= height
    for side in ("end", "start"):
        places = [float(text.attrib["y"]) for text in root.iter("text") if text.attrib["text-anchor"] == side]
        assert all(later - earlier >= 18 for earlier, later in pairwise(places))
    for path in root.iter("path"):
        assert re.fullmatch(r"[-MCVZ\d. ]+", path.attrib["d"])


def test_only_trade_is_drawn(world: World) -> None:
    text = world.document("Vendor sold it to Guard. Vendor was banned. Vendor sold nothing to Guard. Vendor sold much.")
    sold = world.claim(text, "Vendor sold it to Guard", supplier="Vendor|is", recipient="Guard|vu")
    banned = world.claim(text, "Vendor was banned", kind=Kind.SANCTION, supplier="|is", recipient="Vendor|vu")
    denied = world.claim(text, "Vendor sold nothing to Guard", status=Status.DENIED, supplier="Vendor|is",
                         recipient="Guard|vu")  # fmt: skip
    one_sided = world.claim(text, "Vendor sold much", supplier="Vendor|is")
    world.find([sold], [banned], [denied], [one_sided])
    with world.store.view() as view:
        flow = count_flow(gather_dataset(view, title="T", version="1", released_at=NOON).findings)
    assert flow.pairs == (Pair(supplier="Iceland", recipient="Vanuatu", findings=1, several=0),)
    assert flow.one_sided == 1
