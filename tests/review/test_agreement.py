"""How far reviewers agree, against a published worked example."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.model.decision import Decision, Verdict, make_decision
from countersight.model.docket import Docket
from countersight.review import krippendorff_alpha, measure_agreement
from countersight.review.agreement import ENOUGH, bootstrap_alpha

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)

OBSERVERS = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
"""Four observers, twelve units, a point for what is missing: K. Krippendorff, "Computing Krippendorff's
Alpha-Reliability", 2011, section C, https://repository.upenn.edu/asc_papers/43. The paper gives 0.743."""


def test_published_example_comes_out() -> None:
    units = zip(*(line.split() for line in OBSERVERS), strict=True)
    alpha = krippendorff_alpha([[value for value in unit if value != "."] for unit in units])
    assert alpha == pytest.approx(0.743, abs=5e-4)


def test_alpha_is_none_where_nothing_differs() -> None:
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([["a"], ["b"]]) is None


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=4), min_size=1, max_size=20))
def test_alpha_is_one_only_in_full_agreement(units: list[list[str]]) -> None:
    alpha = krippendorff_alpha(units)
    agreed = all(len(set(unit)) == 1 for unit in units)
    assert alpha is None or (alpha == pytest.approx(1.0) if agreed else alpha < 1.0)


def test_interval_holds_alpha_and_stays_the_same() -> None:
    units = [["a", "a"]] * 20 + [["b", "b"]] * 15 + [["a", "b"]] * 5
    low, high = bootstrap_alpha(units)
    assert low < krippendorff_alpha(units) < high
    assert bootstrap_alpha(units) == (low, high)


def said(*pairs: tuple[str, str]) -> Docket:
    """Let Ada and Bo decide on one claim for each pair."""
    links: list[Decision] = []
    for number, pair in enumerate(pairs):
        for reviewer, verdict in zip(("Ada", "Bo"), pair, strict=False):
            replacement, after = f"clm-by-{reviewer}" if verdict == "edit" else None, links[-1] if links else None
            links.append(
                make_decision(
                    f"clm-{number}", Verdict(verdict), reviewer, "", decided_at=NOON, after=after,
                    replacement=replacement,
                )
            )  # fmt: skip
    return Docket(links)


def test_agreement_counts_what_two_decided() -> None:
    pairs = [("accept", "accept")] * 6 + [("reject", "reject")] * 3 + [("accept", "reject")] * 2 + [("edit", "edit")]
    found = measure_agreement(said(*pairs, ("accept",)))
    assert (found.subjects, found.decisions, found.reviewers, found.agreed) == (12, 24, 2, 10)
    assert found.low <= found.alpha <= found.high
    assert found.confusion == (
        (Verdict.ACCEPT, Verdict.ACCEPT, 6), (Verdict.ACCEPT, Verdict.REJECT, 2), (Verdict.EDIT, Verdict.EDIT, 1),
        (Verdict.REJECT, Verdict.REJECT, 3),
    )  # fmt: skip


def test_too_few_tell_nothing() -> None:
    found = measure_agreement(said(*[("accept", "reject")] * (ENOUGH - 1)))
    assert (found.alpha, found.low, found.high, found.is_enough) == (None, None, None, False)
    assert found.subjects == ENOUGH - 1


def test_full_agreement_on_one_answer_tells_nothing() -> None:
    found = measure_agreement(said(*[("accept", "accept")] * ENOUGH))
    assert (found.alpha, found.is_enough) == (None, True)
