"""How well and how fast copies of one text are found, beside other near-duplicate finders in the same run.

    python benchmarks/origins.py [--stories 300] [--language en] [--seeds 1 4 5] [--show]

Takes real news of `../shared/data/news/sample.jsonl.gz`, edits each story in six ways (`origins_edits.py`), and adds
what looks like a copy and is none: stories that share a quotation, market reports of one form, texts of mixed
sentences. All are put before every finder at once. Pairs of texts in one group count: recall is the share of the pairs
of one story that come out together, precision the share of joined pairs that are of one story; ARI is the adjusted
Rand index (Hubert and Arabie, "Comparing partitions", 1985). Speed is CPU time of the process, all threads together.
The finders compared with need the extra `peers`; those that are not installed are left out.
"""

import argparse
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import comb

from countersight.corroborate.origins import find_origins
from countersight.model.text import DocumentText, text_id
from origins_edits import NEWS, UNSPACED, Text, make_texts
from origins_peers import PEERS, make_shingles, measure_shares

CUTS = (0.5, 0.4)
"""Exact shares from which on the pairs of the others count: the one that is told everywhere, and a lower one."""
MODULES = {"rensa": "rensa", "datasketch": "datasketch", "Daft minhash": "daft"}
SHOWN = 12

Groups = Sequence[int]
"""Of each text, the number of its group."""


@dataclass(frozen=True)
class Score:
    recall: float
    precision: float
    rand: float


def find_ours(texts: Sequence[DocumentText]) -> Groups:
    by_id = {text.id: text for text in texts}
    origins = find_origins({text.document_id: text.id for text in texts}, by_id.__getitem__)
    home = {name: number for number, found in enumerate(origins.of(by.document_id for by in texts)) for name in
            found.document_ids}  # fmt: skip
    return [home[text.document_id] for text in texts]


def join(count: int, pairs: Iterable[tuple[int, int]]) -> Groups:
    """Put the texts of each pair, and of pairs that share a text, into one group."""
    home = list(range(count))

    def root(number: int) -> int:
        while home[number] != number:
            home[number] = number = home[home[number]]
        return number

    for first, second in pairs:
        home[root(first)] = root(second)
    return [root(number) for number in range(count)]


def score(groups: Groups, texts: Sequence[Text]) -> Score:
    def pairs(parts: Iterable[object]) -> int:
        return sum(comb(count, 2) for count in Counter(parts).values())

    stories = [text.story for text in texts]
    both, found, true = pairs(zip(groups, stories, strict=True)), pairs(groups), pairs(stories)
    chance = found * true / comb(len(texts), 2)
    rand = (both - chance) / ((found + true) / 2 - chance)
    return Score(recall=both / true, precision=both / max(1, found), rand=rand)


def time_cpu(work: Callable[[], Groups]) -> tuple[Groups, float]:
    start = time.process_time()
    return work(), time.process_time() - start


def report(name: str, result: Score, seconds: float, texts: Sequence[Text]) -> None:
    size = sum(len(text.words) for text in texts)
    print(
        f"{name:34} {result.recall:7.3f} {result.precision:9.4f} {result.rand:7.3f}"
        f" {len(texts) / seconds:9,.0f} {size / seconds / 1e6:7.1f}", flush=True
    )  # fmt: skip


def report_edits(groups: Groups, texts: Sequence[Text]) -> None:
    """Print of each kind of edit how many come out with their original, and of what is alone how many stay so."""
    home = {text.story: group for group, text in zip(groups, texts, strict=True) if text.edit == "original"}
    sizes = Counter(groups)
    right: dict[str, list[bool]] = defaultdict(list)
    for group, text in zip(groups, texts, strict=True):
        right[text.edit].append(group == home[text.story] if text.story in home else sizes[group] == 1)
    for edit, each in sorted(right.items(), key=lambda item: item[0]):
        print(f"    {edit:34} {sum(each) / len(each):6.3f} of {len(each):,}")


def show_wrong(groups: Groups, texts: Sequence[Text]) -> None:
    """Print the beginnings of texts of different stories that are in one group."""
    members = defaultdict(list)
    for group, text in zip(groups, texts, strict=True):
        members[group].append(text)
    wrong = [group for group in members.values() if len({text.story for text in group}) > 1]
    for group in wrong[:SHOWN]:
        for text in {text.story: text for text in group}.values():
            print(f"    {text.edit:24} {text.words[:120]!r}")
        print()


def measure(language: str, stories: int, seed: int, *, show: bool) -> None:
    texts = make_texts(language=language, stories=stories, seed=seed)
    words = [text.words for text in texts]
    size = sum(map(len, words)) / len(words)
    print(f"\nseed {seed}: {len(texts):,} texts of {size:,.0f} characters")
    print(f"{'':34} {'recall':>7} {'precision':>9} {'ARI':>7} {'texts/s':>9} {'MB/s':>7}")
    frozen = [freeze(text, f"{number:06}") for number, text in enumerate(words)]
    groups, seconds = time_cpu(lambda: find_ours(frozen))
    report("countersight", score(groups, texts), seconds, texts)
    report_edits(groups, texts)
    if show:
        show_wrong(groups, texts)
    for name, find in PEERS.items():
        if find_spec(MODULES[name]) is None:
            print(f"{name:34} not installed")
            continue
        start = time.process_time()
        shingles = make_shingles(words, spaced=language not in UNSPACED)
        shares = list(measure_shares(find(words, shingles), shingles))
        seconds = time.process_time() - start
        for cut in CUTS:
            joined = join(len(words), (pair for pair, share in shares if share >= cut))
            report(f"{name}, exact share from {cut:.0%}", score(joined, texts), seconds, texts)


def freeze(words: str, document_id: str) -> DocumentText:
    return DocumentText(
        id=text_id(document_id, "bench@1", words), document_id=document_id, reader="bench@1", text=words
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=300)
    parser.add_argument("--language", default="en")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--show", action="store_true", help="print texts of different stories that were joined")
    options = parser.parse_args()
    if not NEWS.exists():
        raise SystemExit(f"no news texts at {NEWS}: nothing measured")
    for _ in range(2):
        find_ours([freeze("warm up the tables", "0")])
    for seed in options.seeds:
        measure(options.language, options.stories, seed, show=options.show)
    print(f"\nat most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB, everything together")


if __name__ == "__main__":
    main()
