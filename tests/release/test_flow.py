"""The picture of the trade: counted rightly, drawn legibly."""

from xml.etree import ElementTree as ET

from countersight.model.claim import Kind, Status
from countersight.release.flow import Pair, count_flow, count_recipients, draw_pairs, draw_recipients
from countersight.release.gather import gather_dataset

from .conftest import NOON, World


def test_drawing_shows_every_pair_at_both_widths() -> None:
    pairs = [Pair(supplier="Iceland", recipient="Vanuatu", findings=3, several=1),
             Pair(supplier="Finland", recipient="Vanuatu", findings=1, several=0)]  # fmt: skip
    root = ET.fromstring(str(draw_pairs(pairs)))
    titles = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles.count("Iceland to Vanuatu: 3, 1 several origins") == 2
    assert titles.count("Vanuatu 4") == 2


def test_only_trade_is_drawn(world: World) -> None:
    text = world.document("Vendor sold it to Guard. Vendor was banned. Vendor sold nothing to Guard. Vendor sold much.")
    sold = world.claim(text, "Vendor sold it to Guard", supplier="Vendor|is", recipient="Guard|vu")
    banned = world.claim(text, "Vendor was banned", kind=Kind.SANCTION, supplier="|is", recipient="Vendor|vu")
    denied = world.claim(text, "Vendor sold nothing to Guard", status=Status.DENIED, supplier="Vendor|is",
                         recipient="Guard|vu")  # fmt: skip
    one_sided = world.claim(text, "Vendor sold much", supplier="Vendor|is")
    world.find([sold], [banned], [denied], [one_sided])
    with world.store.view() as view:
        findings = gather_dataset(view, title="T", version="1", released_at=NOON).findings
    flow, recipients = count_flow(findings), count_recipients(findings)
    assert flow.pairs == (Pair(supplier="Iceland", recipient="Vanuatu", findings=1, several=0),)
    assert flow.one_sided == 1
    assert [(one.code, one.count) for one in recipients] == [("vu", 1)]
    assert "Vanuatu 1" in draw_recipients(recipients)
