"""On whose word: the speaker of a clause, from reporting verbs, "according to", and quotes that run on."""

from spacy.tokens import Token

from countersight.extract.english.clauses import governors, verb_arguments
from countersight.extract.english.lexicon import load_lexicon
from countersight.extract.english.parties import Actor, find_actor
from countersight.extract.english.passage import Passage, Sentence

_OWN_VOICE = frozenset({"we", "i", "our", "us"})
_CONTENT = frozenset(
    {
        "ccomp",
        "xcomp",
        "dobj",
        "pcomp",
        "advcl",
        "prep",
        "pobj",
        "acl",
        "relcl",
        "conj",
        "parataxis",
        "dep",
        "attr",
        "oprd",
        "nsubj",
        "nsubjpass",
        "appos",
        "agent",
        "dative",
    }
)


def find_speaker(trigger: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Return who says what a predicate asserts, or none where the text itself does."""
    speaker = _reporting_subject(trigger, sentence, passage) or _according_to(sentence, passage, trigger)
    if speaker is not None:
        return speaker
    if _is_quoted(trigger, sentence, passage):
        return _speaker_around(sentence, passage)
    return None


def _reporting_subject(trigger: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    reporting, token = load_lexicon().reporting, trigger
    for governor in governors(trigger):
        if token.dep_ not in _CONTENT:
            break
        if (
            governor.lower_ in reporting
            and governor.pos_ in ("VERB", "AUX")
            and token.dep_ not in ("nsubj", "nsubjpass", "conj")
        ):
            if token.dep_ == "advcl" and token.i > governor.i and any(c.dep_ == "mark" for c in token.children):
                token = governor
                continue
            for subject in verb_arguments(governor).get("subject", ()):
                if subject.lower_ in _OWN_VOICE:
                    return None
                return find_actor(subject, sentence, passage)
        token = governor
    if trigger.lower_ in reporting and trigger.pos_ == "VERB":
        for subject in verb_arguments(trigger).get("subject", ()):
            if subject.lower_ not in _OWN_VOICE:
                return find_actor(subject, sentence, passage)
    return None


def _according_to(sentence: Sentence, passage: Passage, trigger: Token) -> Actor | None:
    for token in sentence.doc:
        if token.lower_ == "according":
            for to in token.children:
                for source in to.children if to.lower_ == "to" else ():
                    if source.dep_ == "pobj" and (actor := find_actor(source, sentence, passage)) is not None:
                        return actor
    return None


def _is_quoted(trigger: Token, sentence: Sentence, passage: Passage) -> bool:
    """Whether a quotation is open where the predicate stands, counted from the start of its paragraph."""
    text, place = passage.text.text, sentence.start_of(trigger)
    start = max(text.rfind("\n", 0, place) + 1, place - 1_500)
    before = text[start:place]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _speaker_around(sentence: Sentence, passage: Passage) -> Actor | None:
    """Find the speaker in this sentence, the ones before, then the next."""
    numbers = [sentence.number, sentence.number - 1, sentence.number - 2, sentence.number + 1]
    for row in (passage.sentences[n] for n in numbers if n in passage.sentences):
        for token in row.doc:
            if token.lower_ in load_lexicon().reporting and token.pos_ == "VERB":
                for subject in verb_arguments(token).get("subject", ()):
                    actor = find_actor(subject, row, passage) if subject.lower_ not in _OWN_VOICE else None
                    if actor is not None and actor.sort != "other":
                        return actor
    return None
