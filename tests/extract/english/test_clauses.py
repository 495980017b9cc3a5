"""Tests of logical arguments."""

import pytest

from countersight.extract.english.clauses import expand, noun_arguments, verb_arguments
from countersight.extract.english.parsing import parse


def arguments_of(sentence: str, predicate: str) -> dict[str, list[str]]:
    (doc,) = parse([sentence])
    token = next(token for token in doc if token.text == predicate)
    found = verb_arguments(token) if token.pos_ == "VERB" else noun_arguments(token)
    return {relation: [head.text for head in heads] for relation, heads in found.items()}


@pytest.mark.parametrize(
    ("sentence", "predicate"),
    [
        ("Orbex sold cameras.", "sold"),
        ("Cameras were sold by Orbex.", "sold"),
        ("They found cameras sold by Orbex.", "sold"),
        ("Orbex plans to sell cameras.", "sell"),
        ("Orbex built and sold cameras.", "sold"),
    ],
    ids=["active", "passive", "participle", "control", "coordinated"],
)
def test_subject_and_object_are_logical(sentence: str, predicate: str) -> None:
    found = arguments_of(sentence, predicate)
    assert found["subject"][0] == "Orbex"
    assert "ameras" in found["object"][0]


def test_noun_of_action_has_its_parties() -> None:
    found = arguments_of("The judge noted the sale of cameras to Peru by Orbex.", "sale")
    assert (found["of"], found["to"], found["subject"][0]) == (["cameras"], ["Peru"], "Orbex")


def test_examples_are_expanded() -> None:
    (doc,) = parse(["It met firms, including Orbex and Zentra."])
    firms = next(token for token in doc if token.text == "firms")
    assert [token.text for token in expand(firms)] == ["firms", "Orbex", "Zentra"]
