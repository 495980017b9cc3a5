"""Wikidata items as JSON: dumps with one item a line, and what `Special:EntityData` answers for one item."""

from collections.abc import Iterator
from typing import Any

import msgspec

from countersight.errors import UnreadableRow
from countersight.reference import load_reference
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.ids import as_lei, as_qid, identifier
from countersight.resolve.lists.json_records import json_lines
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.sources import Source

INSTANCE_OF, HUMAN = "P31", "Q5"
LEI, COUNTRY, PARENT, OFFICIAL_NAME, SHORT_NAME = "P1278", "P17", "P749", "P1448", "P1813"

OF_ORGANIZATIONS = frozenset({LEI, PARENT, "P159", "P452", "P1454", "P1128", "P169", "P414"})
"""Properties of organizations: headquarters, industry, legal form, employees, chief executive, stock exchange."""

OF_PERSONS = frozenset({"P21", "P569", "P570", "P106", "P735", "P734"})
"""Properties that persons have: sex, birth, death, occupation, given and family name."""


class Text(msgspec.Struct):
    """A text in one language."""

    value: str


class DataValue(msgspec.Struct):
    """The value of a statement."""

    value: Any = None


class Snak(msgspec.Struct):
    """What a statement says of its property."""

    datavalue: DataValue | None = None


class Statement(msgspec.Struct):
    """One statement of an item."""

    mainsnak: Snak
    rank: str = "normal"


class Item(msgspec.Struct):
    """An item as Wikibase's JSON has it; `labels` and the rest are an empty list where there is nothing."""

    id: str
    labels: dict[str, Text] | list[Any] = {}
    aliases: dict[str, list[Text]] | list[Any] = {}
    claims: dict[str, msgspec.Raw] | list[Any] = {}


_ITEM = msgspec.json.Decoder(Item)
_STATEMENTS = msgspec.json.Decoder(list[Statement])


def _read(source: Source) -> Drafts:
    if _is_single(source):
        return draft_each(_entities(source), draft_item)
    items = json_lines(source, _ITEM)
    return draft_each(items, draft_item)


def _entities(source: Source) -> Iterator[tuple[str, Item | UnreadableRow]]:
    """Yield the items of one answer of `Special:EntityData`, which is small enough to be read whole."""
    with source.open() as stream:
        data = stream.read()
    try:
        entities = msgspec.json.decode(data, type=dict[str, dict[str, Item]])["entities"]
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError, RecursionError) as error:
        yield "record 1", UnreadableRow(str(error))
        return
    for number, item in enumerate(entities.values(), start=1):
        yield f"record {number:,}", item


def draft_item(item: Item) -> Draft:
    """Make a draft of an item that is an organization: no human, and with a property that only organizations have.

    Raises:
        UnreadableRow: its statements are not as Wikibase has them.
    """
    claims = item.claims if isinstance(item.claims, dict) else {}
    if as_qid(item.id) is None:
        return Draft(id="other", kind=Kind.OTHER)
    if HUMAN in _items(claims, INSTANCE_OF) or (OF_PERSONS & claims.keys()):
        return Draft(id=item.id, kind=Kind.PERSON)
    if not OF_ORGANIZATIONS & claims.keys():
        return Draft(id=item.id, kind=Kind.OTHER)
    labels = item.labels if isinstance(item.labels, dict) else {}
    aliases = item.aliases if isinstance(item.aliases, dict) else {}
    names = [labels[code].value for code in ("en", "mul") if code in labels]
    names += sorted((text.value for text in labels.values()), key=lambda name: (not name[:1].isascii(), name))
    parents = _items(claims, PARENT)
    return Draft(
        id=item.id,
        kind=Kind.ORGANIZATION,
        schema="Organization",
        names=clean_names(names),
        aliases=clean_names(
            [*(text.value for texts in aliases.values() for text in texts), *_texts(claims, OFFICIAL_NAME)]
        ),
        weak_names=clean_names(_texts(claims, SHORT_NAME)),
        seats=[code for item_id in _items(claims, COUNTRY) if (code := _territories().get(item_id))],
        identifiers=[identifier("lei", lei) for text in _texts(claims, LEI) if (lei := as_lei(text))],
        parent=parents[0] if len(parents) == 1 else "",
        sources=[f"https://www.wikidata.org/wiki/{item.id}"],
    )


def _values(claims: dict[str, msgspec.Raw], prop: str) -> list[Any]:
    """Return the values of a property's best rank: the preferred ones, else the normal ones, never deprecated ones."""
    if prop not in claims:
        return []
    try:
        statements = _STATEMENTS.decode(claims[prop])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableRow(f"{prop}: {error}") from None
    for rank in ("preferred", "normal"):
        found = [one.mainsnak.datavalue.value for one in statements if one.rank == rank and one.mainsnak.datavalue]
        if found:
            return found
    return []


def _items(claims: dict[str, msgspec.Raw], prop: str) -> list[str]:
    return [value["id"] for value in _values(claims, prop) if isinstance(value, dict) and "id" in value]


def _texts(claims: dict[str, msgspec.Raw], prop: str) -> list[str]:
    """Return texts, those in a language included."""
    values = (value.get("text") if isinstance(value, dict) else value for value in _values(claims, prop))
    return [value for value in values if isinstance(value, str)]


def _territories() -> dict[str, str]:
    territories: dict[str, str] = load_reference("wikidata_territories.yaml")
    return territories


def _is_single(source: Source) -> bool:
    return source.head_text.lstrip().startswith('{"entities"')


def _recognizes(source: Source) -> bool:
    text = source.head_text.lstrip()[:4000]
    return _is_single(source) or (
        text[:1] in ("[", "{") and '"type":"item"' in text.replace(" ", "") and '"labels"' in text
    )


WIKIDATA = Form(
    name="wikidata",
    title="Wikidata items, JSON: a dump with one item a line, or one item's EntityData",
    recognizes=_recognizes,
    read=_read,
)
