"""Tests of the cue words."""

import pytest

from countersight.extract.english.attribution.lexicon import load_cue_words

TAKES = {"clause", "infinitive", "gerund", "object", "listener", "affected", "shown", "raised"}


@pytest.mark.parametrize("form", ["said", "thinks", "denied", "planning", "swore", "warned"])
def test_verbs_are_inflected(form: str) -> None:
    assert form in load_cue_words().verbs


def test_no_pattern_takes_the_unknown() -> None:
    known = load_cue_words()
    tables = (known.verbs, known.particles, known.adjectives, known.nouns)
    assert {take for table in tables for pattern in table.values() for take in pattern.takes} <= TAKES


def test_a_word_in_two_rows_takes_both() -> None:
    assert load_cue_words().verbs["warned"].takes >= {"clause", "listener"}


def test_only_speech_stands_beside_quotations() -> None:
    known = load_cue_words()
    assert "said" in known.statements
    assert "approved" not in known.statements
