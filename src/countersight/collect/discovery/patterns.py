"""Patterns of addresses, as a source's entries give them: globs, or regular expressions."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from countersight.errors import BadSetting

LONGEST_PATTERN = 1_000
"""Characters; no address has more than twice as many."""
_PIECE = re.compile(r"\*+|.", re.DOTALL)


def fits_pattern(pattern: str) -> Callable[[str], bool]:
    """Make the question whether an address fits `pattern`.

    A pattern that begins with `^` is a regular expression, searched for in the whole address. Any other is a glob that
    has to fit from the first to the last character: `*` stands for anything but a slash, `**` for anything, `?` for one
    character. A glob that begins with a slash is held against path and query, any other against the whole address.

    Raises:
        BadSetting: it is no regular expression, or too long.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise BadSetting("pattern", f"{pattern[:40]}…", f"more than {LONGEST_PATTERN:,} characters")
    if pattern.startswith("^"):
        try:
            search = re.compile(pattern).search
        except re.error as error:
            raise BadSetting("pattern", pattern, str(error)) from None
        return lambda address: search(address) is not None
    glob = _Glob(pattern)
    if pattern.startswith("/"):
        return lambda address: glob.fits(_below_host(address))
    return glob.fits


def make_filter(include: Iterable[str], exclude: Iterable[str]) -> Callable[[str], bool]:
    """Make the question whether an address fits one of `include`, if there are any, and none of `exclude`.

    Raises:
        BadSetting: as `fits_pattern`.
    """
    wanted = [fits_pattern(pattern) for pattern in include]
    unwanted = [fits_pattern(pattern) for pattern in exclude]
    return lambda address: (
        (not wanted or any(fits(address) for fits in wanted)) and not any(fits(address) for fits in unwanted)
    )


class _Glob:
    """A glob, held against an address character by character with all places in the glob where it may stand at once.

    Nothing is tried twice, so that many wildcards cost no more than few; a regular expression would try every way to
    share an address out among them. The places are bits of one number.
    """

    def __init__(self, pattern: str) -> None:
        pieces = ["**" if len(piece) > 1 else piece for piece in _PIECE.findall(pattern)]
        self._end = 1 << len(pieces)
        self._any = sum(1 << place for place, piece in enumerate(pieces) if piece == "**")
        self._within = self._any | sum(1 << place for place, piece in enumerate(pieces) if piece == "*")
        self._one = sum(1 << place for place, piece in enumerate(pieces) if piece == "?")
        self._letters: dict[str, int] = {}
        for place, piece in enumerate(pieces):
            if piece not in ("*", "**", "?"):
                self._letters[piece] = self._letters.get(piece, 0) | 1 << place
        self._certain = self._end >> 1 & self._any
        """The place from where on whatever comes fits."""

    def fits(self, address: str) -> bool:
        places = self._over_wildcards(1)
        for letter in address:
            if not places or places & self._certain:
                break
            is_slash = letter == "/"
            taken = places & (self._letters.get(letter, 0) | (0 if is_slash else self._one))
            places = self._over_wildcards(taken << 1 | places & (self._any if is_slash else self._within))
        return bool(places & (self._end | self._certain))

    def _over_wildcards(self, places: int) -> int:
        """Add the places behind wildcards, which may stand for nothing; no two of them stand side by side."""
        return places | (places & self._within) << 1


def _below_host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
