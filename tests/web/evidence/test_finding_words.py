"""Finding words in one document."""

import pytest

from countersight.web.evidence.finding_words import MOST, find_words


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("A CAMERA and a camera", "Camera", ["CAMERA", "camera"]),
        ("los vehículos", "vehiculos", ["vehículos"]),
        ("監控設備", "监控", ["監控"]),
        ("new\nline", "new line", ["new\nline"]),
        ("nothing", "else", []),
        ("nothing", "  ", []),
    ],
    ids=["case", "accents", "Han variants", "line break", "no match", "blank"],
)
def test_words_are_found_however_written(text, words, found):
    assert [text[span.start : span.end] for span in find_words(text, words)] == found


def test_matches_are_bounded():
    assert len(find_words("a" * 10 * MOST, "a")) == MOST
