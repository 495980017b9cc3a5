"""Broken bytes fail as foreseen, whatever reads them; `python -m fuzzing.run` throws many more of them."""

from random import Random

import pytest
from fuzzing.breaking import break_bytes
from fuzzing.seeds import seeds, seeds_of
from fuzzing.targets import TARGETS

SLOW = ("ocr",)
"""Each try starts a program of its own: tests/read/ocr tries a few."""
TRIES = 40


@pytest.mark.parametrize("name", [name for name in TARGETS if not name.startswith(SLOW)])
def test_broken_bytes_fail_as_foreseen(name: str) -> None:
    random, everything = Random(f"countersight {name}"), list(seeds().values())
    near = seeds_of(name)
    for data in near:
        TARGETS[name](data)
    for _ in range(TRIES):
        TARGETS[name](break_bytes(random.choice(near), everything, random))


@pytest.mark.parametrize("name", ["html text/html", "pdf application/pdf", "table text/csv", "container warc"])
def test_a_target_tells_of_a_fault(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A harness that cannot fail would find nothing."""
    monkeypatch.setattr("fuzzing.targets.freeze_text", lambda text: text + "!")
    monkeypatch.setattr("fuzzing.targets.sha256", lambda data: __import__("hashlib").sha256(data + b"!"))
    with pytest.raises(AssertionError):
        TARGETS[name](seeds_of(name)[0])
