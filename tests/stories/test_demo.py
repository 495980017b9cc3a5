"""The demonstration: the whole road on the bundled briefs, from one command."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.stories.conftest import environment

Demo = tuple[Path, str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The folder of one demonstration, and what it printed."""
    folder = tmp_path_factory.mktemp("shown") / "demo"
    command = [sys.executable, "-m", "countersight", "demo", "--folder", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=240, env=environment())
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_demo_shows_findings_and_report(records, demo: Demo) -> None:
    folder, shown = demo
    report = next((folder / "releases").glob("*/index.html"))
    assert str(report.resolve()) in shown
    assert records("-C", folder, "failures") == []
    findings = records("-C", folder, "findings")
    assert len(findings) >= 40
    assert any(len(finding["origins"]) > 1 for finding in findings)
    assert all(finding["id"][:12] in shown for finding in findings)
    assert "is not read yet" not in shown


def test_every_claim_of_demo_can_be_shown(cli, records, demo: Demo) -> None:
    folder, _ = demo
    for claim in records("-C", folder, "claims")[:5]:
        shown = cli("-C", folder, "show", claim["id"]).stdout
        assert " ".join(claim["evidence"][0]["quote"].split()) in " ".join(shown.split())


def test_demo_leaves_other_folders_alone(cli, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    refused = cli("demo", "--folder", tmp_path, succeeds=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("countersight: ")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
