"""Who makes a request, and what they may do."""

from dataclasses import dataclass

from starlette.requests import Request

from countersight.accounts.roles import Role

__all__ = ["Role", "Visitor", "hidden", "visitor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """The person behind a request."""

    name: str
    """As decisions record it."""
    role: Role
    account: str | None = None
    """Key of the person in `accounts.db`, where what they keep for themselves lies too."""

    def may(self, role: Role) -> bool:
        """Whether they are trusted with at least `role`."""
        return self.role.includes(role)


def visitor(request: Request) -> Visitor:
    """Return who makes the request; the session middleware has put them there."""
    found: Visitor = request.state.visitor
    return found


def hidden(request: Request) -> frozenset[str]:
    """Return the ids of documents and claims that this visitor may not see."""
    found: frozenset[str] = getattr(request.state, "hidden", frozenset())
    return found
