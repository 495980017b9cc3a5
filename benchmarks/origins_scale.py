"""How an index of origins grows: time and memory for a million documents, and for one more.

    python benchmarks/origins_scale.py FOLDER [--documents 1000000] [--minutes 20]

Documents are generated: each of a hundred runs of four words drawn from real news, so that its words are those of news
and its sequences its own. Of ten, two are then edits of an earlier one (trimmed to a quarter, or each twentieth run
replaced), and one carries the frame of one of a hundred sites, sixty words each, which are no copies of one another.
The time of generating is left out. `FOLDER` is emptied first.
"""

import argparse
import gzip
import json
import random
import re
import resource
import shutil
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median

from countersight.corroborate.origins import OriginIndex
from countersight.model.text import DocumentText, text_id
from origins_edits import NEWS

RUN, RUNS = 4, 100
READ, SPACED = 4_000, {"en", "es", "fr", "de", "pt"}
FRAMES, FRAME_RUNS = 100, 15
REPORT_EVERY = 8_192 * 8
ADDED, ASKED = 20, 2_000


class Press:
    """Writes documents by number, the same for the same number."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, islice(lines, READ)):
                words = re.sub(r"[“”„«»\"]", "", record["text"]).split() if record["lang"] in SPACED else []
                self.runs += (" ".join(words[at : at + RUN]) for at in range(0, len(words) - RUN, RUN))
        self.frames = [random.Random(-1 - number).choices(self.runs, k=FRAME_RUNS) for number in range(FRAMES)]
        self.spent = 0.0

    def base(self, number: int) -> int | None:
        """Return the document that this one is an edit of, if it is one."""
        return random.Random(number).randrange(number // 10 + 1) * 10 if number % 10 in {1, 2} else None

    def write(self, number: int) -> DocumentText:
        base = self.base(number)
        draw = random.Random(number if base is None else base)
        runs = draw.choices(self.runs, k=RUNS)
        if number % 10 == 1:
            runs = runs[: RUNS // 4]
        elif number % 10 == 2:
            runs[number % 20 :: 20] = random.Random(number).choices(self.runs, k=len(runs[number % 20 :: 20]))
        elif number % 10 == 3:
            runs = self.frames[number % FRAMES] + runs
        words, name = " ".join(runs), f"{number:08}"
        return DocumentText(id=text_id(name, "bench@1", words), document_id=name, reader="bench@1", text=words)

    def print_all(self, numbers: range, deadline: float) -> Iterator[DocumentText]:
        for number in numbers:
            start = time.process_time()
            text = self.write(number)
            self.spent += time.process_time() - start
            if time.monotonic() > deadline:
                return
            yield text


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(index: OriginIndex, press: Press, count: int, minutes: float) -> None:
    deadline = time.monotonic() + 60 * minutes
    cpu, wall = time.process_time(), time.monotonic()
    before = peak_mib()
    print(f"{before:,.0f} MiB before the first document", flush=True)
    for start in range(0, count, REPORT_EVERY):
        index.update(press.print_all(range(start, min(count, start + REPORT_EVERY)), deadline))
        spent = time.process_time() - cpu - press.spent
        print(
            f"{len(index):10,} documents, {len(index) / spent:7,.0f} a second of CPU"
            f" ({time.monotonic() - wall:,.0f} s in all with generating), peak {peak_mib():,.0f} MiB", flush=True
        )  # fmt: skip
        if time.monotonic() > deadline:
            break


def add_one_by_one(folder: Path, press: Press) -> None:
    start = time.perf_counter()
    index = OriginIndex(folder)
    opened, times = time.perf_counter() - start, []
    for number in range(10**8, 10**8 + ADDED):
        text = press.write(number)
        start = time.perf_counter()
        index.update([text])
        times.append(time.perf_counter() - start)
    print(f"opened in {opened:.2f} s; one document added in {median(times) * 1e3:.0f} ms (median of {ADDED}, longest"
          f" {max(times) * 1e3:.0f})")  # fmt: skip


def ask(folder: Path, press: Press, count: int) -> None:
    """Ask for edits with what they were made from, and for documents that share no more than a frame."""
    edits = [number for number in range(count) if press.base(number) is not None]
    chosen = {number: press.base(number) for number in random.Random(1).sample(edits, min(ASKED, len(edits)))}
    framed = random.Random(2).sample(range(3, count, 10), min(ASKED, count // 10))
    index = OriginIndex(folder)
    start = time.perf_counter()
    names = {f"{number:08}" for pair in chosen.items() for number in pair if number is not None}
    origins = index.origins(names | {f"{number:08}" for number in framed}).of(names)
    spent = time.perf_counter() - start
    home = {name: origin.id for origin in origins for name in origin.document_ids}
    right = sum(home[f"{edit:08}"] == home[f"{base:08}"] for edit, base in chosen.items())
    alone = {f"{number:08}" for number in framed}
    apart = sum(len(origin.document_ids) == 1 for origin in index.origins(alone).of(alone))
    print(f"origins of {len(names) + len(alone):,} documents in {spent:.2f} s")
    print(f"{right / len(chosen):.4f} of {len(chosen):,} edits come out with what they are edits of")
    print(f"{apart / len(alone):.4f} of {len(alone):,} documents that share a frame come out by themselves")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--minutes", type=float, default=20)
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    press, index = Press(), OriginIndex(options.folder)
    fill(index, press, options.documents, options.minutes)
    size = sum(path.stat().st_size for path in options.folder.rglob("*") if path.is_file())
    count = len(index)
    print(f"{size / 2**20:,.0f} MiB on disk, {size / count:,.0f} bytes a document")
    del index
    add_one_by_one(options.folder, press)
    ask(options.folder, press, count)
    print(f"peak {peak_mib():,.0f} MiB")


if __name__ == "__main__":
    main()
