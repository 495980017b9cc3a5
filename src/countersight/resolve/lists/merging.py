"""From the rows of one id to one entity, or to the reason why it is left out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from countersight.errors import UnreadableRow
from countersight.model.entity import Entity
from countersight.resolve.lists.drafts import Draft, Kind, weightiest
from countersight.resolve.lists.ids import as_qid
from countersight.resolve.lists.names import LONGEST, abbreviation, is_weak, printable
from countersight.resolve.lists.telling import passes_for_person


class LeftOut(StrEnum):
    """Why somebody in a list is not taken over; how many are is counted."""

    PERSON = "persons"
    CONVEYANCE = "vessels and aircraft"
    UNTOLD = "perhaps persons: the list does not say"
    OTHER = "records of other things"


_LEFT_OUT = {
    Kind.PERSON: LeftOut.PERSON,
    Kind.CONVEYANCE: LeftOut.CONVEYANCE,
    Kind.UNTOLD: LeftOut.UNTOLD,
    Kind.OTHER: LeftOut.OTHER,
}

MOST_SOURCES = 5
"""Sources that are kept of one entity."""

_TOPIC = re.compile(r"[a-z]+(?:\.[a-z]+)*")

_SPECIFIC = ("PublicBody", "Company", "Organization", "LegalEntity")
"""Schemata of organizations, the more specific ones first; the last may stand for a person too."""


@dataclass(slots=True)
class _Names:
    """The names of one entity, each in one place only."""

    seen: set[str]

    def fresh(self, names: Iterable[str]) -> list[str]:
        """Return those not seen before, in their order."""
        found = []
        for name in names:
            if name not in self.seen:
                self.seen.add(name)
                found.append(name)
        return found


def merge_drafts(drafts: Sequence[Draft], *, lists: tuple[str, ...] = ()) -> Entity | LeftOut:
    """Put the rows of one id together; `lists` are the names of the lists that hold it.

    The first row's first name is the entity's, its other names are sorted, so that another order of rows gives the same
    entity. Its territory is where all rows that state a seat place it, else where all its addresses are, else none.

    Raises:
        UnreadableRow: no row says whom it is about, or none has a name.
    """
    kind = weightiest(draft.kind for draft in drafts)
    if kind is None:
        raise UnreadableRow("there are rows that add to this entry, but none that says who it is")
    if kind in _LEFT_OUT:
        return _LEFT_OUT[kind]
    mains = [name for draft in drafts for name in draft.names] or [name for draft in drafts for name in draft.aliases]
    if not mains:
        raise UnreadableRow("no name")
    names = _Names({mains[0]})
    aliases = [*mains[1:], *(name for draft in drafts for name in draft.aliases)]
    weak = [name for draft in drafts for name in draft.weak_names]
    for name in mains:
        if parts := abbreviation(name):
            aliases.append(parts[0])
            weak.append(parts[1])
    own, schema = drafts[0].id, _schema(draft.schema for draft in drafts)
    if schema == _SPECIFIC[-1] and passes_for_person(mains[0]):
        return LeftOut.UNTOLD
    return Entity(
        id=own,
        schema=schema,
        name=mains[0],
        former_names=_sorted(names.fresh(name for draft in drafts for name in draft.former_names)),
        weak_names=_sorted(names.fresh([*weak, *(name for name in aliases if is_weak(name))])),
        aliases=_sorted(names.fresh(aliases)),
        roles=_sorted(role for draft in drafts for role in draft.roles),
        territory=_only([draft.seats for draft in drafts]) or _only([draft.places for draft in drafts]),
        wikidata_id=as_qid(own),
        parent=next((draft.parent for draft in drafts if draft.parent and draft.parent != own), None),
        identifiers=_sorted(number for draft in drafts for number in draft.identifiers),
        topics=_sorted(topic for draft in drafts for topic in draft.topics if _TOPIC.fullmatch(topic)),
        lists=lists,
        sources=_sorted(printable(source)[:LONGEST] for draft in drafts for source in draft.sources)[:MOST_SOURCES],
    )


def _schema(stated: Iterable[str]) -> str:
    found = set(stated)
    return next((schema for schema in _SPECIFIC if schema in found), _SPECIFIC[-1])


def _only(codes: Sequence[Sequence[str]]) -> str | None:
    """Return the one territory that is stated; where there are several nothing is sure."""
    found = {code for each in codes for code in each}
    return found.pop() if len(found) == 1 else None


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
