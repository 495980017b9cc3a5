"""Numbers written in figures: which marks part thousands, and which decimals."""

import re

FIGURES = (
    r"(?:\d{1,3}(?P<mark>[.,'٬])\d{3}(?!\d)(?:(?P=mark)\d{3}(?!\d))*(?:(?!(?P=mark))[.,٫]\d+)?"
    r"|\d{1,3}(?:,\d\d)+,\d{3}(?!\d)"  # lakhs and crores: 1,00,000
    r"|\d{1,3}(?: 000)+(?!\d)"
    r"|\d+(?:[.,٫]\d+)?)"
)
"""Figures with their marks; hard spaces stand as apostrophes (`fold_figures`)."""
SPACED_FIGURES = FIGURES.replace("[.,'٬]", "[.,'٬ ]")
"""The same in languages that part thousands by plain spaces."""

_DECIMAL_POINT = frozenset({"en", "zh", "ar"})
"""Languages that write a decimal point; the others write a comma."""
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")


def value_of_figures(figures: str, language: str, *, is_scaled: bool) -> float | None:
    """Return the value of `figures`; `None` where they are no number, such as an internet address.

    A single mark before exactly three figures is ambiguous: `2.700`, `2,700`. It parts thousands if the language uses
    it so, and also where it does not, unless a scale follows (`1,234 Millionen`): things counted seldom come in
    thousandths. English `1.539` alone stays a decimal.
    """
    if _ADDRESS.fullmatch(figures) and all(int(part) <= 255 for part in figures.split(".")):
        return None
    digits = re.split(r"[.,'٬٫ ]", figures)
    if len(digits) == 1 or _is_grouped(figures, digits, language, is_scaled=is_scaled):
        return float("".join(digits))
    return float("".join(digits[:-1]) + "." + digits[-1])


def _is_grouped(figures: str, digits: list[str], language: str, *, is_scaled: bool) -> bool:
    """Whether the last mark, too, parts thousands."""
    marks = [char for char in figures if not char.isdigit()]
    if marks[-1] == "٫" or len(digits[-1]) != 3 or digits[0].strip("0") == "":
        return False
    if len(marks) > 1:
        return marks[-1] == marks[-2]
    if marks[0] in "' ٬":
        return True
    is_decimal = marks[0] == ("." if language in _DECIMAL_POINT else ",")
    return not is_decimal or not (is_scaled or language == "en")
