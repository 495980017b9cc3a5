"""A catalog follows its store, is never half built, and is made again when it cannot be used."""

import fcntl
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalog.conftest import Open, fill_many, list_claims
from tests.release.conftest import NOON, World
from tests.store.conftest import Place

from countersight.catalog import Order, Query, What, keeping, open_catalog
from countersight.catalog import files as files_module
from countersight.errors import StoreBusy
from countersight.model.as_of import AsOf
from countersight.model.decision import Verdict
from countersight.pipeline import view_as_of
from countersight.store.base import Store


def catalog_files(store: Store, pattern: str = "*.db") -> list[Path]:
    return sorted((store.folder / "catalog").glob(pattern))


def everything(catalog) -> dict[str, object]:
    """All that a catalog shows, by list."""
    return {
        **{
            what.value: getattr(catalog, what.value)(Query(reviews=()), limit=1_000, order=Order.NAME).rows
            for what in What
        },
        "rejected": catalog.claims(Query(reviews=("rejected",)), limit=1_000, order=Order.NAME).rows,
        "rejected findings": catalog.findings(Query(reviews=("rejected",)), limit=1_000, order=Order.NAME).rows,
        "totals": catalog.totals(),
        "facets": {what.value: catalog.facets(what) for what in What},
        "territories": catalog.territories(),
        "parties": catalog.parties(),
        "sources": catalog.sources(),
        "found": [row.id for row in catalog.claims(Query(words="cameras"), limit=1_000, order=Order.NAME).rows],
        "marks": catalog.marks(),
    }


def afresh(store: Store, opened: Open) -> dict[str, object]:
    """What a catalog shows that was built anew."""
    for path in catalog_files(store, "now.*"):
        path.unlink()
    return everything(opened(store))


def test_same_backend_or_not_same_catalog(place: Place, opened: Open) -> None:
    world = World(place.open())
    fill_many(world, 6)
    catalog = opened(world.store)
    assert (catalog.findings().total, catalog.claims().total, catalog.documents().total) == (6, 6, 6)
    world.decide(list_claims(world.store)[0], Verdict.ACCEPT)
    fill_many(world, 2, first=6)
    assert catalog.refresh()
    assert everything(catalog) == afresh(world.store, opened)
    assert catalog.claims(Query(reviews=("accepted",))).total == 1
    world.store.close()


def test_refresh_without_news_is_nothing(trade: World, opened: Open) -> None:
    catalog = opened(trade.store)
    before = catalog.built_from
    assert not catalog.refresh()
    assert catalog.built_from == before


