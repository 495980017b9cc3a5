"""Who makes a request, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request


class Role(StrEnum):
    """What a person is trusted with; each holds all that those before it do."""

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"


_ORDER = list(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """The person behind a request."""

    name: str
    """As decisions record it."""
    role: Role
    account: str | None = None
    """Id of the account; none where a single person works on their own machine."""

    def may(self, role: Role) -> bool:
        """Whether they are trusted with at least `role`."""
        return _ORDER.index(self.role) >= _ORDER.index(role)


def visitor(request: Request) -> Visitor:
    """Return who makes the request; the session middleware has put them there."""
    found: Visitor = request.state.visitor
    return found


def hidden(request: Request) -> frozenset[str]:
    """Return the ids of documents and claims that this visitor may not see."""
    found: frozenset[str] = getattr(request.state, "hidden", frozenset())
    return found
