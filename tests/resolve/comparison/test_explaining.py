import pytest

from countersight.resolve.comparison import NameKind, explain_names, prepare_name, score_names
from countersight.resolve.comparison.explaining import _SENTENCES
from countersight.resolve.comparison.features import Features


def words(one: str, other: str, kind: NameKind | None = None) -> dict[str, str]:
    return {feature.name: feature.words for feature in explain_names(one, other, kind=kind).features}


def test_probability_is_that_of_the_score() -> None:
    found = explain_names("Quorvex Oil", "Quorvex Gas Ltd")
    assert found.probability == score_names(prepare_name("Quorvex Oil"), prepare_name("Quorvex Gas Ltd"))


def test_every_feature_can_be_told() -> None:
    assert set(_SENTENCES) == set(Features._fields)


def test_weightiest_comes_first() -> None:
    counted = [feature.value * feature.weight for feature in explain_names("Quorvex Oil 5", "Brantol Gas 7").features]
    assert counted == sorted(counted, reverse=True)
    assert counted[0] > 0


@pytest.mark.parametrize(
    ("one", "other", "feature", "told"),
    [
        ("Quorvex", "Quorveks", "spelling", "“quorvex” and “quorveks” differ only in spelling"),
        ("J. Quorvex", "John Quorvex", "initials", "“j” may stand for “john”"),
        ("QVX", "Quorvex Vanadium Xenon", "acronym", "“qvx” has the initials of “quorvex vanadium xenon”"),
        ("Quorvex Oil", "Quorvex Shipyard", "conflict", "only the first name has “oil”, only the second “shipyard”"),
        ("Quorvex", "Quorvex Insurance Ltd", "extra_trade", "only the second name has “insurance”"),
        ("Quorvex Institute 5", "Quorvex Institute 7", "number_conflict", "the numbers differ: “5” and “7”"),
        ("Quorvex Kenya", "Quorvex Chile", "place_conflict", "the places differ: “kenya” and “chile”"),
        ("Quorvex Ltd", "Quorvex Ltd Kenya", "place_extra", "only the second name has “kenya”, a place"),
        ("Ada bin Quor", "Quor bin Ada", "order", "the same names stand in another order of descent"),
        ("Quorvex Oil", "Quorvex Gas", "shared", "both names have “quorvex”"),
        ("Quorvex", "QUORVEX Ltd", "shared", "all words that count are the same"),
        ("华为", "Huawei", "script", "“华为” was compared in Latin letters and English as “huawei”"),
        ("", "Quorvex", "empty", "a name without a word tells nothing"),
    ],
)
def test_features_are_told_in_words(one: str, other: str, feature: str, told: str) -> None:
    assert words(one, other)[feature].startswith(told)


def test_legal_forms_are_told_with_their_territories() -> None:
    told = words("Quorvex GmbH", "Quorvex Oyj")["form_conflict"]
    assert "“gmbh”, known to the law of" in told
    assert "Germany" in told
    assert "“oyj”" in told
