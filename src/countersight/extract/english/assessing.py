"""Assessments: what an expert or body judges of a technology or a transfer."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from countersight.extract.english.drafts import Draft
from countersight.extract.english.lexicon import Frame, words
from countersight.extract.english.parties import Actor
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.english.speakers import find_speaker
from countersight.extract.english.technology import Technology, passage_technology
from countersight.extract.scanning import Span
from countersight.model.claim import Kind

_FRAME = Frame(kind=Kind.ASSESSMENT, slots={})
MIN_TERMS = 3
"""Plain terms of the taxonomy in a passage that is about the trade."""


@cache
def _judgement() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(words("judgements"))) + ")", re.IGNORECASE)


def find_assessments(sentence: Sentence, passage: Passage) -> Iterator[Draft]:
    """Yield at most one judgement of a sentence: a speaker with no stake, words of judgement, a technology."""
    match = _judgement().search(sentence.doc.text)
    if match is None:
        return
    trigger = _clause_of(match, sentence)
    if trigger is None:
        return
    technology = passage_technology(sentence, passage)
    speaker = find_speaker(trigger, sentence, passage)
    if technology is not None and not _is_on_subject(technology, trigger, sentence, passage):
        return
    if technology is None or speaker is None or speaker.is_vendor() or not _is_judge(speaker, passage):
        return
    yield Draft(
        kind=Kind.ASSESSMENT, frame=_FRAME, trigger=trigger, sentence=sentence, technology=technology,
        supplier=_subject_matter(sentence, speaker), heads=(), rules=frozenset({"assessment"}),
    )  # fmt: skip


def _is_on_subject(technology: Technology, trigger: Token, sentence: Sentence, passage: Passage) -> bool:
    """Whether the judging clause itself names the technology, or the whole passage is about it."""
    span = sentence.hull(trigger.subtree)
    if not technology.inferred and any(span.start <= hit.start and hit.end <= span.end for hit in technology.hits):
        return True
    return _is_about_trade(passage)


def _is_about_trade(passage: Passage) -> bool:
    """Whether the passage speaks of the trade plainly enough that a judgement without a technology is about it."""
    return sum(hit.strength in ("term", "product", "maker") for row in passage.scan.hits for hit in row) >= MIN_TERMS


def _clause_of(match: re.Match[str], sentence: Sentence) -> Token | None:
    """Return the head of the clause that holds the words of judgement, if something reports it."""
    start = next((t for t in sentence.doc if t.idx <= match.start() < t.idx + len(t)), None)
    token = start
    while token is not None and not (
        token.dep_ in ("ccomp", "ROOT") or (token.dep_ == "conj" and token.pos_ == "VERB")
    ):
        token = token.head
    return token


def _is_judge(speaker: Actor, passage: Passage) -> bool:
    named = passage.text.text[speaker.span.start : speaker.span.end].lower().split()
    return speaker.sort in ("name", "organization") or bool(set(named) & words("judges"))


def _subject_matter(sentence: Sentence, speaker: Actor) -> Actor | None:
    """Return the vendor or state whose technology is judged, where the sentence names one."""
    for mention in sentence.organizations:
        if "vendor" in mention.roles and mention.via.value == "name":
            return Actor(
                span=Span(mention.start, mention.end),
                sort="organization",
                organization=mention,
                sentence=sentence.number,
            )
    for territory in sentence.territories[:1]:
        if territory.start < speaker.span.start or territory.start >= speaker.span.end:
            return Actor(
                span=Span(territory.start, territory.end),
                sort="territory",
                territories=(territory,),
                sentence=sentence.number,
            )
    return None
