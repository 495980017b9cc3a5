"""Claims as sentences."""

import pytest
from tests.web.evidence.made import make_claim, make_text

from countersight.model.claim import Kind, Status
from countersight.web.evidence.sentences import DEEDS, TOLD, say_claim
from countersight.web.language import language, plain_words

TEXT = make_text("Acme sold <b>Bolt</b> three cameras.")


def test_sentence_says_who_does_what_to_whom():
    claim = make_claim(TEXT, (0, 36), supplier=(0, 4), recipient=(13, 17))
    assert plain_words(say_claim(claim, language("en"))) == "Reported: Acme supplies video surveillance to Bolt."


def test_names_cannot_bring_markup_in():
    claim = make_claim(TEXT, (0, 36), supplier=(10, 21))
    assert "<b>" not in say_claim(claim, language("en"))
    assert "&lt;b&gt;" in say_claim(claim, language("en"))


def test_denial_is_said_as_one():
    claim = make_claim(TEXT, (0, 36), supplier=(0, 4), status=Status.DENIED)
    assert plain_words(say_claim(claim, language("en"))) == "Denied: Acme supplies video surveillance."


def test_sentence_is_translatable():
    claim = make_claim(TEXT, (0, 36), supplier=(0, 4))
    said = plain_words(say_claim(claim, language("es")))
    assert said == "Según se informa: Acme suministra videovigilancia."


def test_territories_are_named_in_the_language():
    claim = make_claim(TEXT, (0, 36), supplier=(0, 4), territories=("ke", "ug"))
    assert "Kenia" in say_claim(claim, language("es"))
    assert "كينيا، أوغندا" in say_claim(claim, language("ar"))


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_every_kind_has_words(kind):
    assert set(DEEDS[kind]) == {(True, True), (True, False), (False, True), (False, False)}
    for (gives, gets), template in DEEDS[kind].items():
        assert ("%(supplier)s" in template, "%(recipient)s" in template) == (gives, gets)


def test_every_status_has_words():
    assert set(TOLD) == set(Status)
