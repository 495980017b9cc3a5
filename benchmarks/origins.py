"""How well and how fast copies of one text are found: edits made from real news, with the truth known.

    python benchmarks/origins.py [--stories 300] [--language en] [--seed 1]

Takes real news texts of `../shared/data/news/sample.jsonl.gz`, edits each in every way below, and puts the originals
with one kind of edit at a time before `find_origins`. Recall is the share of pairs of original and edit that come out
as one origin; precision the share of joined pairs that are of one story. Real copies among the originals count as
wrong here, so the precision is a lower bound; `--show` prints them.
"""

import argparse
import gzip
import json
import random
import re
import resource
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations, islice
from pathlib import Path

from countersight.corroborate.origins import Origins, find_origins
from countersight.model.text import DocumentText, text_id

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news" / "sample.jsonl.gz"
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s*(?=\S)")
LEAST_SENTENCES = 8
BRIEF_SENTENCES = 3
SHOWN = 5
"""How many wrong pairs of each kind of edit `--show` prints."""

Sentences = list[str]


class Editor:
    """Edits stories with words and sentences of other stories, each of which lends to one edit of a kind only."""

    def __init__(self, lenders: list[Sentences], seed: int, *, space: str) -> None:
        self.random = random.Random(seed)
        self.lenders = lenders
        self.space = space
        self.spare = [word for story in lenders for sentence in story for word in self._split(sentence)]

    def replace_words(self, sentences: Sentences, share: float) -> Sentences:
        return [
            self.space.join(
                self._replace(word) if self.random.random() < share else word for word in self._split(sentence)
            )
            for sentence in sentences
        ]

    def _split(self, sentence: str) -> list[str]:
        return sentence.split() if self.space else list(sentence)

    def _replace(self, word: str) -> str:
        return self.random.choice(self.spare)[: len(word) + 3]

    def light(self, story: Sentences, number: int) -> Sentences:
        dropped = self.random.randrange(len(story))
        return self.replace_words([*story[:dropped], *story[dropped + 1 :]], 0.04)

    def half(self, story: Sentences, number: int) -> Sentences:
        return story[: len(story) // 2]

    def quarter(self, story: Sentences, number: int) -> Sentences:
        return self.replace_words(story[: max(2, len(story) // 4)], 0.02)

    def brief(self, story: Sentences, number: int) -> Sentences:
        return self.replace_words(story[:BRIEF_SENTENCES], 0.05)

    def medium(self, story: Sentences, number: int) -> Sentences:
        return self.replace_words(story, 0.1)

    def heavy(self, story: Sentences, number: int) -> Sentences:
        return self.replace_words(self.random.sample(story, len(story)), 0.25)

    def half_rewritten(self, story: Sentences, number: int) -> Sentences:
        kept, added = story[::2], self.lenders[number]
        return [sentence for place, old in enumerate(kept) for sentence in (old, added[place % len(added)])]


def quoted(sentences: Sentences, statement: str) -> Sentences:
    """Put the same statement between quotation marks in the middle of a story."""
    middle = len(sentences) // 2
    clean = " ".join(re.sub(r"[“”\"«»]", "", statement).split())
    return [*sentences[:middle], f"“{clean}”", *sentences[middle:]]


def read_stories(language: str, count: int, seed: int) -> list[Sentences]:
    """Take stories of one language at random."""
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        texts = [record["text"] for record in map(json.loads, lines) if record["lang"] == language]
    random.Random(seed).shuffle(texts)
    split = (SENTENCE_END.split(text.strip()) for text in texts)
    return list(islice((story for story in split if len(story) >= LEAST_SENTENCES), count))


def freeze(words: str, document_id: str) -> DocumentText:
    return DocumentText(
        id=text_id(document_id, "bench@1", words), document_id=document_id, reader="bench@1", text=words
    )


def join(documents: Mapping[str, str]) -> Origins:
    texts = {name: freeze(words, name) for name, words in documents.items()}
    by_id = {text.id: text for text in texts.values()}
    return find_origins({name: text.id for name, text in texts.items()}, by_id.__getitem__)


def measure(pairs: Iterable[tuple[str, str]], *, show: bool) -> tuple[float, int, int]:
    """Return the share of pairs joined, how many pairs of different stories are, and how many of one are."""
    documents: dict[str, str] = {}
    for number, (original, edited) in enumerate(pairs):
        documents |= {f"{number:06}-a": original, f"{number:06}-b": edited}
    joined, wrong, shown = 0, 0, 0
    for origin in join(documents).of(documents):
        for one, other in combinations(origin.document_ids, 2):
            same = one[:6] == other[:6]
            joined += same
            wrong += not same
            shown += show and not same
            if show and not same and shown <= SHOWN:
                print(f"    {one} {other}\n      {documents[one][:150]!r}\n      {documents[other][:150]!r}")
    return joined / (len(documents) / 2), wrong, joined


def report(name: str, pairs: Iterable[tuple[str, str]], *, show: bool, apart: bool = False) -> None:
    recall, wrong, joined = measure(pairs, show=show)
    if apart:
        print(f"{name:34} {'apart':>8} {1 - recall:8.3f} {wrong:8}")
    else:
        print(f"{name:34} {recall:8.3f} {joined / max(1, joined + wrong):8.3f} {wrong:8}")


def measure_quality(taken: list[Sentences], seed: int, *, space: str, show: bool) -> None:
    third = len(taken) // 3
    stories, others, press = taken[:third], taken[third : 2 * third], taken[2 * third : 3 * third]
    editor = Editor(others, seed, space=space)
    edits: dict[str, Callable[[Sentences, int], Sentences]] = {
        "light edit (4% of words)": editor.light,
        "trimmed to 50%": editor.half,
        "trimmed to 25%, 2% of words": editor.quarter,
        "brief of 3 sentences, 5% of words": editor.brief,
        "medium (10% of words)": editor.medium,
        "heavy (25% of words, reordered)": editor.heavy,
        "half rewritten": editor.half_rewritten,
    }
    print(f"{'edit':34} {'recall':>8} {'precision':>8} {'wrong':>8}")
    for name, edit in edits.items():
        report(
            name,
            [(space.join(story), space.join(edit(story, number))) for number, story in enumerate(stories)],
            show=show,
        )
    for name, length in (("independent, one shared quote", None), ("short briefs, one shared quote", BRIEF_SENTENCES)):
        told = [
            tuple(space.join(quoted(words[:length], space.join(said[:BRIEF_SENTENCES]))) for words in (story, other))
            for story, other, said in zip(stories, others, press, strict=True)
        ]
        report(name, told, show=show, apart=True)


def measure_speed(language: str, seed: int, count: int) -> None:
    stories = read_stories(language, count, seed)
    documents = {f"{number:06}": " ".join(story) for number, story in enumerate(stories)}
    size = sum(map(len, documents.values()))
    wall, cpu = time.perf_counter(), time.process_time()
    found = join(documents).of(documents)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{len(documents):,} real texts of {size / len(documents):,.0f} characters give {len(found):,} origins"
        f"\nin {wall:.1f} s, of that {cpu:.1f} s of CPU: {len(documents) / cpu:,.0f} documents a second of CPU"
        f" ({size / cpu / 1e6:.1f} M characters); at most {memory:,.0f} MiB, the texts included"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=300)
    parser.add_argument("--language", default="en")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print the pairs of different stories that were joined")
    options = parser.parse_args()
    if not NEWS.exists():
        raise SystemExit(f"no news texts at {NEWS}: nothing measured")
    space = "" if options.language in {"zh", "ja"} else " "
    stories = read_stories(options.language, 3 * options.stories, options.seed)
    measure_quality(stories, options.seed, space=space, show=options.show)
    measure_speed(options.language, options.seed, 5_000)


if __name__ == "__main__":
    main()
