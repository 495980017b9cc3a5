"""Times and support in a reader's words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.model.claim import Status
from countersight.release.gather import gather_dataset
from countersight.release.wording import Support, finding_support, inferred_slots, tell_time

from .conftest import NOON, World


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (None, None, None),
        (date(2023, 5, 4), date(2023, 5, 4), "4 May 2023"),
        (date(2023, 2, 1), date(2023, 2, 28), "February 2023"),
        (date(2023, 4, 1), date(2023, 6, 30), "2nd quarter of 2023"),
        (date(2023, 4, 1), date(2023, 8, 31), "April to August 2023"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023"),
        (date(2021, 1, 1), date(2023, 12, 31), "2021 to 2023"),
        (date(2021, 5, 1), date(2023, 3, 31), "May 2021 to March 2023"),
        (date(2021, 5, 4), date(2021, 5, 9), "4 May 2021 to 9 May 2021"),
        (date(2021, 1, 1), None, "since 1 January 2021"),
        (None, date(2021, 12, 31), "until 31 December 2021"),
    ],
)
def test_time_is_told_as_people_do(start: date | None, end: date | None, told: str | None) -> None:
    assert tell_time(start, end) == told


@given(st.dates(max_value=date(9998, 12, 31)), st.dates(max_value=date(9998, 12, 31)))
def test_every_interval_can_be_told(one: date, other: date) -> None:
    told = tell_time(min(one, other), max(one, other))
    assert told is not None
    assert str(max(one, other).year) in told


@pytest.mark.parametrize(
    ("statuses", "support"),
    [
        ([Status.REPORTED], Support.ONE),
        ([Status.REPORTED, Status.CLAIMED], Support.SEVERAL),
        ([Status.REPORTED, Status.DENIED], Support.CONTESTED),
        ([Status.DENIED, Status.CANCELLED], Support.DENIED),
    ],
)
def test_support_is_seen_at_a_glance(world: World, statuses: list[Status], support: Support) -> None:
    texts = [world.document(f"{number}: Vendor sold it.") for number, _ in enumerate(statuses)]
    world.find([world.claim(text, "Vendor sold it", supplier="Vendor", status=status)
                for text, status in zip(texts, statuses, strict=True)])  # fmt: skip
    with world.store.view() as view:
        (finding,) = gather_dataset(view, title="T", version="1", released_at=NOON).findings
    assert finding_support(finding) is support


def test_inferred_slots_are_named_with_their_rule(trade: World) -> None:
    with trade.store.view() as view:
        claim = next(one for one in view.claims() if one.speaker)
    assert list(inferred_slots(claim)) == [
        ("supplier’s territory", "Iceland", "made up"),
        ("recipient’s territory", "Vanuatu", "made up"),
    ]
