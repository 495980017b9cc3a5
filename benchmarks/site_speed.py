"""Measure the site on a large store beside Datasette: times at 1 and 20 people at once, bytes, first paint, violations.

    python benchmarks/large_store.py FOLDER
    python benchmarks/site_speed.py --folder FOLDER [--users 1,20] [--rounds 40] [--datasette PROGRAM] [--only WORDS]
                                    [--no-browser] [--csv FILE]

The site runs by its own command in a process of its own, with its gate, on a copy of the project; Datasette (a program
of that name, in an environment of its own) serves the same rows in plain tables. Every request asks for something
else, so that nothing is measured that was kept from the request before. Times vary with the machine: the ratio to
Datasette's table page, measured before and after in the same run, is what counts. All of it, decisions and what a
browser sees included, takes about eight minutes on two quiet cores.
"""

import argparse
import asyncio
import csv
import json
import math
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx

from countersight.catalog import open_catalog
from countersight.pipeline import view_as_of
from countersight.store import open_store
from site_servers import copy_project, flatten, serve_datasette, serve_site

SEED = 11
WORDS = ("police", "facial recognition", '"safe city"', "spyware", "huawei cameras", "监控", "камеры", "unit 7",
         "camera", "drone training", "l'État", "شركة", "contract signed", "dispatch 77", "δημοσίευση",
         "監視")  # fmt: skip
"""Searches: rare and frequent words, phrases, several scripts."""
LONGEST_S = 8.0
"""Of one page at one number of people, after which no further request is begun."""
TIMEOUT_S = 120.0
TABLE = "table page with facets"
DECISIONS = ("review decision", "review decision, by script")
"""As a form without a script sends it, with the way to the next claim, and as the desk's script does."""
FIGURES = Path(__file__).parent / "site_figures.csv"

Ask = Callable[[random.Random], tuple[str, str, dict[str, str]]]
"""Makes a request: its method, path and form."""


@dataclass(frozen=True)
class Known:
    """What can be asked for."""

    claims: list[str]
    findings: list[str]
    documents: list[str]
    territories: list[str]
    parties: list[str]


def read_known(folder: Path) -> tuple[Known, Path]:
    """Bring the catalog up to date, and read what there is to ask for."""
    store = open_store(folder)
    catalog = open_catalog(store, view_as_of)
    territories = [row.code for row in catalog.territories() if row.findings > 5]
    parties = [row.id for row in catalog.parties("vendor") if row.findings > 1]
    path = next((folder / "catalog").glob(f"{catalog.built_from.position.rpartition('.')[0]}*.db"))
    catalog.close()
    store.close()
    with sqlite3.connect(path) as connection:
        ids = {
            "claims": _ids(connection, "claims"),
            "findings": _ids(connection, "findings"),
            "documents": _ids(connection, "claims", column="json_extract(record, '$.document_id')"),
        }
    return Known(**ids, territories=territories, parties=parties[:2_000]), path


def _ids(connection: sqlite3.Connection, table: str, *, column: str = "id") -> list[str]:
    query = f"SELECT {column} FROM {table} WHERE NOT dead LIMIT 4000"
    return [row[0] for row in connection.execute(query)]


def site_pages(known: Known) -> dict[str, Ask]:
    """Return the pages of the site, each with how to ask for one that was not asked for just before."""

    def get(path: str, *several: Sequence[str]) -> Ask:
        return lambda rng: ("GET", path.format(*(rng.choice(one) for one in several)), {})

    undecided = iter(known.claims)

    def decide(query: str) -> Ask:
        form = {"verdict": "accept", "seen": ""}
        return lambda _: ("POST", f"/review/claims/{next(undecided)}/decision{query}", form)

    years, places = [str(year) for year in range(2006, 2025)], known.territories
    return {
        "overview": get("/"),
        "search": get("/search?q={}", WORDS),
        "findings, filtered, with facets": get("/findings?territory={}&year={}", places, years),
        "findings, all, with facets": get("/findings?order={}", ("probability", "newest", "origins", "uncertain")),
        "findings, words": get("/findings?q={}&territory={}", WORDS, places),
        "claims, filtered, with facets": get("/claims?territory={}", places),
        "territory": get("/territories/{}", places),
        "territories": get("/territories"),
        "vendor": get("/vendors/{}", known.parties),
        "vendors": get("/vendors"),
        "map of a territory": get("/map?territory={}", places),
        "timeline of a territory": get("/timeline?territory={}", places),
        "flow of a territory": get("/flow?territory={}", places),
        "document": get("/documents/{}", known.documents),
        "claim": get("/claims/{}", known.claims),
        "finding": get("/findings/{}", known.findings),
        "review queue": get("/review"),
        "claim under review": get("/review/claims/{}", known.claims),
        "API, findings": get("/api/v1/findings?territory={}", places),
        **dict(zip(DECISIONS, (decide(""), decide("?format=json")), strict=True)),
    }


