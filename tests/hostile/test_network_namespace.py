"""Private places are never visited, shown in a network of its own with real names, addresses and redirects."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.hostile.lab import CASES, METADATA, OTHER, PRIVATE, PUBLIC

WELCOME = {
    "public name": {PUBLIC},
    "public address": {PUBLIC},
    "redirect to another public place": {PUBLIC, OTHER},
    "name that is rebound after it was looked up": {PUBLIC},
}
"""The cases that give a document, and where it is fetched from."""
UNREADABLE = {"redirect without end": "UnreadableSource", "address in octal": "UnreadableSource"}
"""Refused for another reason than where they lead: the one leads nowhere, the other is read in two ways."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What came of each case."""
    if not all(map(shutil.which, ("unshare", "ip", "mount"))):
        pytest.skip("a network of its own needs unshare, ip and mount")
    within = ["unshare", "--net", "--mount", "--fork", "--kill-child"]
    within += [] if os.geteuid() == 0 else ["--map-root-user"]
    if subprocess.run([*within, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system gives no network of its own")
    folder = tmp_path_factory.mktemp("lab")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERSIGHT_")}
    command = [*within, sys.executable, str(Path(__file__).with_name("lab.py")), str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=280, env=clean)
    assert done.returncode == 0, done.stderr
    results: dict[str, dict[str, object]] = json.loads(done.stdout)
    return results


@pytest.mark.parametrize("case", WELCOME)
def test_public_places_are_visited(told, case: str) -> None:
    assert (told[case]["reasons"], told[case]["documents"]) == ([], 1)
    assert set(told[case]["asked"]) == WELCOME[case]


@pytest.mark.parametrize("case", [case for case in CASES if case not in WELCOME])
def test_other_places_are_refused_and_never_asked(told, case: str) -> None:
    (reason,) = told[case]["reasons"]
    assert reason.startswith(UNREADABLE.get(case, "ForbiddenAddress"))
    assert set(told[case]["asked"]) <= {PUBLIC}
    assert not {PRIVATE, METADATA, "127.0.0.1", "::1"} & set(told[case]["asked"])
