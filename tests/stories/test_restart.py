"""Killed at any point and started again, a run ends in the same claims and findings as one that was left alone."""

import subprocess
import sys
import time
from pathlib import Path

from tests.stories.conftest import environment

from countersight.reference.briefs import brief_paths

KILLS = 5
EVERY = 2
"""Of the briefs, every second one: a kill is as likely between any two steps, and the run ends sooner."""


def dump(cli, folder: Path) -> tuple[str, str]:
    return cli("-C", folder, "claims", "--json").stdout, cli("-C", folder, "findings", "--json").stdout


def killed_run(folder: Path, after_s: float) -> bool:
    """Start a run and kill it after so many seconds; return whether it was still running then."""
    command = [sys.executable, "-m", "countersight", "-C", str(folder), "run"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    assert process.returncode == 0
    return False


def test_killed_run_ends_as_undisturbed_one(cli, tmp_path: Path) -> None:
    calm, disturbed = tmp_path / "calm", tmp_path / "disturbed"
    with brief_paths() as paths:
        for folder in (calm, disturbed):
            cli("init", folder)
            cli("-C", folder, "add", *sorted(paths)[::EVERY])
    started = time.monotonic()
    cli("-C", calm, "run")
    whole = time.monotonic() - started
    kills = sum(killed_run(disturbed, whole * (number + 1) / (KILLS + 2)) for number in range(KILLS))
    assert kills
    cli("-C", disturbed, "run")
    assert dump(cli, disturbed) == dump(cli, calm)
    assert dump(cli, calm)[0]
    assert "everything holds" in cli("-C", disturbed, "verify").stdout


def test_second_run_adds_nothing(cli, records, tmp_path: Path) -> None:
    cli("init", tmp_path)
    with brief_paths() as paths:
        cli("-C", tmp_path, "add", *paths[:6])
        cli("-C", tmp_path, "run")
        before = dump(cli, tmp_path)
        again = records("-C", tmp_path, "add", *paths[:6])
    assert [count["new"] for count in again] == [0]
    assert [(count["done"], count["new"]) for count in records("-C", tmp_path, "run")] == [(0, 0)] * 4
    assert dump(cli, tmp_path) == before
