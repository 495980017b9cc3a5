"""Tests of building a registry."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from countersight.errors import StoreBusy
from countersight.model.entity import Entity
from countersight.resolve.registry import Registry, build_registry


def entity(number: int, **more: object) -> Entity:
    return Entity(id=f"x{number:03}", schema="Company", name=f"Lanternfish {number} Optics", **more)


ENTITIES = [entity(number) for number in range(30)]


def test_order_does_not_change_digest(tmp_path: Path) -> None:
    one = build_registry(ENTITIES, tmp_path / "one")
    other = build_registry(reversed(ENTITIES), tmp_path / "other")
    assert one.digest == other.digest


DIGEST = """
import sys
from pathlib import Path
from countersight.model.entity import Entity
from countersight.resolve.registry import build_registry

entities = [Entity(id=f"x{number:03}", schema="Company", name=f"Lanternfish {number} Optics") for number in range(30)]
print(build_registry(entities, Path(sys.argv[1])).digest)
"""


def test_other_process_makes_same_digest(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    arguments = [sys.executable, "-c", DIGEST, str(tmp_path / "other")]
    other = subprocess.run(arguments, check=True, capture_output=True, text=True, env=environment)
    assert other.stdout.strip() == build_registry(ENTITIES, tmp_path / "one").digest


def test_one_name_more_changes_digest(tmp_path: Path) -> None:
    one = build_registry(ENTITIES, tmp_path)
    other = build_registry([*ENTITIES[1:], entity(0, aliases=("Lampfish",))], tmp_path)
    assert one.digest != other.digest


def test_second_build_replaces_first(tmp_path: Path) -> None:
    build_registry(ENTITIES, tmp_path)
    build_registry(ENTITIES[:3], tmp_path)
    assert len(Registry.open(tmp_path)) == 3
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_same_build_twice_changes_nothing(tmp_path: Path) -> None:
    build_registry(ENTITIES, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("x*") if path.is_file()}
    build_registry(ENTITIES, tmp_path)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("x*") if path.is_file()}


def test_open_registry_outlives_its_replacement(tmp_path: Path) -> None:
    build_registry(ENTITIES, tmp_path)
    registry = Registry.open(tmp_path)
    build_registry(ENTITIES[:3], tmp_path)
    assert registry.search("Lanternfish 29 Optics")[0].entity_id == "x029"


def test_entities_of_one_id_become_one(tmp_path: Path) -> None:
    build_registry([*ENTITIES, entity(7, aliases=("Mudskipper",), territory="xx")], tmp_path)
    registry = Registry.open(tmp_path)
    assert len(registry) == len(ENTITIES)
    merged = registry.entity("x007")
    assert merged is not None
    assert (merged.name, merged.aliases, merged.territory) == ("Lanternfish 7 Optics", ("Mudskipper",), "xx")


def test_every_entity_is_observed(tmp_path: Path) -> None:
    heard: list[int] = []
    build_registry(ENTITIES, tmp_path, observe=heard.append)
    assert heard == list(range(1, len(ENTITIES) + 1))


def test_failed_stream_leaves_old_registry(tmp_path: Path) -> None:
    build_registry(ENTITIES, tmp_path)

    def broken() -> Iterator[Entity]:
        yield from ENTITIES[:3]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        build_registry(broken(), tmp_path)
    assert len(Registry.open(tmp_path)) == len(ENTITIES)
    assert not list(tmp_path.glob("building-*"))


KILLED = """
import os, signal, sys
from pathlib import Path
from countersight.model.entity import Entity
from countersight.resolve.registry import build_registry

def entities():
    for number in range(50):
        yield Entity(id=f"y{number}", schema="Company", name=f"Gulper {number}")
    os.kill(os.getpid(), signal.SIGKILL)

build_registry(entities(), Path(sys.argv[1]))
"""


def test_killed_build_leaves_old_registry(tmp_path: Path) -> None:
    build_registry(ENTITIES, tmp_path)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False, env=dict(os.environ))
    assert killed.returncode == -signal.SIGKILL
    assert list(tmp_path.glob("building-*"))
    assert len(Registry.open(tmp_path)) == len(ENTITIES)
    build_registry(ENTITIES[:3], tmp_path)
    assert not list(tmp_path.glob("building-*"))


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreBusy):
            build_registry(ENTITIES, tmp_path)


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(path.read_bytes()[::-1]), Path.unlink])
def test_building_again_mends_damage(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    """Equal entities make a generation of the same name, which must not keep the damaged files."""
    manifest = build_registry(ENTITIES, tmp_path)
    damage(tmp_path / manifest.generation / "entities")
    assert build_registry(ENTITIES, tmp_path) == manifest
    registry = Registry.open(tmp_path)
    registry.check()
    assert registry.entity("x007") == ENTITIES[7]
