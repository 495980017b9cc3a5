"""On whose word: the speaker of a clause, from the attributions around it, pronouns and roles resolved to names."""

import re
from functools import lru_cache

from spacy.tokens import Token

from countersight.extract.english.attribution import Attribution, find_attributions
from countersight.extract.english.clauses import antecedent, governors, verb_arguments
from countersight.extract.english.lexicon import load_lexicon, words
from countersight.extract.english.parties import Actor, find_actor
from countersight.extract.english.passage import Passage, Sentence

_OWN_VOICE = frozenset({"we", "i", "our", "us"})
_NO_SPEAKER = frozenset({"this", "that", "these", "those", "it", "there", "which", "what", "who"})
_CONTENT = frozenset(
    ["ccomp", "xcomp", "dobj", "pcomp", "advcl", "prep", "pobj", "acl", "relcl", "conj", "parataxis", "dep", "attr",
     "oprd", "appos", "agent", "dative", "nsubj", "nsubjpass"]
)  # fmt: skip
"""Dependencies through which a reporting verb reports a predicate."""
_AGENT = re.compile(r"(?:er|or|ist|ian|yst|ant|ent|ee|man|woman)s?$|(?:men|women|people|staff|family|families)$")
"""Endings of English nouns for those who act."""
_COMMAS = frozenset({",", ",”", ',"', "”", '"'})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "ADP", "PART", "NUM"})
"""Parts of speech of a name or description."""
_LONG_NAME = 8
"""Words of a speaker at most: `the research group Example Data`."""
_ABOUT = frozenset({"of", "about", "on", "to", "over", "for", "how"})


