"""The command `people`: accounts and restrictions from the command line."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.release.conftest import World

from countersight.accounts import Accounts
from countersight.accounts.invitations import find_invited
from countersight.cli import countersight
from countersight.errors import BadPerson, BadRestriction, NotFound
from countersight.model.claim import Claim
from countersight.project import create_project
from countersight.store import open_store

WHY = ("--reason", "a source would be known", "--by", "A. Editor")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create_project(tmp_path, "Made up")
    return tmp_path


@pytest.fixture
def claim(project: Path) -> Iterator[Claim]:
    store = open_store(project)
    world = World(store)
    text = world.document("Glimmer Optics sold spyware to Ruritania.")
    yield world.claim(text, "Glimmer Optics sold spyware", supplier="Glimmer Optics", words="spyware")
    store.close()


def invoke(project: Path, *arguments: str) -> Result:
    return CliRunner(catch_exceptions=True).invoke(countersight, ["-C", str(project), "people", *arguments])


def listed(project: Path, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in invoke(project, *arguments, "--json").output.splitlines()]


def test_nobody_yet_is_told(project: Path) -> None:
    assert "nobody yet" in invoke(project).output


def test_added_person_gets_a_link(project: Path) -> None:
    shown = invoke(project, "add", "A. Reviewer", "--role", "reviewer", "--by", "Ida")
    assert shown.exit_code == 0
    word = re.search(r"/invitation\?word=(\S+)", shown.output)
    assert word is not None
    accounts = Accounts(project)
    assert find_invited(accounts, word[1]).name == "A. Reviewer"
    accounts.close()
    (one,) = listed(project, "list")
    assert (one["name"], one["role"], one["state"]) == ("A. Reviewer", "reviewer", "invited")
    assert "A. Reviewer" in invoke(project).output


def test_person_is_changed_and_removed(project: Path) -> None:
    invoke(project, "add", "Ana")
    assert invoke(project, "role", "ana", "editor").output == "Ana is editor now\n"
    assert "invitation" in invoke(project, "reset", "Ana", "--second-factor").output
    for act in ("disable", "enable", "remove"):
        assert invoke(project, act, "Ana").exit_code == 0
    assert listed(project) == []
    assert isinstance(invoke(project, "add", "Ana").exception, BadPerson)
    told = [line["what"] for line in listed(project, "log")]
    assert told[:3] == ["removed", "enabled", "disabled"]


def test_claim_is_restricted_and_lifted(project: Path, claim: Claim) -> None:
    invoke(project, "add", "Ana")
    shown = invoke(project, "restrict", claim.id[:12], "--to", "Ana", "--to", "Bo", *WHY)
    assert "may be seen by ana, bo" in shown.output
    assert "nobody here is called Bo" in shown.output
    assert "called Ana" not in shown.output
    (one,) = listed(project, "restrictions")
    assert (one["subject_id"], one["readers"], one["by"]) == (claim.id, ["ana", "bo"], "A. Editor")
    assert "may be seen by everybody" in invoke(project, "lift", claim.id, *WHY).output
    assert listed(project, "restrictions") == []
    assert len(listed(project, "restrictions", "--all")) == 2


def test_document_is_restricted(project: Path, claim: Claim) -> None:
    assert invoke(project, "restrict", claim.document_id, "--to", "Ana", *WHY).exit_code == 0
    assert claim.document_id[:16] in invoke(project, "restrictions").output


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("restrict", "clm-nothing", "--to", "Ana", *WHY), NotFound),
        (("restrict", "f" * 64, "--to", "Ana", *WHY), NotFound),
        (("role", "Nobody", "admin"), NotFound),
        (("add", "<b>"), BadPerson),
    ],
)
def test_what_cannot_be_is_told(project: Path, claim: Claim, arguments, error) -> None:
    assert isinstance(invoke(project, *arguments).exception, error)


def test_nothing_to_lift_is_told(project: Path, claim: Claim) -> None:
    assert isinstance(invoke(project, "lift", claim.id, *WHY).exception, BadRestriction)


def test_restricting_needs_reason_and_reader(project: Path, claim: Claim) -> None:
    assert invoke(project, "restrict", claim.id, "--to", "Ana").exit_code == 2
    assert invoke(project, "restrict", claim.id, *WHY).exit_code == 2
