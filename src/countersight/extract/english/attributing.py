"""On whose word the claims of another extractor are made: the speaker that the parse finds for their words."""

from collections.abc import Iterable

from spacy.tokens import Token

from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.english.speakers import find_speaker
from countersight.extract.grounding import with_slots
from countersight.model.claim import Claim, Speaker
from countersight.model.evidence import Evidence, mention_at


def attribute_claims(claims: Iterable[Claim], passage: Passage) -> list[Claim]:
    """Return `claims`, those without a speaker with the one whose report holds the words that carry them, if any."""
    return [claim if claim.speaker is not None else _attributed(claim, passage) for claim in claims]


def _attributed(claim: Claim, passage: Passage) -> Claim:
    sentence = _sentence_of(claim.evidence[0], passage)
    trigger = _trigger(claim.evidence[0], sentence) if sentence is not None else None
    if sentence is None or trigger is None:
        return claim
    actor = find_speaker(trigger, sentence, passage)
    if actor is None:
        return claim
    mention = mention_at(passage.text, actor.span.start, actor.span.end)
    return with_slots(claim, passage.text, speaker=Speaker(mention=mention, inferred=actor.inferred))


def _sentence_of(carrying: Evidence, passage: Passage) -> Sentence | None:
    """Return the parsed sentence that holds most of the words."""

    def held(sentence: Sentence) -> int:
        return min(sentence.span.end, carrying.end) - max(sentence.span.start, carrying.start)

    best = max(passage.sentences.values(), key=held, default=None)
    return best if best is not None and held(best) > 0 else None


def _trigger(carrying: Evidence, sentence: Sentence) -> Token | None:
    """Return the word that the others hang on: a verb before all others, then what has the most below it."""
    inside = [
        token
        for token in sentence.doc
        if sentence.start_of(token) < carrying.end and carrying.start < sentence.end_of(token) and not token.is_punct
    ]
    heads = [token for token in inside if token.head == token or token.head not in inside]
    verbs = [token for token in heads if token.pos_ in ("VERB", "AUX")]
    return max(verbs or heads, key=lambda head: sum(token in inside for token in head.subtree), default=None)
