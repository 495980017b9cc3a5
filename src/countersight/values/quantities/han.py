"""Numbers in Chinese: numerals, figures with 万 and 亿, and what follows them."""

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
_BIG_UNITS = {"万": 10**4, "亿": 10**8}
_NUMERAL = "一二三四五六七八九两"

SCALE = r"[十百千]?[万亿]{1,2}|[十百千]"
"""After figures: `2.7万`, `5百万`, `1万亿`."""
_CLASSIFIERS = "个台部套架名位人家件枚座项款种间所艘辆条次份支户处只张颗组"
_ONE_CLASSIFIERS = "台部套架枚"
"""After 一 the others make an article of it: 一个, 一种."""
_PERSON_OR_MONEY = r" ?(?:[" + _CLASSIFIERS + r"]|美元|欧元|元|英镑|卢布|日元|美金|港元)"
WORDS = (
    rf"[{_NUMERAL}][{_NUMERAL}十百千万亿零〇]*[十百千万亿][{_NUMERAL}十百千万亿零〇]*"
    rf"|十[{_NUMERAL}]?[万亿]*(?=[多余来]|{_PERSON_OR_MONEY})|十[{_NUMERAL}]"
    rf"|[百千](?=[多余])|[万亿](?=[多余])|[百千]?[百千万亿](?={_PERSON_OR_MONEY})"
    rf"|[二三四五六七八九](?= ?[{_CLASSIFIERS}])|两(?= ?[{_CLASSIFIERS}])|一(?=[{_ONE_CLASSIFIERS}](?!分|件))"
)
"""Numerals that can hardly be part of a name or a turn of speech; 两国, 一个, 第一 and 三星 are none."""
NOT_INSIDE = "第数几好多成百千万亿十零〇一二三四五六七八九两每某统唯单专之"
"""Right before these numerals, they name no number of their own: 数百, 几十, 第三, 统一."""


def scale_of_figures(scale: str) -> float:
    """Return by what a scale after figures multiplies them."""
    product = 1.0
    for char in scale:
        product *= (_SMALL_UNITS | _BIG_UNITS)[char]
    return product


def value_of_numerals(numerals: str) -> float | None:
    """Read Chinese numerals: 两千七百 is 2700; `None` where they are no number."""
    if not re.fullmatch(rf"[{_NUMERAL}零〇十百千万亿]+", numerals):
        return None
    total = section = digit = 0
    for char in numerals:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL_UNITS:
            section += (digit or 1) * _SMALL_UNITS[char]
            digit = 0
        else:
            total = (
                (total + (section + digit or 1)) * _BIG_UNITS[char]
                if not total
                else _joined(total, section + digit, _BIG_UNITS[char])
            )
            section = digit = 0
    return float(total + section + digit) or None


def _joined(total: int, section: int, unit: int) -> int:
    """Add a lower section to a higher one: 一亿两千万; or raise what came before: 一万亿."""
    return total + section * unit if section and total >= unit else (total + section) * unit