def test_decision_changes_only_what_it_touches(trade: World, opened: Open) -> None:
    catalog = opened(trade.store)
    before = {row.id: row for row in catalog.findings().rows}
    chosen = next(row for row in before.values() if row.claims == 2)
    with trade.store.writer() as writer:
        writer.decide(chosen.id, Verdict.ACCEPT, "A. Reviewer", "made up", decided_at=NOON)
    assert catalog.refresh(thoroughly=False)
    after = {row.id: row for row in catalog.findings().rows}
    assert {name for name in before if before[name] != after[name]} == {chosen.id}
    assert after[chosen.id].review == "accepted"
    assert {claim.review for claim in catalog.claims_of(chosen.id)} == {"accepted"}
    assert catalog.built_from.decisions == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["decide", "decide", "decide", "regroup", "refresh"]),
        st.integers(0, 11),
        st.sampled_from([Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE, Verdict.UNDO]),
        st.booleans(),
    ),
    max_size=9,
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_following_is_as_good_as_building(tmp_path_factory: pytest.TempPathFactory, steps) -> None:
    from countersight.store import open_store

    world = World(open_store(tmp_path_factory.mktemp("steps")))
    fill_many(world, 4)
    catalog = open_catalog(world.store, view_as_of)
    for step, place, verdict, on_claim in steps:
        with world.store.view() as view:
            claims, findings = list(view.claims()), list(view.findings())
        if step == "decide":
            subjects = claims if on_claim else findings
            with world.store.writer() as writer:
                writer.decide(subjects[place % len(subjects)].id, verdict, "A", "made up", decided_at=NOON)
        elif step == "regroup":
            cut = 1 + place % (len(claims) - 1)
            world.find(claims[:cut], claims[cut:])
        else:
            catalog.refresh(thoroughly=on_claim)
    catalog.refresh()
    followed = everything(catalog)
    catalog.close()
    for path in catalog_files(world.store, "now.*"):
        path.unlink()
    built = open_catalog(world.store, view_as_of)
    assert followed == everything(built)
    built.close()
    world.store.close()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    order=st.sampled_from([order for order in Order if order is not Order.ORIGINS]),
    words=st.sampled_from(["", "cameras"]),
    limit=st.integers(1, 5),
    writes=st.lists(st.sampled_from(["add", "decide", ""]), min_size=1, max_size=4),
)
def test_walk_is_stable_under_writes(tmp_path_factory: pytest.TempPathFactory, order, words, limit, writes) -> None:
    from countersight.store import open_store

    world = World(open_store(tmp_path_factory.mktemp("walk")))
    fill_many(world, 8)
    catalog = open_catalog(world.store, view_as_of)
    query = Query(words=words)
    there = [row.id for row in catalog.claims(query, order=order, limit=100).rows]
    seen: list[str] = []
    after, number = None, 0
    while True:
        page = catalog.claims(query, order=order, limit=limit, after=after)
        seen += [row.id for row in page.rows]
        write = writes[number % len(writes)] if number < 6 else ""
        if write == "add":
            fill_many(world, 1, first=8 + number)
        elif write == "decide":
            world.decide(list_claims(world.store)[number], Verdict.ACCEPT)
        catalog.refresh()
        number += 1
        if page.next is None:
            break
        after = page.next
    assert len(seen) == len(set(seen))
    assert [name for name in seen if name in there] == there
    catalog.close()
    world.store.close()


def test_damaged_file_is_built_anew(trade: World, opened: Open) -> None:
    opened(trade.store).close()
    (path,) = catalog_files(trade.store)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x99" * (len(data) - 4096)
    path.write_bytes(data)
    assert opened(trade.store).findings().total == 3
    assert catalog_files(trade.store) != [path]


def test_columns_beside_the_file_tell_the_same(world: World, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "WORTH_ROWS", 1)
    fill_many(world, 6)
    before = everything(opened(world.store))
    (columns,) = catalog_files(world.store, "*-columns")
    assert everything(opened(world.store)) == before
    world.decide(list_claims(world.store)[0], Verdict.REJECT)
    after = everything(opened(world.store))
    assert after != before
    columns.write_bytes(columns.read_bytes()[:1_000])
    assert everything(opened(world.store)) == after


def test_file_that_is_no_database_is_built_anew(trade: World, opened: Open) -> None:
    (trade.store.folder / "catalog").mkdir()
    (trade.store.folder / "catalog" / "now.9.db").write_text("nothing of the kind")
    assert opened(trade.store).findings().total == 3


def test_file_of_another_version_is_built_anew(trade: World, opened: Open) -> None:
    opened(trade.store).close()
    (path,) = catalog_files(trade.store)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'schema'")
        connection.commit()
    assert opened(trade.store).findings().total == 3
    assert catalog_files(trade.store) != [path]


