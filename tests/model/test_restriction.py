"""Only named people see what is restricted, and the chain tells who said so."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import BadRestriction, BrokenChain
from countersight.model.record import from_json, to_json
from countersight.model.restriction import Restriction, make_restriction, standing_restrictions

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
NAMES = st.sampled_from(["Ana", "ana ", "ＡＮＡ", "Bo", "Straße", "STRASSE"])


def restrict(subject="clm-1", readers=("Ana",), *, after=None, reason="a source would be known", by="Ana"):
    return make_restriction(subject, readers, by=by, reason=reason, decided_at=NOON, after=after)


def test_named_reader_sees_however_typed() -> None:
    link = restrict(readers=["Ana  Müller"])
    assert not link.hides_from("ana MÜLLER")
    assert link.hides_from("Ana")
    assert link.hides_from(None)
    assert link.hides_from("")


def test_lifting_shows_to_everybody() -> None:
    lifted = restrict(readers=None, after=restrict())
    assert lifted.is_lifted
    assert not lifted.hides_from(None)
    assert standing_restrictions([restrict(), lifted]) == {}


@pytest.mark.parametrize("wrong", [{"readers": ()}, {"readers": (" ",)}, {"reason": " "}, {"by": ""}], ids=str)
def test_incomplete_restriction_is_refused(wrong) -> None:
    with pytest.raises(BadRestriction):
        restrict(**wrong)


@pytest.mark.parametrize(
    "change",
    [
        {"readers": ("bo",)},
        {"readers": None},
        {"subject_id": "clm-2"},
        {"reason": "none"},
        {"by": "Bo"},
        {"previous": "x"},
    ],
    ids=str,
)
def test_changed_link_breaks_the_chain(change) -> None:
    with pytest.raises(BrokenChain):
        replace(restrict(), **change)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.none() | st.lists(NAMES, min_size=1)), max_size=12))
def test_last_link_on_a_subject_holds(steps) -> None:
    chain: list[Restriction] = []
    for subject, readers in steps:
        chain.append(restrict(subject, readers, after=chain[-1] if chain else None))
    assert [link.previous for link in chain] == ["", *(link.id for link in chain[:-1])][: len(chain)]
    last = dict(steps)
    standing = standing_restrictions(chain)
    assert set(standing) == {subject for subject, readers in last.items() if readers is not None}
    for subject, link in standing.items():
        assert not any(link.hides_from(name) for name in last[subject])
        assert from_json(to_json(link), Restriction) == link
