"""What one row of a reference list says of somebody, before rows of one id are put together."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from countersight.resolve.lists.listed import Listed


class Kind(StrEnum):
    """Whom a row speaks of, as far as it decides what is kept."""

    ORGANIZATION = "organization"
    PERSON = "person"
    CONVEYANCE = "conveyance"
    """A vessel or an aircraft."""
    UNTOLD = "untold"
    """The list does not say, and the name does not tell an organization from a person."""
    OTHER = "other"
    """Addresses, ownerships and whatever else a stream holds beside those who own and live there."""


class Draft(msgspec.Struct, array_like=True, gc=False, kw_only=True):
    """One row, in the words of the model; rows of one id add up.

    A structure of msgspec and no dataclass: a million of them are written to disk and read back to be sorted.
    """

    id: str
    kind: Kind | None = None
    """None for a row that only adds to what another row says, such as one of OFAC's other names."""
    schema: str = ""
    names: list[str] = []
    """Main names; the first one of the first row is the entity's."""
    aliases: list[str] = []
    weak_names: list[str] = []
    former_names: list[str] = []
    seats: list[str] = []
    """Territories where it is registered or has its headquarters."""
    places: list[str] = []
    """Territories of its addresses, and those it is said to have to do with."""
    identifiers: list[str] = []
    topics: list[str] = []
    roles: list[str] = []
    parent: str = ""
    sources: list[str] = []
    listed: list[Listed] = []
    """What it is listed for: none on lists that only name organizations."""


KIND_OF_SCHEMA = {
    "LegalEntity": Kind.ORGANIZATION,
    "Organization": Kind.ORGANIZATION,
    "Company": Kind.ORGANIZATION,
    "PublicBody": Kind.ORGANIZATION,
    "Person": Kind.PERSON,
    "Vessel": Kind.CONVEYANCE,
    "Airplane": Kind.CONVEYANCE,
    "Vehicle": Kind.CONVEYANCE,
}
"""FollowTheMoney's schemata that can be the subject of a list (version 4.11); every other one is `Kind.OTHER`."""


def kind_of_schema(schema: str, topics: list[str] | None = None) -> Kind:
    """Return whom a schema of FollowTheMoney stands for.

    `LegalEntity` may stand for a person too: one who has a role (`role.pep`, `role.judge`) is a person.
    """
    if schema == "LegalEntity" and any(topic.startswith("role.") for topic in topics or ()):
        return Kind.PERSON
    return KIND_OF_SCHEMA.get(schema, Kind.OTHER)


_WEIGHTS = (Kind.PERSON, Kind.CONVEYANCE, Kind.ORGANIZATION, Kind.UNTOLD, Kind.OTHER)
"""What counts first where rows of one id say different things: a person in any of them is a person."""


def weightiest(kinds: Iterable[Kind | None]) -> Kind | None:
    """Return the kind that counts among what several rows say; None where none says anything."""
    stated = {kind for kind in kinds if kind is not None}
    return next((kind for kind in _WEIGHTS if kind in stated), None)