def find_speaker(trigger: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Return who says what a predicate asserts, or none where the text itself does.

    Of nested speakers the innermost counts: where A says that B claims it, the words are B's.
    """
    if trigger.lower_ in words("discovering_verbs") and trigger.pos_ == "VERB":
        is_own, speaker = _subject_of(trigger, sentence, passage)
        if is_own or speaker is not None:
            return speaker
    for attribution, row in _around(trigger, sentence, passage):
        if attribution.speaker is None:
            continue
        if attribution.speaker.lower_ in _OWN_VOICE:
            return None
        if (speaker := speaker_of(antecedent(attribution.speaker), row, passage)) is not None:
            return speaker
    is_own, speaker = _reporting_subject(trigger, sentence, passage)
    if is_own or speaker is not None:
        return speaker
    return _told_in_noun(trigger, sentence, passage) or _said_at_end(trigger, sentence, passage)


def _around(trigger: Token, sentence: Sentence, passage: Passage) -> list[tuple[Attribution, Sentence]]:
    """Return the reports whose content holds a predicate, innermost first."""
    rows = [passage.sentences[number] for number in sorted(passage.sentences)]
    place = sentence.start_of(trigger)
    found = [
        (attribution, rows[attribution.sentence])
        for attribution in _attributions(passage)
        if attribution.head is not trigger and attribution.covers(place) and _is_report(attribution.head)
    ]
    return sorted(found, key=lambda pair: (-pair[0].depth, abs(pair[0].cue.start - place)))


@lru_cache(maxsize=1)
def _attributions(passage: Passage) -> list[Attribution]:
    rows = sorted(passage.sentences.items())
    return find_attributions([(row.span, row.doc) for _, row in rows], passage.text.text)


def _is_report(head: Token) -> bool:
    return head.lower_ in load_lexicon().reporting or head.lower_ in ("according", "view", ":")


def _reporting_subject(trigger: Token, sentence: Sentence, passage: Passage) -> tuple[bool, Actor | None]:
    """Climb to a verb that reports the predicate where the parser tore its content from it.

    Also tell whether the text reports in its own voice.
    """
    reporting, token = load_lexicon().reporting, trigger
    for governor in governors(trigger):
        if token.dep_ not in _CONTENT:
            break
        if (
            governor.lower_ in reporting
            and governor.pos_ in ("VERB", "AUX")
            and token.dep_ not in ("conj", "nsubj", "nsubjpass")
        ):
            is_adjunct = (token.dep_ == "advcl" and any(c.dep_ == "mark" for c in token.children)) or (
                token.dep_ == "prep" and token.lower_ not in _ABOUT
            )
            if not is_adjunct:
                is_own, speaker = _subject_of(governor, sentence, passage)
                if is_own or speaker is not None:
                    return is_own, speaker
        token = governor
    return False, None


def _subject_of(verb: Token, sentence: Sentence, passage: Passage) -> tuple[bool, Actor | None]:
    subjects = verb_arguments(verb).get("subject", [])
    if len(subjects) > 1 and subjects[1].left_edge.i == subjects[0].i + 1:  # `the magazine Gazette` read as two
        subjects = subjects[1:]
    for subject in subjects:
        if subject.lower_ in _OWN_VOICE:
            return True, None
        if (speaker := speaker_of(subject, sentence, passage)) is not None:
            return False, speaker
    return False, None


def speaker_of(head: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Return a phrase as a speaker, if it is one: a name, an office, a document or who made it public."""
    if head.lower_ in _NO_SPEAKER and head.lower_ not in ("it", "who", "which"):
        return None
    actor = find_actor(head, sentence, passage)
    if actor is None:
        return None
    if actor.sort == "other" and not _is_person_or_paper(head):
        return None
    if head.lower_ in words("papers") and (author := _author(head, sentence, passage)) is not None:
        return author
    if head.dep_ == "dobj" and head.head.lower_ in words("publishing_verbs"):
        for subject in verb_arguments(head.head).get("subject", ()):
            return find_actor(subject, sentence, passage) or actor
    return actor


def _is_person_or_paper(head: Token) -> bool:
    """Whether a common noun is of someone who speaks, or of something written."""
    return head.lower_ in words("speaker_nouns") or _AGENT.search(head.lower_) is not None


def _told_in_noun(trigger: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Find the speaker of `reports of`, `allegations that`: their author, who brings the charge, or the reports."""
    for noun in governors(trigger):
        if noun.lower_ not in words("telling_nouns"):
            continue
        if (author := _author(noun, sentence, passage)) is not None:
            return author
        verb = next((g for g in governors(noun) if g.pos_ == "VERB"), None)
        subjects = (
            verb_arguments(verb).get("subject", []) if verb is not None and noun.lower_ in words("charges") else []
        )
        for subject in subjects:
            return speaker_of(subject, sentence, passage)
        return find_actor(noun, sentence, passage)
    return None


def _author(noun: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Return who wrote or said it: `articles by the Gazette`, `the lawsuit from Acme`, `the Gazette's report`."""
    for child in noun.children:
        if child.dep_ == "poss":
            return find_actor(child, sentence, passage)
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            for source in child.children:
                if source.dep_ == "pobj" and source.pos_ == "PROPN" and source.ent_type_ != "DATE":
                    actor = find_actor(source, sentence, passage)
                    return actor if actor is not None and actor.sort in ("organization", "name") else None
    return None


def _said_at_end(trigger: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Find `..., Daily Gazette reported in May` by its words alone, where the parser lost the clause."""
    verbs = [t for t in sentence.doc[trigger.i + 1 :] if t.lower_ in load_lexicon().reporting and t.tag_ in _FINITE]
    if not verbs:
        return None
    verb = verbs[-1]
    start = next((t.i + 1 for t in reversed(sentence.doc[trigger.i + 1 : verb.i]) if t.text in _COMMAS), None)
    if start is None or not 0 < verb.i - start <= _LONG_NAME:
        return None
    phrase = sentence.doc[start : verb.i]
    if any(token.pos_ not in _NAMING for token in phrase):
        return None
    subject = next((child for child in verb.children if child.dep_ == "nsubj" and child.i >= start), phrase.root)
    return speaker_of(subject, sentence, passage)
