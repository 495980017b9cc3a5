"""What end-to-end stories share: running the command line for real, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared"

Cli = Callable[..., subprocess.CompletedProcess[str]]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("COUNTERSIGHT_")}


@pytest.fixture
def cli() -> Cli:
    """Run `countersight` with arguments; by default it must succeed."""

    def run(*arguments: str | Path, succeeds: bool = True, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "countersight", *map(str, arguments)]
        settings = {"capture_output": True, "text": True, "timeout": 240, "env": environment()} | options
        done = subprocess.run(command, check=False, **settings)  # type: ignore[call-overload]
        assert not succeeds or done.returncode == 0, done.stderr
        return done

    return run


@pytest.fixture
def records(cli: Cli) -> Callable[..., list[dict[str, object]]]:
    """Run a listing command with `--json` and return its records."""

    def read(*arguments: str | Path) -> list[dict[str, object]]:
        return [json.loads(line) for line in cli(*arguments, "--json").stdout.splitlines()]

    return read


@pytest.fixture
def shared() -> Path:
    """The folder of published data beside the project, where there is one."""
    if not (SHARED / "gold" / "dev.jsonl").exists():
        pytest.skip("the published data beside the project is not here")
    return SHARED


def write_all(folder: Path, texts: Sequence[str]) -> Path:
    """Write one text file for each of `texts` into a new folder."""
    folder.mkdir()
    for number, words in enumerate(texts):
        (folder / f"{number:04d}.txt").write_text(words, encoding="utf-8")
    return folder
