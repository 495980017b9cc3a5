"""Passing remarks: a technology beside whoever has it, where no predicate of the frames says so."""

from collections.abc import Iterator

from spacy.tokens import Token

from countersight.extract.english.clauses import governors, verb_arguments
from countersight.extract.english.drafts import Draft
from countersight.extract.english.lexicon import Frame, load_lexicon
from countersight.extract.english.parties import Actor, find_actor
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.english.scanning import TRAINING, Hit
from countersight.extract.english.technology import Technology
from countersight.model.claim import Kind

_FRAME = Frame(kind=Kind.DEPLOYMENT, slots={}, needs=frozenset())


def find_remarks(sentence: Sentence, passage: Passage) -> Iterator[Draft]:
    """Yield at most one deployment: a plain term of a technology in one clause with a state's hand or its possessor."""
    for hit in sentence.hits:
        if hit.strength in ("ambiguous", "maker", TRAINING) or hit.label == "other":
            continue
        head = _head_of(hit, sentence)
        owner = _owner(head, sentence, passage)
        if owner is None:
            continue
        actor, holder = owner
        yield Draft(
            kind=Kind.DEPLOYMENT, frame=_FRAME, trigger=head, sentence=sentence, technology=Technology(hits=(hit,)),
            recipients=(actor,), heads=(head, holder), rules=frozenset({"remark"}),
        )  # fmt: skip
        return


def _head_of(hit: Hit, sentence: Sentence) -> Token:
    """Return the last word of a hit, or the noun that it describes."""
    last = [t for t in sentence.doc if sentence.start_of(t) < hit.end and hit.start < sentence.end_of(t)][-1]
    while last.dep_ in ("compound", "nmod", "amod") and last.head != last:
        last = last.head
    return last


def _owner(head: Token, sentence: Sentence, passage: Passage) -> tuple[Actor, Token] | None:
    """Return whose the technology is: its possessor, else a party of its clause, if that acts for a state."""
    candidates = [child for child in head.children if child.dep_ == "poss"]
    for verb in governors(head):
        if verb.lower_ in load_lexicon().reporting:
            break
        if verb.pos_ in ("VERB", "AUX"):
            arguments = verb_arguments(verb)
            candidates += [
                t for name in ("subject", "by", "object", "to", "for", "in") for t in arguments.get(name, ())
            ]
            break
    for candidate in candidates:
        actor = find_actor(candidate, sentence, passage) if candidate != head else None
        if actor is not None and (actor.is_state() or actor.territories) and actor.sort != "other":
            return actor, candidate
    return None
