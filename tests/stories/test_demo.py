"""The demonstration: the whole road on the bundled briefs, from one command."""

from pathlib import Path


def test_demo_shows_findings_and_report(cli, records, tmp_path: Path) -> None:
    shown = cli("demo", "--folder", tmp_path / "demo").stdout
    report = next((tmp_path / "demo" / "releases").glob("*/index.html"))
    assert str(report.resolve()) in shown
    assert records("-C", tmp_path / "demo", "failures") == []
    findings = records("-C", tmp_path / "demo", "findings")
    assert len(findings) >= 40
    assert any(len(finding["origins"]) > 1 for finding in findings)
    assert all(finding["id"][:12] in shown for finding in findings)
    assert "is not read yet" not in shown


def test_every_claim_of_demo_can_be_shown(cli, records, tmp_path: Path) -> None:
    cli("demo", "--folder", tmp_path / "demo")
    for claim in records("-C", tmp_path / "demo", "claims")[:5]:
        shown = cli("-C", tmp_path / "demo", "show", claim["id"]).stdout
        assert " ".join(claim["evidence"][0]["quote"].split()) in " ".join(shown.split())


def test_demo_leaves_other_folders_alone(cli, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    refused = cli("demo", "--folder", tmp_path, succeeds=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("countersight: ")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
