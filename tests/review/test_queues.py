"""What comes before a reviewer, in which order, and that it stays put."""

import pytest
from tests.review.conftest import FIRST, NOW, OTHER, Project
from tests.review.test_edits import replace_extractor

from countersight.model.decision import Verdict
from countersight.model.outline import ClaimOutline
from countersight.review import Desk, Filters, Order, Queues

WORDS = [f"Glimmer Optics sold {number} cameras to Kenya." for number in range(2, 8)]


def fill(project: Project) -> list[str]:
    """Add six claims, the least sure first; return their ids in that order."""
    claims = [project.sold(words, confidence=0.5 + number / 20) for number, words in enumerate(WORDS)]
    return [claim.id for claim in claims]


def queues(project: Project) -> Queues:
    made = Queues(readers=project.store.readers)
    refresh(project, made)
    return made


def refresh(project: Project, made: Queues) -> None:
    with project.store.view() as view:
        made.refresh(view)


def ids(made: Queues, desk: Desk, **more) -> list[str]:
    return [item.claim_id for item in made.page(desk, **more)]


ADA = Desk(reviewer="Ada")


def test_least_sure_claims_come_first(project: Project) -> None:
    names = fill(project)
    made = queues(project)
    assert ids(made, ADA) == names
    assert made.count(ADA) == 6


def test_next_stays_put_while_others_decide(project: Project) -> None:
    names = fill(project)
    made = queues(project)
    third = made.page(ADA, limit=3)[-1]
    for name in (names[0], names[2], names[3]):
        project.says("Bo", name, Verdict.ACCEPT)
    refresh(project, made)
    assert made.next(ADA, after=third.place).claim_id == names[4]
    assert made.previous(ADA, before=third.place).claim_id == names[1]
    assert made.count(ADA) == 3


def test_what_is_left_open_comes_last(project: Project) -> None:
    names = fill(project)
    made = queues(project)
    first = made.next(ADA)
    project.says("Ada", names[0], Verdict.UNSURE)
    refresh(project, made)
    assert made.next(ADA, after=first.place).claim_id == names[1]
    assert ids(made, ADA) == [*names[1:], names[0]]
    last = made.page(ADA)[-1]
    assert made.previous(ADA, before=last.place).claim_id == names[5]
    assert made.next(ADA, after=last.place) is None


def test_reviewer_goes_on_after_the_last_decision(project: Project) -> None:
    names = fill(project)
    project.says("Ada", names[2], Verdict.ACCEPT)
    made = queues(project)
    assert made.resume(ADA).claim_id == names[3]
    assert made.resume(Desk(reviewer="Bo")).claim_id == names[0]
    project.says("Ada", names[5], Verdict.ACCEPT)
    refresh(project, made)
    assert made.resume(ADA).claim_id == names[0]


def test_skipped_claims_come_again(project: Project) -> None:
    names = fill(project)
    made = queues(project)
    place = ""
    for _ in names:
        place = made.next(ADA, after=place).place
    assert made.next(ADA, after=place) is None
    assert made.next(ADA).claim_id == names[0]


def test_second_reader_gets_what_the_first_decided(project: Project) -> None:
    project.store.readers = 2
    names = fill(project)
    project.says("Bo", names[0], Verdict.REJECT)
    made = queues(project)
    assert ids(made, ADA)[0] == names[0]
    assert names[0] not in ids(made, Desk(reviewer="Bo"))
    assert made.count(Desk(reviewer="Bo")) == 5


def test_disputes_wait_for_an_editor(project: Project) -> None:
    project.store.readers = 2
    names = fill(project)
    for reviewer, verdict in (("Ada", Verdict.ACCEPT), ("Bo", Verdict.REJECT)):
        for name in (names[4], names[1]):
            project.says(reviewer, name, verdict)
    made = queues(project)
    disputed = Desk(reviewer="Cy", order=Order.DISPUTED, is_editor=True)
    assert ids(made, disputed) == [names[4], names[1]]
    assert made.count(disputed) == 2
    assert ids(made, Desk(reviewer="Cy", order=Order.DISPUTED)) == []
    assert ids(made, Desk(reviewer="Ada", order=Order.DISPUTED, is_editor=True)) == []
    assert names[1] in ids(made, Desk(reviewer="Cy", is_editor=True))


def test_edit_of_another_is_not_shown_to_a_blind_reader(project: Project) -> None:
    project.store.readers = 2
    made = project.edits("Bo", machine := project.sold(FIRST), status="planned")
    assert ids(queues(project), ADA) == [machine.id]
    assert made.claim.id not in ids(queues(project), Desk(reviewer="Bo"))


