"""Pictures of text, in several scripts and formats."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from tests.read.ocr.made import LINES, Picture, as_png, as_tiff, needs

from countersight.errors import EmptyDocument, ReaderExhausted, RecognizerMissing, UnreadableDocument
from countersight.model.text import DocumentText
from countersight.read import ReadItem, Recognition, read_documents
from countersight.read.ocr import recognizer_version, tesseract
from countersight.read.ocr.image import ImageReader
from countersight.values.page_boxes import parse_page_box

Read = Callable[..., DocumentText]
Photograph = Callable[..., Picture]
T = TypeVar("T")


def likeness(found: str, true: str) -> float:
    squeeze = ("".join(found.split()), "".join(true.split()))
    return SequenceMatcher(None, *squeeze, autojunk=False).ratio()


@pytest.mark.parametrize(
    ("language", "told"), [("eng", "en"), ("spa", "es"), ("rus", "ru"), ("ara", "ar"), ("chi_sim", "zh")]
)
def test_words_of_many_scripts_are_recognized(read: Read, photograph: Photograph, language: str, told: str) -> None:
    needs("eng", language)
    text = read("image/png", as_png(photograph(language)))
    assert likeness(text.text, "".join(LINES[language])) > 0.9
    assert (text.language, text.reader) == (told, "ocr@1")


def test_every_word_has_its_box(read: Read, photograph: Photograph) -> None:
    needs("eng")
    text = read("image/png", as_png(photograph("eng", "Cameras for the police", "of the whole town")))
    boxes = {text.text[part.start : part.end]: parse_page_box(part.at) for part in text.parts}
    assert list(boxes) == ["Cameras", "for", "the", "police", "of", "whole", "town"]
    assert all(box is not None and box.page == 1 and box.confidence > 60 for box in boxes.values())
    assert boxes["Cameras"].left < boxes["for"].left < boxes["police"].left
    assert boxes["Cameras"].top + boxes["Cameras"].height < boxes["town"].top
    assert len(text.pages) == 1


def test_boxes_lie_where_the_ink_is(read: Read, photograph: Photograph) -> None:
    needs("eng")
    picture = photograph("eng", "Cameras for the police", "of the whole town")
    text = read("image/png", as_png(picture))
    high, wide = picture.shape
    inside = np.zeros_like(picture, dtype=bool)
    for part in text.parts:
        box = parse_page_box(part.at)
        left, top = int(box.left / 100 * wide) - 3, int(box.top / 100 * high) - 3
        right, bottom = left + int(box.width / 100 * wide) + 6, top + int(box.height / 100 * high) + 6
        inside[top:bottom, left:right] = True
    ink = picture < 128
    assert (ink & inside).sum() > 0.98 * ink.sum()


@pytest.mark.parametrize("turned", [90, 180])
def test_turned_page_is_read(read: Read, photograph: Photograph, turned: int) -> None:
    needs("eng")
    text = read("image/png", as_png(photograph("eng", turned=turned)))
    assert likeness(text.text, "".join(LINES["eng"])) > 0.9


def test_pages_of_a_tiff_are_told_apart(read: Read, photograph: Photograph) -> None:
    needs("eng")
    pictures = [photograph("eng", "Cameras for the police"), photograph("eng", "of the whole town")]
    text = read("image/tiff", as_tiff(*pictures))
    assert text.text == "Cameras for the police\nof the whole town"
    assert [text.text[page.start : page.end] for page in text.pages] == ["Cameras for the police", "of the whole town"]
    assert text.part_at(text.text.index("town")).at.startswith("page=2&xywh=percent:")


def test_picture_without_words_is_told(read: Read) -> None:
    needs("eng")
    with pytest.raises(EmptyDocument, match="no words were recognized"):
        read("image/png", as_png(np.full((300, 300), 255, dtype=np.uint8)))


@pytest.mark.parametrize(
    "damage", [b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(30), b"II*\x00", b"\xff\xd8\xff"]
)
def test_damaged_picture_is_refused(read: Read, damage: bytes) -> None:
    needs("eng")
    with pytest.raises(UnreadableDocument):
        read("image/png", damage)


def test_enormous_picture_is_refused_unopened(read: Read) -> None:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    with pytest.raises(UnreadableDocument, match="60,000 by 60,000 pixels"):
        read("image/png", head)


def test_missing_program_is_told(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    tesseract.find_program.cache_clear()
    tesseract.installed_languages.cache_clear()
    with pytest.raises(RecognizerMissing, match="is not installed"):
        read("image/png", as_png(np.zeros((10, 10), dtype=np.uint8)))
    assert recognizer_version("") == "tesseract@none"


def test_language_that_is_not_there_is_told(make_item: Callable[..., ReadItem]) -> None:
    needs("eng")
    item = make_item("image/png", as_png(np.zeros((10, 10), dtype=np.uint8)))
    bounds = {"processes": 1, "timeout_s": 60, "memory_mb": 1_024}
    ((_, result),) = read_documents([item], recognition=Recognition(languages="eng,xyz"), **bounds)
    assert isinstance(result, RecognizerMissing)
    assert "installed are" in str(result)


def test_version_names_program_and_languages() -> None:
    needs("eng")
    assert recognizer_version("eng") == f"tesseract@{tesseract.program_version()}+eng"
    assert recognizer_version("eng") != recognizer_version("")
    assert recognizer_version("none") == "tesseract@none"


def test_bounded_process_recognizes(make_item: Callable[..., ReadItem], photograph: Photograph) -> None:
    needs("eng")
    item = make_item("image/png", as_png(photograph("eng")))
    bounds = {"processes": 1, "timeout_s": 60, "memory_mb": 1_024}
    ((_, result),) = read_documents([item], recognition=Recognition(languages="eng"), **bounds)
    assert isinstance(result, DocumentText)
    assert "contract for 1,200 cameras" in result.text


def test_recognition_over_its_time_ends(make_item: Callable[..., ReadItem], photograph: Photograph) -> None:
    needs("eng")
    item = make_item("image/tiff", as_tiff(*[photograph("eng")] * 40))
    bounds = {"processes": 1, "timeout_s": 60, "memory_mb": 1_024}
    before = _recognizing()
    ((_, result),) = read_documents([item], recognition=Recognition(timeout_s=1.5), **bounds)
    assert isinstance(result, ReaderExhausted)
    assert "not done within 1.5 seconds" in str(result)
    assert _wait_for(lambda: _recognizing() <= before)


def _recognizing() -> set[int]:
    """Return the running processes of Tesseract."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state = (process / "stat").read_text()
        except OSError:
            continue
        if "(tesseract)" in state and state.rsplit(")", 1)[1].split()[0] != "Z":
            found.add(int(process.name))
    return found


def _wait_for(find: Callable[[], T]) -> T:
    """Return what is found as soon as there is something."""
    deadline = time.monotonic() + 20
    while not (found := find()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the processes in /proc")
def test_program_ends_with_its_killed_parent(photograph: Photograph, tmp_path: Path) -> None:
    needs("eng")
    (tmp_path / "pages.tiff").write_bytes(as_tiff(*[photograph("eng")] * 40))
    script = (
        "import sys\nfrom pathlib import Path\nfrom countersight.read.ocr.recognizing import recognize_page\n"
        "recognize_page(Path(sys.argv[1]).read_bytes(), languages='eng')\n"
    )
    before = _recognizing()
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "pages.tiff")]) as parent:
        children = _wait_for(lambda: _recognizing() - before)
        parent.kill()
    assert _wait_for(lambda: children.isdisjoint(_recognizing()))


@pytest.mark.parametrize("data", [b"/etc/hostname\n", b"http://127.0.0.1:9/page.png\n", b"\xff\xd8", b"GIF89a"])
def test_nothing_but_images_reaches_the_program(data: bytes) -> None:
    """It would take them for a list of files and open what they name."""
    with pytest.raises(UnreadableDocument, match="begin"):
        ImageReader().read(data, address=None, charset=None)
