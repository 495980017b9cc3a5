"""What later versions of a list no longer have, or say otherwise."""

from datetime import UTC, datetime
from pathlib import Path

from countersight.resolve.lists import ListFolder, update_list
from countersight.resolve.lists.history import Happened, gone_listings, history_path, read_history

HEAD = "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"
ONE, TWO = "Orbex Co.,Orbex Co.,,,,,2021-06-03,,\n", "Alder Ltd.,Alder Ltd.,,,,a note,2021-06-03,,\n"
FIRST, SECOND, THIRD = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3))


def load(folder: ListFolder, path: Path, rows: str, now: datetime):
    path.write_text(HEAD + rows, encoding="utf-8")
    return update_list(folder, path, name="made-up", now=now)


def test_row_that_vanished_is_told_with_its_version(tmp_path: Path) -> None:
    folder, path = ListFolder(tmp_path / "lists"), tmp_path / "list.csv"
    load(folder, path, ONE + TWO, FIRST)
    done = load(folder, path, ONE, SECOND)
    (gone,) = gone_listings(folder.folder, "made-up", (one.id for one in folder.listings("made-up")))
    assert (gone.name, gone.delisted_on) == ("Alder Ltd.", None)
    assert gone.gone_since.version == "2026-02-01"
    assert done.listings.counts == {"gone": 1}


def test_first_version_that_had_it_is_kept(tmp_path: Path) -> None:
    folder, path = ListFolder(tmp_path / "lists"), tmp_path / "list.csv"
    load(folder, path, ONE, FIRST)
    load(folder, path, ONE + TWO, SECOND)
    assert {one.name: one.first_seen for one in folder.listings("made-up")} == {
        "Orbex Co.": FIRST, "Alder Ltd.": SECOND,
    }  # fmt: skip


def test_row_that_returned_is_not_gone(tmp_path: Path) -> None:
    folder, path = ListFolder(tmp_path / "lists"), tmp_path / "list.csv"
    for rows, now in ((ONE + TWO, FIRST), (ONE, SECOND), (ONE + TWO, THIRD)):
        load(folder, path, rows, now)
    assert list(gone_listings(folder.folder, "made-up", (one.id for one in folder.listings("made-up")))) == []


def test_what_was_said_before_is_kept(tmp_path: Path) -> None:
    folder, path = ListFolder(tmp_path / "lists"), tmp_path / "list.csv"
    load(folder, path, TWO, FIRST)
    load(folder, path, TWO.replace("a note", "another"), SECOND)
    acts = [(line.act, line.listing.reason if line.listing else "") for line in read_history(folder.folder, "made-up")]
    assert acts == [(Happened.VERSION, ""), (Happened.CHANGED, "a note"), (Happened.VERSION, "")]


def test_line_broken_off_loses_nothing_else(tmp_path: Path) -> None:
    folder, path = ListFolder(tmp_path / "lists"), tmp_path / "list.csv"
    load(folder, path, ONE + TWO, FIRST)
    with history_path(folder.folder, "made-up").open("ab") as file:
        file.write(b'{"act":"gone","ver')
    load(folder, path, ONE, SECOND)
    assert [line.act for line in read_history(folder.folder, "made-up")] == ["version", "gone", "version"]
