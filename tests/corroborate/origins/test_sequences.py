"""Hashed word sequences."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.corroborate.origins.sequences import WHOLE_BELOW, Sequences, hash_sequences

STORY = "The ministry of Ruritania has bought nine hundred cameras for the streets of its capital."


def own(found: Sequences) -> list[int]:
    return found.hashes[~found.quoted].tolist()  # type: ignore[no-any-return]


def test_case_spacing_and_punctuation_are_nothing() -> None:
    one, other = hash_sequences([STORY]), hash_sequences([STORY.upper().replace(" ", "\n  ").replace(".", " …")])
    assert one.digests == other.digests
    assert own(one) == own(other)


def test_every_five_words_are_one_sequence() -> None:
    assert hash_sequences(["one two three four five six", "one two three four"]).told.tolist() == [2, 0]


def test_order_of_words_matters() -> None:
    one, other = hash_sequences(["one two three four five"]), hash_sequences(["five four three two one"])
    assert not set(own(one)) & set(own(other))


def test_quoted_words_are_left_out() -> None:
    plain, quoting = hash_sequences([STORY]), hash_sequences([f"{STORY} “We see all there is.”"])
    assert own(plain) == own(quoting)
    assert plain.digests != quoting.digests


def test_words_said_in_and_out_of_quotes_are_own() -> None:
    found = hash_sequences([f"{STORY} He repeated: “{STORY}”"])
    assert set(own(hash_sequences([STORY]))) <= set(own(found))


@pytest.mark.parametrize("words", ["警方在首都安装了九百台摄像机", "กระทรวงได้ซื้อกล้องวงจรปิดเก้าร้อยตัว"], ids=["zh", "th"])
def test_unspaced_scripts_are_hashed_by_character(words: str) -> None:
    found = hash_sequences([words])
    assert found.unspaced.tolist() == [True]
    assert found.own[0] > 0


@pytest.mark.parametrize("words", ["كاميرات المراقبة في شوارع العاصمة كلها", "камеры наблюдения на улицах столицы"])
def test_spaced_scripts_are_hashed_by_word(words: str) -> None:
    found = hash_sequences([words])
    assert (found.unspaced.tolist(), found.own.tolist()) == ([False], [len(words.split()) - 4])


def test_long_text_keeps_half() -> None:
    found = hash_sequences([" ".join(f"word{number}" for number in range(4 * WHOLE_BELOW))])
    assert found.own[0] == 4 * WHOLE_BELOW - 4
    assert len(found.hashes) == found.own_half[0] == pytest.approx(found.own[0] / 2, rel=0.1)


def test_terms_are_longer_words_and_names() -> None:
    terms = hash_sequences(["the men of Ur met Oz and Rik, they were reluctant"]).terms
    assert len(terms) == 2
    assert sorted((terms & np.uint64(1)).tolist()) == [0, 1]


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_texts_together_are_as_alone(texts: list[str]) -> None:
    together = hash_sequences(texts)
    for place, text in enumerate(texts):
        alone = hash_sequences([text])
        assert together.hashes[together.texts == place].tolist() == alone.hashes.tolist()
        assert together.digests[place] == alone.digests[0]
        assert np.all(np.diff(alone.hashes.astype(object)) > 0)


@pytest.mark.parametrize("text", ["", " \n", "…!?", "\ud800"], ids=["empty", "blank", "marks", "surrogate"])
def test_text_without_words_has_no_digest(text: str) -> None:
    found = hash_sequences([text])
    assert (found.digests.tolist(), found.told.tolist()) == ([0], [0])


def test_hashes_are_equal_in_another_process() -> None:
    module = "countersight.corroborate.origins.sequences"
    code = f"from {module} import hash_sequences as h; print(*h([{STORY!r}]).hashes.tolist())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert [int(word) for word in told.split()] == hash_sequences([STORY]).hashes.tolist()
