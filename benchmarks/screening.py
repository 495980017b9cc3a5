"""How well and how fast an organization is found among a million by a name that is written otherwise.

    python benchmarks/screening.py [--entities 1000000] [--queries 10000] [--sample 500] [--seed 1] [--no-peers]

Two indexes hold the organizations (and, in this benchmark alone, the persons and ships) of public lists, filled up
with names made from real words: `primary`, with nobody's other names, and `complete`, with all of them, but for one
alias of each of OFAC's entities. Asked for are names with noise, noisy names of organizations that the indexes do not
hold, and every alias that OFAC publishes, nothing filtered out. Beside the registry stand tantivy over pieces of three
letters, nomenklatura's `logic-v2`, which puts tantivy's first fifty in order, and rapidfuzz, which compares with every
name; slow peers answer a sample, on which the registry is scored too. Needs the extra `peers`.

`found` is the share of names whose right entity comes first; `in 10` that where it is among ten. `precision` and
`recall` are of first answers at the threshold that gives the best F1 on the even queries, measured on the odd ones;
names that nothing in the index has count as wrong when they are answered. `names/s` are of one core, by CPU time.
Memory is what a process had at most, mapped files included.
"""

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from countersight.model.entity import Entity
from countersight.resolve.registry import Registry, build_registry
from screening_names import DATA, Listed, Material, Query, gather

LIMIT = 10
RERANKED = 50
"""How many of tantivy's hits `logic-v2` puts in order, as in its own use behind a search engine."""

Answer = list[tuple[str, float]]
"""Ids with scores, best first, each id once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one method did with one index, in a process of its own."""

    method: str
    answers: dict[str, list[Answer]]
    """For each set of queries, the answers in their order."""
    build_s: float
    """Of CPU, as the machine may be busy."""
    open_s: float
    search_s: float
    """CPU seconds of all searches."""
    memory_mb: float
    anonymous_mb: float
    """That without mapped files, which the system may take back."""
    disk_mb: float = 0.0


def run_registry(folder: Path, queries: Mapping[str, Sequence[Query]], build_s: float) -> Run:
    opened = time.perf_counter()
    registry = Registry.open(folder)
    opened = time.perf_counter() - opened
    started = time.process_time()
    answers = {
        label: [
            [(found.entity_id, found.score) for found in registry.search(query.name, limit=LIMIT)] for query in asked
        ]
        for label, asked in queries.items()
    }
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return _run("registry", answers, build_s, opened, time.process_time() - started, disk_mb=disk)


def build(names: Path, folder: Path) -> tuple[float, float]:
    """Build a registry and return the seconds of CPU and the memory that it took."""
    started = time.process_time()
    build_registry(_entities(names), folder)
    return time.process_time() - started, _memory("VmHWM")


def run_peers(names: Path, peers: Sequence[str], asked: Mapping[str, Mapping[str, Sequence[Query]]]) -> list[Run]:
    """Ask peers that share an engine: tantivy with and without `logic-v2`, or rapidfuzz."""
    import screening_peers  # the extra `peers`

    rows = [(one.id, name) for one in _listed(names) for name in (one.name, *one.others)]
    started = time.process_time()
    engine = (screening_peers.Rapidfuzz if "rapidfuzz" in peers else screening_peers.Tantivy)(
        [name for _, name in rows]
    )
    built = time.process_time() - started
    runs: list[Run] = []
    for peer in peers:
        started = time.process_time()
        scorer = screening_peers.score_by_logic if peer.endswith("logic-v2") else None
        answers = {
            label: [_ask(engine, query, rows, scorer) for query in queries] for label, queries in asked[peer].items()
        }
        runs.append(_run(peer, answers, built, 0.0, time.process_time() - started))
    return runs


