"""The command `sources`: listing sources and grading them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.pipeline.declaring import declare
from tests.release.conftest import World

from countersight.cli import countersight
from countersight.project import create_project
from countersight.store import open_store

GRADED = ("sources", "grade", "paper.example", "--letter", "B", "--by", "A. Reader", "--basis", "names its documents")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """Make a project of three claims by one paper, one of them in the words of a firm."""
    create_project(tmp_path, "Made up")
    store = open_store(tmp_path)
    world = World(store)
    words = "Glimmer Optics sold spyware to Ruritania. Glimmer Optics said it sold spyware to Freedonia."
    text = world.document(words, address="https://paper.example/story")
    first = world.claim(text, "Glimmer Optics sold spyware to Ruritania", supplier="Glimmer Optics", words="spyware")
    second = world.claim(
        text, "Glimmer Optics said it sold spyware to Freedonia", supplier="Glimmer Optics", speaker="Glimmer Optics",
        words="spyware",
    )  # fmt: skip
    world.find([first], [second])
    store.close()
    return tmp_path


def invoke(project: Path, *arguments: str) -> Result:
    return CliRunner(catch_exceptions=True).invoke(countersight, ["-C", str(project), *arguments])


def listed(project: Path, *arguments: str) -> dict[str, dict[str, object]]:
    rows = [json.loads(line) for line in invoke(project, "sources", *arguments, "--json").output.splitlines()]
    return {row["source"]: row for row in rows}


def test_sources_are_listed(project: Path) -> None:
    met = listed(project)
    assert list(met) == ["paper.example", "glimmer optics"]
    paper = met["paper.example"]
    assert (paper["letter"], paper["documents"], paper["claims"], paper["by"]) == ("F", 1, 2, None)
    assert (met["glimmer optics"]["letter"], met["glimmer optics"]["source_class"]) == ("C", "party")


def test_table_is_for_people(project: Path) -> None:
    shown = invoke(project, "sources")
    assert shown.exit_code == 0
    assert "nothing is known of it" in shown.output
    assert "2 in all" in shown.output


def test_letter_narrows_list(project: Path) -> None:
    assert list(listed(project, "--letter", "c")) == ["glimmer optics"]


def test_assessment_is_recorded(project: Path) -> None:
    done = invoke(project, *GRADED)
    assert done.exit_code == 0
    assert "assessment 1: paper.example is B by A. Reader" in done.output
    paper = listed(project)["paper.example"]
    assert (paper["letter"], paper["by"], paper["basis"]) == ("B", "A. Reader", "names its documents")


def test_last_assessment_stands(project: Path) -> None:
    invoke(project, *GRADED)
    invoke(project, "sources", "grade", "https://www.paper.example/", "--letter", "D", "--by", "A. Reader",
           "--basis", "copied a release unchecked")  # fmt: skip
    shown = invoke(project, "sources", "show", "Paper.example").output
    assert "paper.example  unknown, D" in shown
    assert "B by A. Reader: names its documents" in shown
    assert "D by A. Reader: copied a release unchecked" in shown


def test_source_never_met_is_told(project: Path) -> None:
    done = invoke(
        project, "sources", "grade", "papr.example", "--letter", "B", "--by", "A. Reader", "--basis", "read it"
    )
    assert done.exit_code == 0
    assert "no claim comes from it so far" in done.output


@pytest.mark.parametrize(
    ("changed", "expected"),
    [({"--by": "12"}, "needs the name of who assesses"), ({"--basis": " "}, "needs its basis")],
)
def test_bad_assessment_is_refused(project: Path, changed: dict[str, str], expected: str) -> None:
    options = {"--letter": "B", "--by": "A. Reader", "--basis": "read it"} | changed
    done = invoke(project, "sources", "grade", "paper.example", *(word for pair in options.items() for word in pair))
    assert expected in str(done.exception)
    assert listed(project)["paper.example"]["by"] is None


def test_unknown_source_is_not_found(project: Path) -> None:
    assert "no claim comes from 'nobody'" in str(invoke(project, "sources", "show", "nobody").exception)


def test_one_source_as_json(project: Path) -> None:
    assert json.loads(invoke(project, "sources", "show", "paper.example", "--json").output)["claims"] == 2


def test_declared_letter_is_told_with_its_file(project: Path) -> None:
    declare(project, letter="C")
    paper = listed(project)["paper.example"]
    assert (paper["letter"], paper["by"], paper["declared_in"]) == ("C", None, "sources/glimmer_post/source.yml")
    shown = invoke(project, "sources", "show", "paper.example").output
    assert "declared in sources/glimmer_post/source.yml: corrects what it got wrong" in shown


def test_assessment_stands_above_declared_letter(project: Path) -> None:
    declare(project, letter="C")
    invoke(project, *GRADED)
    paper = listed(project)["paper.example"]
    assert (paper["letter"], paper["by"], paper["declared_in"]) == ("B", "A. Reader", None)
