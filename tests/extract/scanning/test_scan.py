"""The first look at texts in many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.extract.scanning import scan
from countersight.extract.scanning.windows import LONGEST
from countersight.values.technology import LANGUAGES

OFF = {
    "en": "The weather was fine in the hills. ",
    "es": "El tiempo fue bueno en la sierra. ",
    "fr": "Il a fait beau dans les collines. ",
    "pt": "O tempo esteve bom na serra. ",
    "zh": "山上天气很好。",
    "ar": "كان الطقس جميلا في الجبال. ",
    "ru": "В горах была хорошая погода. ",
    "de": "Das Wetter in den Bergen war schön. ",
    "el": "Ο καιρός ήταν καλός στα βουνά. ",
}
ON = {
    "en": "Ruritania bought facial recognition software from Acme.",
    "es": "Ruritania compró a Acme un sistema de reconocimiento facial.",
    "fr": "La Ruritanie a acheté des logiciels de reconnaissance faciale à Acme.",
    "pt": "A Ruritânia comprou da Acme um sistema de reconhecimento facial.",
    "zh": "卢里塔尼亚警方向艾克美公司采购人脸识别系统。",
    "ar": "اشترت وزارة الداخلية نظام التعرف على الوجوه.",
    "ru": "Руритания закупила у «Акме» систему распознавания лиц.",
    "de": "Ruritanien kaufte bei Acme Gesichtserkennungssoftware.",
    "el": "Η Ρουριτανία αγόρασε λογισμικό παρακολούθησης.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_trade_is_let_through(language: str) -> None:
    before, after = OFF[language] * 40, " " + OFF[language] * 40
    text = before + ON[language] + after
    (window,) = scan(text, language)
    assert window.start <= len(before) <= len(before) + len(ON[language]) <= window.end
    assert window.end - window.start < len(ON[language]) + 4 * len(OFF[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_off_the_subject_give_none(language: str) -> None:
    assert scan(OFF[language] * 40, language) == []


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("The police bought ten drones for the border.", True),
        ("She unpacked a drone and took a walk.", False),
        ("The trainers taught police officers.", True),
        ("The trainers taught children to swim.", False),
        ("He got an email about the software.", False),
    ],
)
def test_ambiguous_words_need_a_hand(text: str, is_meant: bool) -> None:
    assert bool(scan(text, "en")) is is_meant


def test_places_are_exact_beside_emoji_and_marks() -> None:
    before = "😀 شُرطةٌ تُراقِبُ. "
    text = before + "اشترت الوزارةُ كاميراتِ المُراقبة." + " النهاية. " * 3
    (window,) = scan(text, "ar")
    assert "كاميراتِ المُراقبة." in text[window.start : window.end]
    assert not text[window.start].isspace()


def test_unknown_language_is_read_as_english() -> None:
    assert scan(ON["en"], None) == scan(ON["en"], "xx") == scan(ON["en"], "en") != []


@given(
    st.lists(
        st.sampled_from([*OFF.values(), *ON.values(), "\n\n", "😀", "e\u0301", "ＣＣＴＶ", "\u202b"]), max_size=25
    ),
    st.sampled_from(LANGUAGES),
)
def test_windows_lie_in_order_and_bounds(parts: list[str], language: str) -> None:
    text = "".join(parts)
    reached = 0
    for window in scan(text, language):
        assert reached <= window.start < window.end <= min(len(text), window.start + LONGEST)
        reached = window.end
