"""A question is asked as of a day and a time, and bad ones are refused in words."""

from datetime import UTC, datetime

import click
import pytest

from countersight.cli.moments import Moment


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-03-01", datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2026-03-01T12:00", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T12:00+02:00", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("2026-03-01T12:00:30Z", datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)),
    ],
)
def test_moment_is_read(words, moment):
    assert Moment().convert(words, None, None) == moment


@pytest.mark.parametrize("words", ["yesterday", "2026", "2026-13-01", ""])
def test_what_is_no_moment_is_refused(words):
    with pytest.raises(click.BadParameter, match="is no time such as"):
        Moment().convert(words, None, None)
