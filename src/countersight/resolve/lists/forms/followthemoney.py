"""FollowTheMoney entities as JSON: one a line (`entities.ftm.json`), or all in one array."""

from collections.abc import Iterator

import msgspec

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.drafts import Draft, Kind, kind_of_schema
from countersight.resolve.lists.forms.ftm_sanctions import SCHEMA, SanctionSorter, sort_sanctions
from countersight.resolve.lists.ids import as_qid, choose_id, identifiers_of, list_id
from countersight.resolve.lists.json_records import json_elements, json_lines
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.places import place
from countersight.resolve.lists.sources import Source

SCHEMES = {
    "registrationNumber": "registration",
    "ogrnCode": "ogrn",
    "innCode": "inn",
    "taxNumber": "tax",
    "vatCode": "vat",
    "uscCode": "uscc",
    "idNumber": "id",
    "dunsCode": "duns",
    "uniqueEntityId": "uei",
    "swiftBic": "swift",
    "cageCode": "cage",
    "permId": "permid",
    "imoNumber": "imo",
    "cikCode": "cik",
    "okpoCode": "okpo",
}
"""Schemes of the identifiers that are taken over, by FollowTheMoney's property."""

READ = (
    "name", "alias", "weakAlias", "abbreviation", "previousName", "mainCountry", "jurisdiction", "country", "topics",
    "wikidataId", "leiCode", "sourceUrl", *SCHEMES,
)  # fmt: skip
"""The properties that are read."""

Properties = msgspec.defstruct("Properties", [(name, list[str], msgspec.field(default_factory=list)) for name in READ])
"""Those of an entity; all others are passed over without being decoded."""


class Entity(msgspec.Struct):
    """One entity as FollowTheMoney writes it."""

    id: str
    schema: str
    caption: str = ""
    properties: msgspec.Raw = msgspec.Raw(b"{}")


SURE = 8
"""Characters of an id that hardly any two streams give to different entities."""

_ENTITY = msgspec.json.Decoder(Entity)
_PROPERTIES = msgspec.json.Decoder(Properties)


def _read(source: Source) -> Drafts:
    with sort_sanctions(source.scratch) as sanctions:
        records = sanctions.follow(_entities(source))
        yield from draft_each(records, lambda entity: draft_entity(entity, source, sanctions))
        yield from sanctions.drafts()


def _entities(source: Source) -> Iterator[tuple[str, Entity | UnreadableRow]]:
    if source.head_text.lstrip().startswith("["):
        return ((where, _try_convert(record)) for where, record in json_elements(source))
    return json_lines(source, _ENTITY)


def _try_convert(record: object) -> Entity | UnreadableRow:
    if isinstance(record, UnreadableRow):
        return record
    try:
        return _convert(record)
    except UnreadableRow as error:
        return error


def _convert(record: object) -> Entity:
    try:
        return _ENTITY.decode(msgspec.json.encode(record))
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError) as error:
        raise UnreadableRow(str(error)) from None


def draft_entity(entity: Entity, source: Source, sanctions: SanctionSorter | None = None) -> Draft:
    """Make a draft of an entity; of persons and things, of whom nothing is kept, only the id and the kind.

    Raises:
        UnreadableRow: its properties are not as FollowTheMoney has them.
    """
    if sanctions is not None and entity.schema == SCHEMA:
        sanctions.take(entity.properties, record_id=entity.id, own_id=lambda own: own_id(own, source))
    kind = kind_of_schema(entity.schema)
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own_id(entity.id, source), kind=kind)
    try:
        values = _PROPERTIES.decode(entity.properties)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableRow(str(error)) from None
    own = own_id(entity.id, source)
    draft = draft_properties(own, entity.schema, msgspec.structs.asdict(values), caption=entity.caption)
    if sanctions is not None:
        sanctions.move(own, draft.id)
    return draft


def own_id(own: str, source: Source) -> str:
    """Return the id of an entity in a stream; a short one, as any stream may have, gets the list's name before it."""
    is_sure = len(own) >= SURE or "-" in own or as_qid(own) is not None
    return list_id("" if is_sure else source.name, own)


def draft_properties(own: str, schema: str, values: dict[str, list[str]], *, caption: str = "") -> Draft:
    """Make a draft of an organization's properties; what is not in `values` counts as empty."""
    chosen, identifiers = choose_id(
        own, qids=[own, *values.get("wikidataId", ())], leis=values.get("leiCode", ()), scheme="ftm"
    )
    for name, scheme in SCHEMES.items():
        if numbers := values.get(name):
            identifiers += identifiers_of(scheme, numbers)
    names = clean_names(values.get("name", ()))
    first = [name for name in clean_names([caption]) if name in names]
    topics = list(values.get("topics", ()))
    return Draft(
        id=chosen,
        kind=kind_of_schema(schema, topics),
        schema=schema,
        names=first + sorted(set(names) - set(first), key=_latin_first),
        aliases=clean_names(values.get("alias", ())),
        weak_names=clean_names([*values.get("weakAlias", ()), *values.get("abbreviation", ())]),
        former_names=clean_names(values.get("previousName", ())),
        seats=_codes(values.get("mainCountry") or values.get("jurisdiction") or ()),
        places=_codes(values.get("country", ())),
        identifiers=identifiers,
        topics=topics,
        sources=list(values.get("sourceUrl", ()))[:5],
    )


def _latin_first(name: str) -> tuple[bool, bool, str]:
    """Order names so that the first one never changes: Latin before other scripts, mixed case before capitals."""
    return not name[0].isascii(), name.isupper(), name


def _codes(codes: list[str] | tuple[()]) -> list[str]:
    return [code for text in codes if (code := place(text.upper() if len(text) == 2 else text) or _extra(text))]


def _extra(code: str) -> str | None:
    """Take over FollowTheMoney's codes for parts of states as they are: `cn-xz`, `ua-cri`."""
    head, dash, tail = code.partition("-")
    return code if dash and len(head) == 2 and tail.isalnum() and code.islower() and len(code) < 8 else None


def _recognizes(source: Source) -> bool:
    text = source.head_text.lstrip()
    head = text[:4000]
    return text[:1] in ("{", "[") and '"schema"' in head and '"properties"' in head and '"id"' in head


ENTITIES = Form(
    name="ftm",
    title="FollowTheMoney entities, JSON",
    recognizes=_recognizes,
    read=_read,
)
