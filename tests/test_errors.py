"""The drawing of the error tree and the classes are the same."""

import re

from countersight import errors


def test_drawing_shows_every_error() -> None:
    drawn: dict[str, int] = {}
    for line in (errors.__doc__ or "").splitlines():
        if match := re.search(r"[│├└─ ]*\b([A-Z]\w+)(?=\s{2,}|$)", line):
            drawn[match[1]] = line.index(match[1])
    defined = {
        name: thing for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, Exception)
    }
    assert set(drawn) == set(defined)
    for name, error in defined.items():
        depth = len(error.__mro__) - len(errors.CountersightError.__mro__)
        assert drawn[name] == 4 + 4 * depth
