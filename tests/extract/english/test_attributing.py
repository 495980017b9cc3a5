"""Tests of the speakers that the parse gives to another extractor's claims, with made-up names."""

from collections.abc import Callable

import pytest

from countersight.extract.base import Extraction
from countersight.extract.english import EnglishRules
from countersight.extract.grounding import with_slots
from countersight.model.claim import Claim, Kind, Speaker, Status, TechnologySlot, check_claim
from countersight.model.evidence import evidence_at, mention_at
from countersight.model.text import DocumentText

SOLD = "Orbex sold facial recognition cameras to the police of Kenya"


@pytest.fixture
def attribute(make_text: Callable[..., DocumentText]) -> Callable[..., Claim]:
    """Return a function that lets the rules attribute a claim in the words `SOLD`."""

    def read(words: str, *, speaker: str | None = None) -> Claim:
        text = make_text(words)
        start = words.index(SOLD)
        claim = Claim.make(
            document_id=text.document_id, kind=Kind.SUPPLY, status=Status.REPORTED, confidence=0.5, extractor="test@1",
            technology=(TechnologySlot(label="facial_recognition", inferred="test"),),
            evidence=(evidence_at(text, start, start + len(SOLD)),),
        )  # fmt: skip
        if speaker is not None:
            mention = mention_at(text, words.index(speaker), words.index(speaker) + len(speaker))
            claim = with_slots(claim, text, speaker=Speaker(mention=mention))
        other = Extraction(text_id=text.id, claims=(claim,))
        ((_, told),) = EnglishRules().extract_beside([text], [other])
        check_claim(told.claims[0], text)
        return told.claims[0]

    return read


def speaker_of(claim: Claim) -> str | None:
    return claim.speaker.mention.name if claim.speaker is not None else None


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        (f"{SOLD}.", None),
        (f"{SOLD}, Human Watch said.", "Human Watch"),
        (f"According to Human Watch, {SOLD}.", "Human Watch"),
        (f"Human Watch published a report. It said that {SOLD}.", "Human Watch"),
    ],
    ids=["nobody", "after", "according", "pronoun"],
)
def test_the_parse_tells_who_speaks(attribute: Callable[..., Claim], words: str, speaker: str | None) -> None:
    assert speaker_of(attribute(words)) == speaker


def test_a_speaker_that_is_known_stays(attribute: Callable[..., Claim]) -> None:
    assert speaker_of(attribute(f"{SOLD}, Human Watch told Jane Roe.", speaker="Jane Roe")) == "Jane Roe"


def test_texts_off_the_subject_pass_unchanged(make_text: Callable[..., DocumentText]) -> None:
    texts = [make_text(f"Rain fell on day {number}.") for number in range(70)]
    others = [Extraction(text_id=text.id, claims=(), candidates=number) for number, text in enumerate(texts)]
    assert [other for _, other in EnglishRules().extract_beside(texts, others)] == others


def test_what_the_other_passed_over_is_not_read(make_text: Callable[..., DocumentText]) -> None:
    text = make_text(f"{SOLD}.")
    passed, looked_at = (Extraction(text_id=text.id, claims=(), candidates=number) for number in (0, 1))
    ((nothing, _),) = EnglishRules().extract_beside([text], [passed])
    ((ruled, _),) = EnglishRules().extract_beside([text], [looked_at])
    assert not nothing.claims
    assert len(ruled.claims) == 1
