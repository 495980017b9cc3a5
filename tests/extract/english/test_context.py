"""Tests of what the English extractor takes from around a clause, and what it leaves aside, with made-up names."""

from collections.abc import Callable

import pytest

from countersight.model.claim import Claim, Kind, Status

Read = Callable[..., list[Claim]]


def codes(claim: Claim, role: str) -> set[str]:
    party = claim.party(role)
    return {slot.code for slot in party.territories} if party is not None else set()


def names(claims: list[Claim], role: str) -> list[str]:
    parties = (claim.party(role) for claim in claims)
    return [party.mention.name for party in parties if party is not None and party.mention is not None]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("The Kenyan government has blocked dozens of news websites.", "internet_filtering"),
        ("News websites were blocked by the Kenyan government in 2019.", "internet_filtering"),
        ("The Kenyan intelligence agency intercepted phone calls of judges.", "interception"),
        ("The Kenyan police monitored social media for months.", "social_media_monitoring"),
    ],
    ids=["blocked", "passive", "calls", "posts"],
)
def test_deed_without_technology_is_deployment(read: Read, words: str, label: str) -> None:
    (claim,) = read(words)
    assert claim.kind is Kind.DEPLOYMENT
    assert [slot.label for slot in claim.technology] == [label]
    assert codes(claim, "recipient") == {"ke"}


def test_deed_of_nobody_is_no_claim(read: Read) -> None:
    assert read("The app blocks websites for children.") == []


STORY = (
    "Surveillance cameras now watch Nairobi, Kenya. Orbex built the camera network with facial recognition. "
    "The surveillance cameras were installed in 2019."
)


def test_place_is_taken_from_before(read: Read) -> None:
    installed = read(STORY)[-1]
    assert installed.kind is Kind.DEPLOYMENT
    assert codes(installed, "recipient") == {"ke"}
    assert installed.recipient is not None
    assert all(slot.inferred for slot in installed.recipient.territories)


def test_general_users_have_no_place(read: Read) -> None:
    words = "Spyware is a trade. Spyware firms met in Kenya. Hacking Team sells its spyware to governments."
    assert [codes(claim, "recipient") for claim in read(words) if claim.kind is Kind.SUPPLY] == [set()]


def test_product_stands_for_its_maker(read: Read) -> None:
    (claim,) = read("The Kenyan interior ministry bought the spyware Pegasus.")
    assert claim.kind is Kind.SUPPLY
    assert names([claim], "supplier") == ["Pegasus"]


def test_vendor_of_a_contract_supplies(read: Read) -> None:
    (claim,) = read("The Kenyan interior ministry signed a contract with the company Orbex for facial recognition.")
    assert names([claim], "recipient") == ["Kenyan interior ministry"]


@pytest.mark.parametrize(
    "words",
    [
        "Internet filtering in Kenya",
        "12 Doe, J., “Kenya deploys facial recognition,” https://example.org/story.",
        "The institute is conducting research on the use of facial recognition in Kenya.",
        "Police use surveillance cameras.",
        "Hacking Team is owned by the investment firm Orbex of Kenya.",
    ],
    ids=["heading", "footnote", "study", "anyone", "takeover"],
)
def test_what_asserts_nothing_is_no_claim(read: Read, words: str) -> None:
    assert read(words) == []


def test_what_a_probe_asks_is_alleged(read: Read) -> None:
    (claim,) = read("Prosecutors are investigating whether Orbex sold spyware to the Kenyan police.")
    assert claim.status is Status.ALLEGED


def test_listing_by_an_authority_is_a_sanction(read: Read) -> None:
    words = "The U.S. Commerce Department put NSO Group on the Entity List over its spyware."
    assert [claim.kind for claim in read(words)] == [Kind.SANCTION]


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Kenya deployed facial recognition, according to the head of the local branch.", "head of the local branch"),
        ("Kenya has deployed facial recognition, the magazine Daily Gazette reported.", "Daily Gazette"),
    ],
    ids=["according to", "at the end"],
)
def test_speaker_after_the_clause_is_found(read: Read, words: str, speaker: str) -> None:
    (claim,) = read(words)
    assert claim.speaker is not None
    assert claim.speaker.mention.name == speaker
