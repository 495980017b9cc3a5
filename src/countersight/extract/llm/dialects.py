"""How a server wants to be asked: learnt from what it refuses, and remembered for the run."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from countersight.extract.llm.prompt import answer_schema


class Form(StrEnum):
    """How the form of an answer is asked for, the strictest first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    WORDS = "words"
    """By the words of the prompt alone."""


_NEXT = {Form.SCHEMA: Form.OBJECT, Form.OBJECT: Form.WORDS}
_OPTIONAL = ("seed", "temperature", "max_tokens")
"""Parameters that some servers do not take, and say so by name; for `max_tokens` newer ones have another."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a request may hold."""

    form: Form = Form.SCHEMA
    without: frozenset[str] = frozenset()

    def parameters(self, answer_tokens: int) -> dict[str, Any]:
        """Return what goes into a request beside model and messages, with as little chance as can be."""
        wanted: dict[str, Any] = {"temperature": 0, "seed": 0, "max_tokens": answer_tokens}
        if "max_tokens" in self.without:
            wanted["max_completion_tokens"] = answer_tokens
        if self.form is Form.SCHEMA:
            schema = {"name": "claims", "strict": True, "schema": answer_schema()}
            wanted["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.form is Form.OBJECT:
            wanted["response_format"] = {"type": "json_object"}
        return {name: value for name, value in wanted.items() if name not in self.without}

    def after_refusal(self, reason: str) -> "Dialect | None":
        """Return what to try when a server refused with `reason`; `None` when nothing is left."""
        for name in _OPTIONAL:
            if name in reason and name not in self.without:
                return replace(self, without=self.without | {name})
        return replace(self, form=_NEXT[self.form]) if self.form in _NEXT else None
