"""Exact words and their place."""

from dataclasses import dataclass

from countersight.errors import UngroundedQuote
from countersight.model.text import DocumentText

CONTEXT_LENGTH = 32
"""Code points of prefix and suffix, as the W3C Web Annotation examples use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name, number, date or cue as written in a document text: `name == text[start:end]`."""

    name: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.name or self.end - self.start != len(self.name) or self.start < 0:
            raise UngroundedQuote(
                self.name, f"a mention of {len(self.name)} code points cannot span {self.start}-{self.end}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quote and its exact place: `quote == text[start:end]` (W3C TextQuoteSelector with TextPositionSelector)."""

    text_id: str
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        if not self.quote.strip() or self.end - self.start != len(self.quote) or self.start < 0:
            raise UngroundedQuote(
                self.quote, f"a quote of {len(self.quote)} code points cannot span {self.start}-{self.end}"
            )

    def covers(self, mention: Mention) -> bool:
        """Whether `mention` stands within these words."""
        return self.start <= mention.start and mention.end <= self.end


def mention_at(text: DocumentText, start: int, end: int) -> Mention:
    """Take the words at `start` to `end` as a mention."""
    return Mention(name=text.text[start:end], start=start, end=end)


def evidence_at(text: DocumentText, start: int, end: int) -> Evidence:
    """Take the words at `start` to `end` as evidence, with their surroundings."""
    return Evidence(
        text_id=text.id,
        start=start,
        end=end,
        quote=text.text[start:end],
        prefix=text.text[max(0, start - CONTEXT_LENGTH) : start],
        suffix=text.text[end : end + CONTEXT_LENGTH],
    )


def locate_quote(quote: str, text: DocumentText, *, after: int = 0) -> Evidence:
    """Find where `quote` first stands in `text` at or past `after`.

    Raises:
        UngroundedQuote: the quote is empty or is not in the text exactly.
    """
    if not quote.strip():
        raise UngroundedQuote(quote, "the quote is empty")
    start = text.text.find(quote, after)
    if start < 0:
        raise UngroundedQuote(quote, "not in the text exactly")
    return evidence_at(text, start, start + len(quote))


def check_evidence(evidence: Evidence, text: DocumentText) -> None:
    """Hold the invariant `text[start:end] == quote`.

    Raises:
        UngroundedQuote: the evidence is of another text, or its words stand elsewhere or not at all.
    """
    if evidence.text_id != text.id:
        raise UngroundedQuote(evidence.quote, f"evidence of {evidence.text_id} checked against {text.id}")
    if text.text[evidence.start : evidence.end] != evidence.quote:
        raise UngroundedQuote(evidence.quote, f"not at {evidence.start}-{evidence.end}")


def check_mention(mention: Mention, text: DocumentText) -> None:
    """Hold the invariant `text[start:end] == name`.

    Raises:
        UngroundedQuote: the words stand elsewhere or not at all.
    """
    if text.text[mention.start : mention.end] != mention.name:
        raise UngroundedQuote(mention.name, f"not at {mention.start}-{mention.end}")
