from countersight.store.base import Store
from countersight.web.desk.card import TITLES, claim_rows, claim_title, differences
from countersight.web.language import language

ENGLISH = language("en")


def test_every_slot_with_words_has_a_row(read_store: Store) -> None:
    with read_store.view() as view:
        for claim in view.claims():
            told = {row.start for row in claim_rows(claim, ENGLISH)}
            assert {mention.start for _, mention in claim.mentions()} <= told
            assert {row.title for row in claim_rows(claim, ENGLISH)} <= set(TITLES)
            assert claim_title(claim, ENGLISH)


def test_claim_differs_from_itself_in_nothing(read_store: Store) -> None:
    with read_store.view() as view:
        one, other, *_ = view.claims()
    assert differences(one, one, ENGLISH) == []
    assert differences(one, other, ENGLISH) != []
