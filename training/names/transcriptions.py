"""Builds the tables by which Russian writes Chinese and Japanese names, from Unicode's transforms.

python -m training.names.transcriptions

Needs PyICU. Palladius' system is CLDR's transform `zh_Latn_PINYIN-ru`, Polivanov's is `ja_Latn-ru` (Unicode License
v3). Syllables: of Chinese, the readings of the unified ideographs that anyascii knows; of Japanese, Hepburn's.
"""

import re
from pathlib import Path

import icu  # type: ignore[import-untyped]
import yaml
from anyascii import anyascii

TARGET = Path(__file__).resolve().parents[2] / "src/countersight/reference/names/syllables.yaml"
HEAD = """\
# How Russian writes the syllables of Chinese (palladius) and Japanese (polivanov) names, with their Latin spelling.
# Source: Unicode CLDR's transforms zh_Latn_PINYIN-ru and ja_Latn-ru, ICU {version} (Unicode License v3). Built by
# `python -m training.names.transcriptions`.
"""
IDEOGRAPHS = range(0x4E00, 0x9FA6)
ONSETS = (
    "",
    *"kgnhbpmrd",
    "ky",
    "gy",
    "ny",
    "hy",
    "by",
    "py",
    "my",
    "ry",
    "s",
    "z",
    "t",
    "w",
    "sh",
    "ch",
    "j",
    "y",
    "f",
    "ts",
)
PINYIN = re.compile(r"[bpmfdtnlgkhjqxrzcsyw]?h?[aeiou]+(?:n|ng|r)?")


def main() -> None:
    """Build the table."""
    tables = {
        "palladius": _reversed(sorted(_pinyin()), "zh_Latn_PINYIN-ru"),
        "polivanov": _reversed(sorted(_romaji()), "ja_Latn-ru"),
    }
    text = yaml.safe_dump(tables, allow_unicode=True, default_flow_style=None, width=140)
    TARGET.write_text(HEAD.format(version=icu.ICU_VERSION) + text, encoding="utf-8")


def _pinyin() -> set[str]:
    readings = {anyascii(chr(code)).strip().lower() for code in IDEOGRAPHS}
    return {reading for reading in readings if PINYIN.fullmatch(reading)}


def _romaji() -> set[str]:
    """Return Hepburn's syllables, and some that Japanese has not."""
    return {onset + vowel for onset in ONSETS for vowel in "aiueo"} - {"si", "ti", "tu", "zi", "du", "hu"} | {"n"}


def _reversed(syllables: list[str], transform: str) -> dict[str, str]:
    """Map each Cyrillic syllable to the Latin one; the shorter of two that Russian writes alike."""
    written = icu.Transliterator.createInstance(transform)
    found: dict[str, str] = {}
    for syllable in sorted(syllables, key=lambda each: (len(each), each)):
        cyrillic = written.transliterate(syllable)
        if cyrillic and all("а" <= char <= "я" or char == "ё" for char in cyrillic):
            found.setdefault(cyrillic, syllable)
    return dict(sorted(found.items()))


if __name__ == "__main__":
    main()