def _ask(
    engine: Any, query: Query, rows: Sequence[tuple[str, str]], scorer: Callable[..., list[float]] | None
) -> Answer:
    """Return an engine's hits, put in order by a scorer if there is one."""
    hits: list[tuple[int, float]] = engine.search(query.name, limit=RERANKED)
    if scorer is not None:
        scores = scorer(query.name, [rows[place][1] for place, _ in hits], query.kind)
        hits = sorted(((place, score) for (place, _), score in zip(hits, scores, strict=True)), key=_by_score)
    best: dict[str, float] = {}
    for place, score in hits:
        best.setdefault(rows[place][0], score)
    return list(best.items())[:LIMIT]


def _by_score(hit: tuple[int, float]) -> float:
    return -hit[1]


def _run(
    method: str, answers: dict[str, list[Answer]], built: float, opened: float, searched: float, **more: Any
) -> Run:
    return Run(
        method=method, answers=answers, build_s=built, open_s=opened, search_s=searched, memory_mb=_memory("VmHWM"),
        anonymous_mb=_memory("RssAnon"), **more,
    )  # fmt: skip


def _memory(what: str) -> float:
    """Return a figure of this process's memory in MB; `ru_maxrss` would tell that of its parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    found = re.search(rf"{what}:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


def _listed(names: Path) -> Iterator[Listed]:
    with names.open("rb") as lines:
        yield from map(msgspec.json.Decoder(Listed).decode, lines)


def _entities(names: Path) -> Iterator[Entity]:
    for one in _listed(names):
        yield Entity(id=one.id, schema="Organization", name=one.name, aliases=one.others)


def found_within(asked: Sequence[Query], answers: Sequence[Answer], limit: int) -> float:
    """Return the share of names with a right entity among the first answers, of those that have one."""
    hits = sum(
        any(one in query.meant for one, _ in answer[:limit]) for query, answer in zip(asked, answers, strict=True)
    )
    return hits / max(1, sum(bool(query.meant) for query in asked))


def at_threshold(asked: Sequence[Query], answers: Sequence[Answer]) -> tuple[float, float, float]:
    """Return a threshold with the precision and recall of first answers above it."""
    firsts = [
        (answer[0][1], answer[0][0] in query.meant) if answer else (float("-inf"), False)
        for query, answer in zip(asked, answers, strict=True)
    ]
    present = [bool(query.meant) for query in asked]
    threshold = best_threshold(firsts[::2], sum(present[::2]))
    given = [right for score, right in firsts[1::2] if score >= threshold]
    return threshold, sum(given) / max(1, len(given)), sum(given) / max(1, sum(present[1::2]))


def best_threshold(firsts: Sequence[tuple[float, bool]], present: int) -> float:
    """Return the score from which on answers have the best F1 of right ones among given and among wanted."""
    best, threshold, right = 0.0, float("inf"), 0
    for given, (score, is_right) in enumerate(sorted(firsts, key=lambda first: -first[0]), 1):
        right += is_right
        if (quality := 2 * right / (given + present)) > best:
            best, threshold = quality, score
    return threshold


def apart(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def by_kind(aliases: Sequence[Query]) -> dict[str, list[Query]]:
    organizations = [query for query in aliases if query.kind == "organization"]
    return {
        "OFAC aliases, organizations": organizations,
        "OFAC aliases, all others": [query for query in aliases if query.kind != "organization"],
    }


def sample(queries: Mapping[str, Sequence[Query]], size: int, seed: int) -> dict[str, list[Query]]:
    """Draw at most so many queries of every set, in their order."""
    chance = random.Random(seed)
    return {
        label: [asked[place] for place in sorted(chance.sample(range(len(asked)), min(size, len(asked))))]
        for label, asked in queries.items()
    }


def screen(index: str, listed: Sequence[Listed], queries: dict[str, list[Query]], options: argparse.Namespace) -> None:
    """Build one index with every method, ask it everything, and print a table."""
    print(f"\n## Index `{index}`: {len(listed):,} entities, {sum(1 + len(one.others) for one in listed):,} names\n")
    with tempfile.TemporaryDirectory() as folder:
        names, place = Path(folder) / "names.jsonl", Path(folder) / "registry"
        with names.open("wb") as lines:
            lines.writelines(msgspec.json.encode(one) + b"\n" for one in listed)
        build_s, build_memory = apart(build, names, place)
        whole = apart(run_registry, place, queries, build_s)
        print(
            f"registry: built in {build_s:.0f} s of CPU with {build_memory:,.0f} MB of memory, {whole.disk_mb:,.0f} MB"
            f" on disk, opened in {whole.open_s * 1000:.0f} ms; searching took {whole.memory_mb:,.0f} MB,"
            f" {whole.anonymous_mb:,.0f} MB without mapped files"
        )
        columns = f"{'n':>6} {'found':>6} {'in 10':>6} {'threshold':>9} {'precision':>9} {'recall':>6} {'names/s':>8}"
        print(f"\n{'method':22} {'queries':28} {columns} {'memory':>7} {'build':>6}", flush=True)
        report(whole, queries)
        if options.by_noise:
            report_noise(whole, queries)
        if options.peers:
            few, fewer = (sample(queries, size, options.seed) for size in (options.sample, options.sample // 5))
            asked = {"tantivy 3-gram": queries, "tantivy + logic-v2": few, "rapidfuzz": fewer}
            for run in apart(run_peers, names, ["tantivy 3-gram", "tantivy + logic-v2"], asked):
                report(run, asked[run.method])
            report(apart(run_registry, place, few, build_s), few)
            for run in apart(run_peers, names, ["rapidfuzz"], asked):
                report(run, fewer)
            report(apart(run_registry, place, fewer, build_s), fewer)


def report(run: Run, queries: Mapping[str, Sequence[Query]]) -> None:
    """Print a row for every set of queries, and one for all aliases."""
    answered = {label: (list(asked), run.answers[label]) for label, asked in queries.items()}
    aliases = [answered[label] for label in answered if label.startswith("OFAC")]
    answered["OFAC aliases, all"] = (
        [q for asked, _ in aliases for q in asked],
        [a for _, given in aliases for a in given],
    )
    speed = sum(map(len, queries.values())) / max(1e-9, run.search_s)
    for label, (asked, answers) in answered.items():
        threshold, precision, recall = at_threshold(asked, answers)
        print(
            f"{run.method:22} {label:28} {len(asked):6,} {found_within(asked, answers, 1):6.3f}"
            f" {found_within(asked, answers, LIMIT):6.3f} {threshold:9.2f} {precision:9.3f} {recall:6.3f}"
            f" {speed:8,.0f} {run.memory_mb:7,.0f} {run.build_s:6.0f}",
            flush=True,
        )


def report_noise(run: Run, queries: Mapping[str, Sequence[Query]]) -> None:
    """Print the share found for every kind of noise."""
    for label, asked in queries.items():
        for kind in dict.fromkeys(query.kind for query in asked):
            pairs = [
                pair for pair in zip(asked, run.answers[label], strict=True) if pair[0].kind == kind and pair[0].meant
            ]
            if pairs:
                some, answers = [query for query, _ in pairs], [answer for _, answer in pairs]
                print(f"  {label:28} {kind:34} {len(some):6,} {found_within(some, answers, 1):6.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument(
        "--sample", type=int, default=500, help="queries of each set for slow peers; rapidfuzz: a fifth"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--by-noise", action="store_true", help="print a row for every kind of noise")
    options = parser.parse_args()
    if not DATA.exists():
        raise SystemExit(f"no lists at {DATA}: nothing measured")
    material: Material = gather(options.entities, options.queries, options.seed)
    print(
        f"{len(material.noisy):,} noisy names, {len(material.absent):,} of organizations that are not there;"
        f" {len(material.aliases):,} of OFAC's aliases, {len(material.left_out):,} of them left out of `complete`"
    )
    noisy = {"noisy names": [*material.noisy, *material.absent]}
    random.Random(options.seed).shuffle(noisy["noisy names"])
    screen("primary", material.primary, {**noisy, **by_kind(material.aliases)}, options)
    screen("complete", material.complete, by_kind(material.left_out), options)


if __name__ == "__main__":
    main()
