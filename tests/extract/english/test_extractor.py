"""Tests of what the English extractor reads, one way of putting things at a time, with made-up names."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countersight.extract.english import EnglishRules
from countersight.model.claim import Claim, Kind, Status, check_claim
from countersight.model.text import DocumentText, text_id

Read = Callable[..., list[Claim]]


def name(claim: Claim, role: str) -> str | None:
    party = claim.party(role)
    return party.mention.name if party is not None and party.mention is not None else None


def codes(claim: Claim, role: str) -> set[str]:
    party = claim.party(role)
    return {slot.code for slot in party.territories} if party is not None else set()


def labels(claim: Claim) -> set[str]:
    return {slot.label for slot in claim.technology}


@pytest.mark.parametrize(
    "words",
    [
        "Orbex sold facial recognition software to the Ugandan police.",
        "Facial recognition software was sold to the Ugandan police by Orbex.",
        "The Ugandan police bought facial recognition software from Orbex.",
        "The court heard of the sale of facial recognition software to the Ugandan police by Orbex.",
        "Police studied Orbex, which had supplied facial recognition software to the Ugandan police.",
    ],
    ids=["active", "passive", "bought", "nominal", "relative"],
)
def test_supply_is_read_however_put(read: Read, words: str) -> None:
    (claim,) = read(words)
    assert (claim.kind, labels(claim)) == (Kind.SUPPLY, {"facial_recognition"})
    assert (name(claim, "supplier"), codes(claim, "recipient")) == ("Orbex", {"ug"})


def test_recipient_list_is_one_claim(read: Read) -> None:
    (claim,) = read("Orbex exported spyware to Uganda, Kenya and Peru.")
    assert codes(claim, "recipient") == {"ug", "ke", "pe"}


def test_purchase_without_supplier_is_procurement(read: Read) -> None:
    (claim,) = read("The Peruvian interior ministry bought 500 surveillance cameras in 2019.")
    assert claim.kind is Kind.PROCUREMENT
    assert claim.quantity is not None
    assert claim.quantity.value == 500
    assert claim.when is not None
    assert claim.when.start == date(2019, 1, 1)


def test_use_by_police_is_deployment(read: Read) -> None:
    (claim,) = read("Police in Peru have been using license plate readers since 2018.")
    assert (claim.kind, codes(claim, "recipient")) == (Kind.DEPLOYMENT, {"pe"})


def test_servers_in_countries_are_deployment(read: Read) -> None:
    (claim,) = read("Researchers identified spyware servers in three countries: Peru, Kenya and Uganda.")
    assert (claim.kind, codes(claim, "recipient")) == (Kind.DEPLOYMENT, {"pe", "ke", "ug"})


def test_control_and_ellipsis_are_resolved(read: Read) -> None:
    done, planned = read("The Kenyan police have trained 200 foreign officers and plan to train an additional 300.")
    assert (done.kind, planned.kind) == (Kind.TRAINING, Kind.TRAINING)
    assert planned.status is Status.PLANNED
    assert (name(planned, "supplier"), name(planned, "recipient")) == ("Kenyan police", "foreign officers")
    assert planned.quantity is not None
    assert planned.quantity.value == 300


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Kenya plans to deploy facial recognition.", Status.PLANNED),
        ("Kenya will deploy facial recognition.", Status.PLANNED),
        ("Kenya may have deployed facial recognition.", Status.ALLEGED),
        ("Kenya allegedly deployed facial recognition.", Status.ALLEGED),
        ("Officials denied that Kenya deployed facial recognition.", Status.DENIED),
        ("Kenya suspended its use of facial recognition.", Status.CANCELLED),
        ("Kenya deployed facial recognition.", Status.COMPLETED),
    ],
)
def test_status_follows_the_words(read: Read, words: str, status: Status) -> None:
    (claim,) = read(words)
    assert claim.status is status
    assert claim.status_mention is None or claim.status_mention.name in words


@pytest.mark.parametrize(
    "words",
    [
        "If Kenya deployed facial recognition, many would protest.",
        "Did the Kenyan police deploy facial recognition?",
        "The Kenyan police should deploy facial recognition.",
        "The Kenyan police did not deploy facial recognition.",
    ],
    ids=["condition", "question", "advice", "negation"],
)
def test_what_is_not_asserted_is_no_claim(read: Read, words: str) -> None:
    assert read(words) == []


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Jane Roe said that Kenya deployed facial recognition.", "Jane Roe"),
        ("According to Daily Gazette, Kenya deployed facial recognition.", "Daily Gazette"),
        ("Kenya deployed facial recognition, a source close to the talks said on Tuesday.", "source"),
        ("As Daily Gazette reported, Kenya deployed facial recognition.", "Daily Gazette"),
    ],
    ids=["said that", "according to", "said after", "as claimed"],
)
def test_speaker_is_found(read: Read, words: str, speaker: str) -> None:
    (claim,) = read(words)
    assert claim.speaker is not None
    assert claim.speaker.mention.name == speaker


def test_text_itself_has_no_speaker(read: Read) -> None:
    (claim,) = read("Kenya deployed facial recognition.")
    assert claim.speaker is None


def test_boast_of_a_party_is_claimed(read: Read) -> None:
    (claim,) = read("Kenya claims to have deployed facial recognition in 40 cities.")
    assert claim.status is Status.CLAIMED
    assert claim.quantity is not None
    assert claim.quantity.value == 40


def test_the_system_refers_back(read: Read) -> None:
    claims = read("Engineers built a facial recognition system. The Peruvian police installed the system in 2019.")
    (slot,) = claims[-1].technology
    assert slot.label == "facial_recognition"
    assert slot.inferred


def test_inspection_that_blocks_is_filtering(read: Read) -> None:
    (claim,) = read("The Kenyan regulator uses deep packet inspection to block websites.")
    assert labels(claim) == {"internet_filtering"}


@pytest.mark.parametrize(
    "words",
    [
        "The Kenyan health ministry expanded disease surveillance in 2019.",
        "The company sold 40 million smartphones with a rear camera in Kenya.",
        "Police released surveillance video of the robbery.",
        "The government approved a paternity DNA test.",
        "The regulator bought market surveillance software to watch trading.",
        "",
        "\n\n \n",
    ],
    ids=["disease", "phones", "footage", "paternity", "market", "empty", "blank"],
)
def test_off_the_subject_is_no_claim(read: Read, words: str) -> None:
    assert read(words) == []


@pytest.mark.parametrize("words", ["Kenya's police hold spyware…and more.", "Kenya's police: spyware/Pegasus2.0"])
def test_term_within_a_longer_token_is_read(read: Read, words: str) -> None:
    assert all(claim.evidence for claim in read(words))


def test_other_language_is_not_read(read: Read) -> None:
    assert read("Orbex sold facial recognition software to Kenya.", language="fr") == []


def test_same_text_gives_same_claims(read: Read) -> None:
    words = "Orbex sold spyware to Uganda. Police in Peru use facial recognition."
    assert read(words) == read(words)
    assert len(read(words)) == 2


FRAGMENTS = st.sampled_from(
    ["Orbex", "…", "/", "—",
     " sold ", "spyware", " to ", "Uganda", ", ", "which ", "the police", " use", " facial recognition", ". ",
     "“", "”", "\n", " said ", "2,700 ", "in 2019", " cameras", "İ", "🎥 ", "was ", "by ", "’s ", "plan to ", "train ",
     "ministry", " e\u0301", "?", " not ", "12 "]
)  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FRAGMENTS, max_size=25).map("".join) | st.text(max_size=120))
def test_any_text_gives_valid_claims(words: str) -> None:
    text = DocumentText(id=text_id("doc", "t@1", words), document_id="doc", reader="t@1", text=words, language="en")
    (extraction,) = EnglishRules().extract([text])
    for claim in extraction.claims:
        check_claim(claim, text)
