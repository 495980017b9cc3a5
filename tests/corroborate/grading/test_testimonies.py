"""Tests of what of a claim bears on its grade, with made-up firms."""

from tests.corroborate.conftest import make_claim, write_text

from countersight.corroborate import grading
from countersight.corroborate.grading.classes import SourceClass
from countersight.model.claim import Qualifier, Status
from countersight.model.interest import Interest

WORDS = "Glimmer Optics sold some 300 cameras to Ruritania in 2021, Glimmer Optics said."


def test_publisher_speaks_itself() -> None:
    text = write_text(WORDS, address="https://www.gazette.example/a", publisher="The Gazette")
    told = grading.testify(make_claim(text), text)
    assert (told.publisher, told.speaker, told.interest) == ("gazette.example", None, Interest.OUTSIDER)
    assert told.is_firsthand
    assert not told.is_dated


def test_party_is_quoted() -> None:
    text = write_text(WORDS, publisher="The Gazette")
    told = grading.testify(make_claim(text, speaker="Glimmer Optics", status=Status.CLAIMED), text)
    assert told.sources == ("glimmer optics", "the gazette")
    assert (told.interest, told.speaker_class) == (Interest.PARTY, SourceClass.PARTY)
    assert told.is_firsthand


def test_outsider_is_relayed() -> None:
    text = write_text(WORDS + " Jane Roe confirmed it.", publisher="The Gazette")
    told = grading.testify(make_claim(text, speaker="Jane Roe"), text)
    assert (told.interest, told.speaker_class) == (Interest.OUTSIDER, SourceClass.UNKNOWN)
    assert not told.is_firsthand


def test_firms_own_site_is_a_party() -> None:
    text = write_text(WORDS, address="https://www.glimmeroptics.example/news")
    assert grading.testify(make_claim(text), text).interest is Interest.PARTY
    named = write_text(WORDS, publisher="Glimmer Optics")
    assert grading.testify(make_claim(named), named).interest is Interest.PARTY


def test_states_own_site_is_official() -> None:
    text = write_text("Glimmer Optics sold cameras to Ruritania.", address="https://police.gov.xx/a")
    claim = make_claim(text)
    territory = claim.recipient.territories[0].code  # type: ignore[union-attr]
    assert grading.testify(claim, text).interest is Interest.OUTSIDER
    own = write_text("Glimmer Optics sold cameras to xx.", address="https://police.gov.xx/a")
    assert territory != "xx"
    assert grading.testify(make_claim(own, recipient="xx"), own).interest is Interest.OFFICIAL


def test_agency_is_credited() -> None:
    text = write_text(f"LONDON (Reuters) - {WORDS}", publisher="The Gazette")
    told = grading.testify(make_claim(text), text)
    assert told.agency == "reuters"
    assert not told.is_firsthand


def test_vague_and_dated_are_told() -> None:
    text = write_text(WORDS, publisher="The Gazette")
    claim = make_claim(text, figure=(300, "cameras", "some 300 cameras"), qualifier=Qualifier.ABOUT, year=2021)
    told = grading.testify(claim, text)
    assert (told.is_vague, told.is_dated) == (True, True)


def test_nameless_publisher_has_a_key() -> None:
    text = write_text(WORDS)
    assert grading.testify(make_claim(text), text).publisher == "unknown publisher"


def test_unnamed_speaker_is_no_source() -> None:
    text = write_text(WORDS + " A researcher confirmed it.", publisher="The Gazette")
    told = grading.testify(make_claim(text, speaker="A researcher"), text)
    assert told.sources == ("the gazette",)
    assert not told.is_firsthand
