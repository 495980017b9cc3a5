"""Locks of catalogs keep two processes apart, though what nobody uses is dropped meanwhile."""

import fcntl
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import IO

import pytest

from countersight.catalog.files import FOLDER, CatalogFiles
from countersight.model.as_of import NOW, AsOf

PAST, OTHER = (AsOf(recorded=datetime(2031, 5, day, tzinfo=UTC)) for day in (4, 5))
TIMES = 50


def count_up(store_folder: Path) -> None:
    """Add to a number by reading and writing it, which loses some where another does so at once; drop locks between."""
    number = store_folder / "number"
    for _ in range(TIMES):
        with CatalogFiles(store_folder, PAST).locked():
            number.write_text(str(int(number.read_text()) + 1))
        CatalogFiles(store_folder, OTHER).keep_few()


def test_lock_that_is_dropped_keeps_processes_apart(tmp_path: Path) -> None:
    (tmp_path / "number").write_text("0")
    processes = [get_context("spawn").Process(target=count_up, args=(tmp_path,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert (tmp_path / "number").read_text() == str(2 * TIMES)


def test_lock_that_is_dropped_just_before_is_taken_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no test with processes meets often enough: another one drops the file between opening and locking it."""
    files, real, dropped = CatalogFiles(tmp_path, PAST), fcntl.flock, list[Path]()

    def flock(file: IO[str], how: int) -> None:
        if not dropped:
            dropped.extend((tmp_path / FOLDER).glob(".as-of-*.lock"))
            dropped[0].unlink()
        real(file, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    with files.locked(), dropped[0].open("r+") as other, pytest.raises(BlockingIOError):
        real(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_locks_of_moments_without_a_catalog_are_dropped(tmp_path: Path) -> None:
    files = {as_of: CatalogFiles(tmp_path, as_of) for as_of in (NOW, PAST, OTHER)}
    for one in files.values():
        with one.locked():
            pass
    files[PAST].unfinished().with_suffix(".db").touch()
    files[NOW].keep_few()
    left = sorted(path.name for path in (tmp_path / FOLDER).glob(".*.lock"))
    assert [name[:5] for name in left] == [".as-o", ".now."]


def test_lock_that_is_held_stays(tmp_path: Path) -> None:
    with CatalogFiles(tmp_path, PAST).locked():
        CatalogFiles(tmp_path, NOW).keep_few()
        assert list((tmp_path / FOLDER).glob(".as-of-*.lock"))
