"""Readings become claims whose every slot is tied to words. All names are made up."""

from collections.abc import Callable
from datetime import date

import pytest

from countersight.extract.scanning import split_sentences
from countersight.extract.trained.reading import Reading, RoleSpan
from countersight.extract.trained.slots import LONGEST, Passage, calibrated, make_claims, open_passage
from countersight.model.claim import Claim, check_claim
from countersight.model.text import DocumentText

WORDS = (
    "Veltrix announced it in March. In 2019 the company sold 300 facial recognition cameras to the Kenyan police, "
    "Ana Moro said."
)


@pytest.fixture
def passage(make_text: Callable[..., DocumentText]) -> Callable[..., Passage]:
    def open_whole(words: str = WORDS, *, language: str = "en", published: date | None = None) -> Passage:
        text = make_text(words, language=language, published=published)
        sentences = [(span.start, span.end) for span in split_sentences(words, language)]
        return open_passage(text, 0, len(words), sentences)

    return open_whole


def reading(words: str, evidence: str, **roles: str | list[str]) -> Reading:
    start = words.index(evidence)

    def span(name: str) -> RoleSpan:
        return RoleSpan(start=words.index(name), end=words.index(name) + len(name), probability=0.9)

    told = {
        role: tuple(map(span, [names] if isinstance(names, str) else names))
        for role, names in roles.items()
        if role not in ("kind", "status", "technologies")
    }
    empty: dict[str, tuple[RoleSpan, ...]] = dict.fromkeys(
        ("supplier", "recipient", "speaker", "quantity", "supplier_place", "recipient_place"), ()
    )
    return Reading(
        start=start, end=start + len(evidence), kind=str(roles.get("kind", "supply")), probability=0.8,
        status=str(roles.get("status", "reported")),
        technologies=tuple(roles.get("technologies", ["facial_recognition"])),
        roles=empty | told,
    )  # fmt: skip


EVIDENCE = "the company sold 300 facial recognition cameras to the Kenyan police"


def claims_of(found: Passage, *readings: Reading) -> list[Claim]:
    claims, drops = make_claims(readings, found, "trained@test", lambda probability: probability)
    assert not drops
    for claim in claims:
        check_claim(claim, found.text)
    return claims


def test_every_slot_keeps_its_words(passage: Callable[..., Passage]) -> None:
    (claim,) = claims_of(passage(), reading(
        WORDS, EVIDENCE, supplier="Veltrix", recipient="Kenyan police", quantity="300", recipient_place="Kenyan",
        speaker="Ana Moro",
    ))  # fmt: skip
    assert claim.supplier is not None
    assert claim.supplier.mention is not None
    assert claim.supplier.mention.name == "Veltrix"
    assert claim.supplier.inferred, "the evidence itself does not name it"
    assert claim.recipient is not None
    assert [slot.code for slot in claim.recipient.territories] == ["ke"]
    assert claim.quantity is not None
    assert claim.quantity.value == 300
    assert claim.speaker is not None
    assert claim.speaker.mention.name == "Ana Moro"
    assert claim.evidence[0].quote == EVIDENCE


def test_technology_is_tied_to_its_word(passage: Callable[..., Passage]) -> None:
    (claim,) = claims_of(passage(), reading(WORDS, EVIDENCE, technologies=["facial_recognition", "dna"]))
    named, guessed = claim.technology
    assert named.mention is not None
    assert "facial recognition" in named.mention.name
    assert guessed.mention is None
    assert guessed.inferred


def test_time_beside_the_evidence_counts(passage: Callable[..., Passage]) -> None:
    (claim,) = claims_of(passage(), reading(WORDS, EVIDENCE))
    assert claim.when is not None
    assert claim.when.start == date(2019, 1, 1)
    assert claim.when.anchored_to is None


def test_publication_date_is_no_event_date(passage: Callable[..., Passage]) -> None:
    words = "The ministry bought 20 surveillance cameras for the police."
    (claim,) = claims_of(passage(words, published=date(2020, 5, 4)), reading(words, words[:-1], kind="procurement"))
    assert claim.when is None


def test_suppliers_of_a_list_are_claims_each(passage: Callable[..., Passage]) -> None:
    words = "Veltrix, Orbano and Kestrel Dynamics sold spyware to Kenya."
    claims = claims_of(passage(words), reading(words, words[:-1], supplier=["Veltrix", "Orbano", "Kestrel Dynamics"]))
    assert [c.supplier.mention.name for c in claims if c.supplier and c.supplier.mention] == [
        "Veltrix", "Orbano", "Kestrel Dynamics",
    ]  # fmt: skip


