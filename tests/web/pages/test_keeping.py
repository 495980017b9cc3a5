"""Drawings kept in memory."""

from markupsafe import Markup

from countersight.web.pages.keeping import KeptDrawings


def test_kept_drawing_is_not_drawn_again() -> None:
    kept, drawn = KeptDrawings(), []
    for _ in range(2):
        kept.get("key", lambda: (drawn.append(1), Markup("x"))[1])
    assert drawn == [1]


def test_oldest_drawings_make_room() -> None:
    kept = KeptDrawings(most=10)
    for number in range(5):
        kept.get(number, lambda: Markup("xxxx"))
    assert len(kept) == 2


def test_drawing_larger_than_all_room_is_not_kept() -> None:
    kept = KeptDrawings(most=3)
    assert kept.get("key", lambda: Markup("xxxx")) == "xxxx"
    assert len(kept) == 0
