"""The terms under which a name is found: three letters, words, sounds, initials and Han characters, as 64-bit keys."""

import hashlib
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from countersight.resolve.registry.forms import NameForm, form_name
from countersight.values.boundaries import is_unspaced
from countersight.values.digests import content_id

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.uint32]

CODE_POINT_BITS = np.uint64(21)
"""Unicode ends at 0x10FFFF, so that three code points fit one key exactly."""
SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio: an odd factor, so that keys stay different, that spreads them over all buckets."""
KIND_MASK = np.uint64(7)
"""The low bits of a key hold its kind."""

ACRONYM_LENGTHS = range(3, 9)
SMALL_WORDS = frozenset(
    {
        *("a", "al", "and", "da", "das", "de", "del", "den", "der", "des", "di", "do", "dos", "du", "e", "el", "et"),
        *("for", "in", "la", "le", "los", "of", "on", "the", "und", "y"),
    }
)
"""Words between those of a name that acronyms may pass over."""


class Kind(IntEnum):
    """What of a name a term is."""

    GRAM = 0
    """Three neighboring characters of one word, its edges counted as characters."""
    WORD = 1
    SOUND = 2
    """The consonants of a word, those that transliterations confuse taken as one."""
    INITIALS = 3
    """A short word, or the first letters of several."""
    HAN = 4
    """One or two neighboring characters of a script without spaces."""
    WHOLE = 5
    """All of a name without its spaces."""


def find_terms(forms: Sequence[NameForm]) -> tuple[Keys, Numbers]:
    """Return the terms of names: their keys, and beside each the place in `forms` of the name that has it.

    A term that a name has twice may come twice.
    """
    keys, owners = _grams(forms)
    hashed: list[int] = []
    counts = np.zeros(len(forms), dtype=np.intp)
    for place, form in enumerate(forms):
        before = len(hashed)
        hashed += _word_terms(form)
        counts[place] = len(hashed) - before
    others = np.array(hashed, dtype=np.uint64)
    places = np.repeat(np.arange(len(forms), dtype=np.uint32), counts)
    return np.concatenate((keys, others)), np.concatenate((owners, places))


def kinds_of(keys: Keys) -> npt.NDArray[np.intp]:
    """Return the `Kind` of every key."""
    return (keys & KIND_MASK).astype(np.intp)


def _grams(forms: Sequence[NameForm]) -> tuple[Keys, Numbers]:
    """Cut the words of every spelling in pieces of three, where an edge of a word counts as a character."""
    texts = [f" {form.latin} {form.native} " if form.native else f" {form.latin} " for form in forms]
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    if len(codes) < 3:
        return np.empty(0, np.uint64), np.empty(0, np.uint32)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), np.fromiter(map(len, texts), np.intp, len(texts)))
    inside = codes[1:-1] != ord(" ")
    exact = (codes[:-2] << (CODE_POINT_BITS * np.uint64(2))) | (codes[1:-1] << CODE_POINT_BITS) | codes[2:]
    return ((exact[inside] * SPREAD) & ~KIND_MASK) | np.uint64(Kind.GRAM), owners[1:-1][inside]


def _word_terms(form: NameForm) -> Iterable[int]:
    words = form.words
    for word in words:
        yield term_key(Kind.WORD, word)
        if len(sound := sound_of(word)) > 1:
            yield term_key(Kind.SOUND, sound)
    for initials in _initials(words):
        yield term_key(Kind.INITIALS, initials)
    if words:
        yield term_key(Kind.WHOLE, "".join(words))
    for word in form.native.split():
        if is_unspaced(word[0]):
            yield from (term_key(Kind.HAN, char) for char in word)
            yield from (term_key(Kind.HAN, word[start : start + 2]) for start in range(len(word) - 1))
        else:
            yield term_key(Kind.WORD, word)


def _initials(words: Sequence[str]) -> set[str]:
    """Return what an acronym of these words, or these words as an acronym, would be."""
    found = {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL_WORDS)}
    if len(words) < 3:
        found.update(words)
    return {initials for initials in found if len(initials) in ACRONYM_LENGTHS}


KNOWN_WORDS = 1 << 14
"""How many words are remembered, the latest; names share most of theirs."""

_SOUNDS = (
    ("sch", "s"), ("tch", "j"), ("ph", "v"), ("kh", "h"), ("gh", "g"), ("ck", "k"), ("sh", "s"), ("ch", "j"),
    ("zh", "j"), ("th", "t"), ("dh", "t"), ("dj", "j"), ("ts", "s"), ("tz", "s"), ("x", "ks"),
)  # fmt: skip
"""Groups of letters that transliterations write in several ways, each with the sound that stands for it."""
_ALIKE = str.maketrans("cqzwfdbgy", "kksvvtpji")


@lru_cache(KNOWN_WORDS)
def sound_of(word: str) -> str:
    """Return the consonants of a Latin word, doubled ones once, vowels left out but for one that begins it."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    word = word.translate(_ALIKE)
    kept = [word[:1] if word[:1] not in "aeiou" else "a"]
    for char in word[1:]:
        if char not in "aeiouh" and char != kept[-1]:
            kept.append(char)
    return "".join(kept)


@lru_cache(KNOWN_WORDS)
def term_key(kind: Kind, word: str) -> int:
    """Return the key of a term, equal in every process."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8, person=bytes([kind])).digest()
    return (int.from_bytes(digest, "little") & ~int(KIND_MASK)) | kind


PROBES = (
    "The Glass Frog & Sons Trading Co., Ltd.", "ООО «Стеклянная лягушка»", "شركة الضفدع الزجاجي", "玻璃蛙科技有限公司",
    "Γυάλινος Βάτραχος Α.Ε.", "유리개구리", "Ürün Kurbağa A.Ş.", "KHALID bin Qadir", "GFT",
)  # fmt: skip
"""Made-up names in whose terms a change of how names are folded, transliterated or cut would show."""


@cache
def fingerprint() -> str:
    """Name how terms are made: an index finds nothing under terms that another version of Countersight makes."""
    keys, owners = find_terms([form_name(probe) for probe in PROBES])
    return content_id("terms", sorted(zip(owners.tolist(), keys.tolist(), strict=True)))
