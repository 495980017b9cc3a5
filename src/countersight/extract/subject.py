"""Claims whose own sentence shows them to be of something else than the trade: a court case, footage, a takeover."""

from functools import cache
from typing import Any

from countersight.extract.scanning import split_sentences
from countersight.model.claim import Claim, Kind
from countersight.model.text import DocumentText
from countersight.reference import load_reference
from countersight.values.folding import fold
from countersight.values.phrases import PhraseBook, expand_phrase

_DEALS = frozenset({Kind.SUPPLY, Kind.PROCUREMENT, Kind.AGREEMENT})
_KINDS = {"case": frozenset({Kind.DEPLOYMENT}), "footage": frozenset({Kind.DEPLOYMENT}), "takeover": _DEALS}
"""The kinds that the words of a sort veto; the words of any other sort veto all."""
REASONS = {
    "case": "a measure in one criminal case",
    "footage": "a recording as evidence of a crime",
    "takeover": "one firm becomes another's",
    "elsewhere": "another subject than the trade",
}


def find_aside(claim: Claim, text: DocumentText) -> str | None:
    """Return why a claim is none of the trade, by the words of the sentences that carry it; `None` where none says so.

    A text in a language without such words, or in none that is known, is vetoed by nothing.
    """
    carrying = claim.evidence[0]
    sentences = split_sentences(text.text, text.language)
    touched = [span for span in sentences if span.start < carrying.end and carrying.start < span.end]
    words = text.text[touched[0].start : touched[-1].end] if touched else carrying.quote
    sorts = [sort for sort, _, _ in _book(text.language or "").find(fold(words))]
    return next((REASONS[sort] for sort in sorts if claim.kind in _KINDS.get(sort, frozenset(Kind))), None)


@cache
def _book(language: str) -> PhraseBook[str]:
    data: dict[str, dict[str, Any]] = load_reference("cues/aside.yaml")
    return PhraseBook(
        (spelling, sort)
        for sort, by_language in data.items()
        for phrase in by_language.get(language, ())
        for spelling in expand_phrase(str(phrase), {})
    )
