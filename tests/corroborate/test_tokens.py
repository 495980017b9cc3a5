"""How alike two claims are worded."""

import pytest

from countersight.corroborate.tokens import share, share_of_smaller, tokenize


@pytest.mark.parametrize(
    ("words", "tokens"),
    [
        ("The cameras were installed", {"camera", "instal"}),
        ("Caméras installées", {"camera", "instal"}),
        ("光学公司", {"光学", "学公", "公司"}),
        ("500 cameras", {"500", "camera"}),
        ("", set()),
    ],
    ids=["stems", "accents", "unspaced", "numbers", "nothing"],
)
def test_words_become_stems(words: str, tokens: set[str]) -> None:
    assert tokenize(words) == tokens


def test_shares_are_of_both_and_of_the_smaller() -> None:
    one, other = frozenset("ab"), frozenset("bcde")
    assert share(one, other) == pytest.approx(1 / 5)
    assert share_of_smaller(one, other) == pytest.approx(1 / 2)


def test_nothing_shares_nothing() -> None:
    assert share(frozenset(), frozenset()) == share_of_smaller(frozenset(), frozenset("a")) == 0
