"""What is of something else than the trade is no claim. All names are made up."""

from collections.abc import Callable

import pytest

from countersight.extract.subject import REASONS, find_aside
from countersight.model.claim import Claim, Kind, Status, TechnologySlot
from countersight.model.evidence import evidence_at
from countersight.model.text import DocumentText


def claim_on(text: DocumentText, kind: Kind) -> Claim:
    return Claim.make(
        document_id=text.document_id, kind=kind, status=Status.REPORTED, confidence=0.5, extractor="test@1",
        evidence=(evidence_at(text, 0, len(text.text)),),
        technology=(TechnologySlot(label="other", inferred="made for the test"),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words", "kind", "sort"),
    [
        ("pt", "A polícia fez buscas por câmeras de segurança.", Kind.DEPLOYMENT, "footage"),
        ("fr", "Veltrix vient de racheter Orbex.", Kind.SUPPLY, "takeover"),
        ("en", "Police relied on a court-approved wiretap.", Kind.DEPLOYMENT, "case"),
        ("en", "Labs ran DNA tests for horse meat.", Kind.DEPLOYMENT, "elsewhere"),
    ],
)
def test_words_tell_another_subject(
    make_text: Callable[..., DocumentText], language: str, words: str, kind: Kind, sort: str
) -> None:
    text = make_text(words, language=language)
    assert find_aside(claim_on(text, kind), text) == REASONS[sort]


def test_takeovers_veto_no_deployment(make_text: Callable[..., DocumentText]) -> None:
    text = make_text("Veltrix vient de racheter Orbex.", language="fr")
    assert find_aside(claim_on(text, Kind.DEPLOYMENT), text) is None


def test_other_languages_are_left_alone(make_text: Callable[..., DocumentText]) -> None:
    text = make_text("horse meat", language="el")
    assert find_aside(claim_on(text, Kind.SUPPLY), text) is None
