"""What politeness and discovery remember outlives the process; what is held back is written with what it belongs to."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.watching import StoredMemory, WatchDatabase
from countersight.collect.watching.memories import HeldMemory

words = st.text(max_size=40)


def test_words_outlive_the_process(tmp_path: Path) -> None:
    first = WatchDatabase(tmp_path)
    StoredMemory(first).remember("host", "glimmer.example", "resting")
    first.close()
    second = WatchDatabase(tmp_path)
    assert StoredMemory(second).recall("host", "glimmer.example") == "resting"
    assert StoredMemory(second).recall("host", "other.example") is None
    second.close()


def test_held_words_wait(tmp_path: Path) -> None:
    database = WatchDatabase(tmp_path)
    stored = StoredMemory(database)
    held = HeldMemory(stored, "glimmer_post")
    held.remember("place", "feed", "7")
    assert held.recall("place", "feed") == "7"
    assert HeldMemory(stored, "glimmer_post").recall("place", "feed") is None
    with database.writing() as connection:
        held.settle(connection)
    assert HeldMemory(stored, "glimmer_post").recall("place", "feed") == "7"
    assert HeldMemory(stored, "another").recall("place", "feed") is None
    database.close()


def test_held_words_can_be_forgotten(tmp_path: Path) -> None:
    database = WatchDatabase(tmp_path)
    held = HeldMemory(StoredMemory(database), "glimmer_post")
    held.remember("place", "feed", "7")
    with database.writing() as connection:
        held.settle(connection)
    held.forget("place", "feed")
    assert held.recall("place", "feed") is None
    with database.writing() as connection:
        held.settle(connection)
    assert HeldMemory(StoredMemory(database), "glimmer_post").recall("place", "feed") is None
    database.close()


@settings(max_examples=25)
@given(st.lists(st.tuples(words, words, st.none() | words), max_size=12))
def test_memory_is_a_dictionary(tmp_path_factory, said) -> None:
    database = WatchDatabase(tmp_path_factory.mktemp("memory"))
    memory, expected = StoredMemory(database), {}
    for kind, key, value in said:
        if value is None:
            memory.forget(kind, key)
            expected.pop((kind, key), None)
        else:
            memory.remember(kind, key, value)
            expected[kind, key] = value
    assert all(memory.recall(kind, key) == expected.get((kind, key)) for kind, key, _ in said)
    database.close()
