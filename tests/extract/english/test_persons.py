"""Private persons never become parties; offices and firms with names like persons' do."""

import pytest


def parties(claims) -> set[str]:
    return {
        party.mention.name
        for claim in claims
        for party in (claim.supplier, claim.recipient)
        if party is not None and party.mention is not None
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "John Smith, 34, a teacher from Leeds, bought 3 surveillance cameras from Examplecorp for his house.",
        "Mary Wanjiru sold a surveillance drone to her neighbour Peter Otieno.",
        "Peter Otieno, a farmer, bought spyware from Examplecorp.",
    ],
)
def test_trade_with_private_persons_is_no_claim(read, sentence: str) -> None:
    assert read(sentence) == []


def test_person_is_taken_out_of_a_claim(read) -> None:
    claims = read("The police of Kenya bought spyware from Mrs. Anna Kowalska.")
    assert claims
    assert not any("Kowalska" in name for name in parties(claims))


def test_person_may_speak(read) -> None:
    claims = read('"We sold surveillance cameras to the police of Kenya," said Anna Kowalska of Examplecorp.')
    assert not any("Kowalska" in name for name in parties(claims))


def test_firm_named_like_a_person_stays(read) -> None:
    claims = read("Calta Systems sold facial recognition cameras to the Interior Ministry of Ghana.")
    assert "Calta Systems" in parties(claims)
