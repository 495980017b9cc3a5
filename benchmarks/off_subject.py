"""How many claims of ordinary news are off the subject: texts drawn by seed, each claim read by hand.

    python benchmarks/off_subject.py [--documents 3000] [--seed 7] [--extractor NAME] [--unread]

Draws texts of `../shared/data/news/sample.jsonl.gz`, without the collections whose subject is surveillance, and
extracts their claims. The verdicts on them are in `off_subject.csv` (document, first and last code point of the
evidence, verdict, reason): a claim is `on` where a careful reader sees the trade spoken of there, whatever its slots,
and `off` elsewhere. Another extractor's claim has the verdict of one that shares half of its words. `--unread` prints
the claims that have none, to be judged. Texts of which the model learned passages are drawn too, being part of the
news, and counted apart: there it errs less.
"""

import argparse
import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from countersight.extract import choose_extractor
from countersight.model.claim import Claim
from countersight.model.text import DocumentText, text_id

HERE = Path(__file__).parent
NEWS = HERE.parent.parent / "shared" / "data" / "news" / "sample.jsonl.gz"
ANNOTATIONS = HERE.parent / "training" / "annotations"
VERDICTS = HERE / "off_subject.csv"
SURVEILLANCE = frozenset({"op", "pg", "pn", "pvg"})
"""Beginnings of the ids of collections about surveillance or censorship."""
AROUND = 240


def read_learned() -> set[str]:
    """Return the documents of which passages were annotated for training."""
    return {json.loads(line)["document"] for path in ANNOTATIONS.glob("*.jsonl") for line in path.open()}


class Verdict(NamedTuple):
    """What a reader says of the claim in these words."""

    start: int
    end: int
    is_on: bool


def draw(count: int, seed: int) -> list[DocumentText]:
    """Return texts in the languages that are read, in the order drawn."""
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        texts = [
            DocumentText(
                id=text_id(row["id"], "bench@1", row["text"]), document_id=row["id"], reader="bench@1",
                text=row["text"], language=row["lang"],
            )
            for row in map(json.loads, lines)
            if row["text"] and row["id"].split("-")[0] not in SURVEILLANCE
        ]  # fmt: skip
    random.Random(seed).shuffle(texts)
    readable = choose_extractor(None).languages
    return [text for text in texts if text.language in readable][:count]


def read_verdicts() -> dict[str, list[Verdict]]:
    """Return the verdicts by document."""
    verdicts: dict[str, list[Verdict]] = {}
    if VERDICTS.exists():
        with VERDICTS.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                verdict = Verdict(int(row["start"]), int(row["end"]), row["verdict"] == "on")
                verdicts.setdefault(row["document"], []).append(verdict)
    return verdicts


def judged(claim: Claim, verdicts: list[Verdict]) -> bool | None:
    """Return what the readers say of a claim, nothing where none of them read these words."""
    start, end = claim.evidence[0].start, claim.evidence[0].end
    for verdict in verdicts:
        shared = min(end, verdict.end) - max(start, verdict.start)
        if shared >= 0.5 * min(end - start, verdict.end - verdict.start):
            return verdict.is_on
    return None


def show(claim: Claim, text: DocumentText) -> Iterator[str]:
    """Yield the lines by which a reader judges a claim."""
    quote = claim.evidence[0]
    place = f"{text.document_id},{quote.start},{quote.end}"
    yield f"{place}  [{claim.kind}, {claim.technology[0].label}, {claim.confidence}]"
    before, after = text.text[max(0, quote.start - AROUND) : quote.start], text.text[quote.end : quote.end + AROUND]
    yield " ".join(f"{before}>>>{quote.quote}<<<{after}".split())


def main() -> None:
    """Extract, compare with the verdicts, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--extractor", help="another than the default")
    parser.add_argument("--unread", action="store_true", help="print the claims that nobody judged yet")
    chosen = parser.parse_args()
    texts, verdicts = draw(chosen.documents, chosen.seed), read_verdicts()
    learned, counts, off = read_learned(), Counter[str](), Counter[bool]()
    for text, extraction in zip(texts, choose_extractor(chosen.extractor).extract(texts), strict=True):
        for claim in extraction.claims:
            is_on = judged(claim, verdicts.get(text.document_id, []))
            counts["unread" if is_on is None else "on" if is_on else "off"] += 1
            off[text.document_id in learned] += is_on is False
            if is_on is None and chosen.unread:
                print(*show(claim, text), sep="\n", end="\n\n")
    print(f"{len(texts)} texts, {counts.total()} claims: {counts['on']} on the subject, {counts['off']} off it")
    print(f"off the subject: {1000 * counts['off'] / len(texts):.1f} in 1,000 texts")
    known = sum(text.document_id in learned for text in texts)
    print(f"of them in the {known} texts that it learned passages of: {off[True]}; in the others: {off[False]}")
    if counts["unread"]:
        print(f"{counts['unread']} claims have no verdict yet")


if __name__ == "__main__":
    main()