def test_recipients_of_a_list_are_one_party(passage: Callable[..., Passage]) -> None:
    words = "Veltrix sold spyware to Kenya, Peru and Chad last year."
    (claim,) = claims_of(
        passage(words), reading(words, words[:-1], supplier="Veltrix", recipient=["Kenya", "Peru", "Chad"])
    )
    assert claim.recipient is not None
    assert {slot.code for slot in claim.recipient.territories} >= {"ke", "pe"}
    assert claim.recipient.mention is not None
    assert claim.recipient.mention.name.startswith("Kenya")


def test_a_runaway_quote_is_dropped(passage: Callable[..., Passage]) -> None:
    words = "Cameras watch the street " * (LONGEST // 20)
    claims, drops = make_claims([reading(words, words.strip())], passage(words), "trained@test", float)
    assert not claims
    assert drops[0].reason


OTHER_SCRIPTS = [
    ("ar", "🛰 باعت فيلتريكس كاميرات مراقبة إلى شرطة كينيا سنة ٢٠١٩.", "باعت فيلتريكس كاميرات مراقبة إلى", "شرطة كينيا"),
    ("zh", "🛰据报道，维特向肯尼亚警方出售了３００套人脸识别系统。", "维特向肯尼亚警方出售了３００套", "肯尼亚警方"),
    (
        "es",
        "Añadió\u0301 que Veltrix vendió cámaras a la policía de Kenia.",
        "Veltrix vendió cámaras a la",
        "policía de Kenia",
    ),
    ("ru", "😀 Фирма «Велтрикс» продала камеры полиции Кении.", "продала камеры полиции Кении", "полиции Кении"),
]


@pytest.mark.parametrize(("language", "words", "evidence", "recipient"), OTHER_SCRIPTS)
def test_offsets_hold_in_every_script(
    passage: Callable[..., Passage], language: str, words: str, evidence: str, recipient: str
) -> None:
    (claim,) = claims_of(passage(words, language=language), reading(words, evidence, recipient=recipient))
    assert claim.recipient is not None
    assert claim.recipient.mention is not None
    assert words[claim.recipient.mention.start : claim.recipient.mention.end] == recipient
    assert [slot.code for slot in claim.recipient.territories] == ["ke"]


def test_calibration_keeps_the_order() -> None:
    values = [calibrated(p, 0.7, -0.4) for p in (0.0, 0.2, 0.5, 0.9, 1.0)]
    assert values == sorted(values)
    assert calibrated(0.5, 1.0, 0.0) == 0.5


def test_a_sale_to_a_titled_person_is_no_claim(passage: Callable[..., Passage]) -> None:
    words = "Veltrix sold spyware to Mr. Daniel Moro, and Moro used it."
    sale = reading(words, words[:-1], supplier="Veltrix", recipient="Daniel Moro")
    claims, drops = make_claims([sale], passage(words), "trained@test", float)
    assert claims == []
    assert [drop.reason for drop in drops] == ["a private person is no party"]


def test_a_titled_person_is_no_supplier(passage: Callable[..., Passage]) -> None:
    words = "Mr. Daniel Moro supplied spyware to the Kenyan police in 2019."
    (claim,) = claims_of(passage(words), reading(words, words[:-1], supplier="Daniel Moro", recipient="Kenyan police"))
    assert claim.supplier is None
    assert claim.recipient is not None


def test_a_name_cut_short_is_completed(passage: Callable[..., Passage]) -> None:
    words = "Kestrel Dynamics sold spyware to Kenya, Ana Moro said."
    (claim,) = claims_of(
        passage(words), reading(words, "Kestrel Dynamics sold spyware to Kenya", supplier="Kestrel", speaker="Ana")
    )
    assert claim.supplier is not None
    assert claim.supplier.mention is not None
    assert claim.supplier.mention.name == "Kestrel Dynamics"
    assert claim.speaker is not None
    assert claim.speaker.mention.name == "Ana Moro"


def test_a_demonym_alone_is_no_name(passage: Callable[..., Passage]) -> None:
    words = "Peruvian experts sold spyware to the police of Kenya."
    (claim,) = claims_of(passage(words), reading(words, words[:-1], supplier="Peruvian"))
    assert claim.supplier is not None
    assert claim.supplier.mention is None
    assert [slot.code for slot in claim.supplier.territories] == ["pe"]


def test_a_clause_between_two_names_is_no_list(passage: Callable[..., Passage]) -> None:
    words = "Kenya went on to offer spyware of Veltrix to Peru last year."
    (claim,) = claims_of(passage(words), reading(words, words[:-1], supplier="Veltrix", recipient=["Kenya", "Peru"]))
    assert claim.recipient is not None
    assert claim.recipient.mention is not None
    assert claim.recipient.mention.name in ("Kenya", "Peru")
    assert {slot.code for slot in claim.recipient.territories} == {"ke", "pe"}
