"""Findings that people merge and split, through the real corroboration."""

import json
from pathlib import Path

import pytest
from tests.review.conftest import AGAIN, FIRST, NOW, Project

from countersight.errors import BadJudgement, ConflictingJudgement, NotFound
from countersight.model.as_of import AsOf
from countersight.model.clusters import Clusters
from countersight.model.decision import Verdict
from countersight.pipeline import view_as_of
from countersight.resolve.exchange import export_judgements
from countersight.review import grouping_judgements, merge_findings, split_finding, undo_grouping

THIRD = "Glimmer Optics sold 300 cameras to Kenya's police in 2023, a minister said."


def merge(project: Project, *findings, reason: str = "one tender"):
    return merge_findings(project.store, [one.id for one in findings], by="Ada Reader", reason=reason, now=NOW)


def split(project: Project, finding, *groups, reason: str = "two tenders"):
    ids = [[claim.id for claim in group] for group in groups]
    return split_finding(project.store, finding.id, ids, by="Ada Reader", reason=reason, now=NOW)


def test_merged_findings_are_one(project: Project) -> None:
    kenya, ghana = project.sold(FIRST), project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    one, other = project.run()
    merge(project, one, other)
    (merged,) = project.run()
    assert {*merged.claim_ids} == {kenya.id, ghana.id}
    told = " ".join(merged.reasons)
    assert "put together by a reviewer (judgement 1): one tender" in told
    assert "kept apart: territory" in told
    assert "Ada" not in told
    assert list(project.store.verify()) == []


def test_merge_brings_whole_findings(project: Project) -> None:
    mine = [project.sold(FIRST), project.sold(AGAIN)]
    theirs = [
        project.sold(
            "Glimmer Optics sold 9 drones to Ghana in 2011.", recipient="|gh", thing="drones", technology="drones"
        ),
        project.sold(
            "In 2011 Glimmer Optics sold Ghana 9 drones.", recipient="|gh", thing="drones", technology="drones"
        ),
    ]
    findings = project.run()
    assert len(findings) == 2
    merge(project, *findings)
    assert project.grouped() == [{claim.id for claim in (*mine, *theirs)}]


def test_merge_undone_is_as_before(project: Project) -> None:
    project.sold(FIRST), project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    before = project.run()
    (made,) = merge(project, *before)
    assert len(project.run()) == 1
    undo_grouping(project.store, made.sequence, by="Bo", reason="looked again", now=NOW)
    assert project.run() == before
    with pytest.raises(BadJudgement, match="stands"):
        undo_grouping(project.store, made.sequence, by="Bo", reason="twice", now=NOW)


def test_split_claims_stay_apart(project: Project) -> None:
    claims = [project.sold(words) for words in (FIRST, AGAIN, THIRD)]
    (finding,) = project.run()
    made = split(project, finding, claims[:1])
    assert len(made) == 2
    assert project.grouped() == sorted([{claims[0].id}, {claims[1].id, claims[2].id}], key=sorted)
    assert all("(judgement" in " ".join(one.reasons) for one in project.run())
    undo_grouping(project.store, made[0].sequence, by="Ada", reason="no", now=NOW)
    assert project.grouped() == [{claim.id for claim in claims}]


def test_twins_can_be_split(project: Project) -> None:
    words = "Glimmer Optics sold 300 cameras to the police of Kenya in 2023"
    twins = [project.sold(f"{words}."), project.sold(f"{words}. "), project.sold(f"{words}.\n")]
    (finding,) = project.run()
    split(project, finding, twins[:1], twins[1:2])
    parts = project.grouped()
    assert len(parts) == 3
    assert set.union(*parts) == {claim.id for claim in twins}


def test_new_claims_bridge_no_split(project: Project) -> None:
    first, second = project.sold(FIRST), project.sold(AGAIN)
    (finding,) = project.run()
    split(project, finding, [first])
    project.sold(THIRD)
    assert not any({first.id, second.id} <= group for group in project.grouped())


def test_merge_against_a_split_is_refused(project: Project) -> None:
    first, second, third = (project.sold(words) for words in (FIRST, AGAIN, THIRD))
    (finding,) = project.run()
    split(project, finding, [first], [second, third])
    parts = project.run()
    with pytest.raises(ConflictingJudgement, match=r"another deal than .* by Ada Reader"):
        merge(project, *parts)
    with project.store.view() as view:
        assert view.count("identity_judgements") == 2


