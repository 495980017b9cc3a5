"""What a person is trusted with: four roles, each with all that those before it have; what may be done with which."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person is trusted with."""

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do all that the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Act(StrEnum):
    """Something that not everybody may do."""

    READ = "read"
    """See, search and download what is not restricted, or restricted to them among others."""
    KEEP = "keep"
    """Keep searches, key bindings and settings, and make API tokens, of their own."""
    REVIEW = "review"
    """Accept, edit, reject, leave open and undo; add a claim that the machine missed."""
    JUDGE = "judge"
    """Judge who is the same as whom, merge and split findings, assess sources."""
    COLLECT = "collect"
    """Add documents and run the stages."""
    RELEASE = "release"
    """Write a release."""
    RESTRICT = "restrict"
    """Restrict a document or claim that they may see, and lift such a restriction."""
    MANAGE = "manage"
    """Invite, disable and remove people, change roles, end sessions, read the log of accounts, lift any restriction."""


NEEDED: Mapping[Act, Role] = {
    Act.READ: Role.READER,
    Act.KEEP: Role.READER,
    Act.REVIEW: Role.REVIEWER,
    Act.JUDGE: Role.EDITOR,
    Act.COLLECT: Role.EDITOR,
    Act.RELEASE: Role.EDITOR,
    Act.RESTRICT: Role.EDITOR,
    Act.MANAGE: Role.ADMIN,
}
"""The least role that each act takes."""


def may(role: Role, act: Act) -> bool:
    """Whether a person of this role may do it."""
    return role.includes(NEEDED[act])
