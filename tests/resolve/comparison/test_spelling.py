import pytest

from countersight.resolve.comparison.spelling import scanned, sound_of, spelling_cost, vowelless_cost


@pytest.mark.parametrize(
    ("one", "other"),
    [("sergey", "sergei"), ("wladimir", "vladimir"), ("qaddafi", "gaddafi"), ("shcherbakov", "scherbakov")],
)
def test_transliterations_are_near(one: str, other: str) -> None:
    assert spelling_cost(one, other) < 0.2


@pytest.mark.parametrize(("one", "other"), [("quorvex", "qu0rvex"), ("modern", "modem"), ("lima", "1ima")])
def test_errors_of_scanning_are_near(one: str, other: str) -> None:
    assert spelling_cost(one, other) <= 0.08


def test_other_words_are_far() -> None:
    assert spelling_cost("petroleum", "shipyard") == 1.0


def test_words_of_one_sound_are_equal() -> None:
    assert sound_of("phoenix") == sound_of("foenix")


def test_scanned_letters_become_one() -> None:
    assert scanned("c0rnpany") == scanned("company")


def test_vowels_may_be_missing() -> None:
    assert vowelless_cost("hwwy", "huawei") < 0.1
    assert vowelless_cost("frnndw", "fernando") < 0.1
    assert vowelless_cost("frnndw", "karim") > 0.5
