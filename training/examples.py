"""From passages to what the network should answer, token by token."""

import random
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from countersight.extract.trained.features import Window, open_window
from countersight.extract.trained.labels import BEGIN, INSIDE, KINDS, NONE, OUTSIDE, ROLES, STATUSES, TECHNOLOGIES

IGNORED = -100
"""The tag of a token that neither counts for nor against an answer."""
LONGEST = {"zh": 420}
"""Code points of a window in a language that says much with few; `LONGEST_ELSEWHERE` in the others."""
LONGEST_ELSEWHERE = 1000
SAME = 0.5
"""Share of the shorter of two pieces of evidence that has to overlap for them to be read as one."""

_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"”’»)]*\s+|[。！？；]+[”’」』）]*|\n+|$)", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What should be told of one piece of evidence, from `first` to before `last`."""

    first: int
    last: int
    kinds: NDArray[np.float32]
    """[len(KINDS)], summing to one."""
    status: int = IGNORED
    technologies: NDArray[np.float32] | None = None
    roles: NDArray[np.int64] | None = None
    """[tokens, len(ROLES)] tags."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One window with its answers."""

    window: Window
    evidence: NDArray[np.int64]
    """[tokens] tags."""
    targets: tuple[Target, ...]
    sentences: tuple[tuple[int, int], ...]
    """Tokens of the sentences that carry no claim: what to tell apart from evidence."""


def make_examples(passage: dict[str, Any], tokenizer: Tokenizer) -> list[Example]:
    """Cut a passage into windows and label each."""
    return [
        _example(passage, start, end, tokenizer)
        for start, end in cut(passage["text"], LONGEST.get(passage["lang"], LONGEST_ELSEWHERE))
    ]


def cut(text: str, longest: int) -> list[tuple[int, int]]:
    """Cut a text at the ends of sentences into stretches of about `longest` code points; neighbors share a sentence."""
    sentences = [match.span() for match in _SENTENCE.finditer(text) if match.group().strip()]
    stretches: list[tuple[int, int]] = []
    first = 0
    while first < len(sentences):
        last = first
        while last + 1 < len(sentences) and sentences[last + 1][1] - sentences[first][0] <= longest:
            last += 1
        stretches.append((sentences[first][0], min(sentences[last][1], sentences[first][0] + 2 * longest)))
        if last + 1 >= len(sentences):
            break
        first = max(last, first + 1)
    return stretches


def evidence_place(claim: dict[str, Any], text: str) -> tuple[int, int] | None:
    """Return where the words that carry a claim stand."""
    if isinstance(claim.get("start"), int):
        return claim["start"], claim["end"]
    start = text.find(claim["evidence"])
    return (start, start + len(claim["evidence"])) if start >= 0 else None


def _example(passage: dict[str, Any], start: int, end: int, tokenizer: Tokenizer) -> Example:
    window = open_window(passage["text"][start:end], passage["lang"], tokenizer)
    evidence = np.zeros(len(window.pieces), dtype=np.int64)
    held: list[tuple[tuple[int, int], dict[str, Any]]] = []
    for claim in passage["claims"]:
        place = evidence_place(claim, passage["text"])
        if place is None or place[1] <= start or place[0] >= end:
            continue
        tokens = window.tokens_of(max(place[0] - start, 0), min(place[1], end) - start)
        if tokens is None:
            continue
        if place[0] < start or place[1] > end:
            evidence[slice(*tokens)] = IGNORED
        else:
            held.append((tokens, claim))
    groups = _grouped(held)
    for tokens, _ in groups:
        if not evidence[slice(*tokens)].any():
            evidence[tokens[0]] = BEGIN
            evidence[tokens[0] + 1 : tokens[1]] = INSIDE
    sentences = tuple(
        tokens
        for match in _SENTENCE.finditer(window.text)
        if (tokens := window.tokens_of(*match.span()))
        and not evidence[slice(*tokens)].any()
        and tokens[1] - tokens[0] > 4
    )
    return Example(window, evidence, tuple(_target(window, *group) for group in groups), sentences)


