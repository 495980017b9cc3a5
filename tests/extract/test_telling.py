"""Who has the word outside English. All names are made up."""

from collections.abc import Callable

import pytest

from countersight.extract.telling import tell_speaker
from countersight.model.claim import Claim, Kind, Status, TechnologySlot, check_claim
from countersight.model.evidence import evidence_at
from countersight.model.text import DocumentText


def told(text: DocumentText, evidence: str) -> Claim:
    start = text.text.index(evidence)
    claim = Claim.make(
        document_id=text.document_id, kind=Kind.DEPLOYMENT, status=Status.REPORTED, confidence=0.5, extractor="test@1",
        evidence=(evidence_at(text, start, start + len(evidence)),),
        technology=(TechnologySlot(label="other", inferred="made for the test"),),
    )  # fmt: skip
    return tell_speaker(claim, text)


@pytest.mark.parametrize(
    ("language", "before", "evidence", "name"),
    [
        ("es", "Según Diario Veltrix, ", "la policía usa cámaras", "Diario Veltrix"),
        ("fr", "Selon Orbex, ", "la police utilise des drones", "Orbex"),
        ("pt", "A Orbex informou que ", "a polícia usa câmeras", "A Orbex"),
        ("ru", "По данным Вельтрикс, ", "полиция использует камеры", "Вельтрикс"),
        ("ar", "بحسب فلتريكس، ", "الشرطة تستخدم كاميرات", "فلتريكس"),
        ("de", "Laut Orbex, ", "nutzt die Polizei Kameras", "Orbex"),
        ("zh", "奥贝克斯日报表示，", "警方使用摄像头", "奥贝克斯日报"),
    ],
)
def test_the_name_has_the_word(
    make_text: Callable[..., DocumentText], language: str, before: str, evidence: str, name: str
) -> None:
    text = make_text(before + evidence, language=language)
    claim = told(text, evidence)
    check_claim(claim, text)
    assert claim.speaker is not None
    assert claim.speaker.mention.name == name


@pytest.mark.parametrize(
    ("language", "before", "evidence"),
    [
        ("zh", "收集数据，", "警方使用摄像头"),
        ("zh", "他表示，", "警方使用摄像头"),
        ("es", "Según dicen, ", "la policía usa cámaras"),
        ("en", "According to Orbex, ", "police use cameras"),
    ],
)
def test_nobody_is_made_a_speaker(
    make_text: Callable[..., DocumentText], language: str, before: str, evidence: str
) -> None:
    assert told(make_text(before + evidence, language=language), evidence).speaker is None
