"""Places on a page."""

import pytest

from countersight.values.page_boxes import PageBox, parse_page_box


def test_place_is_read() -> None:
    found = parse_page_box("page=3&xywh=percent:10.5,20,30.1,1.4&confidence=91")
    assert found == PageBox(page=3, left=10.5, top=20, width=30.1, height=1.4, confidence=91)


def test_confidence_may_be_missing() -> None:
    assert parse_page_box("page=1&xywh=percent:0,0,100,100").confidence is None


@pytest.mark.parametrize(
    "at", ["", "row=1;col=2", "Sheet1!B7", "/a/0", "page=1", "page=1&xywh=pixel:1,2,3,4", "part=1"]
)
def test_other_places_are_none_on_a_page(at: str) -> None:
    assert parse_page_box(at) is None
