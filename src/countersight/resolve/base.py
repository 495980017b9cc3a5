"""The plug point of resolution: what every resolver promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from countersight.model.entity import JudgementValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who is meant by one name in its context."""

    value: JudgementValue
    basis: str
    """The rule that decided, in words for a reader who is no programmer."""
    entity_id: str | None = None
    """The organization judged about: the one meant, not meant, or perhaps meant. None where there is no single one."""
    probability: float | None = None
    """That the organization is meant, where likeness was weighed and no rule decided."""
    features: tuple[str, ...] = ()
    """What was weighed, each in words with what it did, the weightiest first."""


class Resolver(Protocol):
    """Says which known organization a name means, always the same for the same name, context and version."""

    name: str
    version: str
    """Changes with the rules and with the reference, so that claims are resolved anew."""

    def resolve(
        self, name: str, *, territories: Sequence[str], context: str, role: str = "", companions: Sequence[str] = ()
    ) -> Answer:
        """Judge one name as written. It is never forced on an organization: in doubt the answer is unsure or none.

        Args:
            name: the party's or speaker's.
            territories: codes that the claim gives the party.
            context: the evidence of the claim.
            role: `supplier`, `recipient` or `speaker`; empty if that is not known.
            companions: the names of the other parties of the claim.
        """
        ...
