from datetime import UTC, datetime

from countersight.model.decision import Verdict
from countersight.review import Order, Queues, record_decision
from countersight.store.base import Store
from countersight.web.desk.queueing import Ask, Person, count_values, find_place, mine_lately

ADA = Person(name="Ada Reader", is_editor=False, readers=1)


def decide(store: Store, claim: str, verdict: Verdict = Verdict.ACCEPT) -> None:
    record_decision(store, claim, verdict, reviewer=ADA.name, reason="made", now=datetime.now(UTC))


def queues_of(store: Store) -> Queues:
    queues = Queues()
    with store.view() as view:
        queues.refresh(view)
    return queues


def test_address_is_read_back_as_it_was_written() -> None:
    ask = Ask(order=Order.NEWEST, chosen=(("kind", "supply"), ("kind", "demand"), ("source", "a b&c")))
    assert Ask.from_text(ask.to_text()) == ask


def test_what_cannot_be_asked_is_left_out() -> None:
    assert Ask.from_text("order=alphabetical&which=none&color=red") == Ask()


def test_positions_count_what_waits(store: Store) -> None:
    ids = [item.claim_id for item in queues_of(store).page(Ask().desk(ADA), limit=9)]
    for claim in ids[1:4]:
        decide(store, claim)
    decide(store, ids[5], Verdict.UNSURE)
    queues = queues_of(store)
    for ask in (Ask(), Ask(order=Order.CONSEQUENTIAL), Ask(chosen=(("kind", "supply"),))):
        waiting = [item.claim_id for item in queues.page(ask.desk(ADA), limit=1000)]
        places = [find_place(queues, ask, ADA, claim) for claim in waiting]
        assert [place.position for place in places] == list(range(1, len(waiting) + 1))
        assert {place.length for place in places} == {len(waiting)}
        assert [place.previous for place in places[1:]] == waiting[:-1]


def test_decided_claim_leads_on_from_its_place(store: Store) -> None:
    first, second, third, *_ = [item.claim_id for item in queues_of(store).page(Ask().desk(ADA), limit=3)]
    decide(store, second)
    place = find_place(queues_of(store), Ask(), ADA, second)
    assert place.position is None
    assert place.following[0] == third
    assert place.previous == first


def test_counts_are_of_what_is_not_settled(store: Store) -> None:
    before = count_values(queues_of(store), Ask(), ADA)["kind"].total()
    decide(store, queues_of(store).page(Ask().desk(ADA), limit=1)[0].claim_id)
    assert count_values(queues_of(store), Ask(), ADA)["kind"].total() == before - 1


def test_mine_are_the_last_first(store: Store) -> None:
    ids = [item.claim_id for item in queues_of(store).page(Ask().desk(ADA), limit=2)]
    for claim in ids:
        decide(store, claim)
    assert mine_lately(queues_of(store), Ask(), ADA) == ids[::-1]
