"""Times as people tell them, in the language of the interface: a day, a month, a year, from one to another."""

from datetime import date, timedelta

from babel.dates import format_date, format_skeleton

from countersight.web.language import Language


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


SINCE_YEAR, SINCE_DAY, UNTIL_DAY = _("since %(year)s"), _("since %(day)s"), _("until %(day)s")
"""A language may put an article before a day and none before a year."""


def tell_interval(start: date | None, end: date | None, language: Language) -> str:
    """Tell an interval as finely as it is known: `May 4, 2023`, `May 2023`, `2023`, `2021 – 2023`, `since 2021`."""
    if end is None:
        return _tell_since(start, language)
    if start is None:
        return str(language.translations.gettext(UNTIL_DAY)) % {"day": _tell_day(end, language)}
    if start == end:
        return _tell_day(start, language)
    if not _is_months(start, end):
        return f"{_tell_day(start, language)} – {_tell_day(end, language)}"
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year} – {end.year}"
    first, last = _tell_month(start, language), _tell_month(end, language)
    return first if first == last else f"{first} – {last}"


def _is_months(start: date, end: date) -> bool:
    return start.day == 1 and (end + timedelta(days=1)).day == 1


def _tell_since(start: date | None, language: Language) -> str:
    if start is None:
        return ""
    say = language.translations.gettext
    if (start.month, start.day) == (1, 1):
        return str(say(SINCE_YEAR)) % {"year": start.year}
    return str(say(SINCE_DAY)) % {"day": _tell_day(start, language)}


def _tell_day(day: date, language: Language) -> str:
    return str(format_date(day, format="long", locale=language.locale))


def _tell_month(day: date, language: Language) -> str:
    return str(format_skeleton("yMMMM", day, locale=language.locale))
