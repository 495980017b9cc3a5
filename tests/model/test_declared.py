"""Looking up what is declared of publishers, with made-up ones."""

import pytest

from countersight.model.declared import DeclaredSource, DeclaredSources
from countersight.model.source import Reliability


def declared(name: str, *keys: str) -> DeclaredSource:
    return DeclaredSource(
        declared_in=f"sources/{name}/source.yml",
        keys=keys,
        owner=None,
        reliability=Reliability.C,
        basis="read for a year",
    )


@pytest.mark.parametrize(
    ("key", "is_found"),
    [
        ("gazette.example", True),
        ("news.gazette.example", True),
        ("the gazette", True),
        ("othergazette.example", False),
        ("example", False),
    ],
)
def test_source_is_found_by_host_or_name(key: str, *, is_found: bool) -> None:
    one = declared("gazette", "gazette.example", "the gazette")
    assert DeclaredSources([one]).of(key) == (one if is_found else None)


def test_nearest_host_stands() -> None:
    above, below = declared("a", "gazette.example"), declared("b", "news.gazette.example")
    assert DeclaredSources([above, below]).of("en.news.gazette.example") == below


def test_first_of_two_files_stands() -> None:
    first, second = declared("a", "gazette.example"), declared("b", "gazette.example")
    assert DeclaredSources([first, second]).of("gazette.example") == first
