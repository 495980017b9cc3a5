"""Tests of numbers with their hedges."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.values.numerals import LANGUAGES
from countersight.values.quantities import find_quantities, value_of_words


@pytest.mark.parametrize(
    ("text", "value", "hedge", "words"),
    [
        ("trained 2,700 officers", 2700, "exact", "2,700"),
        ("in over 100 countries", 100, "over", "over 100"),
        ("more than 1,300 forces", 1300, "over", "more than 1,300"),
        ("at least 20,000 cameras", 20000, "over", "at least 20,000"),
        ("400+ cameras", 400, "over", "400+"),
        ("nearly three thousand recruits", 3000, "under", "nearly three thousand"),
        ("up to 50 drones", 50, "under", "up to 50"),
        ("some 600 readers", 600, "about", "some 600"),
        ("approximately 100 guests", 100, "about", "approximately 100"),
        ("two hundred and fifty cameras", 250, "exact", "two hundred and fifty"),
        ("a million cameras", 1_000_000, "exact", "a million"),
        ("1.5 million people", 1_500_000, "exact", "1.5 million"),
    ],
)
def test_number_is_read_with_hedge(text: str, value: float, hedge: str, words: str) -> None:
    (found,) = find_quantities(text)
    assert (found.value, found.hedge, text[found.start : found.end]) == (value, hedge, words)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("a $1.2 million deal", 1_200_000, "USD"),
        ("for US$5m", 5_000_000, "USD"),
        ("€30m in all", 30_000_000, "EUR"),
        ("30 million Euro contract", 30_000_000, "EUR"),
        ("KRW 3.18 billion of funding", 3_180_000_000, "KRW"),
        ("worth 40 million yuan", 40_000_000, "CNY"),
        ("R$ 12,5", 12.5, "BRL"),
    ],
)
def test_money_carries_its_currency(text: str, value: float, currency: str) -> None:
    found = find_quantities(text)[0]
    assert (found.value, found.currency) == (value, currency)


@pytest.mark.parametrize(
    "text",
    ["in 2013", "the 5th of the month", "20% of them", "an 8-year plan", "May 5", "5 May", "page 12", "dozens of them"],
)
def test_dates_and_shares_are_no_counts(text: str) -> None:
    assert find_quantities(text) == []


def test_words_that_are_no_number() -> None:
    assert value_of_words("camera") is None


@given(st.text(max_size=200))
def test_spans_lie_in_any_text(text: str) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in find_quantities(text))


@given(st.integers(min_value=3, max_value=10**9))
def test_grouped_figures_read_back(number: int) -> None:
    assert find_quantities(f"about {number:,} cameras")[0].value == number


READ = [
    ("es", "más de 2.700 agentes", 2700, "over", "más de 2.700"),
    ("es", "unos tres mil agentes", 3000, "about", "unos tres mil"),
    ("es", "al menos 2000 cámaras", 2000, "over", "al menos 2000"),
    ("es", "25 mil millones de archivos", 25e9, "exact", "25 mil millones"),
    ("fr", "près de 2 700 caméras", 2700, "under", "près de 2 700"),
    ("fr", "plus d’un million de fichiers", 1e6, "over", "plus d’un million"),
    ("fr", "la centaine de caméras", 100, "about", "la centaine"),
    ("fr", "quatre-vingt-dix-sept sites", 97, "exact", "quatre-vingt-dix-sept"),
    ("pt", "mais de 73 milhões de pessoas", 73e6, "over", "mais de 73 milhões"),
    ("pt", "1.539 câmeras", 1539, "exact", "1.539"),
    ("zh", "两千七百名警察", 2700, "exact", "两千七百"),
    ("zh", "近2.7万台", 27000, "under", "近2.7万"),
    ("zh", "250多万人", 2_500_000, "over", "250多万"),
    ("zh", "三百余名", 300, "over", "三百余"),
    ("zh", "一亿两千万个", 120_000_000, "exact", "一亿两千万"),
    ("zh", "上百个国家", 100, "over", "上百"),
    ("zh", "100台左右", 100, "about", "100台左右"),
    ("zh", "５００台", 500, "exact", "５００"),
    ("ar", "أكثر من ٢٬٧٠٠ شرطي", 2700, "over", "أكثر من ٢٬٧٠٠"),
    ("ar", "نحو ثلاثة آلاف كاميرا", 3000, "about", "نحو ثلاثة آلاف"),
    ("ar", "بـ250 ألف كاميرا", 250_000, "exact", "250 ألف"),
    ("ar", "ألفين وسبعمائة كاميرا", 2700, "exact", "ألفين وسبعمائة"),
    ("ru", "более 7 тысяч камер", 7000, "over", "более 7 тысяч"),
    ("ru", "две тысячи семьсот камер", 2700, "exact", "две тысячи семьсот"),
    ("ru", "полторы тысячи камер", 1500, "exact", "полторы тысячи"),
    ("de", "rund dreitausend Kameras", 3000, "about", "rund dreitausend"),
    ("de", "zweitausendsiebenhundert Kameras", 2700, "exact", "zweitausendsiebenhundert"),
    ("el", "πάνω από 100 χώρες", 100, "over", "πάνω από 100"),
    ("en", "20\xa0000 cameras", 20_000, "exact", "20\xa0000"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "value", "hedge", "words"), READ, ids=[row[1] for row in READ])
def test_number_is_read_in_its_language(language: str, text: str, value: float, hedge: str, words: str) -> None:
    (found,) = find_quantities(text, language=language)
    assert (found.value, found.hedge, text[found.start : found.end]) == (value, hedge, words)


@pytest.mark.parametrize("before", ["😀 ", "e\u0301\u0301 ", "Ａ، ", "שלום ", "مرحبا\u200f "])
@pytest.mark.parametrize(("language", "text", "value", "hedge", "words"), READ, ids=[row[1] for row in READ])
def test_words_keep_their_place(before: str, language: str, text: str, value: float, hedge: str, words: str) -> None:
    found = [n for n in find_quantities(before + text, language=language) if n.value == value]
    assert [(before + text)[n.start : n.end] for n in found] == [words]


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("es", "US$ 1,5 millones", 1_500_000, "USD"),
        ("es", "casi 40 millones de pesos", 40_000_000, None),
        ("es", "$500 mil", 500_000, None),
        ("fr", "8 millions d’euros", 8_000_000, "EUR"),
        ("pt", "R$ 1,5 milhão", 1_500_000, "BRL"),
        ("zh", "1.5亿元人民币", 150_000_000, "CNY"),
        ("zh", "约 4600 万美元", 46_000_000, "USD"),
        ("ar", "5 ملايين دولار", 5_000_000, "USD"),
        ("ar", "3000 دينار", 3000, None),
        ("ru", "свыше 1,5 млн рублей", 1_500_000, "RUB"),
        ("de", "5 Mio. Euro", 5_000_000, "EUR"),
        ("en", "5 million Egyptian pounds", 5_000_000, "EGP"),
        ("en", "five million rupees", 5_000_000, None),
    ],
)
def test_money_has_a_code_if_told(language: str, text: str, value: float, currency: str | None) -> None:
    (found,) = find_quantities(text, language=language)
    assert (found.value, found.currency, found.is_money) == (value, currency, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "between 200 and 300 cameras"), ("en", "200-300 cameras"), ("en", "4K video"), ("en", "192.168.10.20"),
        ("es", "entre 200 y 300 cámaras"), ("es", "20 por ciento"), ("es", "artículo 12"), ("es", "el 5 de mayo"),
        ("es", "de 25 años"), ("es", "decenas de cámaras"), ("fr", "de 20 à 30 sites"), ("fr", "12e édition"),
        ("fr", "20 % des sites"), ("fr", "des dizaines de pays"), ("pt", "lei 13.709"), ("pt", "terça-feira (24)"),
        ("zh", "2019年3月5日"), ("zh", "数百台"), ("zh", "十几个"), ("zh", "第三方"), ("zh", "百分之三十"),
        ("zh", "3至5台"),
        ("ar", "عشرات الكاميرات"), ("ar", "20 في المئة"), ("ar", "المادة 12"), ("ar", "بين 200 و300"), ("ar", "كمية"),
        ("ru", "от 200 до 300 камер"), ("ru", "сотни камер"), ("ru", "17-летний"), ("ru", "5 марта 2019 года"),
        ("de", "die 17-jährige"), ("de", "3. Phase"), ("de", "Dutzende Kameras"), ("el", "20% των καμερών"),
    ],
)  # fmt: skip
def test_what_counts_nothing_is_left_out(language: str, text: str) -> None:
    assert find_quantities(text, language=language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=20)
@given(text=st.text(max_size=80))
def test_spans_lie_in_any_text_of_any_language(language: str, text: str) -> None:
    assert all(0 <= n.start < n.end <= len(text) for n in find_quantities(text, language=language))
