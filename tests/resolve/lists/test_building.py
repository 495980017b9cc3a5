"""The registry that is built from lists."""

import json
from pathlib import Path

import pytest

from countersight.resolve.entities import known_entities
from countersight.resolve.lists import ListFolder, is_registry_current, rebuild_registry, registry_folder, update_list
from countersight.resolve.registry import Registry


def test_registry_follows_the_lists(tmp_path: Path) -> None:
    folder = ListFolder(tmp_path / "lists")
    assert not is_registry_current(folder)
    path = tmp_path / "made-up.json"
    path.write_text(
        json.dumps({"id": "x-1", "schema": "Company", "properties": {"name": ["Zorvex Optics"], "alias": ["Зорвекс"]}}),
        encoding="utf-8",
    )
    update_list(folder, path)
    seen: list[int] = []
    assert rebuild_registry(folder, observe=seen.append) == len(known_entities()) + 1 == seen[-1]
    assert is_registry_current(folder)
    registry = Registry.open(registry_folder(folder))
    assert registry.search("Zorvex Optics")[0].entity_id == "x-1"
    assert registry.entity("x-1") is not None
    folder.remove("made-up")
    assert not is_registry_current(folder)


def test_registry_of_another_version_is_not_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer Countersight, which spells names out otherwise, builds it again and does not stop at it."""
    folder = ListFolder(tmp_path / "lists")
    monkeypatch.setattr("countersight.resolve.lists.building.index_version", lambda: "index-of-before")
    rebuild_registry(folder)
    assert is_registry_current(folder)
    monkeypatch.undo()
    assert not is_registry_current(folder)


def test_registry_without_its_manifest_is_not_current(tmp_path: Path) -> None:
    folder = ListFolder(tmp_path / "lists")
    rebuild_registry(folder)
    (registry_folder(folder) / "registry.json").unlink()
    assert not is_registry_current(folder)
