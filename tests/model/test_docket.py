"""What the decisions of several people come to."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import BrokenChain
from countersight.model.decision import Decision, Verdict, make_decision
from countersight.model.docket import Docket, SettlementState
from countersight.model.record import from_json, to_json

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


def chain(*said: str) -> list[Decision]:
    """Make decisions from words: `A accept`, `B edit clm-new`, `A undo`; on `clm-old`, or on what is after `@`."""
    made: list[Decision] = []
    for words in said:
        words, _, subject = words.partition(" @")
        reviewer, verdict, *replacement = words.split()
        made.append(
            make_decision(
                subject or "clm-old", Verdict(verdict), reviewer, "", decided_at=NOON,
                after=made[-1] if made else None, replacement=replacement[0] if replacement else None,
            )
        )  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("said", "readers", "state", "verdict"),
    [
        ("", 2, "open", None),
        ("A accept", 1, "settled", "accept"),
        ("A accept, B reject", 1, "settled", "reject"),
        ("A accept", 2, "waiting", None),
        ("A accept, A reject", 2, "waiting", None),
        ("A accept, B accept", 2, "settled", "accept"),
        ("A accept, B reject", 2, "disputed", None),
        ("A accept, B reject, C accept", 2, "settled", "accept"),
        ("A accept, B reject, C unsure", 2, "settled", "unsure"),
        ("A accept, B reject, C unsure, D accept", 2, "settled", "accept"),
        ("A accept, B accept, C reject", 2, "settled", "accept"),
        ("A accept, B accept, C reject, D reject", 2, "settled", "reject"),
        ("A accept, B reject, B accept", 2, "settled", "accept"),
        ("A accept, B reject, A unsure", 2, "disputed", None),
        ("A accept, B reject, A undo", 2, "waiting", None),
        ("A edit clm-x, B edit clm-x", 2, "settled", "edit"),
        ("A edit clm-x, B edit clm-y", 2, "disputed", None),
        ("A accept, B accept", 3, "waiting", None),
        ("A accept, B reject, C accept", 3, "disputed", None),
        ("A accept, B reject, C accept, D reject", 3, "settled", "reject"),
        ("A accept, a accept", 2, "waiting", None),
    ],
)
def test_decisions_settle_or_dispute(said: str, readers: int, state: str, verdict: str | None) -> None:
    settlement = Docket(chain(*filter(None, said.split(", ")))).settlement("clm-old", readers)
    assert (settlement.state, settlement.verdict) == (SettlementState(state), verdict and Verdict(verdict))


def test_edit_accepts_what_it_puts_in_place() -> None:
    docket = Docket(chain("A edit clm-new"))
    assert docket.verdicts() == {"clm-old": Verdict.EDIT, "clm-new": Verdict.ACCEPT}
    assert docket.replacements() == {"clm-old": "clm-new"}


def test_later_edit_takes_the_place_of_one_before() -> None:
    docket = Docket(chain("A edit clm-new", "B edit clm-other"))
    assert docket.verdicts() == {"clm-old": Verdict.EDIT, "clm-other": Verdict.ACCEPT}
    assert docket.rests_on("clm-new")


def test_what_is_decided_after_an_edit_stands_above_it() -> None:
    said = ("A edit clm-new", "B reject @clm-new")
    assert Docket(chain(*said)).verdicts()["clm-new"] is Verdict.REJECT
    assert Docket(chain(*reversed(said))).verdicts()["clm-new"] is Verdict.ACCEPT


def test_undone_edit_leaves_nothing_behind() -> None:
    docket = Docket(chain("A edit clm-new", "A undo"))
    assert docket.verdicts() == {}
    assert not docket.rests_on("clm-new")


def test_undo_takes_back_the_decision_it_names() -> None:
    links = chain("A accept", "B reject")
    undo = make_decision("clm-old", Verdict.UNDO, "A", "", decided_at=NOON, after=links[-1], undoes=links[0].id)
    docket = Docket([*links, undo])
    assert list(docket.by_reviewer("clm-old").values()) == [links[1]]


def test_edit_counts_once_enough_agree() -> None:
    docket = Docket(chain("A edit clm-new"))
    assert docket.verdicts(2) == {}
    docket.take(
        make_decision("clm-old", Verdict.EDIT, "B", "", decided_at=NOON, after=docket.last, replacement="clm-new")
    )
    assert docket.verdicts(2) == {"clm-old": Verdict.EDIT, "clm-new": Verdict.ACCEPT}


def test_nobody_sees_an_answer_before_giving_one() -> None:
    docket = Docket(chain("A edit clm-new"))
    assert docket.visible("clm-old", "B", 2) == ()
    assert docket.hidden_claims("B", 2) == {"clm-new"}
    assert len(docket.visible("clm-old", "A", 2)) == 1
    assert docket.hidden_claims("A", 2) == frozenset()
    docket.take(make_decision("clm-old", Verdict.ACCEPT, "B", "", decided_at=NOON, after=docket.last))
    assert len(docket.visible("clm-old", "B", 2)) == len(docket.visible("clm-old", "C", 2)) == 2
    assert docket.hidden_claims("C", 2) == frozenset()


def test_one_reader_sees_all_there_is() -> None:
    assert len(Docket(chain("A accept")).visible("clm-old", "B")) == 1


def test_restriction_reaches_what_edits_made() -> None:
    docket = Docket(chain("A edit clm-new", "B edit clm-newer @clm-new"))
    assert docket.made_of(["clm-old"]) == {"clm-new", "clm-newer"}


@pytest.mark.parametrize(
    ("verdict", "more"),
    [
        (Verdict.EDIT, {}),
        (Verdict.EDIT, {"replacement": "clm-old"}),
        (Verdict.ACCEPT, {"replacement": "clm-new"}),
        (Verdict.ACCEPT, {"undoes": "dec-1"}),
    ],
)
def test_only_edits_replace_and_only_undos_undo(verdict: Verdict, more: dict[str, str]) -> None:
    with pytest.raises(BrokenChain):
        make_decision("clm-old", verdict, "A", "", decided_at=NOON, after=None, **more)


def test_old_links_keep_their_ids() -> None:
    (link,) = chain("A accept")
    assert link.id == "dec-a77691693dc3f18b5eff8811889bb401"
    record = to_json(link).replace(b',"replacement":null,"undoes":null', b"")
    assert from_json(record, Decision) == link


PEOPLE, SUBJECTS = ("A", "B", "C"), ("clm-1", "clm-2", "clm-3")
SAID = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(list(Verdict)), st.sampled_from(SUBJECTS), st.booleans())


@given(st.lists(SAID, max_size=12), st.integers(1, 3))
def test_taking_in_links_equals_recomputing(said: list[tuple[str, Verdict, str, bool]], readers: int) -> None:
    grown, links = Docket(), list[Decision]()
    for reviewer, verdict, subject, is_named in said:
        standing = grown.standing(subject)
        undoes = standing[0].id if standing and is_named and verdict is Verdict.UNDO else None
        links.append(
            make_decision(
                subject, verdict, reviewer, "", decided_at=NOON, after=links[-1] if links else None, undoes=undoes,
                replacement=f"{subject}-{reviewer}" if verdict is Verdict.EDIT else None,
            )
        )  # fmt: skip
        grown.take(links[-1])
    anew = Docket(links)
    assert grown.verdicts(readers) == anew.verdicts(readers)
    assert grown.replacements(readers) == anew.replacements(readers)
    if readers == 1:
        for subject in SUBJECTS:
            given = _last_that_stands([link for link in links if link.subject_id == subject])
            assert anew.verdicts().get(subject) == given


def _last_that_stands(links: list[Decision]) -> Verdict | None:
    """Say it as simply as it can be said: a list from which undos take."""
    standing: list[Decision] = []
    for link in links:
        if link.verdict is not Verdict.UNDO:
            standing.append(link)
        elif link.undoes is not None:
            standing = [other for other in standing if other.id != link.undoes]
        elif standing:
            standing.pop()
    return standing[-1].verdict if standing else None
