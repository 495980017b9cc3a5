"""How much of what matters the first look keeps, how much of the news it lets through, and how fast it is.

python benchmarks/scanning.py GOLD.jsonl [GOLD.jsonl ...] [--news SAMPLE.jsonl.gz] [--missed] [--limit N]

Of gold files (passages with claims): by language the share of claims whose evidence lies wholly in one window. Of the
news: by language the share of documents with a window, the share of characters within windows, and characters a second.
"""

import argparse
import gzip
import json
import time
from collections import defaultdict
from pathlib import Path

from countersight.extract.scanning import scan
from countersight.extract.scanning.words import known_language, near_book, sign_book


def measure_recall(path: Path, *, missed: bool) -> None:
    """Print the share of claims within a window, by language."""
    kept: dict[str, list[bool]] = defaultdict(list)
    passages: dict[str, list[bool]] = defaultdict(list)
    for line in path.open(encoding="utf-8"):
        passage = json.loads(line)
        text, language = passage["text"], passage["lang"]
        windows = scan(text, language)
        if not passage["claims"]:
            passages[language].append(bool(windows))
        for claim in passage["claims"]:
            start = text.find(claim["evidence"])
            end = start + len(claim["evidence"])
            kept[language].append(any(w.start <= start and end <= w.end for w in windows))
            if missed and not kept[language][-1]:
                print("  missed", language, claim["kind"], claim["technology"], repr(claim["evidence"][:160]))
    print(f"\n{path.name}")
    print("| language | claims | in a window | claim-free passages | with a window |\n|---|---|---|---|---|")
    for language in sorted({*kept, *passages}, key=lambda name: -len(kept[name])):
        hits, free = kept[language], passages[language]
        print(f"| {language} | {len(hits)} | {_share(hits)} | {len(free)} | {_share(free)} |")
    every = [one for hits in kept.values() for one in hits]
    print(f"| all | {len(every)} | {_share(every)} | | |")


def measure_news(path: Path, limit: int | None) -> None:
    """Print what part of the news is let through, and the speed, by language."""
    texts: dict[str, list[str]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if limit is None or len(texts[document["lang"]]) < limit:
                texts[document["lang"]].append(document["text"])
    print(
        "\n| language | documents | with a window | characters within | million characters a second | off the subject |"
    )
    print("|---|---|---|---|---|---|")
    totals = [0, 0, 0, 0]
    for language, documents in texts.items():
        known = known_language(language)
        sign_book(known), near_book(known), scan("", language)
        characters = within = with_window = off = 0
        spent = spent_off = 0.0
        for text in documents:
            began = time.perf_counter()
            windows = scan(text, language)
            took = time.perf_counter() - began
            spent += took
            characters += len(text)
            if windows:
                with_window += 1
                within += sum(window.end - window.start for window in windows)
            else:
                off, spent_off = off + len(text), spent_off + took
        print(
            f"| {language} | {len(documents)} | {with_window / len(documents):.3f} | {within / characters:.4f} "
            f"| {characters / spent / 1e6:.1f} | {off / spent_off / 1e6:.1f} |"
        )
        totals = [a + b for a, b in zip(totals, (len(documents), with_window, characters, within), strict=True)]
    print(f"| all | {totals[0]} | {totals[1] / totals[0]:.3f} | {totals[3] / totals[2]:.4f} | | |")


def _share(flags: list[bool]) -> str:
    return f"{sum(flags) / len(flags):.3f}" if flags else ""


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="*")
    parser.add_argument("--news", type=Path)
    parser.add_argument("--missed", action="store_true", help="print the claims that no window holds")
    parser.add_argument("--limit", type=int, help="documents of the news by language at most")
    arguments = parser.parse_args()
    for path in arguments.gold:
        measure_recall(path, missed=arguments.missed)
    if arguments.news:
        measure_news(arguments.news, arguments.limit)


if __name__ == "__main__":
    main()
