"""Which technology a phrase means: by its own words, or by the words that it refers back to."""

from dataclasses import dataclass

from spacy.tokens import Token

from countersight.extract.english.clauses import phrase_tokens
from countersight.extract.english.lexicon import load_lexicon
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.english.scanning import CARRY, TRAINING, Hit
from countersight.extract.english.sentences import Span

BACKWARD = "referred back to the technology named last"
_DEFINITE = frozenset({"the", "this", "these", "its", "their", "such", "that", "those", "his", "her", "'s", "’s"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """Labels for a claim, each with its words or the rule that led to it."""

    hits: tuple[Hit, ...]
    inferred: str | None = None


def technology_in(span: Span, sentence: Sentence) -> tuple[Hit, ...]:
    """Return the hits that stand in a stretch of a sentence; makers count as what they make."""
    return tuple(h for h in sentence.hits if span.start <= h.start and h.end <= span.end and h.strength != TRAINING)


def technology_of(head: Token, sentence: Sentence, passage: Passage) -> Technology | None:
    """Return the technology that a phrase names or refers back to."""
    tokens = [t for t in phrase_tokens(head) if t.dep_ != "poss" or True]
    hits = technology_in(sentence.hull(tokens), sentence)
    conjuncts = [token for token in head.conjuncts if token.i > head.i]
    for token in conjuncts:
        hits += technology_in(sentence.hull(phrase_tokens(token)), sentence)
    hits = _unique(hits)
    if hits:
        return Technology(hits=hits)
    return _referred(head, sentence, passage)


def _referred(head: Token, sentence: Sentence, passage: Passage) -> Technology | None:
    """Resolve "the system": the nearest technology before it, in this sentence or the few before."""
    words = load_lexicon().words
    is_pronoun = head.lower_ in ("it", "they", "them", "which", "that")
    is_definite = any(child.lower_ in _DEFINITE or child.dep_ == "poss" for child in head.children)
    if not is_pronoun and not (head.lower_ in words["anaphors"] and is_definite):
        return None
    if is_pronoun and head.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj"):
        return None
    here = [h for h in sentence.hits if h.end <= sentence.start_of(head) and h.strength != TRAINING]
    reach = 1 if is_pronoun else CARRY
    rows = [here] + [
        [h for h in s.hits if h.strength != TRAINING]
        for s in passage.before(sentence.number)
        if s.number >= sentence.number - reach
    ]
    for row in rows:
        if row:
            return Technology(hits=_unique(tuple(row[-1:])), inferred=BACKWARD)
    return None


def _unique(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Keep one hit a label, and the unnamed kind only where no other is named."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(hit.label, hit)
    if len(kept) > 1:
        kept.pop("other", None)
    return tuple(kept.values())
