"""Names of the people who work on a project: one key for each, however it is typed."""

import unicodedata

MOST_CHARACTERS = 80
"""Longest name, in code points."""


def person_key(name: str) -> str:
    """Return what a name is known by: compatibility forms, case and the amount of space make no difference.

    The folding is that of PRECIS's UsernameCaseMapped profile (RFC 8265, section 3.3), with spaces allowed and NFKC in
    place of its width mapping and NFC.
    """
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def is_person_name(name: str) -> bool:
    """Whether this can be somebody's name: it begins with a letter or digit and hides nothing, such as directions."""
    key = person_key(name)
    return (
        key != ""
        and len(name) <= MOST_CHARACTERS
        and key[0].isalnum()
        and all(char == " " or unicodedata.category(char)[0] in "LMNPS" for char in key)
        and not any(char in key for char in '<>"`\\/,;')
    )
