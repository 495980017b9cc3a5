"""Tests of the words that tell a status, by language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.values.cues import (
    STATUSES,
    find_hypothetical_cues,
    find_negations,
    find_status_cues,
    is_hypothetical,
    is_question,
)
from countersight.values.numerals import LANGUAGES


@pytest.mark.parametrize(
    ("language", "text", "status", "words"),
    [
        ("en", "The firm denied the sale", "denied", "denied"),
        ("es", "La empresa negó la venta", "denied", "negó"),
        ("es", "El gobierno instalará cámaras", "planned", "instalará"),
        ("fr", "Le contrat a été résilié", "cancelled", "résilié"),
        ("fr", "La police aurait acheté", "alleged", "aurait"),
        ("pt", "A prefeitura pretende comprar", "planned", "pretende"),
        ("zh", "该公司否认出售", "denied", "否认"),
        ("zh", "政府计划部署", "planned", "计划"),
        ("ar", "نفت الشركة البيع", "denied", "نفت"),
        ("ar", "وتعتزم الحكومة الشراء", "planned", "تعتزم"),
        ("ru", "Власти якобы следят", "alleged", "якобы"),
        ("de", "Die Firma bestreitet den Verkauf", "denied", "bestreitet"),
        ("el", "Η εταιρεία διέψευσε", "denied", "διέψευσε"),
    ],
)
def test_status_has_its_words(language: str, text: str, status: str, words: str) -> None:
    (cue,) = find_status_cues(text, language)
    assert (cue.status, text[cue.start : cue.end]) == (status, words)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "If Ruritania bought cameras"),
        ("es", "Si Ruritania compra cámaras"),
        ("zh", "如果政府购买"),
        ("ru", "Если власти купят"),
        ("de", "Falls die Polizei kauft"),
        ("ar", "إذا اشترت الحكومة"),
        ("ar", "من اشترى الكاميرات؟"),
        ("fr", "« Qui a vendu ? »"),
    ],
)
def test_condition_and_question_assert_nothing(language: str, text: str) -> None:
    assert is_hypothetical(text, language)


def test_condition_that_follows_is_a_cue() -> None:
    text = "Comprará cámaras si hay fondos"
    (cue,) = find_hypothetical_cues(text, "es")
    assert text[cue.start : cue.end] == "si"
    assert not is_hypothetical(text, "es")


def test_negation_is_no_denial() -> None:
    assert find_status_cues("Ruritania no compra cámaras", "es") == []
    assert len(find_negations("Ruritania no compra cámaras", "es")) == 1


def test_full_width_question_is_one() -> None:
    assert is_question("谁买了？")


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=20)
@given(text=st.text(max_size=60))
def test_cues_lie_in_any_text(language: str, text: str) -> None:
    cues = find_status_cues(text, language)
    assert all(0 <= cue.start < cue.end <= len(text) and cue.status in STATUSES for cue in cues)
