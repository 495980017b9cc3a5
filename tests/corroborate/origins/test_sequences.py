"""Hashed word sequences."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.corroborate.origins.sequences import WHOLE_BELOW, hash_sequences

STORY = "The ministry of Ruritania has bought nine hundred cameras for the streets of its capital."


def test_case_spacing_and_punctuation_are_nothing() -> None:
    one, other = hash_sequences(STORY), hash_sequences(STORY.upper().replace(" ", "\n  ").replace(".", " …"))
    assert one.digest == other.digest
    assert np.array_equal(one.own.hashes, other.own.hashes)


def test_every_five_words_are_one_sequence() -> None:
    assert hash_sequences("one two three four five six").own.whole == 2
    assert hash_sequences("one two three four").own.whole == 0


def test_order_of_words_matters() -> None:
    one, other = hash_sequences("one two three four five"), hash_sequences("five four three two one")
    assert not np.intersect1d(one.own.hashes, other.own.hashes).size


def test_order_of_letters_matters() -> None:
    assert hash_sequences("tender").digest != hash_sequences("rented").digest


def test_quoted_words_are_left_out() -> None:
    plain, quoting = hash_sequences(STORY), hash_sequences(f"{STORY} “We see all there is.”")
    assert np.array_equal(plain.own.hashes, quoting.own.hashes)
    assert plain.digest != quoting.digest


@pytest.mark.parametrize("words", ["警方在首都安装了九百台摄像机", "กระทรวงได้ซื้อกล้องวงจรปิดเก้าร้อยตัว"], ids=["zh", "th"])
def test_unspaced_scripts_are_hashed_by_character(words: str) -> None:
    sequences = hash_sequences(words)
    assert sequences.unit == "character"
    assert sequences.own.whole > 0


@pytest.mark.parametrize("words", ["كاميرات المراقبة في شوارع العاصمة كلها", "камеры наблюдения на улицах столицы"])
def test_spaced_scripts_are_hashed_by_word(words: str) -> None:
    sequences = hash_sequences(words)
    assert (sequences.unit, sequences.own.whole) == ("word", len(words.split()) - 4)


def test_long_text_keeps_half() -> None:
    sequences = hash_sequences(" ".join(f"word{number}" for number in range(4 * WHOLE_BELOW)))
    assert len(sequences.own.hashes) < sequences.own.whole
    assert len(sequences.own.hashes) == sequences.own.half
    assert sequences.own.half == pytest.approx(sequences.own.whole / 2, rel=0.1)


@given(st.text())
def test_any_text_can_be_hashed(text: str) -> None:
    sequences = hash_sequences(text)
    assert np.all(np.diff(sequences.own.hashes.astype(object)) > 0)
    assert len(sequences.own.hashes) <= sequences.own.whole


@pytest.mark.parametrize("text", ["", " \n", "…!?", "\ud800"], ids=["empty", "blank", "marks", "surrogate"])
def test_text_without_words_has_no_digest(text: str) -> None:
    sequences = hash_sequences(text)
    assert (sequences.digest, sequences.own.whole) == ("", 0)


def test_hashes_are_equal_in_another_process() -> None:
    module = "countersight.corroborate.origins.sequences"
    code = f"from {module} import hash_sequences as h; print(*h({STORY!r}).own.hashes.tolist())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert [int(word) for word in told.split()] == hash_sequences(STORY).own.hashes.tolist()