def test_hidden_claims_are_neither_shown_nor_counted(project: Project) -> None:
    names = fill(project)
    made = queues(project)
    document = made.board.rows[names[1]].document_id
    desk = Desk(reviewer="Ada", hidden=frozenset({names[0], document}))
    assert ids(made, desk) == names[2:]
    assert made.count(desk) == 4


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"kinds": {"supply"}}, 2),
        ({"kinds": {"training"}}, 0),
        ({"territories": {"ke"}}, 1),
        ({"territories": {"ke", "gh"}}, 2),
        ({"technologies": {"spyware"}}, 1),
        ({"languages": {"en"}}, 2),
        ({"languages": {"fr"}}, 0),
        ({"sources": {"the paper"}}, 2),
        ({"technologies": {"spyware"}, "territories": {"ke"}}, 0),
    ],
)
def test_filters_narrow_the_queue(project: Project, filters: dict, kept: int) -> None:
    project.sold(FIRST)
    project.sold(OTHER, supplier="Shimmer Labs", recipient="|gh", thing="spyware", technology="spyware")
    desk = Desk(reviewer="Ada", filters=Filters(**{name: frozenset(told) for name, told in filters.items()}))
    made = queues(project)
    assert made.count(desk) == len(ids(made, desk)) == kept


def test_most_consequential_claims_come_first(project: Project) -> None:
    alone = project.sold(OTHER, supplier="Shimmer Labs", recipient="|gh", thing="spyware", technology="spyware")
    several = [
        project.sold(words) for words in (FIRST, "In 2023 Kenya's police bought 300 cameras from Glimmer Optics.")
    ]
    project.run()
    order = ids(queues(project), Desk(reviewer="Ada", order=Order.CONSEQUENTIAL))
    assert order == [*sorted(claim.id for claim in several), alone.id]


def test_newest_claims_come_first(project: Project) -> None:
    names = fill(project)
    assert ids(queues(project), Desk(reviewer="Ada", order=Order.NEWEST)) == names[::-1]


def test_rejected_reading_comes_last_with_its_words(project: Project) -> None:
    machine = project.sold(FIRST, confidence=0.5)
    names = fill(project)
    project.says("Bo", machine, Verdict.REJECT)
    newer = replace_extractor(project, machine, quote=FIRST)
    made = queues(project)
    last = made.page(ADA)[-1]
    assert (last.claim_id, last.remark) == (newer, f"rejected before, on {NOW:%Y-%m-%d}")
    assert ids(made, ADA)[:-1] == sorted(names, key=lambda name: (abs(made.board.rows[name].confidence - 0.5), name))


def test_accepted_reading_is_not_asked_again(project: Project) -> None:
    machine = project.sold(FIRST)
    project.says("Bo", machine, Verdict.ACCEPT)
    replace_extractor(project, machine, quote=FIRST)
    assert ids(queues(project), ADA) == []


def test_other_reading_of_an_accepted_claim_is_shown(project: Project) -> None:
    machine = project.sold(FIRST)
    project.says("Bo", machine, Verdict.ACCEPT)
    newer = replace_extractor(project, machine, quote=FIRST, recipient=None)
    made = queues(project)
    (item,) = made.page(Desk(reviewer="Ada", order=Order.CHANGED))
    assert item.claim_id == newer
    assert item.remark == f"the newer extractor reads this differently from what was accepted on {NOW:%Y-%m-%d}"


def test_other_reading_of_an_edited_claim_is_shown(project: Project) -> None:
    machine = project.sold(FIRST)
    project.edits("Bo", machine, status="planned")
    same = replace_extractor(project, machine, quote=FIRST)
    other = replace_extractor(project, machine, quote=FIRST, supplier=None)
    remarks = {item.claim_id: item.remark for item in queues(project).page(ADA)}
    assert remarks[same].startswith("edited before")
    assert remarks[other].startswith("the newer extractor reads this differently")


def test_claims_that_join_a_decided_finding_are_changed(project: Project) -> None:
    project.sold(FIRST)
    (finding,) = project.run()
    project.says("Bo", finding, Verdict.ACCEPT)
    joined = project.sold("In 2023 Kenya's police bought 300 cameras from Glimmer Optics.")
    project.run()
    (item,) = queues(project).page(Desk(reviewer="Ada", order=Order.CHANGED))
    assert item.claim_id == joined.id
    assert "joined a finding" in item.remark


def test_refreshing_equals_beginning_anew(project: Project) -> None:
    names = fill(project)
    made = queues(project)
    project.says("Bo", names[0], Verdict.ACCEPT)
    project.sold(FIRST)
    with project.store.view() as view:
        project.edits("Bo", view.claim(names[3]), status="planned")
    refresh(project, made)
    anew = queues(project)
    assert made.board.rows == anew.board.rows
    for order in Order:
        desk = Desk(reviewer="Ada", order=order)
        assert made.page(desk) == anew.page(desk)
        assert made.count(desk) == len(anew.page(desk))


def test_strange_place_is_the_beginning(project: Project) -> None:
    names = fill(project)
    assert queues(project).next(ADA, after="nowhere").claim_id == names[0]
    assert queues(project).next(ADA, after="[0,1]").claim_id == names[0]


def test_outlines_tell_what_claims_tell(project: Project) -> None:
    claim = project.sold(FIRST)
    project.sold(OTHER, supplier="Shimmer Labs", thing="spyware", technology="spyware")
    with project.store.view() as view:
        (outline,) = view.outlines(ClaimOutline, [claim.id])
        assert len(list(view.outlines(ClaimOutline))) == 2
    assert (outline.text_id, outline.confidence) == (claim.evidence[0].text_id, claim.confidence)
    assert ([*outline.territories()], [*outline.technologies()]) == (["ke"], ["video_surveillance"])
