"""Passwords: kept as argon2id hashes, long rather than complicated, and refused where they are easily guessed."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from countersight.errors import WeakPassword
from countersight.values.person_names import person_key

LEAST_CHARACTERS = 15
"""OWASP ASVS 5.0, 6.2.1 recommends it; no rule says what the characters must be (6.2.5)."""
MOST_CHARACTERS = 1_000
"""So that nobody has us hash megabytes."""
LEAST_DIFFERENT = 6
"""Different characters; fewer are a pattern."""

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
"""19 MiB, two passes, one lane: the least that OWASP's Password Storage Cheat Sheet asks of argon2id.

https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
"""
AT_ONCE = BoundedSemaphore(4)
"""Hashes computed at once: a flood of sign-ins may make people wait, but not use up the memory."""

CONTEXT_WORDS = (
    "countersight", "surveillance", "observatory", "evidence", "password", "passphrase", "passwort", "motdepasse",
    "contrasena", "letmein", "welcome", "administrator", "admin", "changeme", "default", "signin", "login", "secret",
    "iloveyou", "trustno", "whatever", "master", "dragon", "monkey", "sunshine", "princess", "football", "baseball",
    "superman", "starwars", "hello", "shadow",
)  # fmt: skip
"""Words that say nothing where they stand in a password (OWASP ASVS 5.0, 6.2.11): those of this program, and such as
begin every published list of the commonest. The person's name is another."""
LAYOUTS = (
    ("1234567890", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./"),
    ("1234567890", "qwertzuiop", "asdfghjklö", "yxcvbnm,.-"),
    ("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn,;:!"),
    ("1234567890", "йцукенгшщз", "фывапролдж", "ячсмитьбю."),
    ("789", "456", "123"),
)
"""Keys as they lie below one another: QWERTY, QWERTZ, AZERTY, ЙЦУКЕН, and the digits at their side."""
ORDERS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "01234567890123456789")
RUN = 4
"""So many neighbors on a keyboard or in an alphabet say no more than one character, and what stood before nothing."""
LEAST_LEFT = 10
"""Characters that have to be left without all that: a word, a year and a row of digits leave fewer."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_SAME = re.compile(r"(.)\1{2,}", re.DOTALL)
_SIGNS_FOR_LETTERS = str.maketrans("0134578@$!", "oieastbasi")


def hash_password(password: str) -> str:
    """Return a hash with its salt and parameters."""
    with AT_ONCE:
        return HASHER.hash(password.encode("utf-8", "surrogatepass"))


def is_password(password: str, kept: str | None) -> bool:
    """Whether a password is the one kept. Without one it takes as long: the answer is no, after a hash for nothing."""
    given = password[:MOST_CHARACTERS].encode("utf-8", "surrogatepass")
    with AT_ONCE:
        try:
            is_it = HASHER.verify(kept or _decoy(), given)
        except (VerificationError, InvalidHashError):
            return False
    return is_it and kept is not None and len(password) <= MOST_CHARACTERS


def needs_rehash(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def require_strong(password: str, *, name: str, refused: Path | None = None) -> None:
    """Refuse a password that is short or easily guessed.

    OWASP ASVS 5.0, 6.2.4 asks to refuse the 3,000 commonest that are long enough. No list is part of this program: a
    common word, repeated or filled up with a year and a row of keys to the least length, leaves little to guess, and
    that is counted here. `refused` is a file of further passwords to refuse, one a line, such as breached ones.

    Raises:
        WeakPassword: with the reason.
    """
    if len(password) < LEAST_CHARACTERS:
        raise WeakPassword(
            f"a password has at least {LEAST_CHARACTERS} characters; a few words that say nothing of you do"
        )
    if len(password) > MOST_CHARACTERS:
        raise WeakPassword(f"a password has at most {MOST_CHARACTERS:,} characters")
    if len(set(password)) < LEAST_DIFFERENT or _left_to_guess(password, name) < LEAST_LEFT:
        raise WeakPassword(
            "without keys in a row, years, repetitions, your name and the commonest words, too little of it is left to "
            "guess: add a word or two that have nothing to do with one another"
        )
    if refused is not None and _is_listed(password, refused):
        raise WeakPassword("this password is in the list of those that others have used")


def _left_to_guess(password: str, name: str) -> int:
    """Count the characters that are left of a password, read as it stands and with signs and digits for letters."""
    words = person_key(password).replace(" ", "")
    known = (*CONTEXT_WORDS, *(word for word in re.split(r"[\W_]+", person_key(name)) if len(word) > 2))
    return min(len(_substance(form, known)) for form in {words, words.translate(_SIGNS_FOR_LETTERS)})


def _substance(words: str, known: Sequence[str]) -> str:
    """Return what is left without known words, years, runs of neighbors and what stood there before."""
    for word in sorted(known, key=len, reverse=True):
        words = words.replace(word, "")
    return _without_echoes(_without_runs(_SAME.sub(r"\1", _YEAR.sub("", words))))


def _without_runs(words: str) -> str:
    """Put one character in the place of each stretch of a walk over the keys, or of an alphabet."""
    kept, start = [], 0
    while start < len(words):
        length = max((_shared(words, start, walk) for walk in _walks(words[start : start + RUN])), default=1)
        kept.append(words[start])
        start += length
    return "".join(kept)


def _shared(words: str, start: int, walk: str) -> int:
    """Return how far the words follow a walk from where they enter it."""
    at = walk.index(words[start : start + RUN])
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words[start:], walk[at:], strict=False)))


@cache
def _walks(beginning: str) -> tuple[str, ...]:
    """Return the walks that go through these keys one after the other."""
    return tuple(walk for walk in _all_walks() if beginning in walk) if len(beginning) == RUN else ()


@cache
def _all_walks() -> tuple[str, ...]:
    """Return every walk over the keys: along rows, down columns, to and fro between two rows; and back."""
    walks = [*ORDERS]
    for layout in LAYOUTS:
        walks += layout
        for rows in (layout, layout[1:], *pairwise(layout)):
            columns = ["".join(keys) for keys in zip(*rows, strict=False)]
            turning = [column[::-1] if number % 2 else column for number, column in enumerate(columns)]
            walks += ["".join(columns), "".join(column[::-1] for column in columns), "".join(turning)]
    return tuple(dict.fromkeys(one for walk in walks for one in (walk, walk[::-1])))


def _without_echoes(words: str) -> str:
    """Take out each stretch that stood there before."""
    kept, start = [], 0
    while start < len(words):
        length = _echo_length(words, start)
        kept += [] if length >= RUN else [words[start]]
        start += length if length >= RUN else 1
    return "".join(kept)


def _echo_length(words: str, start: int) -> int:
    """Return how many characters from `start` on stand in the words once more, beginning earlier."""
    length = 0
    while start + length < len(words) and words.find(words[start : start + length + 1], 0, start + length) >= 0:
        length += 1
    return length


def _is_listed(password: str, refused: Path) -> bool:
    with refused.open(encoding="utf-8", errors="replace") as lines:
        return any(line.rstrip("\r\n") == password for line in lines)


@cache
def _decoy() -> str:
    return HASHER.hash(b"nobody's")
