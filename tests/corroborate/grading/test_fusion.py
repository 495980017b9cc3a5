"""Tests of the probability and its interval."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corroborate.grading.telling import tell

from countersight.corroborate.grading.accuracies import Accuracy, Record
from countersight.corroborate.grading.fusion import CEILING, FLOOR, Posterior, fuse_votes
from countersight.corroborate.grading.standings import Standing
from countersight.corroborate.grading.votes import Vote
from countersight.model.decision import Verdict
from countersight.model.source import Reliability


def vote(right: float, wrong: float, *, carry: float = 1.0, is_for: bool = True, source: str = "a") -> Vote:
    standing = Standing(
        source=source, letter=Reliability.F, basis="", by=None, accuracy=Accuracy(right, wrong), record=Record()
    )
    return Vote(origin=source, is_for=is_for, carry=carry, standing=standing, testimony=tell())


VOTES = st.lists(
    st.builds(
        vote,
        st.floats(0.5, 30),
        st.floats(0.5, 30),
        carry=st.floats(0, 1),
        is_for=st.booleans(),
        source=st.sampled_from("abc"),
    ),
    max_size=6,
)


def test_no_vote_is_even() -> None:
    assert fuse_votes([]) == Posterior(0.5, FLOOR, CEILING)


def test_one_vote_is_its_accuracy() -> None:
    assert fuse_votes([vote(6, 2)]).probability == pytest.approx(0.75)


def test_log_odds_add_up() -> None:
    both = fuse_votes([vote(6, 2), vote(7, 3, source="b")]).probability
    assert log(both / (1 - both)) == pytest.approx(log(3) + log(7 / 3), abs=1e-3)


def test_opposite_votes_cancel() -> None:
    posterior = fuse_votes([vote(6, 2), vote(6, 2, is_for=False, source="b")])
    assert posterior.probability == pytest.approx(0.5)
    assert posterior.low < 0.4 < 0.6 < posterior.high


@given(VOTES)
def test_interval_holds_probability(votes: list[Vote]) -> None:
    posterior = fuse_votes(votes)
    assert FLOOR <= posterior.low <= posterior.probability <= posterior.high <= CEILING


@given(VOTES)
def test_same_votes_same_interval(votes: list[Vote]) -> None:
    assert fuse_votes(votes) == fuse_votes(votes[::-1])


def test_known_source_has_narrow_interval() -> None:
    known, unknown = fuse_votes([vote(75, 25)]), fuse_votes([vote(3, 1)])
    assert known.probability == unknown.probability
    assert known.high - known.low < unknown.high - unknown.low


def test_one_source_twice_is_less_sure() -> None:
    twice = fuse_votes([vote(3, 1), vote(3, 1)])
    apart = fuse_votes([vote(3, 1), vote(3, 1, source="b")])
    assert twice.probability == apart.probability
    assert twice.low < apart.low


def test_reviewer_votes_as_best_letter() -> None:
    assert fuse_votes([], verdict=Verdict.ACCEPT).probability == pytest.approx(0.95)
    assert fuse_votes([], verdict=Verdict.REJECT).probability == pytest.approx(0.05)
    assert fuse_votes([], verdict=Verdict.UNSURE).probability == 0.5


def test_faint_word_leaves_interval_wide() -> None:
    firm, faint = fuse_votes([vote(90, 10)]), fuse_votes([vote(90, 10, carry=0.3)])
    assert faint.low == 0.5
    assert faint.high > 0.9
    assert faint.probability < firm.low
