"""Tests of casting one vote an origin."""

from tests.corroborate.grading.telling import Told, apart, assess, join, tell

from countersight.corroborate.grading.standings import Standings
from countersight.corroborate.grading.votes import Vote, carried_share, cast_votes
from countersight.model.claim import Kind, Status
from countersight.model.decision import Verdict
from countersight.model.finding import Origin, Rung
from countersight.model.interest import Interest

NOBODY = Standings([], {})


def cast(members: list[Told], origins: list[Origin], rung: Rung = Rung.DELIVERED) -> list[Vote]:
    return cast_votes(members, origins, rung, standings=NOBODY, verdicts={})


def test_origin_votes_once_each_way() -> None:
    members = [tell(), tell(), tell(status=Status.DENIED)]
    assert sorted(vote.is_for for vote in cast(members, [join(*members)])) == [False, True]


def test_origin_casts_its_strongest_word() -> None:
    faint, firm = tell(confidence=0.3), tell(publisher="known.example")
    standings = Standings(assess({"known.example": "B"}), {})
    (vote,) = cast_votes([firm, faint], [join(faint, firm)], Rung.DELIVERED, standings=standings, verdicts={})
    assert vote.testimony == firm


def test_rejected_claim_has_no_vote() -> None:
    claim = tell()
    assert (
        cast_votes([claim], apart([claim]), Rung.DELIVERED, standings=NOBODY, verdicts={claim.claim_id: Verdict.REJECT})
        == []
    )


def test_plan_has_no_vote_on_delivery() -> None:
    plan = tell(status=Status.PLANNED)
    assert cast([plan], apart([plan])) == []
    assert len(cast([plan], apart([plan]), Rung.PLANNED)) == 1


def test_document_without_origin_is_its_own() -> None:
    claim = tell()
    assert [vote.origin for vote in cast([claim], [])] == [claim.document_id]


def test_word_carries_by_directness() -> None:
    direct, relayed, hedged = tell(), tell(speaker="jane roe"), tell(status=Status.ALLEGED)
    shares = [carried_share(one, Rung.DELIVERED) for one in (direct, relayed, hedged)]
    assert shares == [1.0, 0.85, 0.5]


def test_partys_word_carries_by_matter() -> None:
    boast, denial = tell(interest=Interest.PARTY), tell(interest=Interest.PARTY, status=Status.DENIED)
    agreed, delivered, operating = (
        carried_share(boast, rung) for rung in (Rung.AGREED, Rung.DELIVERED, Rung.OPERATING)
    )
    assert 1.0 == agreed > delivered > operating > carried_share(denial, Rung.AGREED)


def test_states_own_act_carries_all() -> None:
    act = tell(kind=Kind.SANCTION, interest=Interest.OFFICIAL)
    assert carried_share(act, None) == 1.0
    assert carried_share(tell(kind=Kind.ASSESSMENT, interest=Interest.OFFICIAL), None) < 1.0
