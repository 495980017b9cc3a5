"""The docs speak of everything there is: commands, settings, errors, stages, layers, and the words of the glossary."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from countersight import errors
from countersight.cli import COMMANDS
from countersight.model.claim import Kind, Status
from countersight.model.failure import Stage
from countersight.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"| `countersight {command}` |" in page("command-line.md")


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_is_documented_with_default(setting) -> None:
    default = f" {setting.default} " if setting.default != "" else " "
    assert f"| `{PREFIX}{setting.name.upper()}` |{default}|" in page("command-line.md")


def test_every_error_is_documented() -> None:
    named = {name for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, Exception)}
    table = page("command-line.md").split("## Why something failed")[1]
    assert named == set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_a_page(stage: Stage) -> None:
    assert (DOCS / f"{stage}.md").is_file()
    assert f"`{stage}/`" in page("architecture.md")


def test_every_layer_is_in_the_architecture() -> None:
    folders = {path.name for path in (ROOT / "src" / "countersight").iterdir() if (path / "__init__.py").exists()}
    assert all(f"`{folder}/`" in page("architecture.md") for folder in folders)


@pytest.mark.parametrize("word", [*Kind, *Status])
def test_words_of_the_claim_are_in_the_glossary(word: str) -> None:
    assert word in page("glossary.md")


def test_pages_link_to_what_exists() -> None:
    for document in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), f"{document.name}: {target}"
