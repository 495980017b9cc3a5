"""What a release calls the things that it names by id or code, in English."""

from countersight.model.claim import Status
from countersight.model.finding import FindingParty
from countersight.values.organizations import organization
from countersight.values.taxonomy import label_name, load_taxonomy
from countersight.values.territories import territory_name

NOT_SO = frozenset({Status.DENIED, Status.CANCELLED})
"""Statuses that say of something that it is not, or no longer, so."""


def party_name(party: FindingParty | None) -> str | None:
    """Name a party: as the reference does, else as written, else by its territories; none where there is no party."""
    if party is None:
        return None
    known = organization(party.entity_id) if party.entity_id else None
    if known is not None:
        return known.name
    return party.name or ", ".join(territory_name(code) for code in party.territories)


def party_territories(party: FindingParty | None) -> tuple[str, ...]:
    """Return the territories that the sources tell of a party, else the headquarters of a known organization."""
    if party is None:
        return ()
    if party.territories or party.entity_id is None:
        return party.territories
    known = organization(party.entity_id)
    return (known.territory,) if known is not None and known.territory else ()


def technology_name(label: str) -> str:
    """Name a label of the taxonomy; one that the taxonomy does not have is named by itself."""
    return label_name(label) if label in load_taxonomy() else label.replace("_", " ")
