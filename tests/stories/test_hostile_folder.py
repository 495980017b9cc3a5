"""A folder full of damage: each bad file is a row that says why, and every good one comes through."""

import os
import zipfile
from pathlib import Path

import pytest

from countersight.collect import CollectLimits
from countersight.model.failure import Stage
from countersight.pipeline import add_documents, retry_failures, run_pipeline
from countersight.settings import Settings
from countersight.store import open_store

GOOD = {
    "good-1.txt": "Examplecorp sold 300 surveillance cameras to the police of Utopia in 2021.",
    "good-2.md": "# A deal\n\nThe ministry said that Examplecorp would train 40 officers.",
    "zz-good-3.html": "<html><head><title>News</title></head><body><article><p>"
    + "Examplecorp delivered a facial recognition system to the city. " * 5
    + "</p></article></body></html>",
}
BAD = {
    "corrupt.pdf": (Stage.READ, "UnreadableDocument"),
    "empty.txt": (Stage.COLLECT, "EmptyDocument"),
    "sparse.bin": (Stage.COLLECT, "DocumentTooLarge"),
    "bomb.docx": (Stage.READ, "UnreadableDocument"),
    "invalid.txt": (Stage.READ, "UnreadableDocument"),
    "vanishing.txt": (Stage.COLLECT, "UnreadableSource"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, words in GOOD.items():
        (folder / name).write_text(words, encoding="utf-8")
    (folder / "corrupt.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    (folder / "empty.txt").touch()
    (folder / "sparse.bin").touch()
    os.truncate(folder / "sparse.bin", 2_000_000_000)
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b"<w>" + b" " * 300_000_000)
    (folder / "invalid.txt").write_bytes(b"Examplecorp sold \xff\xfe\xfa cameras")
    (folder / "deep.html").write_text("<div>" * 10_000 + "Examplecorp sold cameras" + "</div>" * 10_000)
    (folder / "vanishing.txt").write_text("gone before it is read")
    return folder


def test_every_bad_file_is_a_row(folder: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "project")

    def remove_one_while_collecting(stage: Stage, done: int, total: int | None) -> None:
        (folder / "vanishing.txt").unlink(missing_ok=True)

    add_documents(store, [str(folder)], CollectLimits(), observe=remove_one_while_collecting)
    counts = run_pipeline(store, Settings(), observe=lambda stage, done, total: None)
    with store.view() as view:
        addresses = {capture.document_id: capture.address for capture in view.captures()}
        failures = {
            Path(addresses.get(failure.item, failure.item)).name: (failure.stage, failure.reason)
            for failure in view.failures()
        }
        read = {Path(addresses[text.document_id]).name for text in view.texts()}
        assert all(failure.foreseen and failure.detail for failure in view.failures())
    assert {name: failures.get(name) for name in BAD} == BAD
    assert read >= set(GOOD)
    assert set(failures) | read == set(BAD) | set(GOOD) | {"deep.html"}
    assert not set(failures) & read
    assert counts[Stage.READ].failed == sum(stage is Stage.READ for stage, _ in failures.values())
    store.close()


def test_mended_file_comes_through_on_retry(tmp_path: Path) -> None:
    store = open_store(tmp_path / "project")
    missing = tmp_path / "later.txt"
    count = add_documents(store, [str(missing)], CollectLimits(), observe=lambda *_: None)
    assert (count.done, count.failed) == (0, 1)
    missing.write_text("Here it is.")
    taken_up, again = retry_failures(store, CollectLimits(), observe=lambda *_: None)
    assert (taken_up, again.done, again.failed) == (1, 1, 0)
    with store.view() as view:
        assert list(view.failures()) == []
    store.close()
