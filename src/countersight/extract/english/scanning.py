"""The first look at a text, at dictionary speed: where is the trade spoken of at all?"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from countersight.extract.english.lexicon import any_of, load_lexicon, words
from countersight.extract.english.sentences import split_sentences
from countersight.extract.scanning import Span
from countersight.reference import load_reference
from countersight.values.boundaries import is_bounded, same_length_fold
from countersight.values.organizations import OrganizationMention, find_organizations
from countersight.values.taxonomy import load_taxonomy

CARRY = 3
"""Sentences after one that names a technology in which "the system" may still mean it."""
FAR_CARRY = 8
"""The same in a text that is about the trade, whose every sentence within that reach is looked at."""
ABOUT = 3
"""Plain words of the trade in a text that is about it, and does not merely touch it; see `_weight`."""
STEEPED = 5
"""The same in a text that speaks of hardly anything else."""
SHORT = 12
"""Sentences of a text in which one word of the trade less will do."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of the taxonomy in a text."""

    label: str
    start: int
    end: int
    strength: str
    """`term`, `ambiguous`, `product`, `maker`, `deed` or `training`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What the first look at a text found."""

    sentences: list[Span]
    hits: list[list[Hit]]
    """By sentence."""
    active: list[int]
    """Numbers of the sentences that deserve a close look."""
    organizations: list[OrganizationMention]
    """Of the reference, in the whole text."""
    is_about_trade: bool = False
    """Whether the trade is its subject, not merely touched."""
    is_steeped: bool = False
    """Whether it speaks of hardly anything else."""


@dataclass(frozen=True, slots=True)
class _Dictionary:
    automaton: AhoCorasick
    entries: tuple[tuple[str, str, str], ...]
    """Label, strength, and the words with their capitals (products and makers keep them)."""


_STRONG = frozenset({"term", "product", "maker"})
DEED = "deed"
"""Strength of a hit that is a use without a name: `blocked websites`."""
TRAINING = "training"
"""Strength of a hit that is no technology: police or intelligence users beside teaching."""
_TRAINING_WORDS = ("train", "trained", "trains", "training", "taught", "teach", "teaching", "instructors", "trainers")


@cache
def _dictionary() -> _Dictionary:
    entries: dict[str, tuple[str, str, str]] = {}
    for label in load_taxonomy().values():
        for strength, terms in (
            ("term", label.terms),
            ("ambiguous", label.ambiguous),
            ("product", label.products),
            ("maker", label.makers),
        ):
            for word in terms:
                entries.setdefault(same_length_fold(word).lower(), (label.id, strength, word))
    for word in _TRAINING_WORDS:
        entries.setdefault(word, ("training_only", TRAINING, word))
    return _Dictionary(AhoCorasick(list(entries), implementation=Implementation.DFA), tuple(entries.values()))


_MANY_CAMERAS = r"\b(?:[1-9]\d{2,}|\d{1,3},\d{3}|hundreds|thousands) (?:of )?(?:[\w-]+ ){0,3}cameras\b"
"""Hundreds of cameras are a network of streets, not a shop's."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    off_subject: re.Pattern[str]
    scene: re.Pattern[str]
    users: re.Pattern[str]
    anaphors: re.Pattern[str]
    attacks: re.Pattern[str]
    """Words beside which the name of a product is no other thing of that name."""
    reference: re.Pattern[str]
    """Footnotes and lists of works, whose titles assert nothing."""
    events: re.Pattern[str]
    """Forums and sanctions, whose clauses seldom name the technology."""


@cache
def _patterns() -> _Patterns:
    anaphor = r"\b(?:the|this|these|its|their|such|that|it|they)\s+(?:\w+\s+)?(?:" + any_of(words("anaphors")) + r")\b"
    return _Patterns(
        off_subject=re.compile(
            "|".join(rf"(?:\b{pattern}\b)" for pattern in load_reference("cues_en.yaml")["off_subject"])
        ),
        scene=re.compile(r"\b(?:" + any_of(words("scene_nouns")) + r")\b|" + _MANY_CAMERAS),
        users=re.compile(r"\b(?:" + any_of(words("security_users")) + r")\b"),
        anaphors=re.compile(anaphor),
        attacks=re.compile(
            r"\b(?:target|infect|hack|victim|spy|spied|phone|message|trace|espionage|export|licen[cs]|wiretap|surveil)\w*"
        ),
        reference=re.compile(
            r"[,.:”\"] (?:available at:? )?(?:https?://|www\.)|^\W*\d{1,3} [^\n]{0,200}[,.]”|\bsee https?:",
            re.MULTILINE,
        ),
        events=re.compile(r"\b(?:" + any_of(words("forum_nouns")) + r"|sanction\w*|blacklist\w*|entity list)\b"),
    )


def lower_same_length(text: str) -> str:
    """Return `text` in lower case, with every code point where it was."""
    folded = same_length_fold(text)
    lowered = folded.lower()
    return lowered if len(lowered) == len(folded) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def scan(text: str) -> Scan | None:
    """Look a text over; `None` where nothing in it speaks of the trade."""
    lowered = lower_same_length(text)
    found = _find(text, lowered)
    if not found:
        return None
    sentences = split_sentences(text)
    starts = [sentence.start for sentence in sentences]
    hits: list[list[Hit]] = [[] for _ in sentences]
    for hit in found:
        number = bisect_right(starts, hit.start) - 1
        if number >= 0 and hit.end <= sentences[number].end:
            hits[number].append(hit)
    is_settled = any(hit.strength not in ("product", TRAINING) for hit in found)
    hits = [_on_subject(lowered, sentence, row) for sentence, row in zip(sentences, hits, strict=True)]
    organizations = find_organizations(text)
    scenes = _scenes(lowered, sentences, organizations)
    hits = [_credible(lowered, sentences[n], n, hits, scenes, is_settled) for n in range(len(sentences))]
    weight = _weight(hits, organizations)
    is_about = weight >= (ABOUT if len(sentences) > SHORT else ABOUT - 1)
    active = _active(lowered, sentences, hits, is_settled=is_settled, is_about=is_about)
    if not active:
        return None
    return Scan(
        sentences=sentences, hits=hits, active=active, organizations=organizations, is_about_trade=is_about,
        is_steeped=weight >= STEEPED,
    )  # fmt: skip


def _weight(hits: list[list[Hit]], organizations: list[OrganizationMention]) -> int:
    """Count terms, products and makers, and once a known vendor and an ambiguous word of the trade."""
    found = [hit.strength for row in hits for hit in row]
    has_vendor = any("vendor" in mention.roles for mention in organizations)
    return sum(strength in _STRONG or strength == TRAINING for strength in found) + has_vendor + ("ambiguous" in found)


def _scenes(lowered: str, sentences: list[Span], organizations: list[OrganizationMention]) -> list[bool]:
    """Tell of each sentence whether a state's hand or a vendor of the trade shows in it."""
    starts = [sentence.start for sentence in sentences]
    named = {bisect_right(starts, m.start) - 1 for m in organizations if m.roles}
    scene = _patterns().scene
    return [
        number in named or scene.search(lowered, sentence.start, sentence.end) is not None
        for number, sentence in enumerate(sentences)
    ]


