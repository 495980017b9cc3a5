"""Days as lists write them, to know which listings are over."""

import re
from datetime import date

_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"),
)
"""ISO 8601; day first with points; month first with strokes, as lists of the USA have it."""


def parse_day(text: str) -> date | None:
    """Return the day that a field begins with; None where it is none, or only a month or a year."""
    for form in _FORMS:
        if found := form.match(text.strip()):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None
