"""Judgements of named persons, on real stores: checked before they are stored, taken back, never overwritten."""

from datetime import UTC, datetime

import pytest
from tests.resolve.trading import APART, ENTITIES, NOON, SAME, UNSURE, Trade

from countersight.errors import BadJudgement, ConflictingJudgement
from countersight.model.clusters import Clusters
from countersight.model.entity import JudgementValue
from countersight.resolve.identities import find_cautions, record_judgement
from countersight.resolve.nodes import Node


def test_judgement_is_stored_with_who_when_and_why(trade: Trade) -> None:
    trade.tell("Alder Optics")
    judged = trade.judge("Alder Optics", "cs-alder", by="  A.  Reader ", reason=" one address ")
    with trade.store.view() as view:
        assert list(view.identity_judgements()) == [judged]
    assert (judged.by, judged.reason, judged.decided_at) == ("A. Reader", "one address", NOON)
    assert {judged.left_name, judged.right_name} == {"Alder Optics", "Alder"}
    assert list(trade.store.verify()) == []


def test_contradiction_is_told_before_it_is_stored(trade: Trade) -> None:
    trade.tell("Alder Optics")
    trade.tell("Alder Opt.")
    trade.judge("Alder Optics", "cs-birch", by="A. Reader")
    trade.judge("Alder Opt.", "cs-birch", by="B. Reader")
    with pytest.raises(ConflictingJudgement) as refused:
        trade.judge("Alder Optics", "Alder Opt.", APART, by="C. Reader")
    assert "by A. Reader, 2031-05-04 12:00 UTC" in refused.value.chain
    assert "by B. Reader, 2031-05-04 13:00 UTC" in refused.value.chain
    assert "Alder Optics" in refused.value.judgement
    assert len(list(trade.clusters().standing())) == 2


def test_merging_over_a_denial_is_refused(trade: Trade) -> None:
    trade.tell("Alder Optics")
    trade.judge("Alder Optics", "cs-birch", APART)
    trade.judge("Alder Optics", "Q9000001")
    with pytest.raises(ConflictingJudgement):
        trade.judge("cs-birch", "Q9000001")


def test_undo_restores_and_stays_on_record(trade: Trade) -> None:
    trade.tell("Alder Optics")
    trade.judge("Alder Optics", "cs-birch")
    taken = trade.undo("Alder Optics", "cs-birch", by="B. Reader")
    assert taken.value is JudgementValue.NO_JUDGEMENT
    assert trade.clusters().members("cs-birch") == ("cs-birch",)
    with trade.store.view() as view:
        assert [link.by for link in view.identity_judgements()] == ["A. Reader", "B. Reader"]
    assert trade.judge("Alder Optics", "cs-birch", APART).sequence == 3


def test_undo_of_what_only_follows_names_the_chain(local_trade: Trade) -> None:
    local_trade.judge("cs-birch", "Q9000001")
    local_trade.tell("Alder Optics")
    local_trade.judge("Alder Optics", "cs-birch")
    with pytest.raises(BadJudgement, match=r"follows from: .*judgement 2.*judgement 1"):
        local_trade.undo("Alder Optics", "Q9000001")


def test_same_judgement_again_adds_nothing(trade: Trade) -> None:
    trade.tell("Alder Optics")
    first = trade.judge("Alder Optics", "cs-birch")
    assert trade.judge("cs-birch", "Alder Optics") == first
    assert trade.judge("cs-birch", "Alder Optics", by="B. Reader").sequence == 2


@pytest.mark.parametrize(
    ("one", "other"), [("cs-alder-kenya", "cs-alder"), ("cs-alder-group", "cs-alder-kenya"), ("Q9000001", "Q9000002")]
)
def test_subsidiary_becomes_its_parent_only_when_confirmed(local_trade: Trade, one: str, other: str) -> None:
    with pytest.raises(BadJudgement, match=r"belongs to .* a subsidiary is not its parent|Wikidata keeps .* apart"):
        local_trade.judge(one, other)
    assert not list(local_trade.clusters().standing())
    assert local_trade.judge(one, other, confirmed=True).value is SAME


def test_caution_sees_through_clusters() -> None:
    clusters = Clusters().supposing([("cs-birch", "cs-alder", SAME)])
    (caution,) = find_cautions(clusters, "cs-birch", "cs-alder-group", ENTITIES.get)
    assert caution == "Alder (cs-alder) belongs to Alder Group (cs-alder-group), and a subsidiary is not its parent"


def test_owners_in_a_circle_end() -> None:
    from dataclasses import replace

    circle = {
        "a": replace(ENTITIES["cs-birch"], id="a", parent="b"),
        "b": replace(ENTITIES["cs-birch"], id="b", parent="a"),
    }
    assert len(find_cautions(Clusters(), "a", "b", circle.get)) == 2


@pytest.mark.parametrize("by", ["", "  ", "42"])
def test_nobody_cannot_judge(local_trade: Trade, by: str) -> None:
    with pytest.raises(BadJudgement, match="name of who"):
        local_trade.judge("cs-birch", "cs-alder", by=by)


def test_judgement_needs_a_reason(local_trade: Trade) -> None:
    with pytest.raises(BadJudgement, match="reason"):
        local_trade.judge("cs-birch", "cs-alder", UNSURE, reason=" ")


def test_one_thing_cannot_be_judged_against_itself(local_trade: Trade) -> None:
    birch = Node(id="cs-birch", name="Birch", claims=0)
    with pytest.raises(BadJudgement, match="no two"):
        record_judgement(local_trade.store, birch, birch, SAME, by="A", reason="b", now=NOON, entity=ENTITIES.get)


def test_time_without_zone_is_refused(local_trade: Trade) -> None:
    birch, alder = (Node(id=node, name=node, claims=0) for node in ("cs-birch", "cs-alder"))
    local = datetime(2031, 5, 4, 12, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(BadJudgement, match="time zone"):
        record_judgement(local_trade.store, birch, alder, SAME, by="A", reason="b", now=local, entity=ENTITIES.get)


def test_name_does_not_join_two_maintained_organizations_unnoticed(trade: Trade) -> None:
    trade.tell("Some Camera Maker")
    trade.judge("Some Camera Maker", "cs-hikvision")
    with trade.store.view() as view:
        name = next(view.identity_judgements())
    node = name.left if name.left != "cs-hikvision" else name.right
    (caution,) = find_cautions(trade.clusters(), node, "cs-nso-group", ENTITIES.get)
    assert caution == "they are two here: cs-hikvision and cs-nso-group"
    assert find_cautions(trade.clusters(), node, "cs-alder", ENTITIES.get) == []
