"""Resolver files: what is given away can be taken in again, here and by nomenklatura's own resolver."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.resolve.trading import APART, ENTITIES, NOON, SAME, UNSURE, Trade

from countersight.errors import BadJudgement
from countersight.model.clusters import Clusters
from countersight.model.failure import Failure, Stage
from countersight.model.identity import name_node
from countersight.resolve.exchange import Imported, export_judgements, import_judgements
from countersight.resolve.resolver_files import Edge, label_of, read_edges, write_edges

NODES = ("Q9000001", "Q9000002", "NK-abc", "cs-alder", "cs-birch", "ofac-1", "ofac-2", name_node("alder optics"))
judged = st.lists(
    st.tuples(
        st.lists(st.sampled_from(NODES), min_size=2, max_size=2, unique=True), st.sampled_from([SAME, APART, UNSURE])
    ),
    max_size=15,
)


def write(path: Path, *rows: list[object] | str) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def take_in(trade: Trade, path: Path, **options: bool) -> Imported:
    return import_judgements(trade.store, path, by="A. Reader", now=NOON, entity=ENTITIES.get, **options)


def consistent(pairs) -> Clusters:
    """Judge one after the other what does not contradict the ones before."""
    clusters = Clusters()
    for (one, other), value in pairs:
        if not clusters.opposing(one, other, value):
            clusters = clusters.supposing([(one, other, value)])
    return clusters


def answers(clusters: Clusters) -> list[object]:
    return [clusters.answer(one, other) for one in NODES for other in NODES]


def test_lines_have_the_layout_of_nomenklatura(local_trade: Trade, tmp_path: Path) -> None:
    local_trade.judge("cs-birch", "Q9000001", by="B. Reader")
    assert export_judgements(local_trade.clusters(), tmp_path / "out.json") == 1
    assert (tmp_path / "out.json").read_text() == (
        '["Q9000001","cs-birch","positive",null,"B. Reader","2031-05-04T12:00:00.000000+0"]\n'
    )
    assert list(tmp_path.glob("*.part")) == []


def test_cluster_without_an_item_gets_a_label(local_trade: Trade, tmp_path: Path) -> None:
    local_trade.judge("cs-birch", "cs-alder")
    export_judgements(local_trade.clusters(), tmp_path / "out.json")
    rows = [json.loads(line) for line in (tmp_path / "out.json").read_text().splitlines()]
    assert rows[1][:3] == [label_of("cs-alder"), "cs-alder", "positive"]
    assert rows[1][0].startswith("NK-")


def test_import_names_importer_and_judge(trade: Trade, tmp_path: Path) -> None:
    path = write(tmp_path / "resolver.json", ["Q9000001", "cs-birch", "positive", 0.9, "editor", "2030-01-02"])
    (link,) = take_in(trade, path).judged
    assert (link.by, link.reason) == ("A. Reader", "imported from resolver.json, judged by editor at 2030-01-02")
    assert {link.left_name, link.right_name} == {"Birch", "Cedar"}
    assert trade.clusters().canonical("cs-birch") == "Q9000001"
    assert list(trade.store.verify()) == []


def test_second_import_adds_nothing(trade: Trade, tmp_path: Path) -> None:
    path = write(tmp_path / "resolver.json", ["Q9000001", "cs-birch", "positive", None, "editor", None])
    take_in(trade, path)
    again = take_in(trade, path)
    assert (again.judged, again.standing, again.failures) == ((), 1, ())


def test_bad_lines_become_failures(trade: Trade, tmp_path: Path) -> None:
    path = write(
        tmp_path / "resolver.json",
        "not json",
        ["Q1", "cs-birch", "positive", None, None],
        ["Q1", "cs-birch", "identical", None, None, None],
        ["Q1", "Q1", "positive", None, None, None],
        ["", "cs-birch", "positive", None, None, None],
        [["Q1"], "cs-birch", "positive", None, None, None],
        ["Q1", "cs\u0000birch", "positive", None, None, None],
        ["Q1", "x" * 600, "positive", None, None, None],
        ["Q1", "cs-birch", "positive", None, 7, None],
        "[" * 20_000,
        ["cs-birch", "ofac-1", "positive", None, "editor", None],
    )
    imported = take_in(trade, path)
    assert [failure.item for failure in imported.failures] == [f"resolver.json:{line}" for line in range(1, 11)]
    assert {failure.reason for failure in imported.failures} == {"UnreadableRow"}
    assert len(imported.judged) == 1
    with trade.store.view() as view:
        assert {failure.item for failure in view.failures(stage=Stage.RESOLVE)} == {
            failure.item for failure in imported.failures
        }


def test_mended_file_clears_its_failures(local_trade: Trade, tmp_path: Path) -> None:
    take_in(local_trade, write(tmp_path / "resolver.json", "not json"))
    take_in(local_trade, write(tmp_path / "resolver.json", ["cs-birch", "ofac-1", "positive", None, "editor", None]))
    with local_trade.store.view() as view:
        assert list(view.failures()) == []


def test_bytes_that_are_no_text_are_a_failure(tmp_path: Path) -> None:
    (tmp_path / "resolver.json").write_bytes(b'["Q1","\xff","positive",null,null,null]')
    (read,) = read_edges(tmp_path / "resolver.json")
    assert isinstance(read, Failure)


def test_contradictions_are_told_and_not_stored(trade: Trade, tmp_path: Path) -> None:
    trade.judge("cs-birch", "cs-alder", APART, by="B. Reader")
    path = write(
        tmp_path / "resolver.json",
        ["cs-birch", "ofac-1", "positive", None, "editor", None],
        ["cs-alder", "ofac-1", "positive", None, "editor", None],
    )
    imported = take_in(trade, path)
    (conflict,) = imported.failures
    assert (conflict.item, conflict.reason) == ("resolver.json:2", "ConflictingJudgement")
    assert "by B. Reader" in conflict.detail
    assert trade.clusters().members("ofac-1") == ("cs-birch", "ofac-1")


def test_file_does_not_weaken_what_stands(local_trade: Trade, tmp_path: Path) -> None:
    local_trade.judge("cs-birch", "cs-alder")
    imported = take_in(
        local_trade, write(tmp_path / "r.json", ["cs-birch", "cs-alder", "unsure", None, "editor", None])
    )
    assert (imported.judged, imported.failures[0].reason) == ((), "ConflictingJudgement")


def test_subsidiary_in_a_file_wants_confirming(local_trade: Trade, tmp_path: Path) -> None:
    path = write(tmp_path / "r.json", ["cs-alder", "cs-alder-kenya", "positive", None, "editor", None])
    assert take_in(local_trade, path).failures[0].reason == "BadJudgement"
    assert len(take_in(local_trade, path, confirmed=True).judged) == 1


def test_trial_stores_nothing(trade: Trade, tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.json",
        "not json",
        ["cs-birch", "ofac-1", "positive", None, "editor", None],
        ["cs-birch", "ofac-2", "positive", None, "editor", None],
        ["ofac-1", "ofac-2", "negative", None, "editor", None],
    )
    tried = take_in(trade, path, trial=True)
    with trade.store.view() as view:
        assert not list(view.identity_judgements())
        assert not list(view.failures())
    done = take_in(trade, path)
    assert [link.id for link in done.judged] == [link.id for link in tried.judged]
    assert [failure.id for failure in done.failures] == [failure.id for failure in tried.failures]


def test_suggestions_and_deleted_lines_judge_nothing(local_trade: Trade, tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.json",
        "",
        ["cs-birch", "ofac-1", "no_judgement", 0.8, "editor", None],
        ["cs-birch", "ofac-2", "positive", None, "editor", "2030-01-01", "2030-02-01"],
    )
    imported = take_in(local_trade, path)
    assert (imported.judged, imported.passed_over, imported.failures) == ((), 3, ())


def test_last_line_on_a_pair_counts(local_trade: Trade, tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.json",
        ["cs-birch", "ofac-1", "positive", None, "editor", "2030-01-01"],
        ["ofac-1", "cs-birch", "negative", None, "editor", "2030-02-01"],
    )
    (link,) = take_in(local_trade, path).judged
    assert link.value is APART


def test_import_by_nobody_is_refused(local_trade: Trade, tmp_path: Path) -> None:
    path = write(tmp_path / "r.json", ["cs-birch", "ofac-1", "positive", None, "editor", None])
    with pytest.raises(BadJudgement):
        import_judgements(local_trade.store, path, by=" ", now=NOON, entity=ENTITIES.get)


@given(judged)
def test_what_is_given_away_reads_back(tmp_path_factory: pytest.TempPathFactory, pairs) -> None:
    clusters = consistent(pairs)
    path = tmp_path_factory.mktemp("given") / "out.json"
    path.write_text("".join(write_edges(clusters)), encoding="utf-8")
    edges = [edge for edge in read_edges(path) if isinstance(edge, Edge) and not edge.is_label]
    again = Clusters().supposing((edge.one, edge.other, edge.value) for edge in edges)
    assert answers(again) == answers(clusters)


def test_round_trip_through_another_store(trade: Trade, local_trade: Trade, tmp_path: Path) -> None:
    trade.tell("Alder Optics")
    trade.judge("Alder Optics", "cs-birch")
    trade.judge("cs-birch", "cs-alder", APART)
    trade.judge("cs-birch", "Q9000001", UNSURE)
    export_judgements(trade.clusters(), tmp_path / "out.json")
    assert take_in(local_trade, tmp_path / "out.json").failures == ()
    assert answers(local_trade.clusters()) == answers(trade.clusters())


def load(folder: Path):
    """Return nomenklatura's own resolver on an empty database."""
    resolving = pytest.importorskip("nomenklatura.resolver", reason="nomenklatura is not installed")
    from nomenklatura.db import Session
    from sqlalchemy import create_engine

    session = Session(create_engine(f"sqlite:///{folder / 'nomenklatura.db'}"))
    return resolving.Resolver(session, create=True)


