"""Which technology a phrase means: by its own words, or by the words that it refers back to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from countersight.extract.english.clauses import phrase_tokens
from countersight.extract.english.lexicon import words
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.english.scanning import CARRY, FAR_CARRY, TRAINING, Hit
from countersight.extract.scanning import Span

BACKWARD = "referred back to the technology named before"
PASSAGE = "the technology that the passage speaks of"
_DEFINITE = frozenset({"the", "this", "these", "its", "their", "such", "that", "those", "his", "her"})
_PRONOUNS = frozenset({"it", "they", "them", "which", "that"})
_INSPECTION = re.compile(r"deep[- ]packet inspection|\bdpi\b", re.IGNORECASE)
_BLOCKING = re.compile(r"\b(?:block|filter|censor)\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """Labels for a claim, each with its words or the rule that led to it."""

    hits: tuple[Hit, ...]
    inferred: str | None = None


def technology_in(span: Span, sentence: Sentence, passage: Passage) -> tuple[Hit, ...]:
    """Return the hits that stand in a stretch of a sentence, one a label."""
    return _distinct(h for h in _hits(sentence, passage) if span.start <= h.start and h.end <= span.end)


def technology_of(head: Token, sentence: Sentence, passage: Passage, *, deep: bool = False) -> Technology | None:
    """Return the technology that a phrase names or refers back to.

    With `deep`, what its relative clauses name counts too: `software that links to surveillance cameras`.
    """
    heads = [head, *(token for token in head.conjuncts if token.i > head.i)]
    hits = _distinct(
        h for h in _hits(sentence, passage) if any(_within(h, sentence.hull(phrase_tokens(t))) for t in heads)
    )
    if not hits and deep and head.lower_ in words("anaphors"):
        hits = technology_in(sentence.hull(head.subtree), sentence, passage)
    if any(hit.label != "other" for hit in hits):
        return Technology(hits=hits)
    if head.dep_ == "attr":
        for subject in (c for c in head.head.children if c.dep_ == "nsubj"):
            if named := _distinct(
                h for h in _hits(sentence, passage) if _within(h, sentence.hull(phrase_tokens(subject)))
            ):
                return Technology(hits=named)
    referred = _referred(head, sentence, passage)
    if hits and (referred is None or not _is_definite(head)):
        return Technology(hits=hits)
    return referred or _training_in(head, sentence)


def passage_technology(sentence: Sentence, passage: Passage) -> Technology | None:
    """Return the technology of a sentence, or that of the sentences just before it, else just after it."""
    if hits := _distinct(_hits(sentence, passage)):
        return Technology(hits=hits)
    for row in passage.before(sentence.number):
        if row.number >= sentence.number - 3 * CARRY and (hits := _distinct(_hits(row, passage))):
            return Technology(hits=hits, inferred=PASSAGE)
    for number in range(sentence.number + 1, sentence.number + 1 + FAR_CARRY) if passage.scan.is_about_trade else ():
        later = passage.sentences.get(number)
        if later is not None and (hits := _distinct(_hits(later, passage))):
            return Technology(hits=hits, inferred=PASSAGE)
    return None


def _hits(sentence: Sentence, passage: Passage) -> list[Hit]:
    hits = [hit for hit in sentence.hits if hit.strength != TRAINING]
    text, start = sentence.doc.text, sentence.span.start
    if not _INSPECTION.search(text) or not _BLOCKING.search(passage.text.text):
        return hits
    # Packet inspection that blocks is filtering, not listening: the guideline's rule.
    return [
        replace(hit, label="internet_filtering")
        if _INSPECTION.fullmatch(text[hit.start - start : hit.end - start])
        else hit
        for hit in hits
    ]


def _within(hit: Hit, span: Span) -> bool:
    return span.start <= hit.start and hit.end <= span.end


def _is_definite(head: Token) -> bool:
    return any(child.lower_ in _DEFINITE or child.dep_ == "poss" for child in head.children)


def _referred(head: Token, sentence: Sentence, passage: Passage) -> Technology | None:
    """Resolve "the system": the nearest technology before it that has a name of its own, else the nearest."""
    is_pronoun = head.lower_ in _PRONOUNS and head.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
    is_about = passage.scan.is_about_trade
    if not is_pronoun and not (head.lower_ in words("anaphors") and (is_about or _is_definite(head))):
        return None
    far = FAR_CARRY if is_about else CARRY
    place, reach = sentence.start_of(head), (CARRY if is_about else 1) if is_pronoun else far
    rows = [[hit for hit in _hits(sentence, passage) if hit.end <= place]]
    rows += [_hits(row, passage) for row in passage.before(sentence.number) if row.number >= sentence.number - reach]
    found = [hit for row in rows for hit in reversed(row)]
    named = next((hit for hit in found if hit.label != "other"), None) or next(iter(found), None)
    if named is None:
        return passage_technology(sentence, passage) if is_about else None
    return Technology(hits=(named,), inferred=BACKWARD)


def _training_in(head: Token, sentence: Sentence) -> Technology | None:
    """Return training as what is traded, where a phrase speaks of teaching security users."""
    span = sentence.hull(head.subtree)
    if any(hit.strength == TRAINING and _within(hit, span) for hit in sentence.hits):
        return Technology(hits=(), inferred="training without a named technology")
    return None


def _distinct(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Keep one hit a label, and the unnamed kind only where no other is named."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(hit.label, hit)
    if len(kept) > 1:
        kept.pop("other", None)
    return tuple(kept.values())
