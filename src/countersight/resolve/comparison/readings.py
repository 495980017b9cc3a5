"""The ways in which names of other scripts may be read in Latin letters, beside letter by letter."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

from anyascii import anyascii

from countersight.reference import load_reference
from countersight.resolve.comparison.words import english_of

MOST_READINGS = 8
"""Of one name; those of a hostile one would otherwise be as many as its words have together."""
SHORTEST_INFLECTED = 4
"""Letters of a stem from which an ending may be one of case."""
LEAST_SYLLABLES = 2
"""One syllable is as often a word of Russian."""

HANGUL, FINALS, VOWELS, UNWRITTEN = 0xAC00, 28, 21, 18
"""The first syllable of Hangul, how many finals and vowels there are, and the vowel that stands between consonants for
none (Unicode Standard, section 3.12)."""

_CONSONANTS, _VOWELS = "бвгґджзйклмнпрстфхцчшщ", "аеёиоуыэюяіїє"

Reader = Callable[[str], str | None]


def cyrillic_readings(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield the folded words of a name as Palladius' system and Polivanov's, or the sounds of English, would have them.

    Each word also without the ending of a case; where all words are read alike, once.
    """
    choices = [(word,) if english_of(word) else (word, *nominatives_of(word)) for word in words]
    seen = set()
    for number, chosen in enumerate(product(*choices)):
        if number >= MOST_READINGS:
            return
        for reader in (read_palladius, read_polivanov, read_cyrillic):
            read = [english_of(word) or reader(word) or read_cyrillic(word) for word in chosen]
            if tuple(read) not in seen:
                seen.add(tuple(read))
                yield read


def nominatives_of(word: str) -> list[str]:
    """Return the words of which a Cyrillic one may be another case, as Russian inflects nouns."""
    found = []
    for ending, nominative, before in _cases():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_INFLECTED and stem[-1] in before:
            found.append(stem + nominative)
    return list(dict.fromkeys(found))


def read_palladius(word: str) -> str | None:
    """Return the pinyin of a word that is made of Chinese syllables as Russian writes them; None for other words."""
    return _by_syllables(word, "palladius")


def read_polivanov(word: str) -> str | None:
    """Return the romaji of a word that is made of Japanese syllables as Russian writes them; None for other words."""
    return _by_syllables(word, "polivanov")


def read_cyrillic(word: str) -> str:
    """Return a Cyrillic word by the sounds that it stands for in foreign names."""
    return _by_sounds(word, "cyrillic")


def read_greek(word: str) -> str:
    """Return a Greek word by the sounds that it stands for in foreign names."""
    return _by_sounds(word, "greek")


def read_hebrew(word: str) -> str:
    """Return a Hebrew word with stops for the letters that are either stops or fricatives: "b", not "v"."""
    return _by_sounds(word, "hebrew")


def read_hangul(word: str) -> str:
    """Return a Korean word without the vowels that only keep consonants apart: "seu" is s."""
    return "".join(_syllable(char) for char in word)


def with_geresh_read(name: str) -> str:
    """Return a Hebrew name with Latin letters for those that a geresh makes foreign sounds: folding would drop it."""
    table = load_reference("names/sounds.yaml")["geresh"]
    return re.sub("([" + "".join(table) + "])['’׳]", lambda found: table[found[1]], name)


def _syllable(char: str) -> str:
    latin = anyascii(char).lower()
    place = ord(char) - HANGUL
    unwritten = 0 <= place < 11172 and place // FINALS % VOWELS == UNWRITTEN
    return latin.replace("eu", "", 1) if unwritten else latin


def _by_sounds(word: str, table: str) -> str:
    sounds, pattern = _sounds(table)
    return anyascii(pattern.sub(lambda found: sounds[found[0]], word)).lower().replace("'", "").replace("`", "")


def _by_syllables(word: str, system: str) -> str | None:
    """Cut `word` into syllables, the longest first, going back where the rest cannot be cut."""
    table = _syllables(system)
    longest = max(map(len, table))
    ways: list[tuple[str, ...] | None] = [()]
    # From the end, so that at each place the longest syllable counts whose rest can be read.
    for start in range(len(word) - 1, -1, -1):
        way = None
        for size in range(min(longest, len(word) - start), 0, -1):
            rest = ways[len(word) - start - size]
            if rest is not None and (latin := table.get(word[start : start + size])) is not None:
                way = (latin, *rest)
                break
        ways.append(way)
    whole = ways[-1]
    return "".join(whole) if whole is not None and len(whole) >= LEAST_SYLLABLES else None


@cache
def _sounds(table: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    sounds: dict[str, str] = load_reference("names/sounds.yaml")[table]
    return sounds, re.compile("|".join(sorted(sounds, key=len, reverse=True)))


@cache
def _syllables(system: str) -> Mapping[str, str]:
    table: dict[str, str] = load_reference("names/syllables.yaml")[system]
    return {syllable.replace("э", "е"): latin for syllable, latin in table.items()} | table  # "вей" beside "вэй"


@cache
def _cases() -> tuple[tuple[str, str, str], ...]:
    before = {"consonant": _CONSONANTS, "vowel": _VOWELS, "any": _CONSONANTS + _VOWELS}
    return tuple(
        (ending, entry["nominative"], before[entry["after"]])
        for entry in load_reference("names/sounds.yaml")["russian_cases"]
        for ending in entry["endings"]
    )
