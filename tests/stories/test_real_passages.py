"""Passages of real news and reports go down the whole road, and every claim reads back exactly."""

import json
from pathlib import Path

from tests.stories.conftest import write_all


def test_real_passages_become_exact_claims(cli, records, shared: Path, tmp_path: Path) -> None:
    lines = (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line)["text"] for line in lines]
    project = tmp_path / "project"
    cli("init", project)
    cli("-C", project, "add", write_all(tmp_path / "passages", passages))
    cli("-C", project, "run")
    claims = records("-C", project, "claims")
    words = {evidence["quote"] for claim in claims for evidence in claim["evidence"]}
    assert len(claims) >= 60
    assert all(any(quote in passage for passage in passages) for quote in words)
    assert "everything holds" in cli("-C", project, "verify").stdout


def test_first_report_gives_what_a_reader_expects(cli, records, shared: Path, tmp_path: Path) -> None:
    report = json.loads((shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[0])
    project = tmp_path / "project"
    cli("init", project)
    cli("-C", project, "add", write_all(tmp_path / "passages", [report["text"]]))
    cli("-C", project, "run")
    found = {
        (claim["kind"], claim["status"], claim["quantity"] and claim["quantity"]["value"])
        for claim in records("-C", project, "claims")
    }
    assert ("training", "planned", 3000) in found
    assert {("training", 2700), ("attendance", 100)} <= {(kind, value) for kind, _, value in found}
    # Whether what was "implemented" was sold or is in use, readers may tell either way.
    assert ("claimed", 100) in {(status, value) for _, status, value in found}
    assert {"sanction", "supply", "attendance", "demand", "deployment"} <= {kind for kind, _, _ in found}
