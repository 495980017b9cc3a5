"""The words that carry a claim: the shortest stretch that says it."""

from spacy.tokens import Token

from countersight.extract.english.clauses import governors, phrase_tokens
from countersight.extract.english.drafts import Draft
from countersight.extract.english.lexicon import load_lexicon
from countersight.extract.scanning import Span
from countersight.model.claim import Kind

_OTHER_CLAUSES = ("conj", "advcl", "parataxis", "ccomp", "relcl", "csubj")
MAX_QUOTE = 420
"""Code points; a clause that runs longer was misread."""
CLAUSE = 170
"""Code points up to which the whole clause is quoted; of a longer one, what the slots need."""
_PURPOSE = 25
"""Tokens after the predicate up to which a purpose ("to block websites") belongs to the quote."""
_NEAR = 40
"""Code points after the clause within which "in Ruritania" still belongs to the quote."""
_BESIDE = 5
"""Tokens before the predicate within which an inherited subject still belongs to the quote."""
_FAR = 9
"""Tokens before the predicate from which on a noun that it describes no longer belongs to the quote."""


def clause_span(draft: Draft) -> Span:
    """Return the clause that carries a draft; of a long one, only what its slots need."""
    span = core_span(draft)
    whole = draft.sentence.hull([draft.trigger, *_clause_tokens(draft.trigger)])
    whole = Span(min(span.start, whole.start), max(span.end, whole.end))
    return whole if whole.end - whole.start <= CLAUSE else span


def core_span(draft: Draft) -> Span:
    """Return the shortest stretch that holds the predicate, what governs it, its purpose, and its slots' phrases."""
    sentence, trigger = draft.sentence, draft.trigger
    if draft.kind is Kind.ASSESSMENT:
        return sentence.hull(t for t in trigger.subtree if not t.is_punct and t.dep_ != "mark")
    tokens = [trigger, *_auxiliaries(trigger), *_governing(trigger), *_purpose(trigger), *_slot_tokens(draft)]
    return _stretched(sentence.hull(tokens), draft)


def _clause_tokens(trigger: Token) -> list[Token]:
    """Return the words of the clause around a predicate, without the clauses that hang on it."""
    head = trigger
    if trigger.pos_ not in ("VERB", "AUX"):
        head = next((g for g in governors(trigger) if g.pos_ in ("VERB", "AUX")), trigger)
        if head.lower_ in load_lexicon().reporting:
            return []
    tokens, stack = [], [head]
    while stack:
        token = stack.pop()
        tokens.append(token)
        stack += [c for c in token.children if not (c.dep_ in _OTHER_CLAUSES and c.pos_ in ("VERB", "AUX"))]
    return [token for token in tokens if not token.is_punct and token.dep_ not in ("mark", "cc")]


def _auxiliaries(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass", "neg", "prt")]


def _governing(trigger: Token) -> list[Token]:
    """Return the verb that an infinitive completes, with its subject: `Acme plans to sell`."""
    if trigger.dep_ != "xcomp":
        return []
    subjects = [child for child in trigger.head.children if child.dep_ in ("nsubj", "nsubjpass")]
    return [trigger.head, *_auxiliaries(trigger.head), *(token for head in subjects for token in phrase_tokens(head))]


def _purpose(trigger: Token) -> list[Token]:
    return [
        token
        for child in trigger.children
        if child.dep_ in ("xcomp", "advcl") and any(c.lower_ == "to" for c in child.children)
        for token in child.subtree
        if token.i < trigger.i + _PURPOSE
    ]


def _slot_tokens(draft: Draft) -> list[Token]:
    trigger = draft.trigger
    own = {trigger, *trigger.subtree}
    tokens: list[Token] = []
    for head in draft.heads:
        if not (head in own or trigger in head.subtree or 0 < trigger.i - head.i <= _BESIDE):
            continue
        for phrase in (head, *(token for token in head.conjuncts if token.i > head.i)):
            if phrase in own or trigger.i - phrase.i < _FAR:
                tokens += phrase_tokens(phrase)
    return tokens


def _stretched(span: Span, draft: Draft) -> Span:
    """Take in what stands right after the clause: the rest of a term, a place, a vendor from a list."""
    sentence = draft.sentence
    for hit in draft.technology.hits:  # a verb that is itself the deed: `monitor social media`
        if not draft.technology.inferred and hit.start <= sentence.start_of(draft.trigger) < hit.end:
            span = Span(min(span.start, hit.start), max(span.end, hit.end))
    named = [draft.supplier] if draft.kind is Kind.ATTENDANCE and draft.supplier is not None else []
    for actor in (*draft.places, *named):
        if span.end <= actor.span.start <= span.end + _NEAR and actor.span.end <= sentence.span.end:
            span = Span(span.start, actor.span.end)
    return span
