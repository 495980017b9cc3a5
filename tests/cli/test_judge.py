"""The command `judge`, on a project with made-up organizations from an imported list."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.resolve.trading import ENTITIES, UNSURE, Trade

from countersight.cli import countersight
from countersight.errors import AmbiguousId, BadJudgement, ConflictingJudgement, NotFound
from countersight.model.identity import name_node
from countersight.project import create_project
from countersight.resolve.registry import build_registry
from countersight.store import open_store

WHO = ("--by", "A. Reader", "--because", "one address")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "project"
    create_project(folder, "Made up")
    build_registry(ENTITIES.values(), folder / "lists" / "registry")
    store = open_store(folder)
    trade = Trade(store)
    claims = trade.tell("Alder Optics", times=2) + trade.tell("Alder Opticks") + trade.tell("Birch Ltd")
    trade.tell("Alder Trading", machine="cs-alder", value=UNSURE, basis="it may be a branch", times=3)
    trade.tell("Alder Works", machine="cs-alder")
    trade.find(claims)
    store.close()
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A project of one's own: making one takes longer than most tests."""
    return shutil.copytree(made, tmp_path / "project")


@pytest.fixture
def judge(project: Path):
    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(countersight, ["-C", str(project), "judge", *map(str, arguments)])

    return run


def records(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_judging_tells_the_cluster(judge) -> None:
    done = judge("Alder Optics", "cs-birch", "--same", *WHO)
    assert done.exit_code == 0
    assert "“Birch” (cs-birch) is the same as “Alder Optics” (judgement 1 by A. Reader" in done.output
    assert "Birch (cs-birch), together with Alder Optics (name-" in done.output
    assert "countersight run" in done.output


def test_options_may_come_first(judge) -> None:
    assert judge("--same", *WHO, "Alder Optics", "cs-birch").exit_code == 0


def test_contradiction_is_one_line_that_names_who(judge) -> None:
    judge("Alder Optics", "cs-birch", "--same", *WHO)
    refused = judge("cs-birch", "Alder Optics", "--not-same", "--by", "B. Reader", "--because", "no")
    assert isinstance(refused.exception, ConflictingJudgement)
    assert "by A. Reader" in str(refused.exception)
    assert "\n" not in str(refused.exception)
    assert len(records(judge("list", "--json"))) == 1


def test_without_a_judgement_what_stands_is_shown(judge) -> None:
    assert "have not been judged" in judge("Alder Optics", "cs-birch").output
    judge("Alder Optics", "cs-birch", "--unsure", *WHO)
    assert "may be the same" in judge("Alder Optics", "cs-birch").output
    (told,) = records(judge("Alder Optics", "cs-birch", "--json"))
    assert (told["answer"], len(told["chain"])) == ("unsure", 1)


def test_machines_answer_is_shown_beside(judge) -> None:
    assert "the machine takes “Alder Works” (1 claim) for cs-alder" in judge("Alder Works", "cs-alder").output


def test_undo_takes_back_and_is_listed(judge) -> None:
    judge("Alder Optics", "cs-birch", "--same", *WHO)
    undone = judge("Alder Optics", "cs-birch", "--undo", "--by", "B. Reader", "--because", "another one")
    assert "is taken back (judgement 2 by B. Reader" in undone.output
    assert records(judge("list", "--json")) == []
    assert [row["value"] for row in records(judge("list", "--all", "--json"))] == ["positive", "no_judgement"]
    assert "nothing judged here" in judge("list").output


def test_list_of_one_follows_its_cluster(judge) -> None:
    judge("Alder Optics", "cs-birch", "--same", *WHO)
    judge("Birch Ltd", "cs-birch", "--same", *WHO)
    judge("Q9000001", "cs-alder", "--not-same", *WHO)
    assert [row["sequence"] for row in records(judge("list", "--of", "Birch Ltd", "--json"))] == [1, 2]
    assert [row["sequence"] for row in records(judge("list", "--of", "Alder Works", "--json"))] == [3]


def test_subsidiary_wants_confirming(judge) -> None:
    refused = judge("cs-alder", "cs-alder-group", "--same", *WHO)
    assert isinstance(refused.exception, BadJudgement)
    assert "--confirm" in str(refused.exception) or "confirm" in str(refused.exception)
    assert judge("cs-alder", "cs-alder-group", "--same", "--confirm", *WHO).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("Alder Optics", "cs-birch", "--same"),
        ("Alder Optics", "cs-birch", "--same", "--by", "A. Reader"),
        ("Alder Optics", "cs-birch", *WHO),
        ("Alder Optics", "--same", *WHO),
        ("split", "Alder Optics", "--yes"),
        ("import", __file__),
    ],
    ids=["nobody", "no-reason", "no-judgement", "one-name", "split-by-nobody", "import-by-nobody"],
)
def test_half_a_judgement_is_wrong_usage(judge, arguments: tuple[str, ...]) -> None:
    assert judge(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("name", "error"), [("Nobody's Optics", NotFound), ("cs-al", AmbiguousId)], ids=["unknown", "ambiguous"]
)
def test_name_that_leads_nowhere_is_told(judge, name: str, error: type[Exception]) -> None:
    assert isinstance(judge(name, "cs-birch", "--same", *WHO).exception, error)


