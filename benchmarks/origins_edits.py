"""Copies of real news with the truth known: seven prints of each story, and what looks like a copy and is none."""

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news" / "sample.jsonl.gz"
FEWEST_SENTENCES, MOST_SENTENCES = 8, 40
QUOTED_SENTENCES = 3
SHARE_A_QUOTE = 30
"""Stories into which one quotation is put."""
MIXED_SENTENCES = (8, 30)
LONGEST_MIXED = 500
"""Characters of a sentence that is mixed with others: lists without a stop are taken for one sentence."""
BORROWED = 10
"""Every so many-th text of mixed sentences has one sentence of a story that is in the set."""
REAL_COPY = 0.2
"""Share of the smaller text's five-word sequences from which on two real stories are not taken both."""

UNSPACED = {"zh", "ja"}

SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s*(?=\S)")

Sentences = list[str]


@dataclass(frozen=True)
class Text:
    """One text of the set."""

    words: str
    story: int
    """Which texts are one story: equal for the prints of one, and for no others."""
    edit: str
    """What was done to it: `original`, a kind of edit, or what it is that is no copy."""


class Editor:
    """Edits stories with words and sentences of other stories, each of which lends to one edit only."""

    def __init__(self, lenders: list[Sentences], seed: int, *, space: str) -> None:
        self.random = random.Random(seed)
        self.lenders = lenders
        self.space = space
        self.spare = [word for story in lenders for sentence in story for word in self._split(sentence)]

    def replace_words(self, sentences: Sentences, share: float) -> Sentences:
        return [
            self.space.join(
                self.random.choice(self.spare) if self.random.random() < share else word
                for word in self._split(sentence)
            )
            for sentence in sentences
        ]

    def _split(self, sentence: str) -> list[str]:
        return sentence.split() if self.space else list(sentence)

    def light(self, story: Sentences, number: int) -> Sentences:
        dropped = self.random.randrange(len(story))
        return self.replace_words([*story[:dropped], *story[dropped + 1 :]], 0.04)

    def half(self, story: Sentences, number: int) -> Sentences:
        return story[: len(story) // 2]

    def quarter(self, story: Sentences, number: int) -> Sentences:
        return self.replace_words(story[: max(2, len(story) // 4)], 0.02)

    def medium(self, story: Sentences, number: int) -> Sentences:
        return self.replace_words(story, 0.1)

    def heavy(self, story: Sentences, number: int) -> Sentences:
        return self.replace_words(self.random.sample(story, len(story)), 0.25)

    def half_local(self, story: Sentences, number: int) -> Sentences:
        kept, added = story[::2], self.lenders[number]
        return [sentence for place, old in enumerate(kept) for sentence in (old, added[place % len(added)])]

    @property
    def edits(self) -> dict[str, Callable[[Sentences, int], Sentences]]:
        return {
            "light (4% of words)": self.light,
            "trimmed to 50%": self.half,
            "trimmed to 25%, 2% of words": self.quarter,
            "medium (10% of words)": self.medium,
            "heavy (25% of words, reordered)": self.heavy,
            "half wire, half local": self.half_local,
        }


def make_texts(*, language: str, stories: int, seed: int, templated: int = 200, mixed: int = 5_000) -> list[Text]:
    """Make the whole set, shuffled: seven prints of each story, and stories that must stay apart."""
    space = "" if language in UNSPACED else " "
    taken, rest = read_stories(language, 3 * stories, seed)
    third = len(taken) // 3
    told, lenders, press = taken[:third], taken[third : 2 * third], taken[2 * third :]
    editor = Editor(lenders, seed, space=space)
    texts: list[Text] = []
    for number, story in enumerate(told):
        texts.append(Text(space.join(story), number, "original"))
        texts += (Text(space.join(edit(story, number)), number, name) for name, edit in editor.edits.items())
    alone = [
        *(("shared press quote", words) for words in _share_quotes(press, space)),
        *(("templated report", words) for words in _fill_template(templated, editor)),
        *(("mixed sentences", words) for words in _mix(rest or lenders + press, told, mixed, editor)),
    ]
    texts += (Text(words, third + number, name) for number, (name, words) in enumerate(alone))
    editor.random.shuffle(texts)
    return texts


def read_stories(language: str, count: int, seed: int) -> tuple[list[Sentences], list[Sentences]]:
    """Take stories of one language at random, leaving out what copies one taken before, as no truth is known of it.

    Returns:
        The stories, and all that were not looked at.
    """
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        texts = [record["text"] for record in map(json.loads, lines) if record["lang"] == language]
    random.Random(seed).shuffle(texts)
    split = [SENTENCE_END.split(text.strip()) for text in texts]
    met: dict[int, list[int]] = defaultdict(list)
    stories: list[Sentences] = []
    sizes: list[int] = []
    for place, story in enumerate(split):
        if len(stories) == count:
            return stories, split[place:]
        if FEWEST_SENTENCES <= len(story) <= MOST_SENTENCES:
            sequences = {hash(sequence) for sequence in word_sequences(texts[place], spaced=language not in UNSPACED)}
            shared = Counter(number for sequence in sequences for number in met[sequence])
            if all(many < REAL_COPY * min(len(sequences), sizes[number]) for number, many in shared.items()):
                for sequence in sequences:
                    met[sequence].append(len(stories))
                stories.append(story)
                sizes.append(len(sequences))
    return stories, []


def word_sequences(text: str, *, length: int = 5, spaced: bool = True) -> set[tuple[str, ...]]:
    """Return the runs of words of a text, of characters where no spaces part the words: what all peers are given."""
    words = re.findall(r"\w+" if spaced else r"\w", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def _share_quotes(stories: list[Sentences], space: str) -> Iterator[str]:
    """Put one statement between quotation marks into the middle of some thirty stories, another into the next."""
    for number, story in enumerate(stories):
        if number % SHARE_A_QUOTE == 0:
            said = space.join(story[:QUOTED_SENTENCES])
            statement = " ".join(re.sub(r"[“”\"«»]", "", said).split())
        else:
            middle = len(story) // 2
            yield space.join([*story[:middle], f"“{statement}”", *story[middle:]])


TEMPLATE = (
    "Shares in {name} {moved} {share} percent to {price} in {when} trading on the {exchange}, after the {trade} company"
    " {told} a quarterly profit of {sum} million. Revenue in the three months to the end of {month} {moved2} {share2}"
    " percent from a year earlier to {sum2} million, the company said in a statement. Analysts had on average expected"
    " a profit of {sum3} million on revenue of {sum4} million. Net income attributable to shareholders was {price2} per"
    " share, compared with {price3} a year ago. The stock has {moved3} {share3} percent since the beginning of"
    " the year, while the main index has {moved4} {share4} percent over the same period. {name} has a market value"
    " of {sum5} million. The company said that it expects full-year revenue of between {sum6} million and {sum7}"
    " million. {person}, chief executive of {name}, said that {trade} demand had {moved5} in {month2}."
)


def _fill_template(count: int, editor: Editor) -> Iterator[str]:
    """Write market reports of one form about made-up companies."""
    draw = editor.random
    syllables = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "un", "er", "al")]
    months = ["January", "March", "April", "June", "July", "September", "October", "December"]

    def name() -> str:
        return "".join(draw.choices(syllables, k=3)).capitalize()

    for _ in range(count):
        slots = {f"share{n}": f"{draw.uniform(0.1, 30):.1f}" for n in ("", 2, 3, 4)}
        slots |= {f"price{n}": f"${draw.uniform(0.1, 300):.2f}" for n in ("", 2, 3)}
        slots |= {f"sum{n}": f"${draw.uniform(1, 9000):,.1f}" for n in ("", 2, 3, 4, 5, 6, 7)}
        slots |= {f"moved{n}": draw.choice(["rose", "fell", "gained", "lost", "slipped"]) for n in ("", 2, 3, 4, 5)}
        slots |= {"name": f"{name()} {name()}", "person": f"{name()} {name()}", "exchange": f"{name()} exchange"}
        slots |= {"month": draw.choice(months), "month2": draw.choice(months), "when": draw.choice(["early", "late"])}
        slots |= {
            "trade": draw.choice(["steel", "retail", "software", "mining"]),
            "told": draw.choice(["posted", "had"]),
        }
        yield TEMPLATE.format(**slots)


def _mix(rest: list[Sentences], told: list[Sentences], count: int, editor: Editor) -> Iterator[str]:
    """Put together texts of sentences drawn from many stories."""
    pool, borrowed = (
        [sentence for story in stories for sentence in story if len(sentence) <= LONGEST_MIXED]
        for stories in (rest, told)
    )
    for number in range(count):
        sentences = editor.random.sample(pool, editor.random.randint(*MIXED_SENTENCES))
        if number % BORROWED == 0:
            sentences[len(sentences) // 2] = editor.random.choice(borrowed)
        yield editor.space.join(sentences)
