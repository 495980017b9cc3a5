"""Findings in every form of a release: their grades, rivals and contradictions."""

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq

from countersight.model.decision import Verdict
from countersight.model.finding import (
    Contradiction,
    EvidenceLevel,
    Finding,
    FindingLink,
    Grade,
    Rank,
    Relation,
    RivalValue,
    Rung,
    RungGrade,
)
from countersight.release import Release

from .conftest import World


def grade(*claim_ids: str, **changes: Any) -> Grade:
    slots: dict[str, Any] = {
        "credibility": 2, "reliability": "B", "probability": 0.71, "low": 0.5, "high": 0.86, "likelihood": "likely",
        "level": EvidenceLevel.LOW, "reasons": ("two origins", "=1+1 <b>words</b>"), "rung": Rung.DELIVERED,
        "rungs": (RungGrade(rung=Rung.DELIVERED, probability=0.71, low=0.5, high=0.86),),
        "claim_ids": tuple(sorted(claim_ids)),
    }  # fmt: skip
    return Grade(**slots | changes)


def graded(world: World, **changes: Any) -> Finding:
    """Add a finding of two claims that is graded and has all that a finding can have."""
    text = world.document("Alder sold spyware to Utopia. Alder never sold spyware to Utopia.")
    claims = [
        world.claim(text, words, supplier="Alder", words="spyware")
        for words in ("Alder sold spyware to Utopia", "Alder never sold spyware to Utopia")
    ]
    one, other = (claim.id for claim in claims)
    slots: dict[str, Any] = {
        "grade": grade(one, other),
        "rivals": (RivalValue(slot="when", value="in 2023", claim_ids=(one,), rank=Rank.PREFERRED, reason="dated"),),
        "contradictions": (Contradiction(slot="status", claim_ids=(other,), against=(one,), reason="one denies it"),),
        "links": (FindingLink(relation=Relation.PART_OF, finding_id="fnd-none", reason="elsewhere"),),
    }
    (finding,) = world.find(claims, **slots | changes)
    return finding


def line(release: Release) -> dict[str, Any]:
    (found,) = (release.folder / "findings.ndjson").read_text(encoding="utf-8").splitlines()
    return json.loads(found)


def row(release: Release) -> dict[str, str]:
    with (release.folder / "findings.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))


def test_grade_is_in_every_form(world: World, tmp_path: Path) -> None:
    graded(world)
    release = world.release(tmp_path / "1.0")
    assert line(release)["grade"]["reasons"] == ["two origins", "=1+1 <b>words</b>"]
    cells = row(release)
    assert (cells["reliability"], cells["credibility"], cells["rung"]) == ("B", "2", "delivered")
    assert (cells["probability"], cells["probability_low"], cells["probability_high"]) == ("0.71", "0.5", "0.86")
    assert (cells["likelihood"], cells["evidence_level"]) == ("likely", "low")
    assert cells["contradictions"] == "one denies it"
    assert cells["rivals"] == "when in 2023, preferred: dated"
    (flat,) = pq.read_table(release.folder / "findings.parquet").to_pylist()
    assert (flat["probability"], flat["grade_reasons"]) == (0.71, ["two origins", "=1+1 <b>words</b>"])
    report = (release.folder / "index.html").read_text(encoding="utf-8")
    assert "likely, 0.71 (0.50 to 0.86)" in report
    assert "=1+1 &lt;b&gt;words&lt;/b&gt;" in report
    assert "one denies it" in report


def test_every_line_fits_its_schema(world: World, tmp_path: Path) -> None:
    graded(world)
    release = world.release(tmp_path / "1.0")
    schema = json.loads((release.folder / "schema" / "finding.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(line(release))] == []
    assert not validator.is_valid(line(release) | {"surprise": 1})


def test_schema_changes_only_on_purpose(world: World, tmp_path: Path) -> None:
    published = world.release(tmp_path / "1.0").folder / "schema" / "finding.schema.json"
    assert published.read_bytes() == Path(__file__).with_name("finding.schema.json").read_bytes()


def test_ungraded_finding_has_empty_cells(world: World, tmp_path: Path) -> None:
    graded(world, grade=None, rivals=(), contradictions=())
    release = world.release(tmp_path / "1.0")
    assert line(release)["grade"] is None
    assert {row(release)[column] for column in ("reliability", "credibility", "probability", "grade_reasons")} == {""}


def test_grade_on_a_left_out_claim_is_withheld(world: World, tmp_path: Path) -> None:
    finding = graded(world)
    with world.store.view() as view:
        world.decide(view.claim(finding.claim_ids[0]), Verdict.REJECT)
    release = world.release(tmp_path / "1.0")
    published = line(release)
    assert (published["grade"], published["contradictions"]) == (None, [])
    assert finding.claim_ids[0] not in json.dumps(published)
    assert "its grade rests on claims that are left out" in (release.folder / "index.html").read_text(encoding="utf-8")


def test_grade_without_the_rejected_claim_stands(world: World, tmp_path: Path) -> None:
    finding = graded(world)
    kept, rejected = finding.claim_ids
    with world.store.view() as view:
        claims = [view.claim(claim_id) for claim_id in finding.claim_ids]
    world.find(claims, grade=grade(kept))
    world.decide(next(claim for claim in claims if claim.id == rejected), Verdict.REJECT)
    assert line(world.release(tmp_path / "1.0"))["grade"]["credibility"] == 2


def test_link_to_unpublished_finding_is_left_out(world: World, tmp_path: Path) -> None:
    graded(world)
    assert line(world.release(tmp_path / "1.0"))["links"] == []
