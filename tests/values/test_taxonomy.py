"""Tests of the taxonomy."""

import pytest

from countersight.values.taxonomy import LANGUAGES, label_name, load_taxonomy

LABELS = [
    "facial_recognition", "video_surveillance", "safe_city", "dna", "biometrics_other", "spyware", "mobile_forensics",
    "social_media_monitoring", "interception", "predictive_policing", "drones", "licence_plate_recognition",
    "internet_filtering", "smart_cards_id", "training_only", "other",
]  # fmt: skip


def test_top_labels_are_the_design() -> None:
    assert list(load_taxonomy()) == LABELS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_has_each_language(language: str) -> None:
    names = [label.names[language] for label in load_taxonomy().values()]
    assert all(names)
    assert len(set(names)) == len(names)


def test_terms_are_lower_case_and_single() -> None:
    terms = [term for label in load_taxonomy().values() for term in (*label.terms, *label.ambiguous)]
    assert terms == [term.lower() for term in terms]
    assert len(set(terms)) == len(terms)


def test_index_categories_are_each_mapped() -> None:
    mapped = {label.aigs for label in load_taxonomy().values() if label.aigs}
    assert mapped == {"safeCity", "facialRec", "smartPoli", "smSurv"}


def test_missing_language_falls_to_english() -> None:
    assert label_name("drones", "xx") == "surveillance drones"


def test_unknown_label_is_refused() -> None:
    with pytest.raises(KeyError):
        label_name("telepathy")