def test_queue_begins_with_most_claims(judge) -> None:
    listed = records(judge("queue", "--json"))
    assert [row["claims"] for row in listed] == sorted((row["claims"] for row in listed), reverse=True)
    assert ("Alder Trading", "cs-alder", "it may be a branch") in pairs(listed)
    assert ("Alder Opticks", name_node("alder optics"), "“Alder Opticks” is like “Alder Optics”") in pairs(listed)
    shown = judge("queue", "--limit", "1").output
    assert "Alder Trading" in shown
    assert "--limit N lists more" in shown
    assert "countersight judge" in shown


def test_judged_pair_leaves_the_queue(judge) -> None:
    before = pairs(records(judge("queue", "--json")))
    judge("Alder Trading", "cs-alder", "--unsure", *WHO)
    judge("Alder Optics", "Alder Opticks", "--not-same", *WHO)
    left = pairs(records(judge("queue", "--json")))
    assert {reason for _, _, reason in before - left} == {
        "it may be a branch",
        "“Alder Opticks” is like “Alder Optics”",
    }


def pairs(listed: list[dict[str, object]]) -> set[tuple[str, str, str]]:
    return {(row["one"]["name"], row["other"]["id"], row["reason"]) for row in listed}


def test_empty_queue_says_so(tmp_path: Path) -> None:
    create_project(tmp_path, "Empty")
    assert "nothing to judge" in CliRunner().invoke(countersight, ["-C", str(tmp_path), "judge", "queue"]).output


def test_split_shows_first_and_does_with_yes(judge) -> None:
    judge("Alder Optics", "cs-birch", "--same", *WHO)
    judge("Birch Ltd", "cs-birch", "--same", *WHO)
    shown = judge("split", "Alder Optics")
    assert "nothing was done" in shown.output
    assert "moved out: Alder Optics" in shown.output
    assert "2 claims" in shown.output
    assert "will be taken apart: fnd-" in shown.output
    assert len(records(judge("list", "--json"))) == 2
    done = judge("split", "Alder Optics", "--not-same", "--yes", *WHO)
    assert done.exit_code == 0
    assert [row["value"] for row in records(judge("list", "--json"))] == ["positive", "negative"]


def test_split_as_json_is_one_record(judge) -> None:
    judge("Alder Optics", "cs-birch", "--same", *WHO)
    (plan,) = records(judge("split", "Alder Optics", "--json"))
    assert {tuple(side["members"]) for side in plan["sides"]} >= {("cs-birch",)}


def test_files_go_out_and_come_in(judge, tmp_path: Path) -> None:
    judge("Alder Optics", "cs-birch", "--same", *WHO)
    assert "1 judgement in" in judge("export", tmp_path / "out.json").output
    judge("Alder Optics", "cs-birch", "--undo", *WHO)
    tried = judge("import", tmp_path / "out.json", "--by", "B. Reader", "--dry-run")
    assert "1 judgement would be taken in" in tried.output
    assert records(judge("list", "--json")) == []
    assert "1 judgement taken in" in judge("import", tmp_path / "out.json", "--by", "B. Reader").output
    (row,) = records(judge("list", "--json"))
    assert (row["by"], row["reason"][:40]) == ("B. Reader", "imported from out.json, judged by A. Rea")


def test_bad_lines_are_told_and_counted(judge, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('["Q1"]\n')
    done = judge("import", tmp_path / "bad.json", "--by", "B. Reader")
    assert done.exit_code == 0
    assert "failed: bad.json:1: a judgement has 6 or 7 fields, here are 1" in done.stderr
    counts, failure = records(judge("import", tmp_path / "bad.json", "--by", "B. Reader", "--json"))
    assert (counts["failed"], failure["item"]) == (1, "bad.json:1")


@pytest.mark.parametrize("command", ["pair", "list", "queue", "split", "export", "import"])
def test_each_command_explains_itself(judge, command: str) -> None:
    shown = judge(command, "--help")
    assert shown.exit_code == 0
    assert len(shown.output.split()) > 20
