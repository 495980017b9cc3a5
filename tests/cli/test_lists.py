"""The command `lists`, as a person uses it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from countersight.cli import countersight
from countersight.errors import CountersightError, NotFound, UsageError

LINES = (
    '{"id": "x-1", "schema": "Company", "properties": {"name": ["Orbex Optics"], "country": ["ke"]}}\n'
    '{"id": "x-2", "schema": "Company", "properties": {"name": ["Velmar"]}}\n'
    '{"id": "x-3", "schema": "Person", "properties": {"name": ["Ada Example"]}}\n'
    '{"id": "x-4", "schema": \n'
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    invoke(folder, "init", str(folder))
    (tmp_path / "made-up.json").write_text(LINES, encoding="utf-8")
    return folder


def invoke(project: Path, *arguments: str) -> str:
    done = CliRunner().invoke(countersight, ["-C", str(project), *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def records(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def refused(project: Path, *arguments: str) -> BaseException:
    done = CliRunner().invoke(countersight, ["-C", str(project), *arguments])
    assert isinstance(done.exception, CountersightError)
    return done.exception


def test_project_without_lists_says_how_to_begin(project: Path) -> None:
    assert "lists import" in invoke(project, "lists")


def test_import_tells_what_is_kept(project: Path) -> None:
    output = invoke(project, "lists", "import", str(project.parent / "made-up.json"))
    assert "made-up (ftm): 2 organizations; a new list" in output
    assert "left out: 1 persons" in output
    assert "1 rows could not be read" in output
    assert "the registry has" in output
    assert "Ada Example" not in output
    assert "line 4" in invoke(project, "lists", "show", "made-up", "--failures")


def test_update_shows_changes(project: Path) -> None:
    path = project.parent / "made-up.json"
    invoke(project, "lists", "import", str(path))
    assert "is as it was" in invoke(project, "lists", "update")
    path.write_text(LINES.replace('"Velmar"', '"Velmar Ltd"').replace("x-1", "x-9"), encoding="utf-8")
    output = invoke(project, "lists", "update")
    assert "1 added, 1 removed, 1 changed" in output
    assert "~ Velmar Ltd  x-2  (names)" in output
    assert "name: Velmar -> Velmar Ltd" in output


def test_changes_as_json(project: Path) -> None:
    path = project.parent / "made-up.json"
    (first,) = records(invoke(project, "lists", "import", str(path), "--json"))
    assert (first["is_new"], first["added"], first["failures"]) == (True, 2, 1)
    path.write_text(LINES.replace('"Velmar"', '"Velmar Ltd"'), encoding="utf-8")
    change, summary = records(invoke(project, "lists", "import", str(path), "--json"))
    assert (change["act"], change["id"], change["aspects"]) == ("changed", "x-2", ["names"])
    assert (summary["changed"], summary["unchanged"]) == (1, 1)


def test_list_and_its_organizations_are_shown(project: Path) -> None:
    invoke(project, "lists", "import", str(project.parent / "made-up.json"), "--name", "mine")
    assert "mine" in invoke(project, "lists")
    (listed,) = records(invoke(project, "lists", "--json"))
    assert (listed["name"], listed["organizations"]) == ("mine", 2)
    assert [one["id"] for one in records(invoke(project, "lists", "show", "mine", "--json"))] == ["x-1", "x-2"]
    assert "territory  Kenya" in invoke(project, "lists", "show", "mine", "x-1")


def test_removed_list_leaves_the_registry(project: Path) -> None:
    invoke(project, "lists", "import", str(project.parent / "made-up.json"))
    assert "the registry has" in invoke(project, "lists", "remove", "made-up")
    assert isinstance(refused(project, "lists", "show", "made-up"), NotFound)


def test_registry_that_is_behind_is_told(project: Path) -> None:
    invoke(project, "lists", "import", str(project.parent / "made-up.json"))
    (project / "lists" / ".registry-of").unlink()
    assert "countersight lists build" in invoke(project, "lists")
    invoke(project, "lists", "build")
    assert "countersight lists build" not in invoke(project, "lists")


def test_name_is_for_one_file(project: Path) -> None:
    path = str(project.parent / "made-up.json")
    done = CliRunner().invoke(countersight, ["-C", str(project), "lists", "import", path, path, "--name", "x"])
    assert done.exit_code == 2


def test_bad_name_is_refused(project: Path) -> None:
    path = str(project.parent / "made-up.json")
    assert isinstance(refused(project, "lists", "import", path, "--name", "../up"), UsageError)


def test_forms_need_no_project() -> None:
    output = CliRunner().invoke(countersight, ["lists", "forms"]).output
    assert "ofac-csv" in output
    assert "gleif-xml" in output


def test_help_tells_that_persons_are_left_out() -> None:
    assert "never people" in CliRunner().invoke(countersight, ["lists", "--help"]).output


def test_one_bad_file_keeps_no_other_out(project: Path) -> None:
    bad = project.parent / "notes.csv"
    bad.write_text("no list at all\n", encoding="utf-8")
    good = str(project.parent / "made-up.json")
    done = CliRunner().invoke(countersight, ["-C", str(project), "lists", "import", str(bad), good])
    assert isinstance(done.exception, UsageError)
    assert "1 of 2 files" in str(done.exception)
    assert "notes.csv" in done.output
    assert "made-up" in invoke(project, "lists")
    assert "Orbex Optics" in invoke(project, "match", "Orbex Optics", "--territory", "ke")


def test_match_wants_a_territory_that_there_is(project: Path) -> None:
    done = CliRunner().invoke(countersight, ["-C", str(project), "match", "Orbex", "--territory", "kenya"])
    assert done.exit_code == 2
    assert "no code of a territory" in done.output


def test_match_bears_bytes_that_are_no_text(project: Path) -> None:
    assert invoke(project, "match", "Orb\udcffex").startswith("no_judgement")
