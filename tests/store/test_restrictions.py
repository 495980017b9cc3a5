"""What is restricted is hidden from all but those named, today, whatever a view is as of. Every backend passes this."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countersight.errors import BadRestriction, NotFound
from countersight.model.as_of import AsOf

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def restrict(store, subject_id, readers, *, by="Ana", reason="a source would be known"):
    with store.writer() as writer:
        return writer.restrict(subject_id, readers, by, reason, decided_at=NOON)


def hidden(store, person, as_of=None):
    with store.view(as_of or AsOf()) as view:
        return view.hidden_from(person)


def test_document_hides_all_that_is_in_it(store, made_up) -> None:
    claims = made_up.fill(store, 1, 2)
    first, text = claims[0].document_id, made_up.text(1)
    restrict(store, first, ["Ana"])
    assert hidden(store, "ana") == frozenset()
    assert hidden(store, "Bo") == {first, text.id, *(claim.id for claim in claims if claim.document_id == first)}
    assert hidden(store, None) == hidden(store, "Bo")


def test_withdrawn_claims_stay_hidden(store, made_up) -> None:
    claims = made_up.fill(store, 1)
    restrict(store, claims[0].document_id, ["Ana"])
    with store.writer() as writer:
        assert writer.retire_claims(made_up.text(1).id, "newer@2") == len(claims)
    assert hidden(store, "Bo") >= {claim.id for claim in claims}


def test_claim_is_hidden_alone(store, made_up) -> None:
    claim = made_up.fill(store, 1)[0]
    restrict(store, claim.id, ["Ana", "Bo"])
    assert hidden(store, "Cy") == {claim.id}
    assert hidden(store, "bo") == frozenset()


def test_past_views_hide_what_is_hidden_today(store, made_up) -> None:
    claim = made_up.fill(store, 1)[0]
    restrict(store, claim.id, ["Ana"])
    assert hidden(store, "Bo", AsOf(recorded=NOON - timedelta(days=900))) == {claim.id}


def test_lifting_appends_and_shows_again(store, made_up) -> None:
    claim = made_up.fill(store, 1)[0]
    first = restrict(store, claim.id, ["Ana"])
    second = restrict(store, claim.id, None, reason="it was published elsewhere")
    assert second.previous == first.id
    assert hidden(store, None) == frozenset()
    with store.view() as view:
        assert list(view.restrictions()) == [first, second]
        assert view.count("restrictions") == 2
    assert list(store.verify()) == []


def test_nothing_to_lift_is_refused(store, made_up) -> None:
    claim = made_up.fill(store, 1)[0]
    with pytest.raises(BadRestriction, match="nothing to lift"):
        restrict(store, claim.id, None)
    with store.view() as view:
        assert list(view.restrictions()) == []


@pytest.mark.parametrize("subject", ["clm-none", "no id", "'; DROP TABLE documents; --", ""])
def test_unknown_subject_is_refused(store, subject) -> None:
    with pytest.raises(NotFound):
        restrict(store, subject, ["Ana"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE restrictions SET subject_id = 'clm-2'",
        "DELETE FROM restrictions",
        "INSERT INTO restrictions SELECT sequence, id, subject_id, record FROM restrictions",
    ],
)
def test_database_refuses_to_change_links(place, made_up, statement) -> None:
    store = place.open()
    claim = made_up.fill(store, 1)[0]
    restrict(store, claim.id, ["Ana"])
    with pytest.raises(Exception, match=r"append-only|unique|duplicate"):
        place.execute(statement)
    assert hidden(store, "Bo") == {claim.id}
    store.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE restrictions SET record = replace(record, 'ana', 'eve')", "its content says"),
        ("UPDATE restrictions SET subject_id = 'clm-2'", "its subject_id is not as it was written"),
        ("DELETE FROM restrictions WHERE sequence = 1", "something is missing"),
        ("DELETE FROM claims", "which is not in the store"),
    ],
)
def test_verify_tells_what_was_tampered_with(place, made_up, statement, said) -> None:
    store = place.open()
    claim = made_up.fill(store, 1)[0]
    restrict(store, claim.id, ["Ana"])
    restrict(store, claim.id, ["Ana", "Bo"])
    place.tamper(statement)
    assert any(said in line and "restriction" in line for line in store.verify())
    store.close()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.lists(st.sampled_from("abc"), min_size=1, max_size=2)), max_size=5))
def test_hidden_is_what_the_last_links_say(place, made_up, steps) -> None:
    place.empty() if place.database else None
    store = place.open()
    try:
        claims = made_up.fill(store, 1)
        with store.writer() as writer:
            for number, readers in steps:
                writer.restrict(claims[number].id, readers, "Ana", "why", decided_at=NOON)
        with store.view() as view:
            chain = list(view.restrictions())
            last = {link.subject_id: link.readers for link in chain}
            for person in "abcd":
                expected = {subject for subject, readers in last.items() if person not in readers}
                assert view.hidden_from(person) == expected
        assert list(store.verify()) == []
    finally:
        store.close()
