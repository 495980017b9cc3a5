"""Words as they are indexed and looked for, in every script: folded, and where no spaces part them, by twos.

What is looked for is cut into the same words, so that nothing a person types ever reaches the index's own language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from countersight.values.folding import Folded, fold

MOST_TERMS = 16
"""Words and phrases of one search that are looked for."""
PREFIX_LENGTH = 3
"""Letters from which on a word that is typed stands for all that begin so: `camera` for cameras."""

_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff"
    "\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, Japanese, Chinese; and Korean, which writes particles together with words."""
_WORD = re.compile(rf"(?P<run>(?:(?=[^\W_])[{_UNSPACED}])+)|[^\W_{_UNSPACED}]+")
_TYPED = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_LETTER = rf"[^\W_{_UNSPACED}]"


@dataclass(frozen=True, slots=True)
class _Part:
    """A word, or a run of a script without spaces."""

    text: str
    is_run: bool


@dataclass(frozen=True)
class Term:
    """A word or phrase that is looked for."""

    parts: tuple[_Part, ...]
    is_excluded: bool
    is_prefix: bool

    @cached_property
    def expression(self) -> str:
        """The term in the language of FTS5: a phrase of nothing but letters and digits in quotation marks."""
        tokens: list[str] = []
        for place, part in enumerate(self.parts):
            whole = place + 1 < len(self.parts)
            tokens += _by_twos(part.text, whole=whole) if part.is_run else (part.text,)
        return f'"{" ".join(tokens)}"' + (" *" if self.is_prefix else "")

    @cached_property
    def pattern(self) -> str:
        """The term as a regular expression over folded text."""
        first, last = self.parts[0], self.parts[-1]
        pieces = [re.escape(first.text)]
        for before, part in zip(self.parts, self.parts[1:], strict=False):
            pieces.append(r"[\W_]*" if before.is_run or part.is_run else r"[\W_]+")
            pieces.append(re.escape(part.text))
        head = "" if first.is_run else f"(?<!{_LETTER})"
        tail = "" if last.is_run or self.is_prefix else f"(?!{_LETTER})"
        return head + "".join(pieces) + tail


@dataclass(frozen=True)
class Search:
    """What a person typed, as terms."""

    terms: tuple[Term, ...]

    @cached_property
    def wanted(self) -> str:
        """The FTS5 expression of what must be there; empty where nothing must."""
        return " AND ".join(term.expression for term in self.terms if not term.is_excluded)

    @cached_property
    def excluded(self) -> str:
        """That of what must not be there."""
        return " OR ".join(term.expression for term in self.terms if term.is_excluded)

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds all that is wanted in folded text."""
        wanted = [term.pattern for term in self.terms if not term.is_excluded]
        return re.compile("|".join(wanted)) if wanted else None

    def matches(self, folded: Folded) -> Iterator[tuple[int, int]]:
        """Yield where wanted words stand in the original of a folded text, in code points."""
        if self.pattern is not None:
            for found in self.pattern.finditer(folded.text):
                yield folded.span(*found.span())


def read_search(words: str) -> Search:
    """Read what a person typed: words, "phrases", and what not to find after a minus.

    Every word of PREFIX_LENGTH letters or more outside quotation marks also finds words that begin so.
    """
    terms = []
    for typed in _TYPED.finditer(fold(words).text):
        phrase, word = typed["phrase"], typed["word"]
        parts = tuple(_parts(phrase if phrase is not None else word))
        if parts:
            last = parts[-1]
            is_open = phrase is None and typed["minus"] is None and len(last.text) >= PREFIX_LENGTH
            is_prefix = len(last.text) == 1 if last.is_run else is_open
            terms.append(Term(parts, typed["minus"] is not None, is_prefix))
    return Search(tuple(terms[:MOST_TERMS]))


def index_words(*texts: str | None) -> str:
    """Write texts as the words that are indexed, parted by spaces."""
    return " ".join(token for text in texts if text for token in _tokens(fold(text).text))


def _tokens(folded: str) -> Iterator[str]:
    for found in _WORD.finditer(folded):
        if found.lastgroup == "run":
            yield from _by_twos(found[0], whole=True)
        else:
            yield found[0]


def _parts(typed: str) -> Iterator[_Part]:
    for found in _WORD.finditer(typed):
        yield _Part(found[0], found.lastgroup == "run")


def _by_twos(run: str, *, whole: bool) -> Iterator[str]:
    """Yield every two neighbors; of a whole run also its last letter alone, so that every letter begins a word."""
    for place in range(len(run) - (0 if whole or len(run) == 1 else 1)):
        yield run[place : place + 2]
