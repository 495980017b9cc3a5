"""Names that a title marks as persons', so that no private person is taken for a party."""

import re
from itertools import takewhile

_HONORIFICS = (
    "mr", "mrs", "ms", "miss", "sir", "madam", "dr", "señor", "señora", "sr", "sra", "don", "doña", "monsieur",
    "madame", "mme", "mlle", "senhor", "senhora", "herr", "frau", "г-н", "г-жа", "господин", "госпожа", "السيد",
    "السيدة", "κύριος", "κυρία",
)  # fmt: skip
_TITLED = re.compile(rf"(?<!\w)(?:{'|'.join(_HONORIFICS)})\.?\s+((?:\w[\w'’-]*\.?\s+){{0,2}}\w[\w'’-]*)", re.IGNORECASE)
_TITLED_AFTER = re.compile(r"(\w{1,4})(?:先生|女士|小姐)")


def titled_names(text: str) -> frozenset[str]:
    """Return the names that stand with a title somewhere in `text`, case-folded."""
    found = (_capped(name) for pattern in (_TITLED, _TITLED_AFTER) for name in pattern.findall(text))
    return frozenset(name.casefold() for name in found if name)


def is_titled(name: str, titled: frozenset[str]) -> bool:
    """Whether `name` has a title itself, or shares its whole or its last word with one of `titled`."""
    folded = name.casefold()
    bare = {folded, *folded.split()[-1:]}
    return bool(_TITLED.match(folded + " .")) or any(bare & {one, one.split()[-1]} for one in titled)


def _capped(name: str) -> str:
    """Return a titled name without what follows it in small letters: `Mosby`, not `Mosby of Orbex`."""
    return " ".join(takewhile(lambda word: not word[0].islower(), name.split()))
