"""What verdicts count for once the finding that they are on has changed."""

import pytest

from countersight.model.decision import Verdict
from countersight.model.verdicts import explain_carried, weigh_verdicts

ACCEPT, REJECT, UNSURE = Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE


@pytest.mark.parametrize("verdict", [ACCEPT, REJECT, UNSURE])
def test_verdict_stays_with_the_claims_it_named(verdict: Verdict) -> None:
    weighed = weigh_verdicts({"now": ("a", "b", "c")}, {"old": verdict}, {"old": ("a", "b")})
    assert {name: weighed.counted.get(name) for name in ("a", "b", "c", "now")} == {
        "a": verdict, "b": verdict, "c": None, "now": None,
    }  # fmt: skip
    assert weighed.taught == ((("a", "b"), verdict),)


def test_parts_of_a_decided_finding_are_decided() -> None:
    weighed = weigh_verdicts({"one": ("a",), "two": ("b",)}, {"old": REJECT}, {"old": ("a", "b")})
    assert weighed.counted["one"] is weighed.counted["two"] is REJECT


def test_new_decision_ends_the_old_one() -> None:
    weighed = weigh_verdicts({"now": ("a", "b")}, {"old": REJECT, "now": ACCEPT}, {"old": ("a",), "now": ("a", "b")})
    assert "a" not in weighed.counted
    assert not weighed.carried
    assert weighed.taught == ((("a", "b"), ACCEPT),)


def test_last_of_several_past_decisions_counts() -> None:
    decided = {"first": ("a", "b"), "second": ("a",)}
    weighed = weigh_verdicts({"now": ("a", "b", "c")}, {"first": REJECT, "second": ACCEPT}, decided)
    assert weighed.counted["a"] is ACCEPT
    assert weighed.counted["b"] is REJECT


@pytest.mark.parametrize(("own", "of_finding"), [(ACCEPT, REJECT), (REJECT, ACCEPT)])
def test_either_rejection_keeps_a_claim_out(own: Verdict, of_finding: Verdict) -> None:
    weighed = weigh_verdicts({"now": ("a", "b")}, {"a": own, "old": of_finding}, {"old": ("a",)})
    assert weighed.counted["a"] is REJECT


def test_claims_read_wrong_teach_nothing() -> None:
    weighed = weigh_verdicts({"now": ("a", "b")}, {"a": REJECT, "now": ACCEPT}, {"now": ("a", "b")})
    assert weighed.taught == ((("b",), ACCEPT),)


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        (("a", "b", "c", "d"), "2 of its 4 claims were accepted as old; the others wait for a decision"),
        (("a", "c"), "1 of its 2 claims was accepted as old; the other waits for a decision"),
        (("a", "b"), "its 2 claims were accepted as old"),
        (("a",), "its one claim was accepted as old"),
    ],
    ids=["two of four", "one of two", "all", "the one"],
)
def test_what_was_decided_is_told(claims: tuple[str, ...], words: str) -> None:
    weighed = weigh_verdicts({"now": claims}, {"old": ACCEPT}, {"old": ("a", "b", "x")})
    assert list(explain_carried(weighed.carried["now"], whole=len(claims))) == [f"decided before it changed: {words}"]