def _grouped(
    held: list[tuple[tuple[int, int], dict[str, Any]]],
) -> list[tuple[tuple[int, int], list[dict[str, Any]]]]:
    """Put the claims together whose evidence is nearly the same."""
    groups: list[tuple[tuple[int, int], list[dict[str, Any]]]] = []
    for tokens, claim in held:
        for place, claims in groups:
            shared = min(tokens[1], place[1]) - max(tokens[0], place[0])
            if shared >= SAME * min(tokens[1] - tokens[0], place[1] - place[0]):
                claims.append(claim)
                break
        else:
            groups.append((tokens, [claim]))
    return groups


def _target(window: Window, tokens: tuple[int, int], claims: list[dict[str, Any]]) -> Target:
    kinds = np.zeros(len(KINDS), dtype=np.float32)
    technologies = np.zeros(len(TECHNOLOGIES), dtype=np.float32)
    roles = np.zeros((len(window.pieces), len(ROLES)), dtype=np.int64)
    for claim in claims:
        kinds[KINDS.index(claim["kind"])] += 1 / len(claims)
        technologies[[TECHNOLOGIES.index(label) for label in claim["technology"] if label in TECHNOLOGIES]] = 1.0
        _mark_roles(roles, window, tokens, claim)
    status = claims[0]["status"].replace("completed", "reported")
    return Target(*tokens, kinds, STATUSES.index(status), technologies, roles)


def _mark_roles(roles: NDArray[np.int64], window: Window, tokens: tuple[int, int], claim: dict[str, Any]) -> None:
    start, end = int(window.starts[tokens[0]]), int(window.ends[tokens[1] - 1])
    for number, role in enumerate(ROLES):
        if role.endswith("_place"):
            codes = claim.get(role.replace("_place", "_country")) or []
            for code in [codes] if isinstance(codes, str) else codes:
                places = [
                    (mention.start, mention.end)
                    for mention in window.territories
                    if mention.code.split("-")[0].upper() == code
                ]
                _mark(roles[:, number], window, places, start, end)
            continue
        if claim.get(role):
            places = _places(claim[role], window.text)
            _mark(roles[:, number], window, places, start, end)
            if not places:
                roles[roles[:, number] == OUTSIDE, number] = IGNORED


def _places(told: str | dict[str, Any], text: str) -> list[tuple[int, int]]:
    """Return where a name stands, or the words or the figure of a quantity."""
    if not isinstance(told, str):
        if not told.get("words"):
            return _figures(told["value"], text)
        told = str(told["words"])
    return [match.span() for match in re.finditer(re.escape(told), text)]


def _mark(tags: NDArray[np.int64], window: Window, places: list[tuple[int, int]], start: int, end: int) -> None:
    """Tag the place that is nearest to the evidence; the others may be tagged or not."""
    places = sorted(places, key=lambda place: max(0, start - place[1], place[0] - end))
    for number, place in enumerate(places):
        tokens = window.tokens_of(*place)
        if tokens is None or (number and (tags[slice(*tokens)] > 0).any()):
            continue
        if number:
            tags[slice(*tokens)] = IGNORED
        else:
            tags[tokens[0]] = BEGIN
            tags[tokens[0] + 1 : tokens[1]] = INSIDE


def _figures(value: float, text: str) -> list[tuple[int, int]]:
    """Return where a number of the gold is written in figures, as a number of its own."""
    forms = {str(value), str(value).replace(".", ",")}
    if float(value).is_integer():
        forms = {f"{value:.0f}", *(f"{value:,.0f}".replace(",", mark) for mark in ",. ")}
    for form in sorted(forms, key=len, reverse=True):
        places = [match.span() for match in re.finditer(rf"(?<!\d)(?<!\d[.,]){re.escape(form)}(?![.,]?\d)", text)]
        if places:
            return places
    return []


def negative(example: Example, chance: random.Random) -> Target | None:
    """Choose a sentence without a claim, or a part of one, that the network should refuse."""
    if not example.sentences:
        return None
    first, last = chance.choice(example.sentences)
    if chance.random() < 0.5 and last - first > 12:
        cuts = sorted(chance.sample(range(first, last + 1), 2))
        if cuts[1] - cuts[0] > 5:
            first, last = cuts
    kinds = np.zeros(len(KINDS), dtype=np.float32)
    kinds[KINDS.index(NONE)] = 1.0
    return Target(first, last, kinds)
