"""The organizations meant by names, and the recorded answers to who is meant."""

from dataclasses import dataclass
from enum import StrEnum

from countersight.errors import BrokenIdentity
from countersight.values.digests import content_id


class JudgementValue(StrEnum):
    """Nomenklatura's words for the answer to "are these two the same?"."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"
    NO_JUDGEMENT = "no_judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An organization of this trade, in FollowTheMoney's sense."""

    id: str
    """Its Wikidata QID where known, else `cs-` and a slug."""
    schema: str
    """FollowTheMoney schema: `Company`, `PublicBody`, `Organization`."""
    name: str
    roles: tuple[str, ...] = ()
    """What it does in this trade: vendor, agency, forum, authority."""
    aliases: tuple[str, ...] = ()
    """Other names, in any script."""
    territory: str | None = None
    """Where its headquarters or government is; FollowTheMoney's code."""
    wikidata_id: str | None = None
    parent: str | None = None
    """Id of the organization that owns or contains it. A subsidiary is not its parent."""
    former_names: tuple[str, ...] = ()
    """Names that it had before."""
    weak_names: tuple[str, ...] = ()
    """Abbreviations and aliases that alone do not tell it from others."""
    identifiers: tuple[str, ...] = ()
    """Numbers that name it, each with its scheme before a colon: `lei:...`, `registration:...`."""
    topics: tuple[str, ...] = ()
    """FollowTheMoney's topics: `sanction`, `export.control`."""
    lists: tuple[str, ...] = ()
    """Names of the imported lists that hold it; none for the organizations that Countersight maintains."""
    sources: tuple[str, ...] = ()
    """Public addresses or citations of what this entry says."""


PERSON = "person"
"""The resolver of a judgement that a person made; it stands above the machine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The recorded answer to which entity a party's name means in one claim."""

    id: str
    claim_id: str
    role: str
    """`supplier`, `recipient` or `speaker`."""
    name: str
    """The name as written."""
    entity_id: str | None
    """None where no known organization fits: the name is kept as itself."""
    value: JudgementValue
    basis: str
    """The rule that decided, in words."""
    resolver: str
    """Name and version; of a person's judgement, `person`."""
    probability: float | None = None
    """That the entity is meant, where likeness was weighed and no rule decided."""
    features: tuple[str, ...] = ()
    """What was weighed, each in words with what it did, the weightiest first."""

    def __post_init__(self) -> None:
        if self.id != (expected := judgement_id(self.claim_id, self.role, self.entity_id, self.value, self.resolver)):
            raise BrokenIdentity(f"judgement {self.id} should be {expected}")


def judgement_id(claim_id: str, role: str, entity_id: str | None, value: JudgementValue, resolver: str) -> str:
    """Name a judgement by what is judged, the answer and who answered."""
    return content_id("jdg", claim_id, role, entity_id, value, resolver)
