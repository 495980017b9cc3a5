"""Reads what a model answered: the JSON that was asked for, however it is wrapped."""

import json
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from countersight.errors import UnusableAnswer

_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_FENCE = re.compile(r"```(?:json|JSON)?\s*\n(.*?)```", re.DOTALL)
_OPENINGS = 8
"""Opening braces from which an object is tried to be read when it stands among words."""
MOST_CLAIMS = 60
"""Claims of one passage: what goes beyond was made up or repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """A label and the words for it."""

    label: str
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One claim as a model gave it; nothing of it has been held to the text."""

    kind: str
    status: str
    evidence: str
    supplier: str | None = None
    supplier_territories: tuple[str, ...] | None = ()
    supplier_is_person: bool | None = False
    recipient: str | None = None
    recipient_territories: tuple[str, ...] | None = ()
    recipient_is_person: bool | None = False
    technology: tuple[Technology, ...] = ()
    quantity: str | None = None
    when: str | None = None
    place: str | None = None
    speaker: str | None = None
    status_words: str | None = None


def read_answers(content: str) -> tuple[list[Answer], int]:
    """Return the claims of an answer, and how many of them are not of the form that was asked for.

    Raises:
        UnusableAnswer: there is no JSON with claims in it.
    """
    rows = _rows(content)
    answers: list[Answer] = []
    for row in rows[:MOST_CLAIMS]:
        try:
            answers.append(msgspec.convert(row, Answer))
        except msgspec.ValidationError:
            continue
    return answers, len(rows) - len(answers)


def _rows(content: str) -> list[Any]:
    bare = _THOUGHTS.sub("", content).strip()
    fenced = _FENCE.search(bare)
    for written in (bare, fenced[1] if fenced else ""):
        found = _claims_of(_load(written))
        if found is not None:
            return found
    for opening in [match.start() for match in re.finditer(r"\{", bare)][:_OPENINGS]:
        found = _claims_of(_load_beginning(bare[opening:]))
        if found is not None:
            return found
    raise UnusableAnswer("it holds no JSON with claims")


def _claims_of(value: Any) -> list[Any] | None:
    claims = value.get("claims") if isinstance(value, dict) else value
    return claims if isinstance(claims, list) else None


def _load(written: str) -> Any:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None


def _load_beginning(written: str) -> Any:
    try:
        return json.JSONDecoder().raw_decode(written)[0]
    except (ValueError, RecursionError):
        return None
