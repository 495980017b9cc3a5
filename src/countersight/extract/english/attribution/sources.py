"""Whom a cue attributes to: the subject of its verb, the owner of its noun, or whom the clause inherits it from."""

from spacy.tokens import Token

from countersight.extract.english.attribution.lexicon import load_cue_words
from countersight.extract.english.clauses import is_passive, verb_arguments

_EXPLETIVES = frozenset({"it", "there"})


def verb_source(verb: Token) -> Token | None:
    """Return the head of the phrase that a verb's content is attributed to, if the sentence names it."""
    pattern = load_cue_words().verbs.get(verb.lower_)
    if pattern is not None and "raised" in pattern.takes:
        return None
    if is_passive(verb):
        return _agent(verb)
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if len(subjects) > 1 and subjects[1].left_edge.i == subjects[0].i + 1:  # `the magazine Gazette` read as two
        return subjects[1]
    if subjects:
        return subjects[0]
    arguments = verb_arguments(verb).get("subject", [])
    return arguments[0] if arguments else None


def noun_source(noun: Token) -> Token | None:
    """Return who has the thought or says the words: `Acme's plan`, `a call by Acme`, `Acme made a promise`."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from", "among"):
            for source in child.children:
                if source.dep_ == "pobj":
                    return source
    verb = noun.head
    if noun.dep_ in ("dobj", "nsubjpass") and verb.lower_ in load_cue_words().light_verbs:
        return verb_source(verb)
    return None


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for source in child.children:
                if source.dep_ == "pobj":
                    return source
    return None


def source_tokens(head: Token) -> list[Token]:
    """Return the tokens of a source's phrase without clauses that only describe it."""
    tokens: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        tokens.append(token)
        stack.extend(
            c for c in token.children if c.dep_ not in ("relcl", "acl", "punct", "ccomp", "advcl", "parataxis")
        )
    return sorted(tokens, key=lambda token: token.i)
