"""Times in text in nine languages: years, quarters, months, days, spans, and words counted from a known date."""

from countersight.values.times.finding import find_times, find_times_folded
from countersight.values.times.mention import Grain, TimeMention
from countersight.values.times.tables import is_counted

__all__ = ["Grain", "TimeMention", "find_times", "find_times_folded", "is_counted"]
