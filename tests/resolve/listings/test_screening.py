"""Names of a user's own list against the lists."""

import pytest

from countersight.model.clusters import Clusters
from countersight.model.entity import JudgementValue
from countersight.model.identity import name_node
from countersight.model.listing import Basis
from countersight.model.parties import name_key
from countersight.resolve import open_registry
from countersight.resolve.listings import Outcome, Screener, Wanted, open_book

from .conftest import LEI, TODAY

SAME, APART = JudgementValue.POSITIVE, JudgementValue.NEGATIVE


def wanted(name: str, *territories: str, numbers: tuple[str, ...] = ()) -> Wanted:
    return Wanted(where="row 2", name=name, territories=territories, numbers=numbers)


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        (wanted("Orbexa Digital Technologies"), Outcome.POSSIBLE),
        (wanted("ORBEXA DIGITAL TECHNOLOGY CO., LTD."), Outcome.POSSIBLE),
        (wanted("Quite Another", numbers=(LEI,)), Outcome.MATCH),
        (wanted("Nordalen Telecoms", "ke", numbers=("PVT/1234567",)), Outcome.MATCH),
        (wanted("", "ke", numbers=("PVT/1234567",)), Outcome.MATCH),
        (wanted("Quite Another", "ke", numbers=("PVT/1234567",)), Outcome.POSSIBLE),
        (wanted("Quite Another", "ug", numbers=("PVT/1234567",)), Outcome.NONE),
        (wanted("Quite Another"), Outcome.NONE),
        (wanted("   "), Outcome.NOT_SEARCHED),
    ],
)
def test_outcome_follows_from_identifier_or_likeness(made, asked: Wanted, outcome: Outcome) -> None:
    assert made.screener().screen_one(asked).outcome is outcome


def test_exact_name_is_never_a_match(made) -> None:
    screened = made.screener().screen_one(wanted("Orbexa Digital Technology"))
    assert screened.outcome is Outcome.POSSIBLE
    assert screened.hits[0].basis is Basis.CANDIDATE
    assert screened.hits[0].words


def test_judged_name_is_a_match(made) -> None:
    node, entry = name_node(name_key("orbexa kenya")), made.entry("Orbexa Digital Technology")
    screened = made.screener((node, entry, SAME)).screen_one(wanted("Orbexa Kenya"))
    assert (screened.outcome, screened.hits[0].basis) == (Outcome.MATCH, Basis.JUDGEMENT)


def test_name_judged_apart_is_left_out(made) -> None:
    entry = made.entry("Orbexa Digital Technology")
    node = name_node(name_key("orbexa digital technology"))
    screened = made.screener((node, entry, APART)).screen_one(wanted("Orbexa Digital Technology"))
    assert screened.outcome is Outcome.NONE


def test_identifier_with_another_name_says_so(made) -> None:
    (hit,) = made.screener().screen_one(wanted("Quite Another", numbers=(LEI,))).hits
    assert any("not alike" in words for words in hit.words)


def test_threshold_decides_what_is_told(made) -> None:
    asked = wanted("Orbexa Digital Technologies")
    assert made.screener(least=0.999).screen_one(asked).outcome is Outcome.NONE


def test_over_is_told_apart_from_listed(made) -> None:
    (hit,) = made.screener().screen_one(wanted("Alderwood Optics")).hits
    assert not hit.is_listed_now


def test_without_lists_nothing_is_searched(tmp_path) -> None:
    book, registry = open_book(tmp_path), open_registry(tmp_path)
    screener = Screener(registry=registry, book=book, clusters=Clusters(), as_of=TODAY)
    assert screener.screen_one(wanted("Orbexa")).outcome is Outcome.NOT_SEARCHED
    book.close()
