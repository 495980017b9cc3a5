"""Tests of the list of sources met."""

from tests.corroborate.grading.telling import assess, tell

from countersight.corroborate.grading import list_sources
from countersight.corroborate.grading.classes import SourceClass
from countersight.corroborate.grading.standings import Standings
from countersight.model.interest import Interest


def test_every_source_is_counted() -> None:
    told = [
        tell(document_id="one", publisher="a.example"),
        tell(document_id="one", publisher="a.example", speaker="jane roe"),
        tell(document_id="two", publisher="b.example", agency="reuters"),
    ]
    met = list_sources(told, Standings(assess({"b.example": "B"}), {}))
    assert [(one.source, one.documents, one.claims, one.letter) for one in met] == [
        ("a.example", 1, 2, "F"),
        ("b.example", 1, 1, "B"),
        ("jane roe", 1, 1, "F"),
        ("reuters", 1, 1, "B"),
    ]
    assert (met[1].by, met[1].basis) == ("A. Reader", "read for a year")


def test_speaker_with_two_stakes_has_its_own_class() -> None:
    party = tell(speaker="jane roe", speaker_class=SourceClass.PARTY, interest=Interest.PARTY)
    outsider = tell(speaker="jane roe")
    met = {one.source: one.source_class for one in list_sources([party, outsider], Standings([], {}))}
    assert met["jane roe"] is SourceClass.UNKNOWN
