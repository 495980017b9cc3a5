"""Links of custody are hashes that anybody can compute, and say what was done, by whom and when."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import BadCustody, BrokenChain
from countersight.model.custody import Act, CustodyEvent, make_custody_event
from countersight.model.record import from_json, to_json

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def event(*, by="Ana", at=NOON, detail=(), after=None, subject="a" * 64):
    return make_custody_event(Act.CAPTURED, subject, by=by, at=at, detail=detail, after=after)


def plainly_hashed(record):
    """What somebody computes who has the standard library and nothing of ours."""
    told = json.loads(record)
    body = {name: told[name] for name in ("subject_id", "act", "by", "at", "detail")}
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    line = f"{told['sequence']} {told['previous'] or '-'} {hashlib.sha256(written).hexdigest()}"
    return hashlib.sha256(line.encode()).hexdigest()


@given(st.lists(st.tuples(WORDS, WORDS), max_size=4), WORDS, st.datetimes(timezones=st.just(UTC)))
def test_strangers_compute_the_same_hash(detail, subject, at):
    first = event(detail=detail, subject=subject, at=at)
    second = event(after=first)
    assert plainly_hashed(to_json(first)) == first.id == second.previous
    assert plainly_hashed(to_json(second)) == second.id
    assert from_json(to_json(second), CustodyEvent) == second


def test_links_count_and_point_back():
    first = event()
    second = event(after=first)
    assert (first.sequence, first.previous, second.sequence, second.previous) == (1, "", 2, first.id)


@pytest.mark.parametrize(
    "change",
    [
        {"by": "Eve"},
        {"at": NOON + timedelta(microseconds=1)},
        {"detail": (("address", "file:///other"),)},
        {"act": Act.READ},
        {"subject_id": "b" * 64},
        {"previous": "c" * 64},
        {"sequence": 2},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_breaks_a_link(change):
    with pytest.raises(BrokenChain, match="custody event"):
        replace(event(detail={"address": "file:///one"}), **change)


def test_order_of_detail_does_not_matter():
    assert event(detail={"b": "2", "a": "1"}) == event(detail=[("a", "1"), ("b", "2")])
    assert event(detail={"b": "2"}).told("b") == "2"
    assert event().told("b") is None


def test_times_are_kept_in_utc():
    assert event(at=NOON.astimezone(timezone(timedelta(hours=8)))) == event()


@pytest.mark.parametrize("wrong", [{"by": " "}, {"at": NOON.replace(tzinfo=None)}], ids=["nobody", "no zone"])
def test_nameless_or_timeless_act_is_refused(wrong):
    with pytest.raises(BadCustody):
        event(**wrong)
