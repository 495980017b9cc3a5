"""Passwords: kept as argon2id hashes, long rather than complicated, and refused where they are easily guessed."""

import re
from functools import cache
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

CONTEXT_WORDS = ("countersight", "password", "passphrase", "letmein", "welcome", "administrator", "changeme", "signin")
"""Words that say nothing where they stand in a password of this program; the person's name is another."""
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
)
RUN = 4
"""So many neighbors in one of the rows, in either direction, say no more than one character."""
_REPEATED = re.compile(r"(.{1,8}?)\1+", re.DOTALL)


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

    `refused` is a file of further passwords to refuse, one a line, such as a list of breached ones.

    Raises:
        WeakPassword: with the reason.
    """
    if len(password) < LEAST_CHARACTERS:
        raise WeakPassword(
            f"a password has at least {LEAST_CHARACTERS} characters; a few words that say nothing of you do"
        )
    if len(password) > MOST_CHARACTERS:
        raise WeakPassword(f"a password has at most {MOST_CHARACTERS:,} characters")
    if len(set(password)) < LEAST_DIFFERENT or len(_substance(password, name)) < LEAST_CHARACTERS // 2:
        raise WeakPassword("this is a pattern, a row of keys, or mostly your name or a word of this program")
    if refused is not None and _is_listed(password, refused):
        raise WeakPassword("this password is in the list of those that others have used")


def _substance(password: str, name: str) -> str:
    """Return what is left without known words, rows of keys and repetitions: what has to be guessed."""
    left = person_key(password).replace(" ", "")
    known = [word for word in re.split(r"[\W_]+", person_key(name)) if len(word) > 2]
    for word in (*CONTEXT_WORDS, *known):
        left = left.replace(word, "")
    for row in ROWS:
        for way in (row, row[::-1]):
            left = _without_runs(left, way)
    return _REPEATED.sub(r"\1", left)


def _without_runs(words: str, row: str) -> str:
    kept, start = [], 0
    while start < len(words):
        length = next((n for n in range(len(words) - start, RUN - 1, -1) if words[start : start + n] in row), 1)
        kept.append(words[start])
        start += length
    return "".join(kept)


def _is_listed(password: str, refused: Path) -> bool:
    with refused.open(encoding="utf-8", errors="replace") as lines:
        return any(line.rstrip("\r\n") == password for line in lines)


@cache
def _decoy() -> str:
    return HASHER.hash(b"nobody's")
