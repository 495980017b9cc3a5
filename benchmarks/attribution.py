"""Measures who says what against PolNeAR, articles whose attributions people marked (Newell, Margolin and Ruths, 2018).

Data: beside the project in `../shared/data/bench/polnear`, or wherever the argument says. Its licence lets it measure;
nothing here is learnt from it. Where several annotators read an article, the first by name counts.
"""

import random
import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from countersight.extract.english.attribution import Attribution, find_attributions
from countersight.extract.english.attribution.lexicon import load_cue_words
from countersight.extract.english.parsing import parse
from countersight.extract.english.sentences import Span, split_sentences

POLNEAR = Path(__file__).parents[2] / "shared" / "data" / "bench" / "polnear"
MIN_OVERLAP = 0.5
"""Share of the content's words in common, of those in either, for two contents to be the same."""
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An attribution as the words it is made of, by their positions in the article."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text with what people marked in it."""

    name: str
    text: str
    marked: tuple[Marked, ...]


def read_articles(part: str = "dev", folder: Path = POLNEAR) -> Iterator[Article]:
    """Yield the articles of a part of PolNeAR in order of their names."""
    for path in sorted((folder / "data" / part / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        notes = sorted((folder / "data" / part / "attributions").glob(f"{path.stem}_????.ann"))
        if notes:
            yield Article(name=path.stem, text=text, marked=tuple(_marked(notes[0].read_text(encoding="utf-8"), text)))


def _marked(notes: str, text: str) -> Iterator[Marked]:
    """Read brat's stand-off notes: spans `T1<tab>Cue 3 9;12 14<tab>words`, and relations `E1<tab>Cue:T1 ...`."""
    words = word_places(text)
    spans: dict[str, list[Span]] = {}
    for row in notes.splitlines():
        key, _, rest = row.partition("\t")
        if re.fullmatch(r"T\d+", key):
            places = rest.split("\t")[0].partition(" ")[2]
            spans[key] = [Span(*map(int, place.split())) for place in places.split(";")]
        elif re.fullmatch(r"E\d+", key):
            roles: dict[str, list[Span]] = {}
            for role, target in (pair.split(":") for pair in rest.split()):
                roles.setdefault(role.rstrip("0123456789"), []).extend(spans.get(target, ()))
            if roles.get("Cue") and roles.get("Content"):
                yield mark(roles.get("Source", ()), roles["Cue"], roles["Content"], words)


def word_places(text: str) -> list[Span]:
    """Return where the words and marks of a text stand."""
    return [Span(match.start(), match.end()) for match in _WORD.finditer(text)]


def mark(source: Iterable[Span], cue: Iterable[Span], content: Iterable[Span], words: Sequence[Span]) -> Marked:
    """Turn places into words."""
    return Marked(source=_covered(source, words), cue=_covered(cue, words), content=_covered(content, words))


def _covered(spans: Iterable[Span], words: Sequence[Span]) -> frozenset[int]:
    found: set[int] = set()
    for span in spans:
        first = bisect_right(words, span.start, key=lambda word: word.end)
        found.update(range(first, bisect_left(words, span.end, key=lambda word: word.start)))
    return frozenset(found)


def pair(found: Sequence[Marked], marked: Sequence[Marked], fits: Sequence[str]) -> dict[int, int]:
    """Pair found with marked attributions one to one, as many as can be (augmenting paths)."""
    options = {
        i: [j for j, m in enumerate(marked) if all(CHECKS[name](f, m) for name in fits)] for i, f in enumerate(found)
    }
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in options[i]:
            if j not in seen:
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in options:
        place(i, set())
    return {i: j for j, i in owner.items()}


def _same_content(one: Marked, other: Marked) -> bool:
    return len(one.content & other.content) >= MIN_OVERLAP * len(one.content | other.content)


def _same_source(one: Marked, other: Marked) -> bool:
    return bool(one.source & other.source) or not (one.source or other.source)


CHECKS = {
    "cue": lambda one, other: bool(one.cue & other.cue),
    "source": _same_source,
    "content": _same_content,
}


@dataclass(slots=True)
class Counts:
    """Attributions found, marked, and paired at each level."""

    found: int = 0
    marked: int = 0
    paired: Counter[str] = field(default_factory=Counter)

    def scores(self, level: str) -> tuple[float, float, float]:
        """Return precision, recall and F1."""
        precision = self.paired[level] / max(1, self.found)
        recall = self.paired[level] / max(1, self.marked)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


LEVELS = {"cue": ("cue",), "cue and source": ("cue", "source"), "end to end": ("cue", "source", "content")}


def count(found: Sequence[Marked], marked: Sequence[Marked]) -> Counts:
    """Compare the attributions of one article."""
    return Counts(
        len(found), len(marked), Counter({level: len(pair(found, marked, fits)) for level, fits in LEVELS.items()})
    )


def total(rows: Iterable[Counts]) -> Counts:
    """Add up articles."""
    result = Counts()
    for row in rows:
        result.found += row.found
        result.marked += row.marked
        result.paired.update(row.paired)
    return result


CORE = frozenset(
    form
    for row in (
        "say says said saying|tell tells told telling|add adds added adding|announce announces announced announcing",
        "argue argues argued arguing|ask asks asked asking|believe believes believed|call calls called calling",
        "claim claims claimed claiming|declare declares declared|deny denies denied denying|explain explains explained",
        "insist insists insisted|note notes noted noting|report reports reported|respond responds responded",
        "state states stated|suggest suggests suggested|think thinks thought|warn warns warned|write writes wrote",
        "according",
    )
    for form in re.split(r"[ |]", row)
)
"""The simple baseline: 21 verbs of reporting and `according to`, their contents read the same way."""
RESAMPLES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found in an article."""

    article: Article
    attributions: list[Attribution]
    """Nested ones too, which PolNeAR does not mark."""

    def marked(self, *, words: frozenset[str] | None = None) -> list[Marked]:
        """Return the outermost attributions, of all cues or of some words, as PolNeAR has them."""
        places = word_places(self.article.text)
        return [
            mark([found.source] if found.source else [], [found.cue], found.content, places)
            for found in self.attributions
            if not found.depth and (words is None or found.head.lower_ in words)
        ]


def read_article(article: Article) -> Reading:
    """Split, parse and read an article as the extractor would."""
    spans = split_sentences(article.text)
    docs = parse(article.text[span.start : span.end] for span in spans)
    return Reading(article=article, attributions=find_attributions(list(zip(spans, docs, strict=True)), article.text))


def interval(rows: Sequence[Counts], level: str, *, seed: int = 0) -> tuple[float, float]:
    """Return the 95% bootstrap interval of F1 over articles."""
    draw = random.Random(seed)
    scores = sorted(total(draw.choices(rows, k=len(rows))).scores(level)[2] for _ in range(RESAMPLES))
    return scores[RESAMPLES * 25 // 1000], scores[RESAMPLES * 975 // 1000]


def error_classes(reading: Reading) -> Iterator[str]:
    """Name what is wrong with each attribution that is not found end to end, or not marked."""
    marked, found = reading.article.marked, reading.marked()
    right = pair(found, marked, LEVELS["end to end"])
    cues = pair(found, marked, LEVELS["cue"])
    for i, one in enumerate(found):
        if i in right:
            continue
        other = marked[cues[i]] if i in cues else None
        if other is None:
            yield "found, not marked"
        elif not _same_source(one, other):
            yield "source: " + ("missing" if not one.source else "of none marked" if not other.source else "another")
        elif not _same_content(one, other):
            yield "content: " + _difference(one.content, other.content)
        else:
            yield "cue paired otherwise"
    words = word_places(reading.article.text)
    inner = mark([], [found.cue for found in reading.attributions if found.depth], [], words).cue
    for j, other in enumerate(marked):
        if j not in cues.values():
            yield "missed: " + _why_missed(other, inner, reading.article.text, words)


def _difference(found: frozenset[int], marked: frozenset[int]) -> str:
    if not found & marked:
        return "elsewhere"
    return "too long" if len(found) > len(marked) else "too short"


def _why_missed(other: Marked, inner: frozenset[int], text: str, words: Sequence[Span]) -> str:
    if other.cue & inner:
        return "held to be nested"
    known = load_cue_words()
    cue = [text[words[i].start : words[i].end].lower() for i in sorted(other.cue)]
    if any(word in known.verbs or word in known.nouns or word in known.adjectives for word in cue):
        return "no content read for a known word"
    return "a cue that no list has"


def main() -> None:
    """Print the scores of the baseline and of what ships, with the classes of errors."""
    part = sys.argv[1] if len(sys.argv) > 1 else "dev"
    readings = [read_article(article) for article in read_articles(part)]
    print(f"PolNeAR {part}: {len(readings)} articles, {sum(len(r.article.marked) for r in readings)} attributions")
    print(f"{'':28}{'precision':>10}{'recall':>8}{'F1':>7}  95% of articles drawn anew")
    for name, words in (("21 verbs, according to", CORE), ("what ships", None)):
        rows = [count(reading.marked(words=words), reading.article.marked) for reading in readings]
        print(name)
        for level in LEVELS:
            precision, recall, f1 = total(rows).scores(level)
            low, high = interval(rows, level)
            print(f"  {level:26}{precision:10.3f}{recall:8.3f}{f1:7.3f}  {low:.3f} to {high:.3f}")
    print("errors of what ships")
    for name, number in Counter(name for reading in readings for name in error_classes(reading)).most_common():
        print(f"{number:6}  {name}")


if __name__ == "__main__":
    main()
