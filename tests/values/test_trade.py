"""Which purchases are of the trade, by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.reference import load_reference
from countersight.values.trade import LANGUAGES, Weight, is_of_the_trade, is_security_body, read_trade_words

BOUGHT = [
    ("Door access and CCTV control", "en"),
    ("Supply of forty fingerprint scanners", "en"),
    ("Fifty-six IP cameras for offices", "en"),
    ("Servicio de videovigilancia urbana", "es"),
    ("Vidéoprotection de la commune", "fr"),
    ("Sistema de videomonitoramento urbano", "pt"),
    ("Videoüberwachungsanlage Bahnhof", "de"),
    ("Поставка систем видеонаблюдения", "ru"),
    ("城区视频监控项目", "zh"),
    ("نظام المراقبة بالكاميرات", "ar"),
]
OF_ANOTHER_TRADE = [
    ("CCTV drain survey", "en"),
    ("Sewer CCTV surveys and cleansing", "en"),
    ("Survey by CCTV of the drainage at three schools", "en"),
    ("High Speed Camera", "en"),
    ("Urban Traffic Control System", "en"),
    ("Medical surveillance of staff", "en"),
    ("Communication, navigation and surveillance equipment", "en"),
    ("DNA laboratory reagents for crops", "en"),
    ("ISO 27001 surveillance audits", "en"),
    ("Disease surveillance system", "en"),
    ("Vigilancia epidemiológica", "es"),
    ("Surveillance des travaux de voirie", "fr"),
    ("Vigilância sanitária", "pt"),
    ("Örtliche Bauüberwachung", "de"),
    ("Эпидемиологический надзор", "ru"),
    ("环境监控设备", "zh"),
    ("المراقبة الوبائية", "ar"),
]


@pytest.mark.parametrize(("words", "language"), BOUGHT)
def test_words_of_the_trade_count(words, language):
    assert is_of_the_trade(words, language)


@pytest.mark.parametrize(("words", "language"), OF_ANOTHER_TRADE)
def test_another_trade_is_told(words, language):
    assert not is_of_the_trade(words, language)


def test_other_languages_know_english_words():
    assert is_of_the_trade("CCTV sistemi", "tr")
    assert is_of_the_trade("Mantenimiento de body worn video", "es")


def test_unclear_words_need_security_bodies():
    assert is_of_the_trade("Drones", "en", buyer="Orbex Constabulary")
    assert not is_of_the_trade("Drones", "en", buyer="Orbex School Board")


def test_bodies_of_security_are_known():
    assert is_security_body("Dirección General de la Policía de Orbex", "es")
    assert not is_security_body("Orbex Library", "en")
    assert not is_security_body("", "en")


def test_longer_word_of_another_trade_wins():
    words = read_trade_words("Annual CCTV drain survey and CCTV cameras", "en")
    assert [(word.label, word.weight) for word in words] == [
        ("", Weight.OTHER),
        ("", Weight.OTHER),  # in one sentence with a drain
    ]


def test_sentences_are_looked_at_apart():
    words = read_trade_words("Repair of the drains. New CCTV for the car park.", "en")
    assert [word.label for word in words] == ["video_surveillance"]


def test_every_language_has_every_key():
    table = load_reference("procurement/words.yaml")
    assert set(table) == set(LANGUAGES)
    for language in LANGUAGES:
        assert set(table[language]) == {"clear", "unclear", "vague", "other", "beside", "security"}


@given(st.text(max_size=60), st.sampled_from([*LANGUAGES, "tr", None]))
def test_words_stand_apart_in_order(words, language):
    found = read_trade_words(words, language)
    places = [place for word in found for place in (word.start, word.end)]
    assert places == sorted(places)
    assert all(0 <= word.start < word.end <= len(words) for word in found)


@pytest.mark.parametrize("words", ["camera cctv ", "not cctv ", "drain survey, cctv. ", "no not cctv; drone crop "])
def test_long_lines_are_read_as_short_ones(words: str) -> None:
    """Each word is looked at with what stands near it: a text of thousands takes no more for each."""
    short, times = read_trade_words(words * 3, "en"), 2_000
    told = [(word.label, word.weight) for word in read_trade_words(words * 3 * times, "en")]
    assert told == [(word.label, word.weight) for word in short] * times
