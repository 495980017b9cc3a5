"""Tests of what a speaker has at stake, with made-up firms."""

import pytest

from countersight.model.claim import Party, TerritorySlot
from countersight.model.evidence import Mention, mention_at
from countersight.model.interest import Interest, find_interest, is_office
from countersight.model.text import DocumentText, text_id


def make_text(words: str, *, language: str = "en") -> DocumentText:
    name = text_id("doc", "test@1", words)
    return DocumentText(id=name, document_id="doc", reader="test@1", text=words, language=language)


def place(words: str, text: DocumentText) -> Mention:
    start = text.text.index(words)
    return mention_at(text, start, start + len(words))


@pytest.mark.parametrize(
    ("language", "words", "speaker", "name", "codes", "expected"),
    [
        ("en", "Orbex said that Orbex Systems sold cameras.", "Orbex", "Orbex Systems", (), Interest.PARTY),
        ("en", "Jane Roe, a spokeswoman for Orbex, denied it. Orbex sold.", "Jane Roe", "Orbex", (), Interest.PARTY),
        (
            "en",
            "Orbex spokesman John Doe said that Orbex sold.",
            "Orbex spokesman John Doe",
            "Orbex",
            (),
            Interest.PARTY,
        ),
        (
            "en",
            "John Doe, the interior minister, praised the police.",
            "John Doe",
            "police",
            ("ke",),
            Interest.OFFICIAL,
        ),
        (
            "en",
            "Kenya's interior minister spoke. The police paid.",
            "Kenya's interior minister",
            "police",
            ("ke",),
            Interest.OFFICIAL,
        ),
        (
            "en",
            "Uganda's interior minister spoke. The police paid.",
            "Uganda's interior minister",
            "police",
            ("ke",),
            Interest.OUTSIDER,
        ),
        ("en", "John Doe, a researcher, criticized the police.", "John Doe", "police", ("ke",), Interest.OUTSIDER),
        ("en", "The interior minister spoke of Orbex.", "interior minister", "Orbex", (), Interest.OUTSIDER),
        (
            "es",
            "El ministro del Interior habló de la policía.",
            "El ministro del Interior",
            "policía",
            ("ke",),
            Interest.OFFICIAL,
        ),
        ("zh", "公安部长表示，警方购买了摄像头。", "公安部长", "警方", ("ke",), Interest.OFFICIAL),
        ("ar", "قال وزير الداخلية إن الشرطة اشترت", "وزير الداخلية", "الشرطة", ("ke",), Interest.OFFICIAL),
        ("ru", "Министр заявил, что полиция купила камеры.", "Министр", "полиция", ("ke",), Interest.OFFICIAL),
    ],
    ids=[
        "name",
        "spokeswoman",
        "firm's man",
        "minister",
        "same state",
        "other state",
        "researcher",
        "no state",
        "es",
        "zh",
        "ar",
        "ru",
    ],
)
def test_interest_is_read_from_words(
    language: str, words: str, speaker: str, name: str, codes: tuple[str, ...], expected: Interest
) -> None:
    text = make_text(words, language=language)
    territories = tuple(TerritorySlot(code=code, inferred="named before") for code in codes)
    party = Party(mention=place(name, text), territories=territories)
    assert find_interest(place(speaker, text), (None, party), text) is expected


def test_state_speaks_for_itself() -> None:
    text = make_text("Kenya said that it bought cameras.")
    party = Party(territories=(TerritorySlot(code="ke", inferred="named before"),))
    assert find_interest(place("Kenya", text), (party,), text) is Interest.OFFICIAL


def test_nobody_has_no_interest() -> None:
    text = make_text("Jane Roe said so.")
    assert find_interest(place("Jane Roe", text), (None, None), text) is Interest.OUTSIDER


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("the general manager", "en", False),
        ("the attorney general", "en", True),
        ("fiscal", "en", False),
        ("fiscal", "es", True),
        ("fiscal", None, True),
        ("researchers", "en", False),
    ],
)
def test_office_depends_on_language(words: str, language: str | None, expected: bool) -> None:
    assert is_office(words, language) is expected
