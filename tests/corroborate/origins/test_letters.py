"""Letters folded and words hashed, many texts at a time."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.corroborate.origins.letters import hash_words


def words_of(text: str) -> list[int]:
    return hash_words([text]).hashes.tolist()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "straße"),
        ("ﬁne", "fine"),
        ("caf\u00e9", "cafe\u0301"),
        ("Ⅷ", "viii"),
        ("１２", "12"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ],
)
def test_folded_words_are_equal(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


def test_order_of_letters_matters() -> None:
    assert words_of("tender") != words_of("rented")


@given(st.lists(st.text(), max_size=5))
def test_texts_together_are_as_alone(texts: list[str]) -> None:
    together = hash_words(texts)
    assert together.hashes.tolist() == [word for text in texts for word in words_of(text)]
    assert together.counts.tolist() == [len(words_of(text)) for text in texts]


@given(st.text())
def test_folding_first_changes_nothing(text: str) -> None:
    assert words_of(text) == words_of(unicodedata.normalize("NFKC", text))


def test_quoted_words_are_marked() -> None:
    assert hash_words(["He said “never again” twice", "no"]).quoted.tolist() == [False, False, True, True, False, False]


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("The mayor of Strelsau met Rassendyll.", ["Strelsau", "Rassendyll"]),
        ("Cameras came. Nobody asked.", []),
        ("It cost 2,700 in 2031, or 5 each", ["700", "2031"]),
        ("اشترت الوزارة كاميرات في سنة", ["اشترت", "الوزارة", "كاميرات"]),
    ],
    ids=["names", "sentence starts", "figures", "no capitals"],
)
def test_names_and_figures_are_told_by_form(text: str, telling: list[str]) -> None:
    found = hash_words([text])
    assert found.hashes[found.telling].tolist() == [word for name in telling for word in words_of(name)]


def test_a_word_without_end_is_hashed() -> None:
    assert len(words_of("x" * 1_000_000)) == 1


def test_many_letters_are_hashed_in_slices() -> None:
    text = "camera " * 100_000
    assert np.unique(words_of(text)).size == 1