def test_split_against_a_merge_is_refused_whole(project: Project) -> None:
    first, second = project.sold(FIRST), project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    merge(project, *project.run())
    (merged,) = project.run()
    with pytest.raises(ConflictingJudgement):
        split(project, merged, [first], [second])
    with project.store.view() as view:
        assert view.count("identity_judgements") == 1


def test_same_merge_is_kept_once(project: Project) -> None:
    project.sold(FIRST), project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    findings = project.run()
    assert merge(project, *findings) == merge(project, *findings)


def test_cannot_link_wins_where_a_merge_would_bring_it(project: Project) -> None:
    first, second, third = (project.sold(words) for words in (FIRST, AGAIN, THIRD))
    ghana = project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    with project.store.writer() as writer:
        writer.judge_identity(first.id, ghana.id, "positive", "Ada", "one", decided_at=NOW)
        writer.judge_identity(second.id, ghana.id, "negative", "Ada", "two", decided_at=NOW)
    groups = project.grouped()
    (with_ghana,) = (group for group in groups if ghana.id in group)
    assert first.id in with_ghana
    assert second.id not in with_ghana
    assert set.union(*groups) == {first.id, second.id, third.id, ghana.id}


def test_edit_inherits_what_was_judged(project: Project) -> None:
    first, ghana = project.sold(FIRST), project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    merge(project, *project.run())
    made = project.edits("Ada", first, status="claimed")
    (finding,) = project.run()
    assert {*finding.claim_ids} == {made.claim.id, ghana.id}
    assert "one tender" in " ".join(finding.reasons)


def test_judgements_have_their_time(project: Project) -> None:
    project.sold(FIRST), project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    (made,) = merge(project, *project.run())
    with project.store.view() as view:
        (claim_id, *_), _ = [finding.claim_ids for finding in view.findings()]
        assert grouping_judgements(view, [claim_id]) == [made]
    project.run()
    with view_as_of(project.store, AsOf(recorded=NOW.replace(year=2030))) as view:
        assert list(view.identity_judgements()) == []


def test_deals_stay_out_of_what_others_read(project: Project, tmp_path: Path) -> None:
    project.sold(FIRST), project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    merge(project, *project.run())
    with project.store.view() as view:
        assert export_judgements(Clusters(view.identity_judgements()), tmp_path / "resolver.ijson") == 0
    assert (tmp_path / "resolver.ijson").read_text() == ""


def test_reason_goes_out_without_the_name(project: Project, tmp_path: Path) -> None:
    project.sold(FIRST), project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    merge(project, *project.run())
    project.run()
    project.release(tmp_path / "out")
    told = (tmp_path / "out" / "findings.ndjson").read_text()
    assert "one tender" in json.loads(told)["reasons"][2] + told
    assert "Ada" not in told


@pytest.mark.parametrize("fault", ["stranger", "twice", "whole", "none"])
def test_groups_are_parts_of_the_finding(project: Project, fault: str) -> None:
    first, second = project.sold(FIRST), project.sold(AGAIN)
    (finding,) = project.run()
    groups = {
        "stranger": [["clm-other"]], "twice": [[first.id], [first.id, second.id]],
        "whole": [[first.id, second.id]], "none": [],
    }[fault]  # fmt: skip
    with pytest.raises(BadJudgement):
        split_finding(project.store, finding.id, groups, by="Ada", reason="so", now=NOW)


def test_merge_needs_two_a_name_and_a_reason(project: Project) -> None:
    project.sold(FIRST)
    (finding,) = project.run()
    for ids, by, reason in (([finding.id] * 2, "Ada", "so"), ([finding.id], "Ada", ""), ([finding.id], "", "so")):
        with pytest.raises(BadJudgement):
            merge_findings(project.store, ids, by=by, reason=reason, now=NOW)
    with pytest.raises(NotFound):
        merge_findings(project.store, [finding.id, "fnd-none"], by="Ada", reason="so", now=NOW)


def test_rejected_claim_does_not_speak_for_a_finding(project: Project) -> None:
    first, second = project.sold(FIRST, confidence=0.9), project.sold(AGAIN, confidence=0.5)
    project.sold("Glimmer Optics sold 9 cameras to Ghana.", recipient="|gh")
    findings = project.run()
    project.says("Ada", first, Verdict.REJECT)
    (made,) = merge(project, *findings)
    assert second.id in (made.left, made.right)