def test_stopped_build_leaves_nothing(trade: World) -> None:
    def stop(what: str, done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    from countersight.catalog import updating

    every, updating.TELL_EVERY = updating.TELL_EVERY, 1
    try:
        with pytest.raises(KeyboardInterrupt):
            open_catalog(trade.store, view_as_of, observe=stop)
    finally:
        updating.TELL_EVERY = every
    assert catalog_files(trade.store, "now.*") == []


def test_lock_of_another_process_is_waited_for(trade: World, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = trade.store.folder / "catalog"
    folder.mkdir()
    monkeypatch.setattr(files_module, "PATIENCE_S", 0.2)
    with (folder / ".now.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreBusy):
            open_catalog(trade.store, view_as_of)


def test_many_threads_read_while_one_writes(world: World, opened: Open) -> None:
    fill_many(world, 12)
    catalog = opened(world.store)
    claims = list_claims(world.store)
    faults: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                page = catalog.claims(Query(words="cameras"), limit=5)
                assert page.total == 12
                assert len(page.rows) == 5
                catalog.facets("findings")
        except BaseException as fault:  # noqa: BLE001  told to the thread that asserts
            faults.append(fault)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for claim in claims[:6]:
        world.decide(claim, Verdict.ACCEPT)
        catalog.refresh(thoroughly=False)
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert catalog.claims(Query(reviews=("accepted",))).total == 6


def test_two_openers_share_one_file(trade: World, opened: Open) -> None:
    one, other = opened(trade.store), opened(trade.store)
    trade.decide(list_claims(trade.store)[0], Verdict.ACCEPT)
    assert one.refresh()
    assert other.refresh()
    assert everything(one) == everything(other)
    assert one.built_from == other.built_from


def test_file_dropped_under_an_open_catalog_is_made_again(trade: World, opened: Open) -> None:
    catalog = opened(trade.store)
    for path in catalog_files(trade.store, "now.*"):
        path.unlink()
    assert catalog.findings().total == 3
    assert len(catalog_files(trade.store, "now.*.db")) == 1
    assert not catalog.refresh()


def test_day_of_publication_shows_what_was_public(world: World, opened: Open) -> None:
    fill_many(world, 8)
    catalog = opened(world.store, AsOf(published=date(2021, 6, 1)))
    days = [row.published for row in catalog.claims().rows]
    assert sorted(set(days)) == [date(2020, 1, 2), date(2021, 1, 2)]
    assert catalog.claims().total == catalog.documents().total == 4
    assert sum(row.claims for row in catalog.findings().rows) == 4
    assert catalog.built_from.as_of == AsOf(published=date(2021, 6, 1))


def test_system_time_shows_what_was_there(world: World, opened: Open) -> None:
    fill_many(world, 4)
    then = datetime.now(UTC)
    fill_many(world, 2, first=4)
    past = opened(world.store, AsOf(recorded=then))
    assert past.claims().total == past.findings().total == 4
    assert opened(world.store).claims().total == 6
    world.decide(list_claims(world.store)[0], Verdict.REJECT)
    assert not past.refresh()


def test_few_past_moments_are_kept(trade: World, opened: Open) -> None:
    for days in range(7):
        opened(trade.store, AsOf(published=date(2025, 4, 1) + timedelta(days=days))).close()
    opened(trade.store)
    assert len(catalog_files(trade.store, "as-of-*.db")) == 4
    assert len(catalog_files(trade.store, "now.*.db")) == 1


def test_bundled_briefs_make_a_catalog(briefs: Store, opened: Open) -> None:
    catalog = opened(briefs)
    totals = catalog.totals()
    assert totals.documents == totals.read == 6
    with briefs.view() as view:
        parties = [party for one in view.findings() for party in (one.supplier, one.recipient) if party is not None]
    name = next(party.name for party in parties if party.name)
    assert catalog.findings(Query(words=name)).total >= 1
    assert any(party.is_known for party in catalog.parties("vendor"))
    assert {"vendor"} <= {role for party in catalog.parties("vendor") for role in party.roles}
    assert all(row.is_searched for row in catalog.territories() if row.findings)
    marks = catalog.marks()
    assert sum(year.findings for year in marks.years) >= marks.findings - marks.undated
    assert {node.layer for node in marks.nodes} <= {0, 1, 2}
