"""The command `preview`, as a person uses it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.extract.mapping.conftest import DEALS, MAPPING

from countersight.cli import countersight
from countersight.errors import BadMapping, NotFound, UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deals.csv").write_text(DEALS, encoding="utf-8")
    (tmp_path / "deals.yml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def preview(folder: Path, *arguments: str, catch: bool = False) -> Result:
    known = [str(folder / word) if word.startswith("deals.") else word for word in arguments]
    return CliRunner().invoke(countersight, ["preview", *known], catch_exceptions=catch)


def test_claims_and_gaps_are_shown(folder: Path) -> None:
    output = preview(folder, "deals.yml", "deals.csv").output
    assert "Orbex" in output
    assert "3 rows, 2 of them used, 2 claims" in output
    assert "2 values that no rule covers" in output
    assert "Teapots" in output
    assert "1  no technology of the trade told" in output


def test_strict_fails_on_gaps(folder: Path) -> None:
    assert preview(folder, "deals.yml", "deals.csv", "--strict").exit_code == 1
    covered = MAPPING.replace('split: [","]', 'split: [","], ignore: [Atlantis]').replace(
        "values: {Spyware: spyware,", "ignore: [Teapots], values: {Spyware: spyware,"
    )
    (folder / "deals.yml").write_text(covered, encoding="utf-8")
    done = preview(folder, "deals.yml", "deals.csv", "--strict")
    assert done.exit_code == 0
    assert "every value is covered by a rule" in done.output


def test_json_has_all(folder: Path) -> None:
    record = json.loads(preview(folder, "deals.yml", "deals.csv", "--json", "--rows", "1").output)
    assert record["mapping"].startswith("mapping/made-up@1+")
    assert (record["rows"], record["used"], record["claims"]) == (3, 2, 2)
    assert {"column": "What", "slot": "technology", "words": "Teapots", "times": 1} in record["uncovered"]
    assert len(record["first"]) == 1


def test_draft_is_a_mapping(folder: Path) -> None:
    draft = preview(folder, "--draft", "deals.csv").output
    (folder / "deals.yml").write_text(draft, encoding="utf-8")
    assert "3 rows, 2 of them used" in preview(folder, "deals.yml", "deals.csv").output


def test_list_names_the_mappings(folder: Path) -> None:
    lines = preview(folder, "--list", "--json").output.splitlines()
    assert {"spyware-inventory", "us-ofac"} <= {json.loads(line)["name"] for line in lines}
    assert "spyware-inventory" in preview(folder, "--list").output


def test_project_finds_mapping_and_table(folder: Path) -> None:
    run = CliRunner()
    project = folder / "project"
    run.invoke(countersight, ["init", str(project)], catch_exceptions=False)
    (project / "mappings").mkdir()
    (project / "mappings" / "own.yml").write_text(MAPPING, encoding="utf-8")
    asked = ["-C", str(project), "preview", "made-up"]
    assert isinstance(run.invoke(countersight, asked).exception, NotFound)
    for command in (["add", str(folder / "deals.csv")], ["run"]):
        run.invoke(countersight, ["-C", str(project), *command], catch_exceptions=False)
    assert "2 claims" in run.invoke(countersight, asked, catch_exceptions=False).output


def test_mistakes_are_told(folder: Path) -> None:
    (folder / "deals.yml").write_text(MAPPING.replace("when:", "wenn:"), encoding="utf-8")
    assert isinstance(preview(folder, "deals.yml", "deals.csv", catch=True).exception, BadMapping)
    assert isinstance(preview(folder, "nothing", "deals.csv", catch=True).exception, NotFound)
    assert isinstance(preview(folder, "us-ofac", "deals.csv", catch=True).exception, UsageError)
    (folder / "deals.csv").write_text("", encoding="utf-8")
    assert isinstance(preview(folder, "us-ofac", "deals.csv", catch=True).exception, UsageError)
    assert preview(folder, catch=True).exit_code == 2
