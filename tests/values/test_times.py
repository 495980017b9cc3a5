"""Tests of times in English."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.values.numerals import LANGUAGES
from countersight.values.times import find_times

ANCHOR = date(2020, 3, 4)


@pytest.mark.parametrize(
    ("text", "first", "last", "grain"),
    [
        ("on 5 May 2013", date(2013, 5, 5), date(2013, 5, 5), "day"),
        ("on May 6, 2014", date(2014, 5, 6), date(2014, 5, 6), "day"),
        ("on 2014-05-06", date(2014, 5, 6), date(2014, 5, 6), "day"),
        ("in February 2012", date(2012, 2, 1), date(2012, 2, 29), "month"),
        ("in the first quarter of 2012", date(2012, 1, 1), date(2012, 3, 31), "quarter"),
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31), "year"),
        ("between 2004 and 2006", date(2004, 1, 1), date(2006, 12, 31), "interval"),
        ("in 2019-2020", date(2019, 1, 1), date(2020, 12, 31), "interval"),
        ("since 2019", date(2019, 1, 1), None, "interval"),
        ("in late 2010", date(2010, 9, 1), date(2010, 12, 31), "interval"),
    ],
)
def test_calendar_time_is_read(text: str, first: date, last: date | None, grain: str) -> None:
    (found,) = find_times(text)
    assert (found.first, found.last, found.grain, found.anchored) == (first, last, grain, False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last month", date(2020, 2, 1), date(2020, 2, 29)),
        ("two years ago", date(2018, 1, 1), date(2018, 12, 31)),
        ("next year", date(2021, 1, 1), date(2021, 12, 31)),
        ("on Tuesday", date(2020, 3, 3), date(2020, 3, 3)),
        ("in July", date(2019, 7, 1), date(2019, 7, 31)),
    ],
)
def test_relative_time_is_counted_and_marked(text: str, first: date, last: date) -> None:
    (found,) = find_times(text, ANCHOR)
    assert (found.first, found.last, found.anchored) == (first, last, True)


def test_relative_time_without_anchor_is_unknown() -> None:
    (found,) = find_times("last month")
    assert (found.first, found.last, found.grain) == (None, None, "unknown")


@pytest.mark.parametrize("text", ["$2019", "2,019 cameras", "31 February 2019 is no day"])
def test_figures_are_no_calendar_day(text: str) -> None:
    assert all(found.grain != "day" for found in find_times(text))


@given(st.text(max_size=200), st.none() | st.dates())
def test_spans_lie_in_any_text(text: str, anchor: date | None) -> None:
    found = find_times(text, anchor)
    assert all(0 <= time.start < time.end <= len(text) for time in found)
    assert all(time.first is None or time.last is None or time.first <= time.last for time in found)


CALENDAR = [
    ("es", "el 5 de marzo de 2019", "2019-03-05", "2019-03-05", "5 de marzo de 2019"),
    ("es", "a finales de 2021", "2021-09-01", "2021-12-31", "a finales de 2021"),
    ("es", "desde 2019", "2019-01-01", None, "desde 2019"),
    ("es", "hasta marzo de 2019", None, "2019-03-31", "hasta marzo de 2019"),
    ("fr", "le 1er mars 2019", "2019-03-01", "2019-03-01", "1er mars 2019"),
    ("fr", "entre 2018 et 2020", "2018-01-01", "2020-12-31", "entre 2018 et 2020"),
    ("pt", "em março de 2019", "2019-03-01", "2019-03-31", "março de 2019"),
    ("zh", "于2019年3月5日", "2019-03-05", "2019-03-05", "2019年3月5日"),
    ("zh", "自 2018 年以来", "2018-01-01", None, "自 2018 年以来"),
    ("zh", "2021年第一季度", "2021-01-01", "2021-03-31", "2021年第一季度"),
    ("ar", "في 20 يناير/كانون الثاني 2019", "2019-01-20", "2019-01-20", "20 يناير/كانون الثاني 2019"),
    ("ar", "جانفي 2016", "2016-01-01", "2016-01-31", "جانفي 2016"),
    ("ar", "٥ مايو ٢٠١٩", "2019-05-05", "2019-05-05", "٥ مايو ٢٠١٩"),
    ("ru", "в марте 2019 года", "2019-03-01", "2019-03-31", "марте 2019 года"),
    ("ru", "с 2016 по 2018 год", "2016-01-01", "2018-12-31", "с 2016 по 2018 год"),
    ("de", "am 5. März 2019", "2019-03-05", "2019-03-05", "5. März 2019"),
    ("el", "τον Νοέμβριο του 2021", "2021-11-01", "2021-11-30", "Νοέμβριο του 2021"),
    ("en", "from March 2014 to July 2021", "2014-03-01", "2021-07-31", "from March 2014 to July 2021"),
]


@pytest.mark.parametrize("before", ["", "😀 "])
@pytest.mark.parametrize(("language", "text", "first", "last", "words"), CALENDAR, ids=[row[1] for row in CALENDAR])
def test_calendar_time_is_read_in_its_language(
    before: str, language: str, text: str, first: str | None, last: str | None, words: str
) -> None:
    (found,) = find_times(before + text, language=language)
    days = tuple(day and day.isoformat() for day in (found.first, found.last))
    assert (*days, found.anchored) == (first, last, False)
    assert (before + text)[found.start : found.end] == words


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("es", "el mes pasado", "2020-02-01"), ("es", "el 5 de marzo", "2020-03-05"),
        ("es", "hace dos años", "2018-01-01"),
        ("fr", "l’an dernier", "2019-01-01"), ("fr", "lundi dernier", "2020-03-02"),
        ("pt", "no ano passado", "2019-01-01"),
        ("pt", "dois anos atrás", "2018-01-01"), ("zh", "去年", "2019-01-01"), ("zh", "上个月", "2020-02-01"),
        ("zh", "去年3月", "2019-03-01"), ("ar", "العام الماضي", "2019-01-01"), ("ar", "الشهر الماضي", "2020-02-01"),
        ("ru", "в прошлом году", "2019-01-01"), ("ru", "два месяца назад", "2020-01-01"),
        ("de", "im vergangenen Jahr", "2019-01-01"), ("de", "vor zwei Jahren", "2018-01-01"),
        ("el", "πέρυσι", "2019-01-01"),
    ],
)  # fmt: skip
def test_relative_time_is_marked_in_its_language(language: str, text: str, first: str) -> None:
    (found,) = find_times(text, ANCHOR, language)
    assert (found.first, found.anchored) == (date.fromisoformat(first), True)
    (unknown,) = find_times(text, None, language)
    assert (unknown.first, unknown.last, unknown.grain, unknown.anchored) == (None, None, "unknown", False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the 1990s"), ("es", "la década de 1990"), ("es", "los años 2010"), ("fr", "les années 2010"),
        ("ru", "2010-х"), ("zh", "2020年代"), ("de", "die 1990er"), ("ar", "1440 هـ"), ("en", "2000 cameras"),
        ("es", "2000 cámaras"), ("fr", "né le 5 mars 1949"),
    ],
)  # fmt: skip
def test_decades_and_counts_are_no_times(language: str, text: str) -> None:
    assert find_times(text, ANCHOR, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=20)
@given(text=st.text(max_size=80), anchor=st.none() | st.dates())
def test_spans_lie_in_any_text_of_any_language(language: str, text: str, anchor: date | None) -> None:
    found = find_times(text, anchor, language)
    assert all(0 <= time.start < time.end <= len(text) for time in found)
