"""Lists that are one table: which column holds what is all that has to be said of them."""

from dataclasses import dataclass

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.days import parse_day
from countersight.resolve.lists.drafts import Draft, Kind, kind_of_schema
from countersight.resolve.lists.ids import choose_id, identifiers_of, list_id, name_id
from countersight.resolve.lists.listed import Columns, Listed, read_listed
from countersight.resolve.lists.names import clean_names, split_marked, split_names
from countersight.resolve.lists.places import address_place, places
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.telling import tells_organization


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns of a list, each by its name in the header; empty where the list has none."""

    form: str
    title: str
    prefix: str
    """What the ids of its entries begin with."""
    header: frozenset[str]
    """Columns by which the list is known."""
    name: str
    key: tuple[str, ...] = ()
    """Columns that tell its entries apart."""
    has_numbers: bool = False
    """Whether `key` is one column with the list's own numbers, and not made of names."""
    delimiter: str = ","
    aliases: tuple[str, ...] = ()
    """Columns of other names; where several stand in one they are split at `separators`."""
    former_names: tuple[str, ...] = ()
    separators: str = ";"
    """Signs between names; a comma only where no legal form follows it."""
    parent: str = ""
    """Column with the name of the owner, as it stands in the list; only where entries are told apart by name alone."""
    schema: str = ""
    """Column that says whom a row is about, in FollowTheMoney's words."""
    schema_of: dict[str, str] | None = None
    """FollowTheMoney's schema for other words in that column; an unknown word is a bad row."""
    default_schema: str = ""
    """Schema of every row; where this is empty too, the name has to tell."""
    seats: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    addresses: str = ""
    """Column with one or more addresses."""
    address_separator: str = ";"
    qid: str = ""
    identifiers: dict[str, str] | None = None
    """Schemes by column."""
    topics: tuple[str, ...] = ()
    """Topics of every row."""
    topics_column: str = ""
    end: str = ""
    """Column with the day on which a listing ends: what is over has no topics."""
    source: str = ""
    listing: Columns | None = None
    """What its rows say of listings; none for lists that only name organizations."""

    def columns(self) -> tuple[str, ...]:
        """Return all columns that are read; empty ones stand for none."""
        return (
            self.name, *self.key, *self.aliases, *self.former_names, self.parent, self.schema, *self.seats,
            *self.places, self.addresses, self.qid, *(self.identifiers or ()), self.topics_column, self.end,
            self.source,
        )  # fmt: skip


def table_form(table: Table) -> Form:
    """Make a form of list of a table."""

    def read(source: Source) -> Drafts:
        expected = frozenset(column for column in table.columns() if column)
        rows = rows_by_column(source, delimiter=table.delimiter, required=table.header, expected=expected)
        return draft_each(rows, lambda row: draft_row(table, row, source))

    return Form(
        name=table.form,
        title=table.title,
        recognizes=lambda source: has_columns(source, table.header, delimiter=table.delimiter),
        read=read,
    )


def draft_row(table: Table, row: Row, source: Source) -> Draft:
    """Make a draft of a row.

    Raises:
        UnreadableRow: it has no name, or says in unknown words whom it is about.
    """
    names = split_marked(row[table.name])
    if not names.name:
        raise UnreadableRow("no name")
    topics = [] if table.end and source.has_ended(parse_day(row[table.end])) else _topics(table, row)
    kind, schema = _kind(table, row, names.name, topics)
    if table.has_numbers:
        own = list_id(table.prefix, row[table.key[0]])
    else:
        own = name_id(table.prefix, names.name, *(row[column] for column in table.key))
    chosen, identifiers = choose_id(own, qids=[row[table.qid]] if table.qid else ())
    for column, scheme in (table.identifiers or {}).items():
        identifiers += identifiers_of(scheme, row[column].split(";"))
    return Draft(
        id=chosen,
        kind=kind,
        schema=schema,
        names=[names.name],
        aliases=[*names.aliases, *_split(table, row, table.aliases)],
        former_names=[*names.former_names, *_split(table, row, table.former_names)],
        seats=places(row[column] for column in table.seats),
        places=[*places(row[column] for column in table.places), *_address_places(table, row)],
        identifiers=identifiers,
        topics=topics,
        parent=_parent(table, row),
        sources=clean_names([row[table.source]]) if table.source else [],
        listed=_listed(table, row) if kind is Kind.ORGANIZATION else [],
    )


def kind_by_name(name: str) -> tuple[Kind, str]:
    """Return whom a row of a list that does not say is about, and the schema: surely an organization, or untold."""
    return (Kind.ORGANIZATION, "LegalEntity") if tells_organization(name) else (Kind.UNTOLD, "")


def _kind(table: Table, row: Row, name: str, topics: list[str]) -> tuple[Kind, str]:
    word = row[table.schema] if table.schema else ""
    if not word and not table.default_schema:
        return kind_by_name(name)
    schema = table.default_schema or word
    if table.schema_of is not None and word:
        if word.casefold() not in table.schema_of:
            raise UnreadableRow(f"{table.schema} is {word!r}, which is not known")
        schema = table.schema_of[word.casefold()]
    return kind_of_schema(schema, topics), schema


def _listed(table: Table, row: Row) -> list[Listed]:
    return [] if table.listing is None else [read_listed(table.listing, table.name, lambda column: row[column])]


def _topics(table: Table, row: Row) -> list[str]:
    stated = row[table.topics_column].split(";") if table.topics_column else []
    return [*table.topics, *(topic.strip() for topic in stated if topic.strip())]


def _parent(table: Table, row: Row) -> str:
    owner = split_marked(row[table.parent]).name if table.parent else ""
    return name_id(table.prefix, owner) if owner else ""


def _split(table: Table, row: Row, columns: tuple[str, ...]) -> list[str]:
    return [name for column in columns for name in split_names(row[column], table.separators)]


def _address_places(table: Table, row: Row) -> list[str]:
    if not table.addresses:
        return []
    return [code for address in row[table.addresses].split(table.address_separator) if (code := address_place(address))]
