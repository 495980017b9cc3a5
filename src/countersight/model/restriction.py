"""Who may see a document or claim, where not everybody may: an append-only chain, of which the last link holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from countersight.errors import BadRestriction, BrokenChain
from countersight.values.digests import content_id
from countersight.values.person_names import person_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One link in the append-only chain of restrictions; the last one on a subject holds."""

    id: str
    """Hash of everything below, `previous` included: a change anywhere breaks the chain from there on."""
    sequence: int
    """Counted from one."""
    subject_id: str
    """A document, and with it all that was read in it; or a single claim."""
    readers: tuple[str, ...] | None
    """The keys (`values.person_names`) of those who may see it, in order; none where the restriction is lifted."""
    by: str
    reason: str
    decided_at: datetime
    previous: str
    """Id of the link before, on whatever subject; empty for the first."""

    def __post_init__(self) -> None:
        if self.id != (expected := _link(**{name: getattr(self, name) for name in LINKED})):
            raise BrokenChain(f"restriction {self.sequence} is {self.id}, its content says {expected}")

    @property
    def is_lifted(self) -> bool:
        """Whether everybody may see the subject again."""
        return self.readers is None

    def hides_from(self, person: str | None) -> bool:
        """Whether a person may not see the subject; nobody in particular sees nothing that is restricted."""
        return self.readers is not None and (person is None or person_key(person) not in self.readers)


LINKED = ("sequence", "subject_id", "readers", "by", "reason", "decided_at", "previous")
"""The fields that a restriction's id is the hash of."""


def make_restriction(
    subject_id: str,
    readers: Iterable[str] | None,
    *,
    by: str,
    reason: str,
    decided_at: datetime,
    after: Restriction | None,
) -> Restriction:
    """Make the next link of the chain, `after` the last one. Without `readers` at all it lifts what held before.

    Raises:
        BadRestriction: nobody restricts, no reason is given, or nobody would be left who may see the subject.
    """
    if not by.strip() or not reason.strip():
        raise BadRestriction("a restriction needs the name of who decides, and a reason")
    named = None if readers is None else tuple(sorted({person_key(name) for name in readers} - {""}))
    if named == ():
        raise BadRestriction("a restriction names at least one person who may still see the subject")
    content: dict[str, Any] = {
        "sequence": after.sequence + 1 if after else 1,
        "subject_id": subject_id,
        "readers": named,
        "by": by,
        "reason": reason,
        "decided_at": decided_at,
        "previous": after.id if after else "",
    }
    return Restriction(id=_link(**content), **content)


def standing_restrictions(chain: Iterable[Restriction]) -> dict[str, Restriction]:
    """Return the restriction that holds on each subject; `chain` is in order of sequence, lifted ones left out."""
    last = {link.subject_id: link for link in chain}
    return {subject_id: link for subject_id, link in last.items() if not link.is_lifted}


def _link(**content: Any) -> str:
    return content_id("rst", [content[name] for name in LINKED])