@settings(max_examples=25, deadline=None)
@given(judged)
def test_nomenklatura_reads_the_same_clusters(tmp_path_factory: pytest.TempPathFactory, pairs) -> None:
    folder, clusters = tmp_path_factory.mktemp("given"), consistent(pairs)
    resolver = load(folder)
    identifier = sys.modules["nomenklatura.resolver"].Identifier
    export_judgements(clusters, folder / "out.json")
    resolver.load(folder / "out.json")
    for node in NODES:
        members, canonical = clusters.members(node), resolver.get_canonical(node)
        assert {*members} == {str(one) for one in resolver.connected(identifier(node))} & {*NODES}
        assert {resolver.get_canonical(member) for member in members} == {canonical}
        assert canonical == clusters.canonical(node) or (len(members) > 1 and canonical.startswith("NK-"))
    for link in clusters.standing():
        there = resolver.get_judgement(link.left, link.right).value
        assert (there == "positive") == (clusters.answer(link.left, link.right) is SAME)
    resolver._session.close()


def test_file_that_nomenklatura_tidied_up_comes_back(local_trade: Trade, trade: Trade, tmp_path: Path) -> None:
    resolver = load(tmp_path)
    for one, other in (("cs-birch", "cs-alder"), ("cs-birch", "ofac-1"), ("ofac-1", "ofac-2")):
        with local_trade.store.writer() as writer:
            writer.judge_identity(one, other, SAME, "A. Reader", "made up", decided_at=NOON)
    export_judgements(local_trade.clusters(), tmp_path / "out.json")
    resolver.load(tmp_path / "out.json")
    resolver.prune()
    resolver.dump(tmp_path / "tidied.json")
    resolver._session.close()
    assert take_in(trade, tmp_path / "tidied.json").failures == ()
    assert answers(trade.clusters()) == answers(local_trade.clusters())


def test_file_of_another_kind_is_refused(trade: Trade, tmp_path: Path):
    """A wrong file is one mistake, not a failure for each of its lines."""
    path = write(tmp_path / "notes.txt", "these are", "only notes")
    with pytest.raises(BadJudgement, match="no resolver file"):
        take_in(trade, path)
    with trade.store.view() as view:
        assert not list(view.failures(stage=Stage.RESOLVE))