def visited(known: Known) -> dict[str, str]:
    """Return the pages that a browser visits."""
    return {
        "overview": "/",
        "findings": "/findings",
        "territory": f"/territories/{known.territories[0]}",
        "search": "/search?q=police",
        "document": f"/documents/{known.documents[0]}",
        "claim": f"/claims/{known.claims[0]}",
        "finding": f"/findings/{known.findings[0]}",
        "review queue": "/review",
        "claim under review": f"/review/claims/{known.claims[0]}",
    }


def datasette_pages(known: Known) -> dict[str, Ask]:
    """Return Datasette's pages over the same rows, with fewer facets than the site has."""
    facets = "_facet=kind&_facet=status&_facet=language&_size=50"

    def get(path: str, *several: Sequence[str]) -> Ask:
        return lambda rng: ("GET", path.format(*(rng.choice(one) for one in several)), {})

    return {
        TABLE: get(f"/flat/claims?{facets}&_sort={{}}", ("id", "kind", "status", "language")),
        "table page, filtered": get(f"/flat/claims?{facets}&recipient_territory={{}}", known.territories),
        "table page, words": get(f"/flat/claims?{facets}&_search={{}}", [one for one in WORDS if "'" not in one]),
        "row page": get("/flat/claims/{}", known.claims),
    }


@dataclass
class Answers:
    """What came back of one page."""

    times: list[float] = field(default_factory=list)
    """Milliseconds of each request that was answered well."""
    failures: list[str] = field(default_factory=list)


async def measure(address: str, ask: Ask, *, cookies: httpx.Cookies, users: int, rounds: int) -> Answers:
    """Ask for a page again and again, by so many people who each wait for their answer."""
    rng, told, numbers = random.Random(SEED), Answers(), iter(range(rounds))
    until = math.inf

    async def ask_on(client: httpx.AsyncClient) -> None:
        for _ in numbers:
            method, path, form = ask(rng)
            started = time.perf_counter()
            try:
                answer = await client.request(method, address + path, data=form or None)
            except httpx.TimeoutException:
                told.failures.append(f"{method} {path}: no answer in {TIMEOUT_S:.0f} s")
                continue
            if answer.status_code in (200, 303):
                told.times.append((time.perf_counter() - started) * 1_000)
            else:
                told.failures.append(f"{method} {path}: {answer.status_code}")
            if time.monotonic() > until:
                return

    async with people(users, cookies) as clients:
        await ask_on_once(clients[0], address, ask, rng)
        until = time.monotonic() + LONGEST_S
        await asyncio.gather(*map(ask_on, clients))
    return told


async def ask_on_once(client: httpx.AsyncClient, address: str, ask: Ask, rng: random.Random) -> None:
    """Ask once without measuring: what is made for the first request of all is not part of any other."""
    method, path, form = ask(rng)
    await client.request(method, address + path, data=form or None)


@asynccontextmanager
async def people(users: int, cookies: httpx.Cookies) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Open a client with a connection of its own for each person."""
    clients = [httpx.AsyncClient(cookies=cookies, headers=HEADERS, timeout=TIMEOUT_S) for _ in range(users)]
    try:
        yield clients
    finally:
        for client in clients:
            await client.aclose()


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile."""
    if len(times) < 2:
        return (times[0], times[0]) if times else (math.nan, math.nan)
    return statistics.median(times), statistics.quantiles(times, n=100, method="inclusive")[98]


HEADERS = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
"""As a browser has them."""


def enter(start: str) -> tuple[str, httpx.Cookies]:
    """Come in by the word in the address; return the site's address and what the browser keeps."""
    with httpx.Client(timeout=TIMEOUT_S) as client:
        client.get(start)
        return start.partition("/start")[0], client.cookies


