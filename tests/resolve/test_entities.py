"""The reference as entities of the model."""

import pytest

from countersight.errors import NotFound
from countersight.resolve import known_entities, known_entity
from countersight.values.organizations import organizations


def test_every_organization_is_an_entity() -> None:
    assert [entity.id for entity in known_entities()] == [entry.id for entry in organizations()]
    assert all(entity.sources for entity in known_entities())


def test_entities_are_found_by_id() -> None:
    assert known_entity("Q8333").territory == "us"


def test_unknown_entities_are_named() -> None:
    with pytest.raises(NotFound, match="cs-nobody"):
        known_entity("cs-nobody")
