"""Parties as the catalog names them, and what is known of the organizations among them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from functools import cache, lru_cache
from pathlib import Path

from countersight.catalog.rows import EntityRecord, PartyRef
from countersight.errors import BrokenRegistry, NotFound
from countersight.model.claim import Party
from countersight.model.finding import FindingParty
from countersight.model.identity import is_name_node, name_node
from countersight.model.parties import Identity, name_key, party_name
from countersight.resolve import LISTS
from countersight.resolve.lists import ListFolder, is_registry_current, registry_folder
from countersight.resolve.registry import Registry
from countersight.values.organizations import organization
from countersight.values.territories import territory_name

TERRITORY_ALONE = "territory:"
"""How the id of a party begins of which only a territory is told."""
_FIELDS = tuple(field.name for field in fields(EntityRecord))


class PartyBook:
    """Names parties, each the same wherever it stands."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the project's, whose lists are asked where they are ready."""
        self._registry = _open_registry(folder)
        self.entity: Callable[[str], EntityRecord | None] = lru_cache(maxsize=50_000)(self._look_up)
        self._of_finding = cache(self._name_finding_party)

    def of_finding(self, party: FindingParty | None) -> PartyRef | None:
        """Name a finding's party."""
        return None if party is None else self._of_finding(party)

    def of_claim(self, party: Party | None, identity: Identity | None, known_as: PartyRef | None) -> PartyRef | None:
        """Name a claim's party: in a finding as the finding does, but with the claim's own words and territories."""
        if party is None or identity is None:
            return None
        written = party.mention.name if party.mention else None
        territories = tuple(sorted({slot.code for slot in party.territories}))
        own = self._ref(identity.key, identity.entity_id, party_name(party) != "", written, territories)
        if known_as is None or known_as.id.startswith(TERRITORY_ALONE) != own.id.startswith(TERRITORY_ALONE):
            return own
        return PartyRef(
            id=known_as.id,
            key=identity.key,
            name=known_as.name,
            written=written,
            entity_id=known_as.entity_id,
            territories=own.territories,
        )

    def _name_finding_party(self, party: FindingParty) -> PartyRef:
        stated = ",".join(party.territories)
        is_named = party.entity_id is not None or party.key != stated
        key = party.key.removesuffix(f"|{stated}") if stated else party.key
        return self._ref(key, party.entity_id, is_named, party.name, party.territories)

    def _ref(
        self, key: str, entity_id: str | None, is_named: bool, written: str | None, territories: Sequence[str]
    ) -> PartyRef:
        entity = self.entity(entity_id) if entity_id else None
        if entity_id:
            node = entity_id
        elif is_name_node(key):
            node = key
        elif is_named or not territories:
            node = name_node(name_key(key, territories[0] if territories else None))
        else:
            node = TERRITORY_ALONE + ",".join(territories)
        places = ", ".join(map(territory_name, territories))
        name = entity.name if entity else places if node.startswith(TERRITORY_ALONE) else written or places or key
        headquarters = (entity.territory,) if entity and entity.territory else ()
        return PartyRef(
            id=node,
            key=key,
            name=name,
            written=written,
            entity_id=entity_id,
            territories=tuple(territories) or headquarters,
        )

    def _look_up(self, entity_id: str) -> EntityRecord | None:
        entry = organization(entity_id)
        if entry is not None:
            return _record(asdict(entry))
        entity = self._registry.entity(entity_id) if self._registry is not None else None
        return None if entity is None else _record(asdict(entity))


def _record(slots: dict[str, object]) -> EntityRecord:
    return EntityRecord(**{name: slots[name] for name in _FIELDS if name in slots})  # type: ignore[arg-type]


def _open_registry(folder: Path) -> Registry | None:
    """Open the registry of a project's lists where it is ready: a run builds it, a reader never does."""
    lists = ListFolder(folder / LISTS)
    try:
        return Registry.open(registry_folder(lists)) if is_registry_current(lists) else None
    except (BrokenRegistry, NotFound):
        return None
