"""The words by which English claims are read, from the reference, ready to look up."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from countersight.model.claim import Kind, Status
from countersight.reference import load_reference

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """A set of predicates that assert one kind of claim, and which argument fills which slot."""

    kind: Kind
    slots: dict[str, str]
    """From relation (`subject`, `object`, a preposition) to slot (`supplier`, `recipient`, `thing`, `place`)."""
    needs: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    """Nouns of which the object must be one."""
    is_loose: bool = False
    """Whether the technology may stand anywhere in the clause."""
    is_reflexive: bool = False
    """Whether the technology itself may be the one that acts: `Pegasus infected her phone`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Everything that the reference says of English, by word form in lower case."""

    verbs: dict[str, tuple[Frame, ...]]
    particles: dict[tuple[str, str], tuple[Frame, ...]]
    """Frames of verbs with a particle: (`roll`, `out`)."""
    nouns: dict[str, tuple[Frame, ...]]
    lemmas: dict[str, str]
    reporting: frozenset[str]
    status: dict[str, Status]
    deeds: tuple[tuple[str, re.Pattern[str]], ...]
    """Labels with the pattern of a verb beside its object, in lower case: `blocked websites`."""
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    """The plain lists: `state_nouns`, `company_nouns`, `anaphors` and so on."""


@cache
def load_lexicon() -> Lexicon:
    """Read `cues_en.yaml` once and inflect its verbs."""
    data = load_reference("cues_en.yaml")
    irregular: dict[str, list[str]] = data["irregular"]
    verbs: dict[str, list[Frame]] = {}
    particles: dict[tuple[str, str], list[Frame]] = {}
    nouns: dict[str, list[Frame]] = {}
    lemmas: dict[str, str] = {}
    for entry in data["frames"]:
        frame = _frame(entry)
        for verb in entry.get("verbs", ()):
            base, _, particle = verb.partition(" ")
            for form in inflect_verb(base, irregular):
                lemmas.setdefault(form, base)
                if particle:
                    particles.setdefault((form, particle), []).append(frame)
                else:
                    verbs.setdefault(form, []).append(frame)
        for noun in entry.get("nouns", ()):
            for form in inflect_noun(noun):
                nouns.setdefault(form, []).append(frame)
    plain = {
        key: frozenset(value)
        for key, value in data.items()
        if isinstance(value, list) and key not in ("frames", "deeds")
    }
    return Lexicon(
        verbs=_frozen(verbs),
        particles=_frozen(particles),
        nouns=_frozen(nouns),
        lemmas=lemmas,
        reporting=frozenset(
            form for verb in data["reporting_verbs"] for form in inflect_verb(verb.partition(" ")[0], irregular)
        ),
        status={word: Status(status) for status, words in data["status"].items() for word in words},
        deeds=tuple((deed["label"], _deed(deed, irregular)) for deed in data["deeds"]),
        words=plain,
    )


def words(name: str) -> frozenset[str]:
    """Return one of the plain lists of the reference, in lower case.

    Raises:
        KeyError: there is no list of that name.
    """
    return load_lexicon().words[name]


def inflect_verb(base: str, irregular: dict[str, list[str]]) -> Iterator[str]:
    """Yield the forms of an English verb: base, -s, -ed, -ing, or the irregular ones."""
    yield base
    yield base + ("es" if base.endswith(("s", "x", "ch", "sh")) else "s")
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2] not in _VOWELS:
        yield base[:-1] + "ies"
        yield base[:-1] + "ied"
    yield stem + "ing"
    yield from irregular.get(base, (stem + "ed",))


def any_of(choices: Iterable[str]) -> str:
    """Return a regular expression for any of these words, longer ones first."""
    return "|".join(map(re.escape, sorted(choices, key=lambda word: (-len(word), word))))


def _deed(entry: dict[str, Any], irregular: dict[str, list[str]]) -> re.Pattern[str]:
    """Match a verb shortly before its object, or an object before its passive."""
    forms = set()
    for verb in entry["verbs"]:
        base, _, rest = verb.partition(" ")
        forms |= {f"{form} {rest}".strip() for form in inflect_verb(base, irregular)}
    verbs, objects = any_of(forms), any_of(entry["objects"])
    between = r"(?:(?!to\b|by\b|from\b|on\b)[\w’'-]+,? ){0,4}?"
    active = rf"\b(?:{verbs}) (?:of |on )?{between}(?:{objects})\b"
    passive = rf"\b(?:{objects}) (?:\w+ ){{0,8}}?(?:is|are|was|were|be|been|being) (?:\w+ ){{0,2}}(?:{verbs})\b"
    return re.compile(f"{active}|{passive}")


def inflect_noun(base: str) -> Iterator[str]:
    """Yield singular and plural of an English noun."""
    yield base
    yield base[:-1] + "ies" if base.endswith("y") and base[-2] not in _VOWELS else base + "s"


def _frozen(table: dict[Any, list[Frame]]) -> dict[Any, tuple[Frame, ...]]:
    return {key: tuple(frames) for key, frames in table.items()}


def _frame(entry: dict[str, Any]) -> Frame:
    return Frame(
        kind=Kind(entry["kind"]),
        slots=dict(entry["slots"]),
        needs=frozenset(entry.get("needs", ())),
        heads=frozenset(entry.get("heads", ())),
        is_loose=bool(entry.get("loose", False)),
        is_reflexive=bool(entry.get("reflexive", False)),
    )
