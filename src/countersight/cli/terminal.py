"""The one way to a terminal for plain lines, JSON and CSV: without the characters that it would obey."""

import re
import sys
from typing import IO, cast

import click

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that a terminal obeys instead of showing them, those that turn words around among them."""


def plain_line(words: str) -> str:
    """Return words of strangers as a terminal may have them: without control characters, which it would obey."""
    return _OBEYED.sub("\ufffd", words)


def echo(words: object = "", *, err: bool = False) -> None:
    """Print a line, on standard error if asked."""
    click.echo(plain_line(str(words)), err=err)


def echo_json(record: bytes) -> None:
    """Print a record of JSON on a line; what a terminal would obey stands there escaped, which says the same."""
    click.echo(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", record.decode()))


def data_output() -> IO[str]:
    """Return where data goes that programs take, such as CSV: into a file or pipe as it is, to a terminal plainly."""
    return cast("IO[str]", _Plainly()) if sys.stdout.isatty() else sys.stdout


class _Plainly:
    """Writes on standard output what a terminal may have."""

    def write(self, words: str) -> int:
        sys.stdout.write(plain_line(words))
        return len(words)
