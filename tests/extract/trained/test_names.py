"""Names that were pointed at in part are made whole. All names are made up."""

import pytest

from countersight.extract.trained.names import whole_name

CASES = [
    ("en", "Moro Vale said so.", "Moro", "Moro Vale"),
    ("en", "An analysis by the Harun Foundation says so.", "analysis by the", "analysis by the Harun Foundation"),
    ("en", "Cameras of Orbano, the company said.", "the", ""),
    ("en", "A report of Kestrel. Dynamics followed.", "Kestrel", "Kestrel"),
    ("en", "A researcher from Harun spoke.", "A researcher from", "A researcher"),
    ("en", "The Veltrix RCS tool was sold.", "Veltrix", "Veltrix"),
    ("en", "Kestrel S.P.A said so.", "Kestrel S.P.A", "Kestrel S.P.A"),
    ("es", "La Oficina de los Derechos lo dijo.", "Oficina de los", "Oficina de los Derechos"),
    ("de", "Die Firma Veltrix Kameras liefert.", "Veltrix", "Veltrix"),
    ("ru", "Компания Велтрикс Системы продала камеры.", "Велтрикс", "Велтрикс Системы"),
    ("zh", "维特公司出售了系统。", "维特", "维特"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "part", "whole"), CASES)
def test_a_name_goes_to_its_end(language: str, words: str, part: str, whole: str) -> None:
    start = words.index(part)
    limit = words.find(". ") + 1 or len(words)
    first, last = whole_name(
        words, start, start + len(part), organizations=[], territories=[], limit=limit, language=language
    )
    assert words[first:last] == whole


def test_a_known_name_is_whole() -> None:
    words = "维特科技向肯尼亚出售了系统。"
    first, last = whole_name(words, 0, 1, organizations=[(0, 4)], territories=[], limit=len(words), language="zh")
    assert words[first:last] == "维特科技"
    words = "Veltrix Kenya sold it."
    first, last = whole_name(words, 0, 7, organizations=[(0, 7)], territories=[], limit=len(words), language="en")
    assert words[first:last] == "Veltrix"
