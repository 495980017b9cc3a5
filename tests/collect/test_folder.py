import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from countersight.collect.folder import walk_folder


def names(folder: Path) -> list[str]:
    root = folder.resolve()
    return [os.path.relpath(found.path, root) for found in walk_folder(str(folder))]


def fill(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()


def test_order_is_of_byte_names(tmp_path: Path) -> None:
    fill(tmp_path, "b", "B", "é", "a/2", "a/1", "a/b/3", "Z/1")
    assert names(tmp_path) == ["B", "b", "é", "Z/1", "a/1", "a/2", "a/b/3"]


def test_hidden_things_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, ".git/config", ".DS_Store", "a/.b", "a/c")
    assert names(tmp_path) == ["a/c"]


def test_named_hidden_folder_is_walked(tmp_path: Path) -> None:
    fill(tmp_path, ".inbox/a")
    assert names(tmp_path / ".inbox") == ["a"]


def test_loops_of_links_end(tmp_path: Path) -> None:
    fill(tmp_path, "a/b/c")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    found = list(walk_folder(str(tmp_path)))
    assert [Path(one.path).name for one in found if one.refusal is None] == ["self", "c"]


def test_link_within_folder_is_followed(tmp_path: Path) -> None:
    fill(tmp_path, ".objects/x")
    (tmp_path / "report.pdf").symlink_to(".objects/x")
    [found] = walk_folder(str(tmp_path))
    assert found.path == str(tmp_path.resolve() / ".objects" / "x")
    assert found.address == (tmp_path.resolve() / "report.pdf").as_uri()
    assert found.refusal is None


@pytest.mark.parametrize("target", ["../outside", "../folder-beside/x", "/etc"])
def test_link_that_leaves_is_refused(tmp_path: Path, target: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    fill(tmp_path, "outside", "folder-beside/x")
    (folder / "link").symlink_to(target)
    [found] = walk_folder(str(folder))
    assert found.refusal == "a link that leaves the folder"
    assert found.address == (folder.resolve() / "link").as_uri()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_locked_folder_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, "a/b", "c/d")
    (tmp_path / "a").chmod(0)
    found = list(walk_folder(str(tmp_path)))
    (tmp_path / "a").chmod(0o700)
    assert [one.refusal for one in found] == ["Permission denied", None]


def test_folder_that_vanishes_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, "a", "b/c")
    walk = walk_folder(str(tmp_path))
    next(walk)
    (tmp_path / "b" / "c").unlink()
    (tmp_path / "b").rmdir()
    assert [found.refusal for found in walk] == ["No such file or directory"]


@pytest.fixture
def deep_folder(tmp_path: Path) -> Iterator[Path]:
    """Deeper than recursion can go, and deeper than a path may be long."""
    program = "import os\nfor _ in range(2050): os.mkdir('d'); os.chdir('d')"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)
    yield tmp_path
    subprocess.run(["rm", "-rf", "d"], cwd=tmp_path, check=True)  # Python's own rmtree recurses, and fails


def test_deep_folder_is_walked(deep_folder: Path) -> None:
    fill(deep_folder, "a")
    assert [found.refusal for found in walk_folder(str(deep_folder))] == [None, "File name too long"]
