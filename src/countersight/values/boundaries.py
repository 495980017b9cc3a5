"""Where a name may begin and end in running text, in scripts with and without spaces."""

import unicodedata

_SAME_LENGTH = (
    ("\n", " "), ("\t", " "), ("\r", " "), ("\xa0", " "), ("\u202f", " "), ("’", "'"), ("ʼ", "'"), ("\u2011", "-"),
)  # fmt: skip
"""One code point for one, so that offsets stay. A chain of replacements is thirty times as fast as a table."""

_NAME_LENGTH = 40
"""Code points looked at for a neighboring word."""

_ARABIC_PREFIXES = frozenset({"و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك"})
"""Conjunctions and prepositions that Arabic writes together with the next word."""

_ARABIC_ARTICLES = frozenset(
    {"ال", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وبال", "وكال", "فبال", "أل", "س", "وس", "فس"}
)
"""The article with and without them, and the sign of the future."""


def same_length_fold(text: str) -> str:
    """Make white space, apostrophes and hyphens of one kind, code point for code point."""
    for old, new in _SAME_LENGTH:
        text = text.replace(old, new)
    return text


def word_before(text: str, start: int) -> str:
    """Return the word right before `start`, if one space parts them; else nothing."""
    if start < 2 or text[start - 1] != " ":
        return ""
    head = text[max(0, start - _NAME_LENGTH) : start - 1]
    word = head[head.rfind(" ") + 1 :]
    return word if word.isalpha() else ""


def word_after(text: str, end: int) -> str:
    """Return the word right after `end`, if one space parts them; else nothing."""
    if text[end : end + 1] != " ":
        return ""
    tail = text[end + 1 : end + _NAME_LENGTH].split(" ", 1)[0].rstrip(".,;:!?)\"'")
    return tail if tail.isalpha() else ""


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether the words at `start` to `end` are whole words, as far as their script parts words by spaces."""
    return _begins(text, start) and _ends(text, end)


def begins_word(text: str, start: int) -> bool:
    """Whether a word begins at `start`, in Arabic also right after its article and what is written together with it."""
    if _begins(text, start):
        return True
    return _is_arabic(text[start]) and _arabic_prefix(text, start) in _ARABIC_ARTICLES


def ends_word(text: str, end: int) -> bool:
    """Whether the word that `text[end - 1]` belongs to ends at `end`."""
    return _ends(text, end)


def _begins(text: str, start: int) -> bool:
    if start == 0 or is_unspaced(text[start]) or not _is_word(text[start]) or not _is_word(text[start - 1]):
        return True
    if is_unspaced(text[start - 1]):
        return True
    return _is_arabic(text[start]) and _arabic_prefix(text, start) in _ARABIC_PREFIXES


def _ends(text: str, end: int) -> bool:
    if end == len(text) or is_unspaced(text[end - 1]) or is_unspaced(text[end]):
        return True
    return not _is_word(text[end])


def is_unspaced(char: str) -> bool:
    """Whether `char` is of a script that joins words: Han, kana; or, as Korean, joins particles to names."""
    return "\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" or "\U00020000" <= char <= "\U0003ffff"


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char).startswith("M")


def _is_arabic(char: str) -> bool:
    return "\u0600" <= char <= "\u06ff"


def _arabic_prefix(text: str, start: int) -> str:
    begin = start
    while begin > 0 and start - begin < 5 and _is_word(text[begin - 1]):
        begin -= 1
    return text[begin:start]
