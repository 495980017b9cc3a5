"""Words around a name."""

import pytest

from countersight.resolve.descriptions import only_describes, only_places, tells_of_another


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "'s Kenyan subsidiary"), ("former ", ""), ("a unit of ", ""), ("a rival to ", ""), ("", " founders")],
)
def test_connected_ones_are_others(before: str, after: str) -> None:
    assert tells_of_another(before, after)


@pytest.mark.parametrize(("before", "after"), [("", ""), ("the ", ""), ("the contractor ", ""), ("", " systems")])
def test_others_may_be_the_same(before: str, after: str) -> None:
    assert not tells_of_another(before, after)


@pytest.mark.parametrize(
    "before", ["", "the ", "Chinese tech giant ", "China's state-backed ", "video surveillance maker "]
)
def test_plain_words_describe(before: str) -> None:
    assert only_describes(before, "cn")


@pytest.mark.parametrize("before", ["Israeli firm ", "Umbral ", "John ", "Kenya's "])
def test_other_names_do_not(before: str) -> None:
    assert not only_describes(before, "cn")


@pytest.mark.parametrize("after", ["", " ", " of China", ", in China"])
def test_own_places_may_follow(after: str) -> None:
    assert only_places(after, "cn")


@pytest.mark.parametrize("after", [" of Kenya", " Kenya", " of the Umbral"])
def test_other_words_may_not(after: str) -> None:
    assert not only_places(after, "cn")
    assert not only_places(" of China", None)
