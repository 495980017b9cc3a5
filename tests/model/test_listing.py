"""Listings: days with their words, states as of a day, ids."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import BrokenIdentity
from countersight.model.listing import (
    DAYS,
    ENDED,
    IDENTIFYING,
    Gone,
    ListedDay,
    ListedRow,
    Listing,
    ListKind,
    State,
    listing_id,
    state_on,
)
from countersight.model.record import from_json, to_json

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def day(words: str, last: str = "") -> ListedDay:
    first = date.fromisoformat(words)
    return ListedDay(words=words, label="made up", first=first, last=date.fromisoformat(last) if last else first)


def made(**slots) -> Listing:
    told = {
        "list": "made-up", "entity_id": "mu-1", "name": "Orbex Trading", "numbers": ("1",), "list_name": "Made-up List",
        "kind": ListKind.SANCTIONS, "authority": "Utopia", "territory": "", "programmes": (), "legal_basis": "",
        "listed_on": None, "effective_from": None, "published_on": None, "first_seen": NOON,
        "row": ListedRow(file="f.csv", sha256="0" * 64, address="", imported_at=NOON, where="row 2",
                         cells=(("Name", "Orbex Trading"),)),
    } | slots  # fmt: skip
    return Listing(id=listing_id(**{name: told[name] for name in IDENTIFYING}), **told)


def test_id_stays_when_words_are_corrected() -> None:
    assert made(reason="one").id == made(reason="two", status="suspended").id
    assert made().id != made(listed_on=day("2020-01-01")).id


def test_wrong_id_is_refused() -> None:
    with pytest.raises(BrokenIdentity):
        replace(made(), entity_id="mu-2")


def test_record_reads_back() -> None:
    listing = made(listed_on=day("2020-01-01"), gone_since=Gone(version="2021", imported_at=NOON, sha256="1" * 64))
    assert from_json(to_json(listing), Listing) == listing


@pytest.mark.parametrize(
    ("slots", "asked", "state"),
    [
        ({}, "2026-01-01", State.UNDATED),
        ({"listed_on": day("2020-05-01")}, "2020-04-30", State.NOT_YET),
        ({"listed_on": day("2020-05-01")}, "2020-05-01", State.LISTED),
        ({"listed_on": day("2020-05-01"), "effective_from": day("2020-06-01")}, "2020-05-02", State.NOT_EFFECTIVE),
        ({"listed_on": day("2020-05-01"), "delisted_on": day("2021-01-01")}, "2021-01-01", State.DELISTED),
        ({"effective_from": day("2020-05-01"), "expires_on": day("2021-01-01")}, "2022-01-01", State.EXPIRED),
        ({"published_on": day("2020-05-01"), "ends_on": day("2021-01-01")}, "2020-12-31", State.LISTED),
        ({"published_on": day("2020-05-01"), "ends_on": day("2021-01-01")}, "2021-01-02", State.OVER),
        ({"delisted_on": day("2021-01-01", "2021-12-31")}, "2021-06-01", State.UNDATED),
    ],
)  # fmt: skip
def test_state_follows_the_list(slots, asked, state) -> None:
    assert state_on(made(**slots), date.fromisoformat(asked)) is state


def test_gone_is_no_delisting() -> None:
    gone = made(listed_on=day("2020-05-01"), gone_since=Gone(version="x", imported_at=NOON, sha256="1" * 64))
    assert state_on(gone, date(2026, 1, 1)) is State.LISTED
    assert state_on(gone, date(2026, 1, 2)) is State.GONE
    assert gone.delisted_on is None


@given(st.dates(), st.dates(), st.dates())
def test_what_is_over_stays_over(begun: date, ended: date, asked: date) -> None:
    listing = made(listed_on=day(min(begun, ended).isoformat()), delisted_on=day(max(begun, ended).isoformat()))
    if state_on(listing, asked) in ENDED:
        assert state_on(listing, date.max) in ENDED


@pytest.mark.parametrize(
    ("told", "words"),
    [(day("2020-05-01"), "2020-05-01"), (day("2020-05-01", "2020-05-31"), "2020-05"),
     (day("2020-01-01", "2020-12-31"), "2020"), (ListedDay(words="some time", label="x"), "some time")],
)  # fmt: skip
def test_day_is_written_as_precisely_as_known(told: ListedDay, words: str) -> None:
    assert str(told) == words


def test_every_day_is_a_field() -> None:
    assert all(getattr(made(), name) is None for name in DAYS)
