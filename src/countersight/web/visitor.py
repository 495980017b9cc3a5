"""Who makes a request, what they may do, and what is kept from them."""

from dataclasses import dataclass

from starlette.requests import Request

from countersight.accounts.roles import Role
from countersight.web.workspace import workspace

__all__ = ["Role", "Visitor", "hidden", "proposed", "visitor"]


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
    """Return the ids of documents and claims that this visitor may not see: what is restricted, or proposed by others.

    Where several people have to decide alike, a claim that one of them put in another's place tells the answer: it is
    kept from everybody else until they have decided themselves, or enough people have. With one reader this costs
    nothing.
    """
    restricted: frozenset[str] = getattr(request.state, "hidden", frozenset())
    others = proposed(request, visitor(request).name)
    return restricted | others if others else restricted


def proposed(request: Request, name: str = "") -> frozenset[str]:
    """Return the claims that others put in place of those that this person has yet to judge, or anybody has."""
    readers = workspace(request).project.readers
    if readers == 1:
        return frozenset()
    from countersight.web.desk.board import docket  # pages of the desk ask who makes a request: it imports this module

    return docket(request).hidden_claims(name, readers)
