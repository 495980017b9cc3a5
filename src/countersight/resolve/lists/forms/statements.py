"""FollowTheMoney statements, as JSON lines or CSV: one property value a row, put together again by their entity."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import msgspec

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import BadRow, Drafts, Form
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.drafts import Draft, Kind, kind_of_schema, weightiest
from countersight.resolve.lists.forms.followthemoney import READ, draft_properties, own_id
from countersight.resolve.lists.json_records import json_lines
from countersight.resolve.lists.sorting import LineSorter
from countersight.resolve.lists.sources import Source

_HEADER = frozenset({"canonical_id", "entity_id", "prop", "schema", "value"})

_DEPTH = {"LegalEntity": 1, "Organization": 2, "Company": 3, "PublicBody": 3, "Person": 4}
"""How far a schema of FollowTheMoney is from the most general one: the farthest that is stated of an entity counts."""


class Statement(msgspec.Struct):
    """The columns of a statement that are read."""

    entity_id: str
    prop: str
    schema: str
    value: str = ""
    canonical_id: str | None = None


class _Value(NamedTuple):
    schema: str
    prop: str
    value: str


_STATEMENT = msgspec.json.Decoder(Statement)
_VALUE = msgspec.json.Decoder(tuple[str, str, str])


def _read_json(source: Source) -> Drafts:
    statements = json_lines(source, _STATEMENT)
    return _put_together(statements, source)


def _read_csv(source: Source) -> Drafts:
    rows = rows_by_column(source, required=_HEADER)
    statements = ((where, row if isinstance(row, UnreadableRow) else _statement(row)) for where, row in rows)
    return _put_together(statements, source)


def _statement(row: Row) -> Statement:
    return Statement(row["entity_id"], row["prop"], row["schema"], row["value"], row["canonical_id"] or None)


def _put_together(statements: Iterator[tuple[str, Statement | UnreadableRow]], source: Source) -> Drafts:
    """Sort statements by their entity on disk, as they may come in any order, and make a draft of each entity."""
    with LineSorter(folder=source.scratch) as sorter:
        for where, statement in statements:
            if isinstance(statement, UnreadableRow):
                yield BadRow(where, statement)
                continue
            own = statement.canonical_id or statement.entity_id
            if not own or not statement.schema:
                yield BadRow(where, UnreadableRow("no id, or no schema"))
                continue
            kept = statement.prop in READ and kind_of_schema(statement.schema) not in (Kind.PERSON, Kind.CONVEYANCE)
            value = _Value(statement.schema, statement.prop if kept else "", statement.value if kept else "")
            sorter.add(own_id(own, source), msgspec.json.encode(value))
        for own, lines in groupby(sorter.sorted(), key=lambda item: item[0]):
            yield _draft(own, [_VALUE.decode(payload) for _, payload in lines])


def _draft(own: str, values: list[tuple[str, str, str]]) -> Draft:
    schema = max((schema for schema, _, _ in values), key=lambda name: (_DEPTH.get(name, 0), name))
    kind = weightiest(kind_of_schema(stated) for stated, _, _ in values)
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own, kind=kind)
    properties: dict[str, list[str]] = {}
    for _, prop, value in values:
        if prop and value not in properties.setdefault(prop, []):
            properties[prop].append(value)
    return draft_properties(own, schema, properties)


def _recognizes_json(source: Source) -> bool:
    first = source.head_text.lstrip().partition("\n")[0]
    return first.startswith("{") and all(f'"{column}"' in first for column in ("entity_id", "prop", "schema", "value"))


STATEMENTS_JSON = Form(
    name="ftm-statements-json",
    title="FollowTheMoney statements, JSON lines",
    recognizes=_recognizes_json,
    read=_read_json,
)
STATEMENTS_CSV = Form(
    name="ftm-statements-csv",
    title="FollowTheMoney statements, CSV",
    recognizes=lambda source: has_columns(source, _HEADER),
    read=_read_csv,
)