def run(given: argparse.Namespace, folder: Path, table: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Measure everything; return what the browser saw."""
    copy_project(given.folder, folder / "project")
    known, catalog = read_known(folder / "project")
    flat = folder / "flat.db"
    flatten(catalog, flat)
    with serve_site(folder / "project") as start, serve_datasette(given.datasette, flat) as other:
        site, cookies = enter(start)
        peers = [(f"Datasette: {name}", other, ask) for name, ask in datasette_pages(known).items()]
        ours = [(name, site, ask) for name, ask in site_pages(known).items()]
        wanted = [one for one in (*peers[1:], *ours) if not given.only or one[1] == other or given.only in one[0]]
        seen = [] if given.no_browser else _see(site, cookies, other, known)
        measured = {}
        for users in given.users:
            asked = (peers[0], *(one for one in wanted if one[0] not in DECISIONS), peers[0])
            rows = _together([_row(one, cookies, users, given.rounds) for one in asked])
            measured[users] = rows[0]
            table += _print(_with_ratios(rows, rows[0]), users)
        for users in given.users:  # last: a batch of decisions has findings remade beside whatever else is asked
            rows = [_row(one, cookies, users, given.rounds) for one in wanted if one[0] in DECISIONS]
            table += _print(_with_ratios(rows, measured[users]), users)
        return seen


def _see(site: str, cookies: httpx.Cookies, other: str, known: Known) -> list[dict[str, Any]]:
    """Visit pages with a browser."""
    table_page = other + datasette_pages(known)[TABLE](random.Random(SEED))[1]
    seen: list[dict[str, Any]] = import_module("site_browser").see_pages(site, cookies, table_page, visited(known))
    return seen


def _row(one: tuple[str, str, Ask], cookies: httpx.Cookies, users: int, rounds: int) -> dict[str, Any]:
    name, address, ask = one
    told = asyncio.run(measure(address, ask, cookies=cookies, users=users, rounds=rounds * (1 if users == 1 else 3)))
    p50, p99 = percentiles(told.times)
    print(
        f"{users} {name}: {len(told.times)} in {p50:.0f} {p99:.0f} ms; {told.failures[:1]}", file=sys.stderr, flush=True
    )
    return {"page": name, "users": users, "times": told.times, "failures": len(told.failures)}


def _together(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the two measurements of Datasette's table page, before and after, into one."""
    first, *others, again = rows
    return [first | {"times": first["times"] + again["times"]}, *others]


def _with_ratios(rows: list[dict[str, Any]], table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Hold everything against Datasette's table page."""
    p50, p99 = percentiles(table["times"])
    for row in rows:
        mine = percentiles(row["times"])
        yield {
            "page": row["page"], "users": row["users"], "requests": len(row["times"]), "p50_ms": round(mine[0], 1),
            "p99_ms": round(mine[1], 1), "p50_ratio": round(mine[0] / p50, 2), "p99_ratio": round(mine[1] / p99, 2),
            "failures": row["failures"],
        }  # fmt: skip


def _print(told: Iterator[dict[str, Any]], users: int) -> list[dict[str, Any]]:
    rows = list(told)
    head = f"{users} at once"
    print(f"{head:<36}{'p50 ms':>9}{'p99 ms':>9}{'p50 ÷':>8}{'p99 ÷':>8}{'n':>6}{'failed':>8}")
    for row in rows:
        figures = f"{row['p50_ms']:>9.1f}{row['p99_ms']:>9.1f}{row['p50_ratio']:>8.2f}{row['p99_ratio']:>8.2f}"
        print(f"{row['page']:<36}{figures}{row['requests']:>6}{row['failures']:>8}", flush=True)
    return rows


def main() -> None:
    """Measure, print, and write the figures down."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--users", type=lambda words: [int(one) for one in words.split(",") if one], default=[1, 20])
    parser.add_argument("--rounds", type=int, default=40, help="Requests of each page by one person.")
    parser.add_argument("--datasette", type=Path, default=Path(shutil.which("datasette") or "datasette"))
    parser.add_argument("--only", default="", help="Only pages of the site whose name has these words.")
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--csv", type=Path, default=FIGURES)
    given = parser.parse_args()
    table: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(dir=given.folder.parent) as folder:
        seen = run(given, Path(folder), table)
    for row in seen:
        print(json.dumps(row, ensure_ascii=False))
    with given.csv.open("w", encoding="utf-8", newline="") as file:
        names = list(dict.fromkeys(name for row in (*table, *seen) for name in row))
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*table, *seen])


if __name__ == "__main__":
    main()
