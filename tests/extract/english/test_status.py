"""Tests of modality."""

import pytest

from countersight.extract.english.parsing import parse
from countersight.extract.english.status import read_modality
from countersight.model.claim import Status


def modality_of(sentence: str, predicate: str):  # type: ignore[no-untyped-def]
    (doc,) = parse([sentence])
    return read_modality(next(token for token in doc if token.text == predicate))


def test_denial_wins_over_plan() -> None:
    assert modality_of("The firm denied that it would sell cameras.", "sell").status is Status.DENIED


def test_negation_is_noticed() -> None:
    assert modality_of("The firm did not sell cameras.", "sell").is_negated


def test_negated_belief_negates_what_is_believed() -> None:
    assert modality_of("She does not think that the firm sold cameras.", "sold").is_negated


@pytest.mark.parametrize("sentence", ["If it sold cameras, all would know.", "Who sold cameras?"])
def test_what_is_open_is_not_asserted(sentence: str) -> None:
    assert not modality_of(sentence, "sold").is_asserted
