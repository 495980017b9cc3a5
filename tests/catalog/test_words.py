"""Words in every script are found, and nothing typed is ever taken for the index's own language."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.catalog.words import index_words, read_search
from countersight.values.folding import fold

TEXTS = {
    "zh": "公安部采购了监控摄像头，用于智慧城市项目。",
    "ja": "警察は顔認識カメラを購入した。",
    "ko": "경찰이 얼굴인식 카메라를 도입했다.",
    "th": "ตำรวจซื้อกล้องวงจรปิดจากบริษัท",
    "ar": "اشترت الشرطة كاميرات المُراقبة من الشركة",
    "ru": "Полиция закупила камеры наблюдения.",
    "fr": "La société a livré des caméras à l’État.",
    "en": "The firm sold 40 face-recognition cameras (5G基站 included) to the Guard.",
}


def finds(words: str) -> set[str]:
    search, index = read_search(words), sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE t USING fts5 (language UNINDEXED, body, tokenize='ascii')")
    index.executemany("INSERT INTO t VALUES (?, ?)", [(name, index_words(text)) for name, text in TEXTS.items()])
    if not search.wanted:
        return set()
    found = {row[0] for row in index.execute("SELECT language FROM t WHERE t MATCH ?", (search.wanted,))}
    index.close()
    return found


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("监控", "zh"), ("摄像", "zh"), ("智慧城市", "zh"), ("監控", "zh"), ("監", "zh"), ("項目", "zh"),
        ("顔認", "ja"),
        ("カメ", "ja"), ("얼굴", "ko"), ("인식", "ko"), ("กล้อง", "th"), ("วงจร", "th"), ("ปิด", "th"),
        ("المراقبة", "ar"), ("شرطة", ""), ("الشرطه", "ar"), ("камер", "ru"), ("КАМЕРЫ", "ru"), ("societe", "fr"),
        ("l'etat", "fr"), ('"face recognition"', "en"), ("face-recognition", "en"), ("5g基站", "en"),
        ('"recognition face"', ""), ("camer firm", "en"), ('"camer"', ""), ("40", "en"), ("4", ""),
    ],
)  # fmt: skip
def test_words_are_found_in_their_text_alone(words: str, language: str) -> None:
    assert finds(words) == ({language} if language else set())


@pytest.mark.parametrize(
    ("words", "wanted", "excluded"),
    [
        ("camera -drone", '"camera" *', '"drone"'),
        ('camera -"safe city"', '"camera" *', '"safe city"'),
        ("-camera", "", '"camera"'),
        ("well-known", '"well known" *', ""),
        ("a - b", '"a" AND "b"', ""),
        ('"open phrase', '"open phrase"', ""),
        ("“curly phrase” x", '"curly phrase" AND "x"', ""),
        ("監控", '"监控"', ""),
    ],
)
def test_typed_words_become_terms(words: str, wanted: str, excluded: str) -> None:
    search = read_search(words)
    assert (search.wanted, search.excluded) == (wanted, excluded)


@pytest.mark.parametrize(
    "hostile",
    [
        '"',
        "a OR b",
        "NEAR(a b, 2)",
        "names : x",
        "^a",
        "a*",
        '"a" "',
        "a\x00b",
        "(a",
        "-",
        "--",
        '-"',
        "{a b}: c",
        "' OR 1=1 --",
    ],
)
def test_index_language_is_only_words(hostile: str) -> None:
    assert isinstance(finds(hostile), set)


@given(st.text(max_size=60))
def test_any_typing_makes_a_valid_search(typed: str) -> None:
    assert isinstance(finds(typed), set)


@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_any_two_letters_of_unspaced_text_are_found(language: str, data: st.DataObject) -> None:
    text = TEXTS[language]
    words = [word for word in text.replace("，", " ").replace("。", " ").split() if len(word) > 1]
    word = data.draw(st.sampled_from(words))
    start = data.draw(st.integers(0, len(word) - 2)) if language in ("zh", "ja", "ko") else 0
    part = word[start : start + 2] if language in ("zh", "ja", "ko") else word.strip(".()")
    assert language in finds(f'"{part}"')


@given(st.sampled_from(sorted(TEXTS)), st.text(alphabet="監控摄像camerafc камеры", min_size=1, max_size=6))
def test_found_words_can_be_shown(language: str, typed: str) -> None:
    search, text = read_search(typed), TEXTS[language]
    if len(search.terms) == 1 and language in finds(typed):
        assert list(search.matches(fold(text)))
