"""What was wrongly judged the same is taken apart without losing a claim, and what follows is shown before."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.resolve.trading import APART, ENTITIES, SAME, Trade

from countersight.errors import BadJudgement
from countersight.model.clusters import Clusters
from countersight.model.identity import name_node
from countersight.resolve.nodes import Nodes
from countersight.resolve.splitting import SplitPlan, plan_split, split_identity
from countersight.store import open_store

OPTICS, OPT, WORKS = (name_node(name) for name in ("alder optics", "alder opt", "alder works"))


def plan(trade: Trade, *moved: str, apart: bool = False) -> SplitPlan:
    with trade.store.view() as view:
        return plan_split(trade.nodes(), view.findings(), moved, apart=apart)


def split(trade: Trade, made: SplitPlan) -> None:
    split_identity(trade.store, made, nodes=trade.nodes(), by="B. Reader", reason="two firms", now=trade.now())


@pytest.fixture
def merged(trade: Trade) -> Trade:
    """Three names judged to be Birch, of which two are another firm."""
    optics = trade.tell("Alder Optics", times=2) + trade.tell("Alder Opt.")
    birch = trade.tell("Birch Ltd") + trade.tell("Birch", machine="cs-birch")
    trade.judge("Alder Optics", "cs-birch", by="A. Reader")
    trade.judge("Alder Opt.", "Alder Optics", by="A. Reader")
    trade.judge("Birch Ltd", "cs-birch", by="A. Reader")
    trade.find(optics, birch)
    return trade


def test_plan_names_what_goes_where(merged: Trade) -> None:
    made = plan(merged, OPTICS, OPT)
    assert [(link.sequence, link.by) for link in made.taken_back] == [(1, "A. Reader")]
    sides = {side.is_moved: side for side in made.sides}
    assert {*sides[True].members} == {OPTICS, OPT}
    assert (len(sides[True].claim_ids), len(sides[False].claim_ids)) == (3, 2)
    assert not {*sides[True].claim_ids} & {*sides[False].claim_ids}
    assert all(side.finding_ids for side in made.sides)
    assert made.divided == ()


def test_planning_changes_nothing(merged: Trade) -> None:
    before = merged.clusters().members("cs-birch")
    plan(merged, OPTICS, apart=True)
    assert merged.clusters().members("cs-birch") == before


def test_split_takes_back_and_keeps_the_rest(merged: Trade) -> None:
    split(merged, plan(merged, OPTICS, OPT))
    clusters = merged.clusters()
    assert {*clusters.members(OPTICS)} == {OPTICS, OPT}
    assert clusters.members("cs-birch") == ("cs-birch", name_node("birch ltd"))
    assert merged.judge("Alder Optics", "cs-birch").value is SAME
    assert list(merged.store.verify()) == []


def test_split_apart_refuses_a_new_merger(merged: Trade) -> None:
    made = plan(merged, OPTICS, OPT, apart=True)
    split(merged, made)
    assert made.denied == ((merged.clusters().canonical(OPTICS), "cs-birch"),)
    assert merged.clusters().answer(OPT, "cs-birch") is APART


def test_machines_answer_keeps_a_claim_unless_denied(local_trade: Trade) -> None:
    local_trade.tell("Alder Works", machine="cs-birch")
    local_trade.tell("Cypress")
    local_trade.judge(WORKS, "cs-birch")
    local_trade.judge("Cypress", "cs-birch")
    counts = {}
    for apart in (False, True):
        made = plan(local_trade, WORKS, apart=apart)
        counts[apart] = {side.is_moved: len(side.claim_ids) for side in made.sides}
    assert counts == {False: {True: 0, False: 2}, True: {True: 1, False: 1}}


def test_moving_the_middle_out_leaves_pieces(merged: Trade) -> None:
    made = plan(merged, "cs-birch")
    assert len(made.taken_back) == 2
    assert sorted(len(side.members) for side in made.sides) == [1, 1, 2]


def test_finding_on_both_sides_is_named(merged: Trade) -> None:
    with merged.store.view() as view:
        claims = list(view.claims())
    both, alone = merged.find(claims[:4], claims[4:])
    made = plan(merged, OPTICS, OPT)
    assert made.divided == (both,)
    assert sum(alone in side.finding_ids for side in made.sides) == 1


def test_what_is_in_no_cluster_cannot_be_split(local_trade: Trade) -> None:
    local_trade.tell("Alder Optics")
    with pytest.raises(BadJudgement, match="not judged to be the same as anything"):
        plan(local_trade, OPTICS)


def test_whole_cluster_cannot_be_moved_out(merged: Trade) -> None:
    with pytest.raises(BadJudgement, match="these are all"):
        plan(merged, *merged.clusters().members("cs-birch"))


def test_members_of_two_clusters_cannot_be_split(merged: Trade) -> None:
    with pytest.raises(BadJudgement, match="in 2"):
        plan(merged, OPTICS, "cs-alder")


def test_plan_that_others_overtook_is_refused(merged: Trade) -> None:
    made = plan(merged, OPTICS, OPT)
    merged.judge("Alder Opt.", "cs-birch")
    with pytest.raises(BadJudgement, match="once more"):
        split(merged, made)
    assert OPTICS in merged.clusters().members("cs-birch")


NAMES = ("Alder Optics", "Alder Opt.", "Birch Ltd", "Cypress")
NODES = (*(name_node(name) for name in ("alder optics", "alder opt", "birch ltd", "cypress")), "cs-birch", "cs-alder")
machines = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([None, "cs-birch", "cs-alder"])), min_size=1,
                    max_size=6)  # fmt: skip
mergers = st.lists(st.lists(st.sampled_from(NODES), min_size=2, max_size=2, unique=True), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def claims_of_names(tmp_path_factory: pytest.TempPathFactory):
    """Claims by name and by what the machine takes it for, made once: the property needs no store."""
    folder: Path = tmp_path_factory.mktemp("names")
    store = open_store(folder)
    trade = Trade(store)
    made = {(name, machine): trade.tell(name, machine=machine)[0]
            for name in NAMES for machine in (None, "cs-birch", "cs-alder")}  # fmt: skip
    with store.view() as view:
        judged = {judgement.claim_id: judgement for judgement in view.judgements()}
    store.close()
    return {key: (claim, judged[claim.id]) for key, claim in made.items()}


@settings(deadline=None)
@given(told=machines, merged=mergers, apart=st.booleans(), data=st.data())
def test_split_keeps_every_claim(claims_of_names, told, merged, apart, data) -> None:
    clusters = Clusters().supposing((*pair, SAME) for pair in merged)
    claims, judgements = zip(*(claims_of_names[key] for key in dict.fromkeys(told)), strict=True)
    nodes = Nodes(claims, judgements, clusters, entity=ENTITIES.get)
    cluster = clusters.members(merged[0][0])
    moved = data.draw(st.sets(st.sampled_from(cluster), min_size=1, max_size=len(cluster) - 1))
    made = plan_split(nodes, (), sorted(moved), apart=apart)
    before = [one.claim_id for one in nodes.appearances if one.node(clusters) == cluster[0]]
    assert sorted(claim for side in made.sides for claim in side.claim_ids) == sorted(before)
    pieces = [node for side in made.sides for node in side.members]
    assert len(pieces) == len({*pieces})
    assert {*cluster} <= {*pieces}
    assert all({*side.members} <= moved or not {*side.members} & moved for side in made.sides)
