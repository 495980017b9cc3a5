"""Measure the catalog on a large store: building, following a decision, size, memory, every query at 1 and 20 threads.

    python benchmarks/large_store.py FOLDER
    python benchmarks/catalog.py FOLDER [--rounds 40] [--threads 20] [--no-build]

Where Datasette is installed, its table page over the catalog's own file of claims is measured in the same run, in this
process and without a network between. Times vary with the machine; the ratio is what counts.
"""

import argparse
import asyncio
import json
import random
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from countersight.catalog import Catalog, Order, Query, open_catalog
from countersight.model.decision import Verdict
from countersight.pipeline import view_as_of
from countersight.store import open_store
from countersight.store.base import Store

WORDS = ["police", "facial recognition", '"safe city"', "spyware -pegasus", "huawei cameras", "监控", "камеры",
         "unit 7", "camera", "the", "drone training", "l'État", "شركة", "contract signed", "dispatch 77"]  # fmt: skip
TARGET_MS = 50.0


def time_it(work: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000


def queries(catalog: Catalog, rng: random.Random) -> dict[str, Callable[[], object]]:
    """Return every kind of question, each asked anew with other values every time it is called."""
    territories = [row.code for row in catalog.territories() if row.findings > 5]
    parties = [row.id for row in catalog.parties()[:2_000]]
    findings = [row.id for row in catalog.findings(limit=1_000).rows]
    documents = [row.id for row in catalog.documents(limit=1_000).rows]
    sources = [row.key for row in catalog.sources()]
    cursors = [catalog.claims(limit=50, order=Order.NAME).next]
    hidden = frozenset([*documents[:20], *(claim.id for claim in catalog.claims(limit=100).rows)])

    def some(*, words: bool = False) -> Query:
        return Query(
            words=rng.choice(WORDS) if words else "",
            territories=(rng.choice(territories),) if rng.random() < 0.7 else (),
            kinds=("supply", "deployment") if rng.random() < 0.3 else (),
            years=(rng.randrange(2008, 2025),) if rng.random() < 0.2 else (),
            sources=(rng.choice(sources),) if rng.random() < 0.1 else (),
        )

    return {
        "findings, all": lambda: catalog.findings(),
        "findings, filtered": lambda: catalog.findings(some(), order=rng.choice(list(Order))),
        "findings, words": lambda: catalog.findings(some(words=True)),
        "claims, filtered": lambda: catalog.claims(some(), order=rng.choice(list(Order))),
        "claims, words": lambda: catalog.claims(some(words=True)),
        "claims, next page": lambda: catalog.claims(order=Order.NAME, after=cursors[0]),
        "documents, filtered": lambda: catalog.documents(some()),
        "documents, words": lambda: catalog.documents(some(words=True)),
        "search in all": lambda: catalog.search(Query(words=rng.choice(WORDS))),
        "facets of findings": lambda: catalog.facets("findings", some()),
        "facets of claims": lambda: catalog.facets("claims", some(words=True)),
        "facets of documents": lambda: catalog.facets("documents", some()),
        "findings, much hidden": lambda: catalog.findings(some(), hidden=hidden),
        "totals": catalog.totals,
        "territories": catalog.territories,
        "parties": lambda: catalog.parties("vendor"),
        "party": lambda: catalog.party(rng.choice(parties)),
        "sources": catalog.sources,
        "marks, all": lambda: catalog.marks(),
        "marks, of a territory": lambda: catalog.marks(Query(territories=(rng.choice(territories),))),
        "finding with claims": lambda: catalog.claims_of(rng.choice(findings)),
        "document": lambda: catalog.document(rng.choice(documents)),
    }


def measure(work: Callable[[], object], rounds: int, threads: int) -> tuple[float, float]:
    """Return the median and 99th percentile of a call's milliseconds, so many at once."""
    work()
    if threads == 1:
        times = [time_it(work) for _ in range(rounds)]
    else:
        with ThreadPoolExecutor(threads) as pool:
            times = list(pool.map(lambda _: time_it(work), range(rounds * 2)))
    return statistics.median(times), statistics.quantiles(times, n=100, method="inclusive")[98]


def measure_decisions(store: Store, catalog: Catalog, rounds: int, rng: random.Random) -> list[float]:
    """Return the milliseconds that it takes to follow a decision on a finding or claim."""
    subjects = [row.id for row in (*catalog.findings(limit=500).rows, *catalog.claims(limit=500).rows)]
    times = []
    for subject in rng.sample(subjects, rounds):
        with store.writer() as writer:
            writer.decide(subject, rng.choice([Verdict.ACCEPT, Verdict.REJECT]), "Benchmark", "made up",
                          decided_at=datetime.now(UTC))  # fmt: skip
        times.append(time_it(lambda: catalog.refresh(thoroughly=False)))
    return times


async def measure_datasette(path: Path, rounds: int) -> list[float]:
    """Return the milliseconds of Datasette's page of a table of claims with one facet."""
    from datasette.app import Datasette  # type: ignore[import-not-found]

    datasette = Datasette([], immutables=[str(path)], settings={"num_sql_threads": 1})
    await datasette.invoke_startup()
    times = []
    for number in range(rounds + 1):
        started = time.perf_counter()
        answer = await datasette.client.get(f"/{path.stem}/claims?_facet=kind&_size=50&_sort=id&_cache={number}")
        assert answer.status_code == 200, answer.text
        times.append((time.perf_counter() - started) * 1_000)
    return times[1:]


def flatten(source: Path, target: Path) -> None:
    """Put the claims of a catalog into a plain table, as somebody would who serves them with Datasette."""
    import sqlite3

    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    connection.execute("ATTACH ? AS catalog", (str(source),))
    columns = ("id", "kind", "status", "quote", "title", "publisher", "published", "language", "confidence", "review")
    wanted = ", ".join(f"json_extract(record, '$.{name}') AS {name}" for name in columns)
    connection.execute(f"CREATE TABLE claims AS SELECT {wanted} FROM catalog.claims WHERE NOT dead")
    connection.execute("CREATE UNIQUE INDEX claims_by_id ON claims (id)")
    connection.execute("CREATE INDEX claims_by_kind ON claims (kind)")
    connection.commit()
    connection.close()


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--threads", type=int, default=20)
    parser.add_argument("--no-build", action="store_true", help="Use the catalog that is there.")
    given = parser.parse_args()
    rng = random.Random(7)
    store = open_store(given.folder)
    if not given.no_build:
        shutil.rmtree(given.folder / "catalog", ignore_errors=True)
    told: dict[str, Any] = {}
    cpu, wall = time.process_time(), time.perf_counter()
    open_catalog(store, view_as_of).close()
    told["build CPU s"], told["build s"] = time.process_time() - cpu, time.perf_counter() - wall
    wall = time.perf_counter()
    catalog = open_catalog(store, view_as_of)
    told["open s"] = time.perf_counter() - wall
    path = next((given.folder / "catalog").glob("now.*.db"))
    told["file MB"], told["store MB"] = (
        path.stat().st_size / 1e6,
        (given.folder / "countersight.db").stat().st_size / 1e6,
    )
    decisions = measure_decisions(store, catalog, 30, rng)
    told["decision p50 ms"], told["decision p99 ms"] = statistics.median(decisions), max(decisions)
    print(json.dumps({name: round(value, 2) for name, value in told.items()}))
    asked = queries(catalog, rng)
    print(f"{'query':<24}{'p50 ms':>9}{'p99 ms':>9}{f'p50, {given.threads}':>9}{f'p99, {given.threads}':>9}")
    slow = []
    for name, work in asked.items():
        alone, many = measure(work, given.rounds, 1), measure(work, given.rounds, given.threads)
        print(f"{name:<24}" + "".join(f"{value:>9.1f}" for value in (*alone, *many)), flush=True)
        slow += [name] if alone[1] > TARGET_MS else []
    print("over", TARGET_MS, "ms alone:", ", ".join(slow) or "none")
    print("peak memory MB:", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    if find_spec("datasette"):
        flat = given.folder / "flat.db"
        flatten(path, flat)
        times = asyncio.run(measure_datasette(flat, given.rounds))
        p99 = statistics.quantiles(times, n=100, method="inclusive")[98]
        print(f"{'datasette, table page':<24}{statistics.median(times):>9.1f}{p99:>9.1f}")
    else:
        print("datasette is not installed: nothing to compare with", file=sys.stderr)
    catalog.close()
    store.close()


if __name__ == "__main__":
    main()
