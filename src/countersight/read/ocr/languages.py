"""Which languages Tesseract is asked to see on a page: those chosen, of the script that the page is in."""

import re
from collections.abc import Sequence

from countersight.errors import RecognizerMissing

SUPPORTED = {
    "eng": "Latin", "spa": "Latin", "fra": "Latin", "por": "Latin", "deu": "Latin", "tur": "Latin",
    "rus": "Cyrillic", "ukr": "Cyrillic", "ara": "Arabic", "fas": "Arabic", "chi_sim": "Han", "chi_tra": "Han",
}  # fmt: skip
"""Languages that are taken by default where they are installed, by Tesseract's names, each with its script."""

_NAME = re.compile(r"[A-Za-z][A-Za-z_]{1,30}")
"""No path and no option: names go onto a command line."""
_OTHER_SCRIPTS = {"Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean"}


def choose_languages(asked: str, installed: Sequence[str]) -> tuple[str, ...]:
    """Return the languages that are looked for, in order of preference.

    Args:
        asked: as the setting has it; nothing for those supported.

    Raises:
        RecognizerMissing: none is installed, or one that was asked for is not.
    """
    if not asked:
        chosen = tuple(language for language in SUPPORTED if language in installed)
        if not chosen:
            raise RecognizerMissing("Tesseract is installed without any language that is supported")
        return chosen
    names = tuple(re.split(r"[+,\s]+", asked.strip()))
    for name in names:
        if not _NAME.fullmatch(name) or name not in installed:
            there = ", ".join(installed) or "none"
            raise RecognizerMissing(f"Tesseract has no language {name[:40]!r}; installed are {there}")
    return names


def languages_for(script: str | None, chosen: Sequence[str]) -> tuple[str, ...]:
    """Return which of the `chosen` languages to look for on a page in `script`, as Tesseract tells it.

    English goes with every other script, for names and addresses; a script of which none is chosen, or that is not
    told, leaves all. In Arabic and Chinese fewer languages are both quicker and surer (`benchmarks/ocr.py`).
    """
    told = _OTHER_SCRIPTS.get(script or "", script)
    fitting = [language for language in chosen if SUPPORTED.get(language, language) == told]
    if not fitting:
        return tuple(chosen)
    return tuple(fitting) if told == "Latin" or "eng" not in chosen else (*fitting, "eng")
