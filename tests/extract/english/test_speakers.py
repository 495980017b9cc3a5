"""Tests of on whose word a claim is made, with made-up names."""

from collections.abc import Callable

import pytest

from countersight.model.claim import Claim, Status

Read = Callable[..., list[Claim]]

SOLD = "Orbex sold facial recognition cameras to the police of Kenya"


def speakers(claims: list[Claim]) -> set[str | None]:
    return {claim.speaker.mention.name if claim.speaker is not None else None for claim in claims}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{SOLD}.", None),
        (f"Human Watch said that {SOLD}.", "Human Watch"),
        (f"{SOLD}, Human Watch said.", "Human Watch"),
        (f"According to Human Watch, {SOLD}.", "Human Watch"),
        (f"“{SOLD},” said Jane Roe.", "Jane Roe"),
        (f"“The deal was made last year,” said Jane Roe. “{SOLD}.”", "Jane Roe"),
        (f"Human Watch said that Jane Roe claims that {SOLD}.", "Jane Roe"),
        (f"Human Watch published a report. It said that {SOLD}.", "Human Watch"),
        (f"We believe that {SOLD}.", None),
    ],
    ids=["nobody", "indirect", "after", "according", "quoted", "quote goes on", "nested", "pronoun", "own voice"],
)
def test_speaker_is_whose_word_it_is(read: Read, text: str, speaker: str | None) -> None:
    claims = read(text)
    assert claims
    assert speakers(claims) == {speaker}


def test_wish_makes_no_speaker(read: Read) -> None:
    assert speakers(read("The police of Kenya want to buy facial recognition cameras from Orbex.")) <= {None}


def test_party_that_speaks_claims(read: Read) -> None:
    assert {claim.status for claim in read(f"Orbex said that {SOLD}.")} == {Status.CLAIMED}
