"""Tesseract's table made into running text."""

import pytest

from countersight.errors import UnreadableDocument
from countersight.read.freezing import freeze_pieces
from countersight.read.ocr.words import pages_of

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def table(*words: tuple[str, str, int], width: int = 1_000) -> bytes:
    """Write a table of words, each with its block, paragraph and line, and where it begins, 20 dots a letter."""
    rows = [HEAD, f"1\t1\t0\t0\t0\t0\t0\t0\t{width}\t500\t-1\t"]
    for text, line, left in words:
        numbers = line.replace(".", "\t")
        rows.append(f"5\t1\t{numbers}\t1\t{left}\t100\t{20 * len(text)}\t25\t91.6\t{text}")
    return "\n".join([*rows, ""]).encode()


def text_of(*words: tuple[str, str, int]) -> str:
    return freeze_pieces(next(pages_of(table(*words))))[0]


def test_lines_and_paragraphs_are_parted() -> None:
    assert text_of(("a", "1.1.1", 0), ("b", "1.1.1", 40), ("c", "1.1.2", 0), ("d", "1.2.1", 0)) == "a b\nc\n\nd"


@pytest.mark.parametrize(
    ("second", "left", "text"),
    [("公", 60, "安公"), ("2019", 60, "安2019"), ("Face", 22, "安Face"), ("Face", 40, "安 Face")],
)
def test_ideographs_have_no_spaces(second: str, left: int, text: str) -> None:
    assert text_of(("安", "1.1.1", 0), (second, "1.1.1", left)) == text


def test_place_is_in_hundredths() -> None:
    ((_, at, _),) = next(pages_of(table(("ab", "1.1.1", 125)), first=3))
    assert at == "page=3&xywh=percent:12.5,20,4,5&confidence=92"


@pytest.mark.parametrize("damaged", ["5\t1\tx", "5\t1" + "\t0" * 9 + "\tword", "1\t1" + "\tx" * 10])
def test_what_is_no_table_is_refused(damaged: str) -> None:
    with pytest.raises(UnreadableDocument):
        list(pages_of(f"{HEAD}\n{damaged}\n".encode()))
