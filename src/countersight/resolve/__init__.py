"""The resolve stage: from the names in claims to judgements about which organization is meant."""

from countersight.resolve.base import Answer, Resolver
from countersight.resolve.entities import known_entities, known_entity
from countersight.resolve.judging import resolve_claims
from countersight.resolve.reference import ReferenceResolver, resolver_version

RESOLVERS: tuple[type[Resolver], ...] = (ReferenceResolver,)
"""The resolvers that there are; the first is the default."""


def default_resolver() -> Resolver:
    """Return the resolver that runs unless another is chosen."""
    return ReferenceResolver()


__all__ = [
    "RESOLVERS",
    "Answer",
    "ReferenceResolver",
    "Resolver",
    "default_resolver",
    "known_entities",
    "known_entity",
    "resolve_claims",
    "resolver_version",
]
