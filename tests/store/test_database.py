"""Many processes and one store: who waits, who never does, and what a killed one leaves. Every backend passes this."""

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from countersight.errors import StoreBusy
from countersight.model.decision import Verdict
from countersight.model.failure import Stage
from countersight.store.base import Step

ENDLESS_WRITER = Path(__file__).with_name("endless_writer.py")


def test_second_writer_gives_up_after_its_patience(store, place):
    with closing(place.open(patience_s=0.2)) as other, store.writer():
        started = time.monotonic()
        with pytest.raises(StoreBusy), other.writer():
            pass
        assert time.monotonic() - started >= 0.19


def test_second_writer_waits_its_turn(store, place, made_up):
    holding, release = Event(), Event()

    def hold():
        with store.writer() as writer:
            writer.add_step(Step(stage=Stage.READ, item="1", version="1", outcome="done"))
            holding.set()
            release.wait(10)

    holder = Thread(target=hold)
    with closing(place.open()) as other:
        holder.start()
        holding.wait(10)
        Thread(target=lambda: (time.sleep(0.2), release.set())).start()
        with other.writer() as writer:
            assert release.is_set()
            writer.add_step(Step(stage=Stage.READ, item="2", version="1", outcome="done"))
        holder.join()
        with other.view() as view:
            assert [step.item for step in view.steps(Stage.READ)] == ["1", "2"]


def test_store_is_free_again_after_busy(store, place, made_up):
    with closing(place.open(patience_s=0.05)) as other:
        with store.writer(), pytest.raises(StoreBusy), other.writer():
            pass
        assert made_up.fill(other, 1)


def test_reader_is_not_blocked_by_a_writer(store, place, made_up):
    made_up.fill(store, 1)
    with closing(place.open(patience_s=0.05)) as other, store.writer() as writer:
        writer.add_document(*made_up.document(2)[1:])
        with other.view() as view:
            assert view.count("documents") == 1
            assert len(list(view.claims())) == 3
        assert list(other.verify()) == []
    with store.view() as view:
        assert view.count("documents") == 2


def test_opening_does_not_wait_for_a_writer(store, place):
    with store.writer():
        place.open(patience_s=0.05).close()


def test_decisions_of_many_form_one_chain(store, place, made_up):
    claims = made_up.fill(store, 1)

    def decide(reviewer):
        with closing(place.open()) as own:
            for claim in claims:
                with own.writer() as writer:
                    moment = made_up.document()[2].captured_at
                    writer.decide(claim.id, Verdict.ACCEPT, reviewer, "", decided_at=moment)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(decide, "ABCD"))
    with store.view() as view:
        assert [decision.sequence for decision in view.decisions()] == list(range(1, 13))
    assert list(store.verify()) == []


def test_many_can_open_a_new_store_at_once(new_place, made_up):
    place = new_place()
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: place.open(), range(4)))
    for number, store in enumerate(stores):
        made_up.fill(store, number)
    with stores[0].view() as view:
        assert view.count("documents") == 4
    for store in stores:
        store.close()


def test_killed_writer_leaves_a_whole_store(place, made_up):
    chance = random.Random(1)
    place.open().close()
    for round_ in range(2):
        written = kill_a_writer(place, first=round_ * 1_000, after=chance.uniform(0.0, 0.3))
        with closing(place.open()) as store:
            assert list(store.verify()) == []
            with store.view() as view:
                for number in written:
                    for claim in made_up.claims(made_up.text(number)):
                        assert view.claim(claim.id) == claim
                assert view.count("claims") == view.count("judgements") == 3 * view.count("texts")
                assert view.count("decisions") == sum(1 for _ in view.steps(Stage.RESOLVE))
                assert view.count("decisions") >= 3 * len(written)


def kill_a_writer(place, *, first, after):
    """Let another process write for a while, kill it, and return the numbers of what it said was committed."""
    command = [sys.executable, ENDLESS_WRITER, place.folder, place.database, str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        written = [int(process.stdout.readline())]
        time.sleep(after)
        process.kill()
        return written + [int(line) for line in process.stdout if line.endswith("\n")]


def test_change_mark_tells_every_commit(store, place, made_up):
    other = place.open()
    first = store.change_mark()
    with other.view() as view:
        assert view.count("documents") == 0
    made_up.fill(other, 1)
    second = store.change_mark()
    made_up.fill(store, 2)
    assert len({first, second, store.change_mark()}) == 3
    other.close()


def test_change_mark_stands_while_nothing_is_written(place):
    store = place.open()
    mark = store.change_mark()
    with store.view() as view:
        assert list(view.text_ids()) == []
    assert store.change_mark() == mark or place.database.startswith("postgresql")  # there, others write beside us
    store.close()


def test_writers_that_wait_leave_connections_to_read(place, made_up):
    store = place.open()

    def write_and_read(number):
        with store.writer() as writer, store.view() as view:
            writer.add_step(Step(stage=Stage.READ, item=f"item {number}", version="made-up@1", outcome="done"))
            return view.count("documents")

    with ThreadPoolExecutor(24) as pool:
        assert list(pool.map(write_and_read, range(24))) == [0] * 24
    store.close()
