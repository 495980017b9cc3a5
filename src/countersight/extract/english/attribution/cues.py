"""Cues of attribution in one parsed sentence: which words attribute which content to whom."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from countersight.extract.english.attribution.lexicon import load_cue_words
from countersight.extract.english.attribution.sources import noun_source, verb_source
from countersight.extract.english.attribution.verbs import below, subtree, verb_content, verb_pattern
from countersight.extract.english.clauses import is_passive

_COPULAS = frozenset(
    ["be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'m", "’m", "'re", "’re", "seem", "seems",
     "seemed", "feel", "feels", "felt", "sound", "sounds", "sounded", "look", "looks", "looked", "appear", "appears",
     "appeared", "remain", "remains", "remained", "become", "became", "get", "got"]
)  # fmt: skip
_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "ADP", "PART", "NUM", "CCONJ", "PUNCT"})
"""Parts of speech of a name or description."""
_LONG_NAME = 8
"""Words before a colon that may name who speaks."""


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """A word that attributes, whom to, and what, as tokens of one sentence."""

    head: Token
    content: frozenset[int]
    """Positions of its tokens; empty where only a quotation around it can be the content."""
    source: Token | None
    """Head of the phrase."""
    words: tuple[Token, ...] = ()
    """Of the cue beside its head: particle, preposition."""


def read_cues(doc: Doc) -> list[Cue]:
    """Find all cues of a sentence, nested ones too, in order of their heads."""
    return [cue for token in doc if (cue := _cue_of(token)) is not None]


def _cue_of(token: Token) -> Cue | None:
    if token.lower_ == "according":
        return _according_cue(token)
    if token.text == ":":
        return _colon_cue(token)
    if token.lower_ == "in":
        return _viewpoint_cue(token)
    cue = None
    if token.tag_.startswith("VB"):
        cue = _verb_cue(token)
    elif token.pos_ in ("NOUN", "PROPN"):
        cue = _noun_cue(token)
    if cue is None and token.pos_ in ("ADJ", "VERB", "ADV"):
        cue = _adjective_cue(token)
    return cue


def _verb_cue(verb: Token) -> Cue | None:
    pattern, extra = verb_pattern(verb)
    if pattern is None:
        return None
    content = verb_content(verb, pattern, extra)
    if not content and verb.lower_ not in load_cue_words().statements:
        return None
    return Cue(verb, content, verb_source(verb), tuple(extra))


def _noun_cue(noun: Token) -> Cue | None:
    """Read `its plan to`, `a claim that`, `their call for`; a preposition leads to content only of someone named."""
    pattern = load_cue_words().nouns.get(noun.lower_)
    if pattern is None or noun.dep_ == "compound":
        return None
    source = noun_source(noun)
    found: set[int] = set()
    leading: list[Token] = []
    for child in (c for c in noun.children if c.i > noun.i):
        if _is_noun_clause(child):
            found |= subtree(child)
        elif child.dep_ == "prep" and child.lower_ in pattern.prepositions and _is_apart(child, source):
            found |= below(child, "pobj", "pcomp")
            leading.append(child)
    if not found and noun.dep_ == "nsubj" and noun.head.lower_ in _COPULAS:
        found = below(noun.head, "ccomp", "xcomp", *(() if source is None else ("attr",)))
    return Cue(noun, frozenset(found), source, tuple(leading[:1])) if found else None


def _is_noun_clause(child: Token) -> bool:
    """Whether a clause is what the noun says: `the claim that he knew`, `the plan to leave`."""
    words = {(c.dep_, c.lower_) for c in child.children}
    is_that = child.dep_ in ("acl", "ccomp", "relcl") and bool(words & {("mark", "that"), ("mark", "whether")})
    return is_that or (child.dep_ in ("acl", "relcl", "xcomp") and ("aux", "to") in words)


def _is_apart(phrase: Token, source: Token | None) -> bool:
    """Whether a source is known and the phrase does not hold it."""
    return source is not None and phrase != source and not phrase.is_ancestor(source)


def _adjective_cue(adjective: Token) -> Cue | None:
    """Read `she is confident that`, `they were shocked by`."""
    pattern = load_cue_words().adjectives.get(adjective.lower_)
    if pattern is None:
        return None
    is_participle = adjective.tag_ == "VBN" and is_passive(adjective)
    verb = adjective if adjective.tag_ == "VBN" else adjective.head
    if not is_participle and not (adjective.dep_ in ("acomp", "oprd") and verb.lower_ in _COPULAS):
        return None
    found: set[int] = set()
    for child in adjective.children:
        if child.i > adjective.i and child.dep_ in ("ccomp", "xcomp", "advcl"):
            found |= subtree(child)
        elif child.dep_ == "prep" and child.lower_ in pattern.prepositions:
            found |= below(child, "pobj", "pcomp")
    if not found:
        return None
    source = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    return Cue(adjective, frozenset(found), source if source is not None else verb_source(verb))


def _according_cue(token: Token) -> Cue | None:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    source = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or source is None:
        return None
    return Cue(token, _all_but(token), source, (to,))


def _viewpoint_cue(token: Token) -> Cue | None:
    """Find `in her view` and `in the eyes of voters`."""
    noun = next((c for c in token.children if c.dep_ == "pobj" and c.lower_ in load_cue_words().viewpoints), None)
    if noun is None:
        return None
    of = next((c for c in noun.children if c.lower_ == "of"), None)
    owners = [c for c in noun.children if c.dep_ == "poss"]
    owners += [c for c in of.children if c.dep_ == "pobj"] if of is not None else []
    return Cue(noun, _all_but(token), owners[0]) if owners else None


def _colon_cue(colon: Token) -> Cue | None:
    """Find a speaker before a colon: `Jane Roe: “No comment.”`."""
    name = colon.doc[: colon.i]
    if not 0 < len(name) <= _LONG_NAME or colon.i + 1 >= len(colon.doc) or any(t.pos_ not in _NAMING for t in name):
        return None
    if not any(t.pos_ == "PROPN" or t.lower_ in load_cue_words().documents for t in name):
        return None
    return Cue(colon, frozenset(range(colon.i + 1, len(colon.doc))), name.root)


def _all_but(phrase: Token) -> frozenset[int]:
    """Return the positions of a sentence's tokens outside a phrase."""
    return frozenset(range(len(phrase.doc))) - subtree(phrase)
