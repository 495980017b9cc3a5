"""Patterns of addresses, as a source's entries give them: globs, or regular expressions."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from countersight.errors import BadSetting

_GLOB = re.compile(r"\*\*|\*|\?")
_WILD = {"**": ".*", "*": "[^/]*", "?": "[^/]"}


def fits_pattern(pattern: str) -> Callable[[str], bool]:
    """Make the question whether an address fits `pattern`.

    A pattern that begins with `^` is a regular expression, searched for in the whole address. Any other is a glob that
    has to fit from the first to the last character: `*` stands for anything but a slash, `**` for anything, `?` for one
    character. A glob that begins with a slash is held against path and query, any other against the whole address.

    Raises:
        BadSetting: it is no regular expression.
    """
    if pattern.startswith("^"):
        try:
            search = re.compile(pattern).search
        except re.error as error:
            raise BadSetting("pattern", pattern, str(error)) from None
        return lambda address: search(address) is not None
    fits = re.compile(_translate(pattern), re.DOTALL).fullmatch
    if pattern.startswith("/"):
        return lambda address: fits(_below_host(address)) is not None
    return lambda address: fits(address) is not None


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


def _translate(glob: str) -> str:
    end, parts = 0, []
    for wild in _GLOB.finditer(glob):
        parts += [re.escape(glob[end : wild.start()]), _WILD[wild[0]]]
        end = wild.end()
    return "".join([*parts, re.escape(glob[end:])])


def _below_host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
