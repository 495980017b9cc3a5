"""Whatever is done to a document is on the log of custody, for good. Every backend passes this."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from countersight.errors import BadCustody
from countersight.model.as_of import AsOf
from countersight.model.custody import Act
from countersight.store.migrate import SCRIPTS
from countersight.store.rows import CAPTURES, DOCUMENTS, TEXTS
from countersight.values.digests import sha256_hex

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
LATER = timedelta(hours=1)


def log(store, subject_id=None):
    with store.view() as view:
        return list(view.custody(subject_id))


def acts(store, subject_id=None):
    return [event.act for event in log(store, subject_id)]


def test_capture_and_reading_are_told(store, made_up):
    made_up.fill(store, 1)
    _, document, capture = made_up.document(1)
    captured, read = log(store, document.id)
    assert (captured.act, captured.by, read.act, read.by) == (Act.CAPTURED, "test@1", Act.READ, "plain@1")
    assert captured.told("address") == capture.address
    assert captured.told("record") == sha256_hex(CAPTURES.to_row(capture)["record"].encode())
    assert read.told("record") == sha256_hex(TEXTS.to_row(made_up.text(1))["record"].encode())
    assert (captured.previous, read.previous) == ("", captured.id)


def test_same_act_is_told_once(store, made_up):
    made_up.fill(store, 1)
    made_up.fill(store, 1)
    assert acts(store) == [Act.CAPTURED, Act.READ]


def test_fetching_the_same_again_is_a_sighting(store, made_up):
    made_up.fill(store, 1)
    data, document, first = made_up.document(1)
    _, again = made_up.described(data, address=first.address, at=first.captured_at + LATER)
    for _ in range(2):  # an interrupted run tries the very same act again
        with store.writer() as writer:
            writer.add_document(document, again)
    assert acts(store) == [Act.CAPTURED, Act.READ, Act.SEEN_AGAIN]
    assert log(store)[-1].told("capture") == first.id
    assert list(store.verify()) == []


def test_same_bytes_elsewhere_are_captured_again(store, made_up):
    made_up.fill(store, 1)
    data, document, _ = made_up.document(1)
    with store.writer() as writer:
        writer.add_document(document, made_up.described(data, address="file:///elsewhere")[1])
    assert acts(store, document.id) == [Act.CAPTURED, Act.READ, Act.CAPTURED]


def test_restrictions_are_told_without_names_of_readers(store, made_up):
    made_up.fill(store, 1)
    document = made_up.document(1)[1].id
    with store.writer() as writer:
        writer.restrict(document, ["Cy"], "Ana", "a source would be known", decided_at=NOON)
        writer.restrict(document, None, "Ana", "published elsewhere", decided_at=NOON)
    *_, restricted, lifted = log(store, document)
    assert (restricted.act, lifted.act) == (Act.RESTRICTED, Act.LIFTED)
    assert [name for name, _ in restricted.detail] == ["restriction"]


def test_anything_else_can_be_told(store, made_up):
    made_up.fill(store, 1)
    document = made_up.document(1)[1].id
    with store.writer() as writer:
        told = writer.record_custody(Act.VANISHED, document, by="test@1", at=NOON, detail={"status": "404"})
    assert log(store, document)[-1] == told
    with store.view() as view:
        assert view.custody_head() == told
        assert view.count("custody") == told.sequence == 3
        assert list(view.custody(after=2)) == [told]


def test_nameless_act_is_refused(store):
    with pytest.raises(BadCustody), store.writer() as writer:
        writer.record_custody(Act.VANISHED, "x", by="", at=NOON)
    assert log(store) == []


def test_rolled_back_act_leaves_no_link(store, made_up):
    _, document, capture = made_up.document(1)

    def write_and_fail():
        with store.writer() as writer:
            writer.add_document(document, capture)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert log(store) == []
    made_up.fill(store, 1)
    assert list(store.verify()) == []


def test_past_views_see_the_log_of_then(store, made_up):
    made_up.fill(store, 1)
    with store.view(AsOf(recorded=NOON - LATER)) as view:
        assert list(view.custody()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE custody SET act = 'read'",
        "DELETE FROM custody",
        "INSERT INTO custody SELECT sequence, id, subject_id, act, record_id, record FROM custody",
    ],
)
def test_database_refuses_to_change_links(store, place, made_up, statement):
    made_up.fill(store, 1)
    before = log(store)
    with pytest.raises(Exception, match=r"append-only|unique|duplicate"):
        place.execute(statement)
    assert log(store) == before


TAMPERED = {
    "UPDATE custody SET record = replace(record, 'plain@1', 'eve@1') WHERE sequence = 2": "custody event 2 is",
    "UPDATE custody SET subject_id = 'x' WHERE sequence = 2": "its subject_id is not as it was written",
    "DELETE FROM custody WHERE sequence = 2": "nothing in the log of custody tells",
    "DELETE FROM custody WHERE sequence = 1": "links to",
    "UPDATE captures SET record = replace(record, 'yesterday', 'today')": "its record is now",
    'UPDATE texts SET record = replace(record, \'"title":"T"\', \'"title":"U"\')': "its record is now",
    "UPDATE documents SET record = replace(record, 'text/plain', 'text/html')": "was captured as text/plain",
    "DELETE FROM texts": "which is not in the store",
}


@pytest.mark.parametrize("statement", TAMPERED)
@pytest.mark.parametrize("alone", [True, False], ids=["one document", "all"])
def test_verify_tells_what_was_tampered_with(place, made_up, statement, alone):
    with closing(place.open()) as store:
        made_up.fill(store, 1)
        name = made_up.document(1)[1].id
        place.tamper(statement)
        if alone and "subject_id" in statement:
            return  # who asks for one document is not told of links that no longer name it
        breaks = list(store.verify_document(name) if alone else store.verify())
        assert any(TAMPERED[statement] in each for each in breaks), breaks


def test_one_document_is_verified_alone(place, made_up):
    with closing(place.open()) as store:
        made_up.fill(store, 1, 2)
        place.tamper("UPDATE texts SET record = 'x' WHERE id = ?", made_up.text(2).id)
        assert list(store.verify_document(made_up.document(1)[1].id)) == []
        assert list(store.verify_document(made_up.document(2)[1].id))


def test_check_tells_how_far_it_is(store, made_up):
    made_up.fill(store, 1, 2)
    told = {}
    assert list(store.verify(lambda what, done, total: told.update({what: (done, total)}))) == []
    assert told["documents"] == (2, 2)
    assert told["custody events"] == (4, 4)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(list(Act)), st.text("xyz", max_size=3)), max_size=8
    )
)
def test_log_reads_back_in_order_and_linked(place, steps):
    place.empty() if place.database else None
    with closing(place.open()) as store:
        before = len(log(store))
        with store.writer() as writer:
            # acts that make records are told by the writer alone
            made = [
                writer.record_custody(act, subject, by="test@1", at=NOON, detail={"words": words})
                for subject, act, words in steps
                if act not in (Act.CAPTURED, Act.READ, Act.BEGUN)
            ]
        found = log(store)
        assert found[before:] == made
        assert [event.sequence for event in found] == list(range(1, len(found) + 1))
        assert [event.previous for event in found] == ["", *(event.id for event in found)][: len(found)]
        assert list(store.verify()) == []


@pytest.fixture
def older(new_place, made_up):
    """A place with a store of before the log, and two documents in it."""
    place = new_place()
    address = place.database.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(address or f"sqlite:///{place.folder / 'countersight.db'}")
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for number in (1, 2):
            _, document, capture = made_up.document(number)
            for form, value in ((DOCUMENTS, document), (CAPTURES, capture), (TEXTS, made_up.text(number))):
                row = form.to_row(value)
                names = ", ".join(row)
                values = ", ".join(f":{name}" for name in row)
                connection.execute(text(f"INSERT INTO {form.table.name} ({names}) VALUES ({values})"), row)
    engine.dispose()
    return place


def test_store_of_before_begins_its_log_with_what_was_there(older, made_up):
    with closing(older.open()) as store:
        for number in (1, 2):
            store.archive.put(made_up.document(number)[0])
        (begun,) = log(store)
        assert (begun.act, begun.told("captures"), begun.told("texts")) == (Act.BEGUN, "2", "2")
        made_up.fill(store, 2, 3)
        assert acts(store) == [Act.BEGUN, Act.CAPTURED, Act.READ]
        assert list(store.verify()) == []
        assert list(store.verify_document(made_up.document(1)[1].id)) == []


@pytest.mark.parametrize("table", ["captures", "texts"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET record = replace(record, 'T', 'U')"])
def test_change_of_what_was_there_before_is_found(older, made_up, table, statement):
    with closing(older.open()) as store:
        older.tamper(
            statement.format(table).replace("'T', 'U'", "'yesterday', 'today'" if table == "captures" else "'T', 'U'")
        )
        assert any(f"the log began with 2 {table}" in each for each in store.verify())


def test_new_store_has_no_beginning_to_tell(store):
    assert log(store) == []
