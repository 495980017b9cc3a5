"""Time in a store never goes back, however the computer's clock is set. Every backend passes this."""

from datetime import UTC, datetime

import pytest

WORDS = {"words": "It is a forgery.", "by": "Ana"}
TODAY = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """The computer's clock, to be set."""

    class Clock(datetime):
        told = TODAY

        @classmethod
        def now(cls, tz=None):
            return Clock.told

    monkeypatch.setattr("countersight.store.writer.datetime", Clock)
    return Clock