def _find(text: str, lowered: str) -> list[Hit]:
    dictionary = _dictionary()
    hits, reached = [], 0
    matches = dictionary.automaton.find_matches_as_indexes(lowered, overlapping=True)
    for which, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
        label, strength, _ = dictionary.entries[which]
        is_uncapped = strength in ("product", "maker") and text[start].islower()
        if start < reached or is_uncapped or not is_bounded(lowered, start, end):
            continue
        reached = end
        hits.append(Hit(label, start, end, strength))
    return sorted([*hits, *_deeds(lowered, hits)], key=lambda hit: hit.start)


def _deeds(lowered: str, taken: list[Hit]) -> Iterator[Hit]:
    """Yield the deeds that are told without naming a technology."""
    for label, pattern in load_lexicon().deeds:
        for match in pattern.finditer(lowered):
            if not any(hit.start < match.end() and match.start() < hit.end for hit in taken if hit.strength == "term"):
                yield Hit(label, match.start(), match.end(), DEED)


def _on_subject(lowered: str, sentence: Span, hits: list[Hit]) -> list[Hit]:
    """Drop the hits whose surroundings give their words another meaning: disease surveillance, phone cameras."""
    if not hits:
        return hits
    off = _patterns().off_subject
    barred = [m.span() for m in off.finditer(lowered, sentence.start, sentence.end)]
    return [hit for hit in hits if not any(start < hit.end and hit.start < end for start, end in barred)]


def _credible(
    lowered: str, sentence: Span, number: int, hits: list[list[Hit]], scenes: list[bool], is_settled: bool
) -> list[Hit]:
    """Keep the hits that mean a state's surveillance: ambiguous ones need a state's hand or a plain term beside."""
    if not hits[number]:
        return []
    patterns = _patterns()
    near = [hit for row in hits[max(0, number - 1) : number + 2] for hit in row]
    has_scene = scenes[number]
    accepts = {
        "term": True,
        "maker": True,
        "product": is_settled
        or has_scene
        or patterns.attacks.search(lowered, sentence.start, sentence.end) is not None,
        "ambiguous": has_scene or any(hit.strength in ("term", "maker") for hit in near),
        DEED: has_scene,
        TRAINING: patterns.users.search(lowered, sentence.start, sentence.end) is not None,
    }
    return [hit for hit in hits[number] if accepts[hit.strength]]


def _active(
    lowered: str, sentences: list[Span], hits: list[list[Hit]], *, is_settled: bool, is_about: bool
) -> list[int]:
    """Choose sentences with hits, those after one that refer back to it, and near one those of forums and sanctions.

    Of a text about the trade, all that stand near enough to a hit are chosen.
    """
    patterns = _patterns()
    with_hits = [number for number, row in enumerate(hits) if row]
    active, last, to_come = [], -FAR_CARRY - 1, iter([*with_hits, len(sentences) + FAR_CARRY + 1])
    upcoming = next(to_come)
    for number, sentence in enumerate(sentences):
        if number == upcoming:
            last, upcoming = number, next(to_come)
        reach = number - last
        near = min(reach, upcoming - number)
        refers = reach <= CARRY and patterns.anaphors.search(lowered, sentence.start, sentence.end)
        follows = is_settled and reach <= 2 * CARRY and patterns.events.search(lowered, sentence.start, sentence.end)
        is_wanted = reach == 0 or (is_about and near <= FAR_CARRY) or refers or follows
        if is_wanted and not patterns.reference.search(lowered, sentence.start, sentence.end):
            active.append(number)
    return active
