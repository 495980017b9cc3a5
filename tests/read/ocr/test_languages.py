"""Which languages are looked for."""

import pytest

from countersight.errors import RecognizerMissing
from countersight.read.ocr.languages import choose_languages, languages_for

INSTALLED = ("ara", "chi_sim", "eng", "jpn", "rus", "spa")


def test_supported_languages_that_are_there_are_chosen() -> None:
    assert choose_languages("", INSTALLED) == ("eng", "spa", "rus", "ara", "chi_sim")


@pytest.mark.parametrize("asked", ["jpn,eng", "jpn+eng", "jpn, eng", " jpn eng "])
def test_asked_languages_are_chosen(asked: str) -> None:
    assert choose_languages(asked, INSTALLED) == ("jpn", "eng")


@pytest.mark.parametrize("asked", ["xyz", "eng,xyz", "../../etc/passwd", "--help", "eng;ara", "osd", ","])
def test_language_that_is_not_there_is_told(asked: str) -> None:
    with pytest.raises(RecognizerMissing, match="installed are ara, chi_sim"):
        choose_languages(asked, INSTALLED)


def test_program_without_languages_is_told() -> None:
    with pytest.raises(RecognizerMissing, match="without any language"):
        choose_languages("", ())


@pytest.mark.parametrize(
    ("script", "languages"),
    [
        ("Latin", ("eng", "spa")),
        ("Cyrillic", ("rus", "eng")),
        ("Han", ("chi_sim", "eng")),
        ("Devanagari", ("eng", "spa", "rus", "ara", "chi_sim")),
        (None, ("eng", "spa", "rus", "ara", "chi_sim")),
    ],
)
def test_languages_fit_the_script(script: str | None, languages: tuple[str, ...]) -> None:
    assert languages_for(script, choose_languages("", INSTALLED)) == languages
