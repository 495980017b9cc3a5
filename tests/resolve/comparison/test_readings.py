"""Names of other scripts, read as their writers mean them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.resolve.comparison import prepare_name, readings_of, score_names, sound_the_same
from countersight.resolve.comparison.readings import (
    MOST_READINGS,
    cyrillic_readings,
    nominatives_of,
    read_cyrillic,
    read_greek,
    read_hangul,
    read_hebrew,
    read_palladius,
    read_polivanov,
    with_geresh_read,
)


@pytest.mark.parametrize(
    ("word", "pinyin"),
    [
        ("чжунгуань", "zhongguan"),
        ("цзянсу", "jiangsu"),
        ("синьхэ", "xinhe"),
        ("вейлан", "weilang"),
        ("вэйлан", "weilang"),
    ],
)
def test_palladius_gives_pinyin(word: str, pinyin: str) -> None:
    assert read_palladius(word) == pinyin


@pytest.mark.parametrize("word", ["стекло", "бан", "", "glas"])
def test_other_words_are_no_pinyin(word: str) -> None:
    assert read_palladius(word) is None


def test_polivanov_gives_romaji() -> None:
    assert read_polivanov("хасиномити") == "hashinomichi"


def test_sounds_of_foreign_names_are_read() -> None:
    assert read_cyrillic("джаксон") == "jaxon"
    assert read_greek("ντομπαρ") == "dobar"
    assert read_hangul("스텔") == "stel"
    assert read_hebrew(with_geresh_read("צ׳פורג׳").replace("ch", "")) == "pwrj"


@pytest.mark.parametrize("inflected", ["Тандовея", "Тандовею", "Тандовеем", "Тандовее"])
def test_inflected_names_are_found(inflected: str) -> None:
    assert "тандовей" in nominatives_of(inflected.casefold())
    assert sound_the_same(prepare_name(inflected), prepare_name("Тандовей"))


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Дунцзянвэй", "Dongjiangwei"),
        ("Дунцзянвэя", "Dongjiangwei"),
        ("Ντομπάρεξ", "Dobarex"),
        ("ООО «Тандоксмарк»", "Tandoxmark"),
        ("브란덱스 홀름", "Brandex Holm"),
    ],
)
def test_transcriptions_sound_the_same(written: str, latin: str) -> None:
    one, other = prepare_name(written), prepare_name(latin)
    assert sound_the_same(one, other)
    assert sound_the_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Дунцзян", "Dong"), ("Тандо", "Tando Trading"), ("Tandovey", "Tandovei"), ("Орлин", "Merlin"), ("로메", "Rome")],
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert not sound_the_same(prepare_name(one), prepare_name(other))


@given(st.lists(st.text("абвгдежзиклмнопрстухцчшэюяйь", min_size=1, max_size=12), min_size=1, max_size=8))
def test_readings_are_few(words: list[str]) -> None:
    assert len(list(cyrillic_readings(words))) <= 3 * MOST_READINGS


@given(st.text("абвейхуэцзΑλμπντגצ׳ת가스ファخو ", max_size=20), st.text("abehuwxz ", max_size=20))
def test_scores_are_the_same_both_ways(one: str, other: str) -> None:
    first, second = prepare_name(one), prepare_name(other)
    assert score_names(first, second) == score_names(second, first)
    assert sound_the_same(first, second) == sound_the_same(second, first)


def test_latin_names_have_one_reading() -> None:
    assert readings_of(prepare_name("Glass Frog")) == ()
