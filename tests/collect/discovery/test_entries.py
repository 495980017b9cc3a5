import pytest

from countersight.collect.discovery.entries import ENTRIES, FeedEntry, GdeltBulkEntry, SectionEntry, read_entry
from countersight.errors import BadSetting

ADDRESS = "https://site.example/feed"


def test_entry_is_read() -> None:
    assert read_entry({"kind": "feed", "address": ADDRESS}) == FeedEntry(address=ADDRESS)
    section = read_entry({"kind": "section", "address": ADDRESS, "include": ["/news/*"], "max_pages": 2})
    assert section == SectionEntry(address=ADDRESS, include=("/news/*",), max_pages=2)
    assert read_entry({"kind": "gdelt-bulk", "themes": ["A"]}) == GdeltBulkEntry(themes=("A",))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"kind": "rss", "address": ADDRESS},
        {"kind": "feed"},
        {"kind": "feed", "address": ADDRESS, "adress": ADDRESS},
        {"kind": "feed", "address": 7},
        {"kind": "feed", "address": "site.example/feed"},
        {"kind": "page", "address": "file:///etc/passwd"},
        {"kind": "section", "address": ADDRESS},
        {"kind": "section", "address": ADDRESS, "include": []},
        {"kind": "section", "address": ADDRESS, "include": ["^["]},
        {"kind": "section", "address": ADDRESS, "include": "/news/*"},
        {"kind": "section", "address": ADDRESS, "include": ["/a"], "max_pages": 0},
        {"kind": "section", "address": ADDRESS, "include": ["/a"], "other_hosts": "no"},
        {"kind": "sitemap", "address": ADDRESS, "newest_days": "7"},
        {"kind": "gdelt", "query": " "},
        {"kind": "gdelt", "query": "cameras", "timespan": "soon"},
        {"kind": "gdelt-bulk"},
    ],
)
def test_bad_entry_is_a_bad_setting(said: dict[str, object]) -> None:
    with pytest.raises(BadSetting):
        read_entry(said)


def test_kinds_are_told_apart() -> None:
    assert len({entry.kind for entry in ENTRIES}) == len(ENTRIES)
