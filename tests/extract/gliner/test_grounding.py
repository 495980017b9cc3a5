"""Tests of making claims of records, without a model."""

from collections.abc import Callable, Sequence

import pytest

from countersight.extract.gliner.grounding import Grounding
from countersight.extract.gliner.records import Answer, Judgement, Record
from countersight.extract.grounding import Passage
from countersight.extract.scanning import Span, split_sentences
from countersight.model.claim import Claim, Kind, Precision, Qualifier, Status, check_claim
from countersight.model.text import DocumentText

WORDS = (
    "In 2019 Orbex sold over 300 facial recognition cameras to the Ugandan police, a minister said. "
    "Mr John Mosby bought spyware."
)
SOLD = {
    "evidence": ["Orbex sold over 300 facial recognition cameras to the Ugandan police"], "supplier": ["Orbex"],
    "recipient": ["the Ugandan police"], "technology": ["facial recognition"],
    "quantity": ["300 facial recognition cameras"], "date": ["2019"], "speaker": ["a minister"],
}  # fmt: skip
Ground = Callable[..., tuple[list[Claim], list[str]]]


@pytest.fixture
def ground(make_text: Callable[..., DocumentText]) -> Ground:
    """Return a function that makes claims of one record, given by the words of its slots."""

    def make(
        slots: dict[str, list[str]], *, words: str = WORDS, language: str = "en", kind: Kind = Kind.SUPPLY,
        persons: Sequence[str] = (),
    ) -> tuple[list[Claim], list[str]]:  # fmt: skip
        text = make_text(words, language=language)
        passage = Passage(0, len(words), tuple(split_sentences(words, language)))
        grounding = Grounding(text, passage, "gliner@test")
        places = {name: tuple(place(words, one) for one in several) for name, several in slots.items()}
        answer = Answer(records=[Record(places=places, confidence=0.8)], persons=[place(words, p) for p in persons])
        claims = grounding.ground(answer, lambda found: [judgement(kind)] * len(found))
        for claim in claims:
            check_claim(claim, text)
        return claims, [drop.reason for drop in grounding.drops]

    return make


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def judgement(kind: Kind) -> Judgement:
    return Judgement(kind=kind, status=Status.REPORTED, confidence=0.5)


def test_slots_come_out_as_written(ground: Ground) -> None:
    (claim,), drops = ground(SOLD)
    assert claim.supplier.mention.name == "Orbex"
    assert claim.recipient.mention.name == "the Ugandan police"
    assert [slot.code for slot in claim.recipient.territories] == ["ug"]
    assert [slot.label for slot in claim.technology] == ["facial_recognition"]
    assert (claim.quantity.value, claim.quantity.qualifier) == (300, Qualifier.OVER)
    assert (claim.when.start.year, claim.when.precision) == (2019, Precision.YEAR)
    assert claim.speaker.mention.name == "a minister"
    assert drops == []


def test_confidence_is_of_record_and_kind(ground: Ground) -> None:
    (claim,), _ = ground(SOLD)
    assert claim.confidence == pytest.approx(0.4)


def test_words_outside_bring_their_sentence(ground: Ground) -> None:
    (claim,), _ = ground(SOLD)
    assert claim.evidence[0].quote == SOLD["evidence"][0]
    assert claim.evidence[1].quote == WORDS[: WORDS.index(" Mr")]


def test_record_without_evidence_takes_its_sentence(ground: Ground) -> None:
    (claim,), _ = ground({name: words for name, words in SOLD.items() if name != "evidence"})
    assert claim.evidence[0].quote == WORDS[: WORDS.index(" Mr")]


def test_empty_record_is_counted(ground: Ground) -> None:
    assert ground({}) == ([], ["no words that carry it"])


def test_territory_alone_has_no_name(ground: Ground) -> None:
    words = "Orbex sold spyware to Uganda and Kenya."
    slots = {
        "evidence": [words[:-1]],
        "supplier": ["Orbex"],
        "recipient": ["Uganda", "Kenya"],
        "technology": ["spyware"],
    }
    (claim,), _ = ground(slots, words=words)
    assert claim.recipient.mention is None
    assert [slot.code for slot in claim.recipient.territories] == ["ug", "ke"]


def test_technology_outside_the_taxonomy_falls(ground: Ground) -> None:
    words = "Orbex sold teapots to Uganda."
    claims, drops = ground({"evidence": [words], "technology": ["teapots"], "supplier": ["Orbex"]}, words=words)
    assert claims == []
    assert drops == ["slot technology: label outside the taxonomy", "no technology of the taxonomy in its words"]


def test_training_needs_no_technology(ground: Ground) -> None:
    words = "Orbex taught the Ugandan police."
    slots = {"evidence": [words], "supplier": ["Orbex"], "recipient": ["the Ugandan police"]}
    (claim,), _ = ground(slots, words=words, kind=Kind.TRAINING)
    assert [slot.label for slot in claim.technology] == ["training_only"]


@pytest.mark.parametrize("persons", [(), ("John Mosby",)], ids=["by the title", "by the model"])
def test_private_person_is_no_party(ground: Ground, persons: tuple[str, ...]) -> None:
    slots = {"evidence": ["John Mosby bought spyware"], "recipient": ["John Mosby"], "technology": ["spyware"]}
    claims, drops = ground(slots, persons=persons)
    assert claims == []
    assert drops == ["slot recipient: a private person", "a private person is no party"]


def test_person_named_nowhere_in_drops(ground: Ground, make_text: Callable[..., DocumentText]) -> None:
    text = make_text(WORDS)
    grounding = Grounding(text, Passage(0, len(WORDS), tuple(split_sentences(WORDS, "en"))), "gliner@test")
    places = {"recipient": (place(WORDS, "John Mosby"),), "technology": (place(WORDS, "spyware"),)}
    grounding.ground(Answer(records=[Record(places=places, confidence=1.0)]), lambda found: [judgement(Kind.SUPPLY)])
    assert grounding.drops[0].quote == ""


def test_firm_after_a_titled_name_stays(ground: Ground) -> None:
    words = "Mr Mosby of Orbex said that Orbex sold spyware to Uganda."
    slots = {"evidence": ["Orbex sold spyware to Uganda"], "supplier": ["Orbex"], "technology": ["spyware"]}
    (claim,), _ = ground(slots, words=words)
    assert claim.supplier.mention.name == "Orbex"


def test_assessment_needs_a_speaker(ground: Ground) -> None:
    slots = {name: words for name, words in SOLD.items() if name != "speaker"}
    assert ground(slots, kind=Kind.ASSESSMENT) == ([], ["an assessment without a speaker"])


def test_unreadable_number_is_dropped(ground: Ground) -> None:
    (claim,), drops = ground(SOLD | {"quantity": ["Ugandan"]})
    assert claim.quantity is None
    assert drops == ["slot quantity: cannot be read"]


def test_long_evidence_is_counted(ground: Ground) -> None:
    words = "Orbex sold spyware " + "very " * 150 + "quickly."
    assert ground({"evidence": [words], "technology": ["spyware"]}, words=words) == ([], ["evidence is too long"])
