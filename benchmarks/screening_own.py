"""How fast a user's own list is screened against imported lists, and in how much memory, at N names and at ten times N.

    python benchmarks/screening_own.py LIST... [--names 1000] [--seed 1]

LIST are files of published lists (OFAC, EU, UN, US, China ...), imported into a project in a temporary folder. A third
of the names asked for are names of listed organizations with a letter changed and their legal form left off, the others
are words of several of them put together, which nobody is called. They are read from a CSV file and screened as
`countersight screen` does it: registry, weighing, listings, reasons in words. Beside it stand rapidfuzz, which compares
with every name of the same lists (`fuzz.ratio` of ordered words, no reasons and no listings), and, where the extra
`peers` is installed, tantivy over pieces of three letters. Rates are names a second of CPU of one core; memory is what
a process of its own had at most, mapped files included, and without them at its end.
"""

import argparse
import csv
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from countersight.model.clusters import Clusters
from countersight.resolve import open_registry
from countersight.resolve.listings import Screener, open_book
from countersight.resolve.listings.wanted import Choice, read_rows, read_wanted
from countersight.resolve.lists import ListFolder, update_list

ROUNDS = (1, 10)
SAMPLE = 300
"""Names that peers answer, which are slower the more names there are."""


def listed_names(folder: Path) -> list[str]:
    """Return every name of every listed organization."""
    lists = ListFolder(folder / "lists")
    return [name for key in lists.names() for entity in lists.entities(key) for name in (entity.name, *entity.aliases)]


def make_names(known: Sequence[str], count: int, seed: int) -> list[str]:
    """Make names to ask for: a third of listed organizations, misspelt, the rest of nobody."""
    chance = random.Random(seed)
    words = sorted({word for name in known for word in name.split() if len(word) > 3})
    made = []
    for number in range(count):
        if number % 3:
            made.append(" ".join(chance.sample(words, chance.randint(2, 4))))
            continue
        name = re.sub(r",? (?:co|ltd|llc|inc|jsc)\b.*$", "", chance.choice(known), flags=re.IGNORECASE)
        place = chance.randrange(len(name))
        made.append(name[:place] + chance.choice("aeionrst") + name[place + 1 :])
    return made


def screen(folder: Path, names: Path) -> dict[str, Any]:
    """Screen a file of names and return what came of it, the seconds of CPU and the memory."""
    book, registry = open_book(folder), open_registry(folder)
    screener = Screener(registry=registry, book=book, clusters=Clusters(), as_of=date(2026, 11, 23))
    started = time.process_time()
    outcomes = Counter(one.outcome.value for one in screener.screen(read_wanted(read_rows(names), Choice())))
    seconds = time.process_time() - started
    return {"outcomes": dict(outcomes), "rate": outcomes.total() / seconds, **memory()}


def ask_peer(name: str, folder: Path, asked: Sequence[str]) -> dict[str, Any]:
    """Ask one peer for the nearest ten names of each."""
    known = listed_names(folder)
    if name == "tantivy 3-gram":
        import screening_peers  # the extra `peers`

        search: Callable[[str], object] = lambda one: engine.search(one, limit=10)  # noqa: E731
        engine = screening_peers.Tantivy(known)
    else:
        from rapidfuzz import fuzz, process

        ordered = [" ".join(sorted(one.casefold().split())) for one in known]

        def search(one: str) -> object:
            return process.extract(" ".join(sorted(one.casefold().split())), ordered, scorer=fuzz.ratio, limit=10)

    started = time.process_time()
    for one in asked:
        search(one)
    return {"outcomes": {}, "rate": len(asked) / (time.process_time() - started), **memory()}


def memory() -> dict[str, float]:
    """Return in MB the most memory that this process had, and what of it is no mapped file at its end."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    found = {key: re.search(rf"{key}:\s+(\d+) kB", status) for key in ("VmHWM", "RssAnon")}
    return {key: int(match[1]) / 1024 if match else float("nan") for key, match in found.items()}


def apart(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def show(method: str, count: int, run: dict[str, Any]) -> None:
    told = ", ".join(f"{number:,} {outcome}" for outcome, number in sorted(run["outcomes"].items()))
    print(f"| {method} | {count:,} | {run['rate']:,.0f} | {run['VmHWM']:,.0f} | {run['RssAnon']:,.0f} | {told} |")


def main() -> None:
    """Print a row for each method and number of names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path, nargs="+")
    parser.add_argument("--names", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for number, path in enumerate(options.lists):
            update_list(ListFolder(folder / "lists"), path, name=f"list-{number}")
        open_book(folder).close()
        print(f"{len(open_registry(folder)):,} organizations, {len(known := listed_names(folder)):,} names in lists\n")
        print("| method | names asked for | names/s | peak MB | anonymous MB | outcomes |\n|---|---|---|---|---|---|")
        for times in ROUNDS:
            asked = make_names(known, options.names * times, options.seed)
            path = folder / "names.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([["name"], *([name] for name in asked)])
            show("countersight screen", len(asked), apart(screen, folder, path))
        asked = make_names(known, SAMPLE, options.seed)
        show("rapidfuzz, every name", len(asked), apart(ask_peer, "rapidfuzz", folder, asked))
        try:
            show("tantivy 3-gram", len(asked), apart(ask_peer, "tantivy 3-gram", folder, asked))
        except ImportError:
            print("tantivy is not installed: the extra `peers` has it")


if __name__ == "__main__":
    main()
