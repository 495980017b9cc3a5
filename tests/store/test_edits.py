"""Claims that people make, on every backend: they stand as long as somebody's decision stands for them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.conftest import NOON, MadeUp, Place

from countersight.errors import BadDecision, CountersightError, DecisionConflict, NotFound
from countersight.model.claim import Claim
from countersight.model.decision import Verdict
from countersight.model.docket import Docket
from countersight.model.entity import JudgementValue
from countersight.review import add_claim, describe_claim, edit_claim, record_decision
from countersight.review.writing import EXTRACTOR
from countersight.store.base import Store


def form_of(claim: Claim, **changes: object):
    return replace(describe_claim(claim), **changes)


def edited(store: Store, claim: Claim, *, by: str = "Ada Reader", **changes: object):
    return edit_claim(store, claim.id, form=form_of(claim, **(changes or {"status": "planned"})), reviewer=by, now=NOON)


def decided(store: Store, claim: Claim | str, verdict: Verdict, *, by: str = "Ada Reader", **more: object):
    name = claim if isinstance(claim, str) else claim.id
    return record_decision(store, name, verdict, reviewer=by, reason="for a reason", now=NOON, **more)


def held(store: Store) -> set[str]:
    with store.view() as view:
        return {claim.id for claim in view.claims()}


def verdicts(store: Store) -> dict[str, Verdict]:
    with store.view() as view:
        return view.verdicts()


def test_edit_stands_beside_what_was_read(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    made = edited(store, machine)
    assert verdicts(store) == {machine.id: Verdict.EDIT, made.claim.id: Verdict.ACCEPT}
    with store.view() as view:
        assert view.claim(machine.id) == machine
        assert view.claim(made.claim.id) == made.claim
        assert view.replacements() == {machine.id: made.claim.id}
    assert made.claim.extractor == EXTRACTOR
    assert list(store.verify()) == []


def test_undone_edit_brings_the_claim_back(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    before = held(store)
    made = edited(store, machine)
    decided(store, machine, Verdict.UNDO)
    assert held(store) == before
    assert verdicts(store) == {}
    with store.view() as view:
        assert len(view.history(made.claim.id)) == 1
    assert list(store.verify()) == []


def test_edit_others_rest_on_outlives_its_undoing(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    made = edited(store, machine)
    decided(store, made.claim, Verdict.ACCEPT, by="Bo Reader")
    decided(store, machine, Verdict.UNDO)
    assert made.claim.id in held(store)


def test_edit_can_be_made_again(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    first = edited(store, machine)
    decided(store, machine, Verdict.UNDO)
    again = edited(store, machine)
    assert again.claim == first.claim
    assert again.decision.sequence == 3
    assert again.claim.id in held(store)
    assert list(store.verify()) == []


def test_edited_claim_can_be_edited(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    first = edited(store, machine)
    second = edited(store, first.claim, status="alleged")
    assert verdicts(store) == {
        machine.id: Verdict.EDIT, first.claim.id: Verdict.EDIT, second.claim.id: Verdict.ACCEPT
    }  # fmt: skip
    with pytest.raises(BadDecision, match="take that back first"):
        decided(store, machine, Verdict.UNDO)
    decided(store, first.claim, Verdict.UNDO)
    decided(store, machine, Verdict.UNDO)
    assert verdicts(store) == {}


def test_edit_back_is_an_undo(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    made = edited(store, machine)
    with pytest.raises(BadDecision, match="take that edit back"):
        edit_claim(store, made.claim.id, form=describe_claim(machine), reviewer="Bo", now=NOON)
    with pytest.raises(BadDecision, match="nothing is changed"):
        edit_claim(store, made.claim.id, form=describe_claim(made.claim), reviewer="Bo", now=NOON)


def test_newer_extractor_retires_no_claim_of_a_person(store: Store, made_up: MadeUp) -> None:
    machine, other, _ = made_up.fill(store, 1)
    made = edited(store, machine)
    text = made_up.text(1)
    added = add_claim(store, text.id, form=form_of(other, status="denied"), reviewer="Ada", now=NOON)
    decided(store, added.claim, Verdict.UNDO, by="Ada")
    again = add_claim(store, text.id, form=form_of(other, status="denied"), reviewer="Ada", now=NOON)
    with store.writer() as writer:
        writer.retire_claims(text.id, "newer@2")
    assert held(store) == {machine.id, made.claim.id, again.claim.id}


def test_newer_extractor_retires_no_claim_judged_on(store: Store, made_up: MadeUp) -> None:
    first, second, third = made_up.fill(store, 1)
    with store.writer() as writer:
        writer.judge_identity(first.id, second.id, JudgementValue.POSITIVE, "Ada", "one deal", decided_at=NOON)
        assert writer.retire_claims(made_up.text(1).id, "newer@2") == 1
    assert held(store) == {first.id, second.id}
    assert third.id not in held(store)


def test_claim_that_the_machine_has_is_accepted(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    made = add_claim(store, made_up.text(1).id, form=describe_claim(machine), reviewer="Ada", now=NOON)
    with store.view() as view:
        assert view.claim(machine.id) == machine
    decided(store, made.claim, Verdict.UNDO, by="Ada")
    assert machine.id in held(store)


def test_withdrawn_claim_is_not_decided_on(store: Store, made_up: MadeUp) -> None:
    made = edited(store, machine := made_up.fill(store, 1)[0])
    decided(store, machine, Verdict.UNDO)
    with pytest.raises(NotFound):
        decided(store, made.claim, Verdict.ACCEPT)


def test_same_decision_is_kept_once(store: Store, made_up: MadeUp) -> None:
    machine, other, _ = made_up.fill(store, 1)
    assert edited(store, machine) == edited(store, machine)
    assert decided(store, other, Verdict.ACCEPT) == decided(store, other, Verdict.ACCEPT)
    with store.view() as view:
        assert view.count("decisions") == 2


def test_decision_may_be_repeated_to_have_the_last_word(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    first = decided(store, machine, Verdict.ACCEPT)
    decided(store, machine, Verdict.REJECT, by="Bo")
    assert decided(store, machine, Verdict.ACCEPT, expects="") == first
    assert decided(store, machine, Verdict.ACCEPT).sequence == 3


def test_undo_sent_twice_takes_back_once(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    decided(store, machine, Verdict.ACCEPT)
    last = decided(store, machine, Verdict.UNSURE)
    once = decided(store, machine, Verdict.UNDO, undoes=last.id)
    assert decided(store, machine, Verdict.UNDO, undoes=last.id) == once
    assert decided(store, machine, Verdict.UNDO, expects=last.id) == once
    assert verdicts(store) == {machine.id: Verdict.ACCEPT}


def test_decision_in_between_is_told(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    theirs = decided(store, machine, Verdict.REJECT, by="Bo")
    with pytest.raises(DecisionConflict) as refused:
        decided(store, machine, Verdict.ACCEPT, expects="")
    assert (refused.value.expected, refused.value.found) == ("", theirs.id)
    assert decided(store, machine, Verdict.ACCEPT, expects=theirs.id).sequence == 2
    with pytest.raises(DecisionConflict):
        edit_claim(
            store, machine.id, form=form_of(machine, status="planned"), reviewer="Bo", now=NOON, expects=theirs.id
        )
    assert len(held(store)) == 3


def test_blind_reader_meets_no_conflict(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    decided(store, machine, Verdict.REJECT, by="Bo", readers=2)
    assert decided(store, machine, Verdict.ACCEPT, expects="", readers=2).sequence == 2


def test_only_editors_take_back_what_others_decided(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    theirs = decided(store, machine, Verdict.REJECT, by="Bo")
    for undoes in (None, theirs.id):
        with pytest.raises(BadDecision, match="only an editor"):
            decided(store, machine, Verdict.UNDO, undoes=undoes)
    undo = decided(store, machine, Verdict.UNDO, as_editor=True)
    assert undo.undoes == theirs.id
    with pytest.raises(BadDecision, match="no decision to take back"):
        decided(store, machine, Verdict.UNDO, as_editor=True, undoes="dec-none")


def test_undo_takes_back_the_own_one(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    own = decided(store, machine, Verdict.ACCEPT)
    decided(store, machine, Verdict.REJECT, by="Bo")
    assert decided(store, machine, Verdict.UNDO).undoes == own.id
    assert verdicts(store) == {machine.id: Verdict.REJECT}


def test_project_settings_say_how_many_decide(store: Store, made_up: MadeUp) -> None:
    machine = made_up.fill(store, 1)[0]
    decided(store, machine, Verdict.ACCEPT)
    store.readers = 2
    assert verdicts(store) == {}
    decided(store, machine, Verdict.ACCEPT, by="Bo")
    assert verdicts(store) == {machine.id: Verdict.ACCEPT}


def test_restricted_claim_hides_its_edit(store: Store, made_up: MadeUp) -> None:
    made = edited(store, machine := made_up.fill(store, 1)[0])
    with store.writer() as writer:
        writer.restrict(machine.id, ["Ada"], "Ada", "names a source", decided_at=NOON)
    with store.view() as view:
        assert made.claim.id in view.hidden_from("Bo")


def test_old_records_of_decisions_hold(store: Store, made_up: MadeUp, place: Place) -> None:
    machine = made_up.fill(store, 1)[0]
    decided(store, machine, Verdict.ACCEPT)
    with store.view() as view:
        (decision,) = view.decisions()
    assert decision.replacement is None
    place.execute("SELECT 1")
    assert list(store.verify()) == []
    import sqlalchemy

    with store._reading() as connection:
        record = connection.execute(sqlalchemy.text("SELECT record FROM decisions")).scalar_one()
    assert "replacement" not in record
    assert "undoes" not in record


def test_edit_of_a_lost_claim_is_found(store: Store, made_up: MadeUp, place: Place) -> None:
    made = edited(store, made_up.fill(store, 1)[0])
    place.tamper("DELETE FROM claims WHERE id = ?", made.claim.id)
    assert any("in place of a claim" in words for words in store.verify())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "unsure", "undo", "edit", "add"]), st.integers(0, 2), st.integers(0, 5)
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_sequence_leaves_a_store_that_holds(tmp_path_factory, made_up: MadeUp, steps: list) -> None:
    store = Place(tmp_path_factory.mktemp("any"), "").open()
    machine = made_up.fill(store, 1)
    for number, (what, person, target) in enumerate(steps):
        with store.view() as view:
            claims = list(view.claims())
        claim, reviewer = claims[target % len(claims)], ("Ada", "Bo", "Cy")[person]
        moment = NOON + timedelta(minutes=number)
        status = ("planned", "alleged", "denied")[target % 3]
        try:
            if what == "edit":
                made = edit_claim(store, claim.id, form=form_of(claim, status=status), reviewer=reviewer, now=moment)
                with store.view() as view:
                    assert view.claim(made.claim.id).status == status
            elif what == "add":
                add_claim(store, made_up.text(1).id, form=form_of(claim, status=status), reviewer=reviewer, now=moment)
            else:
                record_decision(store, claim.id, Verdict(what), reviewer=reviewer, reason="so", now=moment)
        except CountersightError:
            continue
    with store.view() as view:
        docket = Docket(view.decisions())
        assert view.verdicts() == docket.verdicts()
        by_people = {claim.id for claim in view.claims() if claim.is_by_person}
        assert by_people == {name for name in docket.subjects() if docket.rests_on(name)} - {one.id for one in machine}
    assert list(store.verify()) == []
    store.close()
