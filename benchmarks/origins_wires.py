"""How many of the joins among real news are right: pairs drawn by seed, read by hand, and the precision by them.

    python benchmarks/origins_wires.py FOLDER [--seed 3] [--pairs 50] [--read]

Puts all of `../shared/data/news/sample.jsonl.gz` into an index and draws pairs among the links by which
documents of different words were joined. `--read` prints the beginnings of both texts with what they share, to be
judged; the verdicts are in `wire_pairs.csv` (ids of the sample, verdict, reason), and without `--read` the precision by
them is printed. A pair is `same` where both print one dispatch or text, whole or cut or reworded or brought up to date;
`series` where one publisher fills the same form anew; `other` where they are two texts.
"""

import argparse
import csv
import gzip
import json
import re
import time
from collections import Counter
from datetime import date
from hashlib import blake2b
from pathlib import Path

from countersight.corroborate.origins import OriginIndex
from countersight.corroborate.origins.forest import Link
from countersight.model.text import DocumentText, text_id
from origins_edits import NEWS, word_sequences

VERDICTS = Path(__file__).parent / "wire_pairs.csv"
ISO = re.compile(r"\d{4}-\d\d-\d\d")
BEGINNING, SHARED = 420, 300


def read_news() -> dict[str, DocumentText]:
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        return {record["id"]: freeze(record) for record in map(json.loads, lines) if record["text"]}


def freeze(record: dict[str, str]) -> DocumentText:
    return DocumentText(
        id=text_id(record["id"], "bench@1", record["text"]),
        document_id=record["id"],
        reader="bench@1",
        text=record["text"],
        address=record["url"] or None,
        published=date.fromisoformat(record["date"][:10]) if ISO.match(record["date"] or "") else None,
    )


def find_links(news: dict[str, DocumentText], folder: Path) -> list[Link]:
    index = OriginIndex(folder)
    index.update(news.values())
    return sorted(index.links(), key=lambda link: (link.first, link.second))


def draw(links: list[Link], count: int, seed: int) -> list[Link]:
    """Draw links by a hash of their documents, so that a link more or less leaves the others drawn."""
    return sorted(links, key=lambda link: blake2b(f"{seed} {link.first} {link.second}".encode()).digest())[:count]


def show(link: Link, news: dict[str, DocumentText]) -> None:
    one, other = news[link.first], news[link.second]
    print(f"== {link.first} {link.second}: {link.words}")
    for text in (one, other):
        print(f"  {text.published} {text.address}\n    {' '.join(text.text[:BEGINNING].split())}")
    shared = word_sequences(one.text) & word_sequences(other.text)
    words = " ".join(one.text.casefold().split())
    told = [" ".join(each) for each in sorted(shared, key=lambda each: words.find(" ".join(each)))]
    print(f"  shared {len(shared)}: {' | '.join(told[:: max(1, len(told) // 6)])[:SHARED]}")


def report(links: list[Link], drawn: list[Link]) -> None:
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        verdicts = {(row["first"], row["second"]): row["verdict"] for row in csv.DictReader(file)}
    by_names = [link for link in links if "agree to" in link.words]
    for name, chosen in (
        (f"{len(drawn)} drawn of {len(links):,}", drawn),
        ("all joined by their names, too", by_names),
    ):
        judged = Counter(verdicts.get((link.first, link.second), "not read") for link in chosen)
        read = len(chosen) - judged["not read"]
        told = ", ".join(f"{count} {verdict}" for verdict, count in judged.most_common())
        print(f"{name}: {told}; precision {judged['same'] / max(1, read):.2f} of the {read} that were read")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the index is kept")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--read", action="store_true")
    options = parser.parse_args()
    news = read_news()
    start = time.process_time()
    found = find_links(news, options.folder)
    print(f"{len(news):,} texts in {time.process_time() - start:.1f} s of CPU: {len(found):,} links")
    links = [link for link in found if "sequences" in link.words]
    drawn = draw(links, options.pairs, options.seed)
    if options.read:
        for link in drawn:
            show(link, news)
    else:
        report(links, drawn)


if __name__ == "__main__":
    main()
