"""Lists kept in a project, updated, compared, and joined."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from countersight.errors import BrokenRegistry, NotFound, StoreBusy, UsageError
from countersight.resolve.lists import Act, ListFolder, is_current, update_list
from countersight.resolve.lists.keeping import name_of_file

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def entity(own: str, name: str, **properties: list[str]) -> dict[str, object]:
    return {"id": own, "schema": "Company", "properties": {"name": [name], **properties}}


@pytest.fixture
def folder(tmp_path: Path) -> ListFolder:
    return ListFolder(tmp_path / "lists")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Made-up List.ftm.json"


def write(path: Path, *entities: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


def test_new_list_is_kept(folder: ListFolder, path: Path) -> None:
    done = update_list(folder, write(path, entity("x-2", "Velmar"), entity("x-1", "Orbex")), now=NOW)
    assert done.previous is None
    assert folder.names() == ["made-up-list"]
    assert [one.id for one in folder.entities("made-up-list")] == ["x-1", "x-2"]
    manifest = folder.manifest("made-up-list")
    assert (manifest.form, manifest.organizations, manifest.imported_at) == ("ftm", 2, NOW)
    assert manifest.path == str(path)


def test_update_tells_what_changed(folder: ListFolder, path: Path) -> None:
    stays = entity("x-4", "Tasko")
    update_list(folder, write(path, entity("x-1", "Orbex"), entity("x-2", "Velmar", country=["ke"]), stays))
    renamed = entity("x-2", "Velmar Ltd", country=["es"], topics=["sanction"])
    done = update_list(folder, write(path, renamed, entity("x-3", "Nordal"), stays))
    assert done.changes.counts == {Act.ADDED: 1, Act.REMOVED: 1, Act.CHANGED: 1}
    assert done.changes.unchanged == 1
    removed, changed, added = done.changes.first
    assert (removed.act, removed.id) == (Act.REMOVED, "x-1")
    assert (added.act, added.id) == (Act.ADDED, "x-3")
    assert changed.aspects == ("names", "territory", "listing")
    assert (changed.before["territory"], changed.after["territory"]) == ("ke", "es")
    assert (changed.before["name"], changed.after["name"]) == ("Velmar", "Velmar Ltd")


def test_second_import_changes_nothing(folder: ListFolder, path: Path) -> None:
    first = update_list(folder, write(path, entity("x-1", "Orbex", alias=["a", "b"])))
    again = update_list(folder, write(path, entity("x-1", "Orbex", alias=["b", "a"])))
    assert again.changes.total == 0
    assert again.manifest.digest == first.manifest.digest
    assert len(list(folder.folder.glob("*.ndjson.gz"))) == 1


def test_list_is_found_again_by_its_path(folder: ListFolder, path: Path) -> None:
    update_list(folder, write(path, entity("x-1", "Orbex")), name="mine")
    assert update_list(folder, write(path, entity("x-1", "Orbex Ltd"))).manifest.name == "mine"
    assert folder.names() == ["mine"]


def test_loss_of_most_is_refused(folder: ListFolder, path: Path) -> None:
    many = [entity(f"x-{number:02}", f"Orbex {number}") for number in range(20)]
    before = update_list(folder, write(path, *many)).manifest
    with pytest.raises(UsageError, match="would lose 15 of 20"):
        update_list(folder, write(path, *many[:5]))
    assert folder.manifest(before.name) == before
    assert sum(1 for _ in folder.entities(before.name)) == 20
    assert update_list(folder, path, accept_loss=True).manifest.organizations == 5
    assert not [one for one in folder.folder.iterdir() if one.name.startswith(".unfinished")]


def test_failures_are_counted_and_kept(folder: ListFolder, path: Path) -> None:
    write(path, entity("x-1", "Orbex"))
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    manifest = update_list(folder, path).manifest
    assert manifest.failures == 1
    assert folder.manifest(manifest.name).first_failures[0].item == "Made-up List.ftm.json, line 2"


def test_removed_list_leaves_nothing(folder: ListFolder, path: Path) -> None:
    name = update_list(folder, write(path, entity("x-1", "Orbex"))).manifest.name
    folder.remove(name)
    assert folder.names() == []
    assert not list(folder.folder.glob("*.ndjson.gz"))
    with pytest.raises(NotFound, match="there are: none"):
        folder.manifest(name)


def test_entity_is_found_by_id(folder: ListFolder, path: Path) -> None:
    name = update_list(folder, write(path, entity("x-1", "Orbex"))).manifest.name
    assert folder.entity(name, "x-1").name == "Orbex"
    with pytest.raises(NotFound):
        folder.entity(name, "x-2")


def test_changed_file_is_no_longer_current(folder: ListFolder, path: Path) -> None:
    manifest = update_list(folder, write(path, entity("x-1", "Orbex"))).manifest
    assert is_current(manifest)
    write(path, entity("x-1", "Orbex Ltd"))
    assert not is_current(manifest)
    path.unlink()
    with pytest.raises(NotFound, match="not there any more"):
        is_current(manifest)


@pytest.mark.parametrize("name", ["registry", "Über", "../up", "", "a b", "-x"])
def test_names_that_are_none(folder: ListFolder, path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        folder.manifest(name)


@pytest.mark.parametrize(
    ("file", "name"), [("OFAC SDN.csv.gz", "ofac-sdn"), ("targets.simple.csv", "targets"), ("名.json", "list")]
)
def test_names_of_files(file: str, name: str) -> None:
    assert name_of_file(Path(file)) == name


def test_lists_change_one_at_a_time(folder: ListFolder, path: Path) -> None:
    write(path, entity("x-1", "Orbex"))
    with folder.locked(), pytest.raises(StoreBusy):
        update_list(folder, path)


def test_damaged_manifest_is_told(folder: ListFolder, path: Path) -> None:
    name = update_list(folder, write(path, entity("x-1", "Orbex"))).manifest.name
    (folder.folder / f"{name}.json").write_text("{", encoding="utf-8")
    with pytest.raises(BrokenRegistry):
        folder.manifest(name)


def test_killed_import_leaves_the_old_list_whole(folder: ListFolder, path: Path) -> None:
    before = update_list(folder, write(path, entity("x-1", "Orbex")), name="mine").manifest
    pipe = path.with_name("endless.json")
    pipe.write_text(json.dumps(entity("x-1", "Other")) + "\n", encoding="utf-8")
    code = (
        "import sys, time; from pathlib import Path; from countersight.resolve.lists import ListFolder, update_list\n"
        "def stall(count): print('writing', flush=True); time.sleep(60)\n"
        "update_list(ListFolder(Path(sys.argv[1])), Path(sys.argv[2]), name='mine', observe=stall)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, folder.folder, pipe], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert folder.manifest("mine") == before
    assert [one.name for one in folder.entities("mine")] == ["Orbex"]
    assert [one for one in folder.folder.iterdir() if one.name.startswith(".unfinished")]
    update_list(folder, path, name="mine")
    assert not [one for one in folder.folder.iterdir() if one.name.startswith(".unfinished")]


def test_equal_lists_are_equal_files(folder: ListFolder, path: Path) -> None:
    first = update_list(folder, write(path, entity("x-1", "Orbex")), name="one").manifest
    time.sleep(0.01)
    second = update_list(ListFolder(folder.folder.parent / "other"), path, name="one").manifest
    assert first.digest == second.digest
    packed = folder.folder / first.entities
    assert gzip.decompress(packed.read_bytes()).startswith(b'{"id":"x-1"')


@pytest.mark.parametrize("damaged", ["manifest", "entities"])
def test_damaged_list_can_be_put_right(folder: ListFolder, path: Path, damaged: str) -> None:
    manifest = update_list(folder, write(path, entity("x-1", "Orbex Optics")), name="mine").manifest
    update_list(folder, path, name="other")
    file = folder.folder / ("mine.json" if damaged == "manifest" else manifest.entities)
    file.write_bytes(file.read_bytes()[:12] + b"\xff" * 40)
    with pytest.raises(BrokenRegistry, match="remove the list mine and import it again"):
        update_list(folder, path, name="mine")
    folder.remove("mine")
    assert folder.names() == ["other"]
    update_list(folder, path, name="mine")
    assert [one.id for name in folder.names() for one in folder.entities(name)] == ["x-1", "x-1"]
