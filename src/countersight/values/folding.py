"""Text folded for looking up words in any script, with the way back to every code point."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from countersight.reference import load_reference

_FOLDED_RANGES = ((0x0000, 0x2500), (0x3000, 0x3040), (0xF900, 0xFB00), (0xFB50, 0xFFF0))
"""Where letters with marks, cases and widths stand; Han is folded by `reference/han_variants.yaml`."""

_ALIKE = {
    "'": "’ʼ‘`´", "-": "‐‑‒−", '"': "“”„«»", "ا": "أإآٱ", "ي": "ىئی", "و": "ؤ", "ه": "ة", "ك": "ک", "σ": "ς", "i": "ı",
    "o": "ø", "l": "ł", "d": "đ",
}  # fmt: skip
"""Signs of one kind, and letters that writers of one language interchange; each stands for those after it."""

_DROPPED = ("Mn", "Me", "Cf")
"""Categories without a letter of their own: combining marks, vowel signs, signs of direction and joining."""
_TATWEEL = 0x640
_SPACES = ("Zs", "Zl", "Zp", "Cc", "Cs")


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A text without case, accents, vowel signs and variants of letters."""

    text: str
    kept: npt.NDArray[np.intp] | None = None
    """Where each code point of `text` stands in the original; `None` where nothing was dropped."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]`, which must not be empty, stands in the original.

        Marks on its last letter are left out, so that a quote ends where a letter does.
        """
        if self.kept is None:
            return start, end
        return int(self.kept[start]), int(self.kept[end - 1]) + 1


def fold(text: str) -> Folded:
    """Fold `text`: small letters without accents, half-width, simplified Han, Arabic without vowel signs and tatweel.

    White space becomes spaces. What has no letter of its own is dropped, everything else stays one for one.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = _table()[codes]
    if folded.all():
        return Folded(folded.tobytes().decode("utf-32-le"))
    kept = np.flatnonzero(folded)
    return Folded(folded[kept].tobytes().decode("utf-32-le"), kept)


@cache
def _table() -> npt.NDArray[np.uint32]:
    """Return for every code point the one it is folded to; 0 for those dropped."""
    table = np.arange(0x110000, dtype="<u4")
    for first, last in _FOLDED_RANGES:
        table[first:last] = [_fold_char(chr(code)) for code in range(first, last)]
    table[0xD800:0xE000] = ord(" ")
    table[0xE0000:0xE0200] = 0  # tags and further variation selectors
    for simplified, variants in load_reference("han_variants.yaml").items():
        for variant in variants:
            table[ord(variant)] = ord(simplified)
    for letter, others in _ALIKE.items():
        for other in others:
            table[ord(other)] = ord(letter)
    return np.where(table == 0, np.uint32(0), table[table])  # capitals of those letters, too


def _fold_char(char: str) -> int:
    category = unicodedata.category(char)
    if category in _DROPPED or ord(char) == _TATWEEL:
        return 0
    if category in _SPACES:
        return ord(" ")
    compatible = unicodedata.normalize("NFKC", char)
    base = unicodedata.normalize("NFD", compatible if len(compatible) == 1 else char)
    letters = [part for part in base if not unicodedata.category(part).startswith("M")]
    lowered = (letters[0] if len(letters) == 1 else char).lower()
    return ord(lowered) if len(lowered) == 1 else ord(char)
