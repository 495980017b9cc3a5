"""The words of a claim as a set that tells how alike two claims are worded."""

import re

from countersight.model.parties import fold_words

STEM = 6
"""Letters of a word that count: `camera` and `cameras`, `installed` and `installation` are one."""
STOP_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "had", "has", "have", "in", "is", "it",
    "its", "of", "on", "that", "the", "their", "this", "to", "use", "used", "using", "was", "were", "which", "who",
    "with",
})  # fmt: skip
"""English words that tell nothing apart."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def tokenize(words: str) -> frozenset[str]:
    """Return the stems of the words; in scripts without spaces, every two characters that follow each other."""
    tokens: set[str] = set()
    for word in fold_words(words).split():
        if _UNSPACED.search(word):
            tokens.update(word[i : i + 2] for i in range(len(word) - 1))
        elif word not in STOP_WORDS:
            tokens.add(word[:STEM])
    return frozenset(tokens)


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of two sets is common to both (Jaccard), 0 to 1."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def share_of_smaller(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the smaller set stands in the other, 0 to 1."""
    both = len(one & other)
    return both / min(len(one), len(other)) if both else 0.0
