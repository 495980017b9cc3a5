"""The organizations of the reference as entities of the model."""

from dataclasses import asdict, fields
from functools import cache

from countersight.errors import NotFound
from countersight.model.entity import Entity
from countersight.values.organizations import Organization, organization, organizations


def known_entity(entity_id: str) -> Entity:
    """Return the entity with this id.

    Raises:
        NotFound: the reference has no such organization.
    """
    entry = organization(entity_id)
    if entry is None:
        raise NotFound(f"the reference has no organization {entity_id}")
    return _entity(entry)


@cache
def known_entities() -> tuple[Entity, ...]:
    """Return every organization of the reference, in order of id."""
    return tuple(_entity(entry) for entry in organizations())


def _entity(entry: Organization) -> Entity:
    slots = asdict(entry)
    return Entity(**{field.name: slots[field.name] for field in fields(Entity) if field.name in slots})
