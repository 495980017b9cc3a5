"""What the codes of a classification say of the trade."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from countersight.reference import load_reference

_DIGITS = re.compile(r"\d+")


class Family(StrEnum):
    """What kind of thing a code is for."""

    TRADE = "trade"
    """Of the trade by itself."""
    NEAR = "family"
    """Things of the trade are bought under it, together with much else."""
    OTHER = "other"
    """Another trade."""


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """What a code says; a label of the taxonomy only for those of the trade."""

    family: Family
    label: str = ""


def judge_code(scheme: str, code: str) -> CodeMeaning | None:
    """Tell what a code of a scheme says of the trade; nothing if it is of neither, or the scheme is not known."""
    table = _schemes().get(scheme.strip().casefold())
    found = _DIGITS.match(code.strip())
    if table is None or found is None:
        return None
    digits = found.group()[: table["digits"]]
    if digits in table["trade"]:
        return CodeMeaning(Family.TRADE, table["trade"][digits]["label"])
    for family in (Family.NEAR, Family.OTHER):
        if any(digits.startswith(prefix) for prefix in table[family]):
            return CodeMeaning(family)
    return None


@cache
def _schemes() -> dict[str, dict[str, Any]]:
    tables = load_reference("procurement/codes.yaml")
    return {alias: table for table in tables.values() for alias in table["aliases"]}
