"""Tests of finding entities by their ids and names."""

import shutil
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countersight.errors import BrokenRegistry, NotFound
from countersight.model.entity import Entity
from countersight.resolve.registry import Registry, build_registry
from countersight.resolve.registry.layout import FILES, read_manifest

ENTITIES = (
    Entity(
        id="x-1", schema="Company", name="Anglerfish Imaging Co., Ltd.", aliases=("鮟鱇影像科技有限公司", "AIM-T"),
        former_names=("Deep Lantern Works",), weak_names=("AFI",), territory="xx",
    ),
    Entity(id="x-2", schema="Company", name="ООО «Светлая Рыба»", aliases=("شركة السمكة المضيئة",)),
    Entity(id="x-3", schema="Organization", name="Bureau of Coral Statistics (BCS)"),
    Entity(id="x-4", schema="Company", name="Anglerfish Holding GmbH", aliases=("Ιχθύς Συστήματα", "빛나는물고기")),
    Entity(id="x-5", schema="Company", name="Pelican Eel Networks"),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registry")
    build_registry(ENTITIES, folder)
    return folder


@pytest.fixture(scope="module")
def registry(folder: Path) -> Registry:
    return Registry.open(folder)


NAMES = [(one.id, name) for one in ENTITIES for name in (one.name, *one.aliases, *one.former_names, *one.weak_names)]


@pytest.mark.parametrize(("entity_id", "name"), NAMES, ids=[name for _, name in NAMES])
def test_every_indexed_name_comes_first(registry: Registry, entity_id: str, name: str) -> None:
    first = registry.search(name)[0]
    assert (first.entity_id, first.name) == (entity_id, name)


@pytest.mark.parametrize(
    ("written", "entity_id"),
    [
        ("anglerfsh imagng", "x-1"),
        ("Imaging, Anglerfish", "x-1"),
        ("鮟鱇影像", "x-1"),
        ("Svetlaya Ryba LLC", "x-2"),
        ("Светлая рыба", "x-2"),
        ("السمكة المضيئة", "x-2"),
        ("BCS", "x-3"),
        ("Ichthys Systimata", "x-4"),
        ("PelicanEel Network", "x-5"),
    ],
)
def test_other_spellings_are_found(registry: Registry, written: str, entity_id: str) -> None:
    assert registry.search(written)[0].entity_id == entity_id


def test_candidates_come_best_first(registry: Registry) -> None:
    found = registry.search("Anglerfish")
    assert {candidate.entity_id for candidate in found[:2]} == {"x-1", "x-4"}
    assert [candidate.score for candidate in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= candidate.score <= 1 for candidate in found)


def test_limit_is_kept(registry: Registry) -> None:
    assert len(registry.search("Anglerfish", limit=1)) == 1
    assert registry.search("Anglerfish", limit=0) == []


def test_each_entity_comes_once(registry: Registry) -> None:
    ids = [candidate.entity_id for candidate in registry.search("Anglerfish Imaging", limit=50)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["", "   ", "...", "\ud800", "\x00", "🐟", "a" * 5_000, "(" * 500, "(a)" * 500])
def test_odd_names_do_no_harm(registry: Registry, name: str) -> None:
    assert isinstance(registry.search(name), list)


def test_entity_is_found_by_id(registry: Registry) -> None:
    assert [registry.entity(one.id) for one in ENTITIES] == list(ENTITIES)
    assert registry.entity("x-") is None
    assert registry.entity("y") is None


def test_entities_come_in_order_of_id(registry: Registry) -> None:
    assert list(registry.entities()) == list(ENTITIES)
    assert len(registry) == len(ENTITIES)


def test_reopened_registry_answers_the_same(folder: Path, registry: Registry) -> None:
    again = Registry.open(folder)
    assert again.digest == registry.digest
    assert again.search("anglerfsh") == registry.search("anglerfsh")


def test_threads_do_not_disturb_one_another(registry: Registry) -> None:
    names = [name for _, name in NAMES] * 5
    expected = [registry.search(name) for name in names]
    found: dict[int, list[object]] = {}
    threads = [
        threading.Thread(target=lambda place=place: found.update({place: [registry.search(name) for name in names]}))
        for place in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[place] == expected for place in range(3))


def test_empty_registry_finds_nothing(tmp_path: Path) -> None:
    build_registry([], tmp_path)
    registry = Registry.open(tmp_path)
    assert (len(registry), registry.search("Anglerfish"), registry.entity("x-1"), list(registry.entities())) == (
        0, [], None, [],
    )  # fmt: skip


def test_nameless_entity_is_kept(tmp_path: Path) -> None:
    build_registry([Entity(id="x", schema="Company", name=" ")], tmp_path)
    assert Registry.open(tmp_path).entity("x") is not None


def test_missing_registry_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Registry.open(tmp_path / "nowhere")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_damaged_file_is_named(folder: Path, tmp_path: Path, name: str, damage: str) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    path = tmp_path / read_manifest(tmp_path).generation / name
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path.unlink()
    with pytest.raises(BrokenRegistry, match=name):
        Registry.open(tmp_path)


@pytest.mark.parametrize("manifest", [b"", b"{}", b"[1]", b"\xff", b'{"version": 99}'])
def test_damaged_manifest_is_named(folder: Path, tmp_path: Path, manifest: bytes) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / "registry.json").write_bytes(manifest)
    with pytest.raises(BrokenRegistry, match=r"registry\.json"):
        Registry.open(tmp_path)


def test_other_version_has_to_be_built_again(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "registry.json"
    path.write_bytes(path.read_bytes().replace(b'"version": ', b'"version": 9'))
    with pytest.raises(BrokenRegistry, match="version 9"):
        Registry.open(tmp_path)


def test_other_terms_have_to_be_built_again(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "registry.json"
    path.write_bytes(path.read_bytes().replace(b'"terms-', b'"terms-0'))
    with pytest.raises(BrokenRegistry, match="spelt out otherwise"):
        Registry.open(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_changed_bytes_fail_the_check(folder: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    path = tmp_path / read_manifest(tmp_path).generation / name
    path.write_bytes(bytes(byte ^ 0xFF for byte in path.read_bytes()))
    with pytest.raises(BrokenRegistry, match=name):
        Registry.open(tmp_path).check()


@pytest.mark.parametrize("name", FILES)
def test_changed_bytes_never_fail_unnamed(folder: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    path = tmp_path / read_manifest(tmp_path).generation / name
    path.write_bytes(bytes(byte ^ 0xA5 for byte in path.read_bytes()))
    with suppress(BrokenRegistry):  # any other error fails this test
        registry = Registry.open(tmp_path)
        registry.search("Anglerfish Imaging")
        registry.entity("x-3")
        list(registry.entities())


WORDS = st.lists(
    st.sampled_from(["amber", "basalt", "cobalt", "dolomite", "ember", "flint", "garnet", "halite"]),
    min_size=1,
    max_size=4,
)
SCRIPTS = (
    st.text("абвгдежзик", min_size=4, max_size=9) | st.text("αβγδεζηθικ", min_size=4, max_size=9) | WORDS.map(" ".join)
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SCRIPTS, min_size=1, max_size=20, unique=True))
def test_any_indexed_name_finds_its_own(tmp_path: Path, names: list[str]) -> None:
    entities = [Entity(id=f"x{place}", schema="Company", name=name) for place, name in enumerate(names)]
    build_registry(entities, tmp_path)
    registry = Registry.open(tmp_path)
    for entity in entities:
        assert registry.search(entity.name)[0].entity_id == entity.id
