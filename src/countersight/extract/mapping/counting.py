"""Counts claims of tables: by party, territory, technology, year, or a column of the rows that they were made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from countersight.errors import UsageError
from countersight.extract.mapping.picking import pick_items
from countersight.extract.mapping.report import Report
from countersight.extract.mapping.rows import Row, read_tables, row_at
from countersight.extract.mapping.rules import TableMapping, fold_words
from countersight.model.claim import Claim, Party
from countersight.model.text import DocumentText

ROW = "row."
"""Before the name of an attribute, or of a column, of the row that a claim was made of."""
NONE = "(none)"
"""Stands for what a claim does not tell."""
PREFIX = "mapping/"
"""What the extractor of a claim of a table begins with."""
_TEXTS_HELD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a claim has to tell, or must not, to be counted."""

    field: str
    values: frozenset[str]
    """Folded; one of them is enough."""
    is_wanted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question for numbers."""

    mapping: str = ""
    """Only claims that the mapping of this name made; of any, without a name."""
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    distinct: str = ""
    """Field whose different values are counted."""


@dataclass(slots=True, kw_only=True)
class CountRow:
    """One group of claims with its numbers."""

    group: dict[str, str]
    claims: int = 0
    rows: int = 0
    """Rows of tables that the claims were made of; two claims of one row are of one."""
    distinct: int | None = None
    sums: dict[str, float] = field(default_factory=dict)
    """Of quantities, by unit; a quantity that two claims of a row share counts once."""


def parse_condition(words: str) -> Condition:
    """Read `field=value`, `field=one|two` or `field!=value`.

    Raises:
        UsageError: it is none of these.
    """
    name, sign, value = words.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise UsageError(f"{words!r}: a condition is field=value, field=one|two or field!=value")
    values = frozenset(fold_words(one) for one in value.split("|"))
    return Condition(field=name.strip().removesuffix("!"), values=values, is_wanted=not name.endswith("!"))


def count_claims(
    claims: Iterable[Claim],
    texts: Callable[[str], DocumentText],
    mappings: Sequence[TableMapping],
    asked: Asked,
) -> list[CountRow]:
    """Count claims of tables, a row for each group in order of its claims, most first; one row without `by`.

    Raises:
        UsageError: a field is asked for that there is not.
    """
    for name in (*asked.by, *(condition.field for condition in asked.where), *filter(None, [asked.distinct])):
        if not name.startswith(ROW) and name not in FIELDS:
            raise UsageError(f"no field {name!r}; there are {', '.join(FIELDS)}, and row. with a column or attribute")
    source = _Source(texts, {mapping.name: mapping for mapping in mappings})
    groups: dict[tuple[str, ...], _Group] = {}
    for claim in claims:
        if _is_asked(claim, asked) and all(_holds(condition, claim, source) for condition in asked.where):
            for key in _keys(claim, asked.by, source):
                groups.setdefault(key, _Group()).add(claim, asked.distinct, source)
    if not asked.by:
        groups.setdefault((), _Group())
    rows = [group.row(dict(zip(asked.by, key, strict=True)), asked) for key, group in groups.items()]
    return sorted(rows, key=lambda row: (-row.claims, list(row.group.values())))


def mapping_of(claim: Claim) -> str | None:
    """Return the name of the mapping that made a claim, if one did."""
    return claim.extractor.removeprefix(PREFIX).rpartition("@")[0] if claim.extractor.startswith(PREFIX) else None


def _is_asked(claim: Claim, asked: Asked) -> bool:
    name = mapping_of(claim)
    return name is not None and asked.mapping in ("", name)


def _holds(condition: Condition, claim: Claim, source: "_Source") -> bool:
    values = {fold_words(value) for value in source.values(claim, condition.field)} or {NONE}
    return bool(values & condition.values) == condition.is_wanted


def _keys(claim: Claim, by: Sequence[str], source: "_Source") -> Iterator[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [()]
    for name in by:
        values = list(dict.fromkeys(source.values(claim, name))) or [NONE]
        keys = [(*key, value) for key in keys for value in values]
    yield from keys


class _Group:
    """The claims of one group as they are counted."""

    def __init__(self) -> None:
        self._claims = 0
        self._rows: set[tuple[str, int]] = set()
        self._distinct: set[str] = set()
        self._quantities: dict[tuple[str, int], tuple[str, float]] = {}

    def add(self, claim: Claim, distinct: str, source: "_Source") -> None:
        self._claims += 1
        text_id = claim.evidence[0].text_id
        self._rows.add((text_id, source.row_start(claim)))
        if distinct:
            self._distinct.update(map(fold_words, source.values(claim, distinct)))
        if claim.quantity is not None:
            place = text_id, claim.quantity.mention.start
            self._quantities[place] = claim.quantity.unit, claim.quantity.value

    def row(self, group: dict[str, str], asked: Asked) -> CountRow:
        sums: dict[str, float] = {}
        for unit, value in self._quantities.values():
            sums[unit] = sums.get(unit, 0.0) + value
        distinct = len(self._distinct) if asked.distinct else None
        return CountRow(group=group, claims=self._claims, rows=len(self._rows), distinct=distinct, sums=sums)


class _Source:
    """Tells the values of a claim's fields, those of its row among them."""

    def __init__(self, texts: Callable[[str], DocumentText], mappings: Mapping[str, TableMapping]) -> None:
        self._mappings = mappings
        self._rows = lru_cache(_TEXTS_HELD)(
            lambda text_id: [row for table in read_tables(texts(text_id)) for row in table.rows]
        )

    def values(self, claim: Claim, name: str) -> list[str]:
        if not name.startswith(ROW):
            return list(FIELDS[name](claim))
        row = self._row(claim)
        return _row_values(row, name.removeprefix(ROW), self._mappings.get(mapping_of(claim) or "")) if row else []

    def row_start(self, claim: Claim) -> int:
        row = self._row(claim)
        return row.cells[0].line if row else claim.evidence[0].start

    def _row(self, claim: Claim) -> Row | None:
        first = claim.evidence[0]
        return row_at(self._rows(first.text_id), first.start)


def _row_values(row: Row, name: str, mapping: TableMapping | None) -> list[str]:
    pick = mapping.attributes.get(name) if mapping is not None else None
    if pick is None:
        return [cell.words for cell in row.of(name)]
    report = Report()
    return [
        *(item.value for item in pick_items(pick, row, report, name)),
        *(words for _, _, words in report.uncovered),  # as written, rather than not at all
    ]


def _names(party: Party | None) -> Iterator[str]:
    if party is not None and party.mention is not None:
        yield party.mention.name


def _territories(party: Party | None) -> Iterator[str]:
    if party is not None:
        yield from (slot.code for slot in party.territories)


def _years(claim: Claim) -> Iterator[str]:
    day = claim.when and (claim.when.start or claim.when.end)
    if day:
        yield str(day.year)


FIELDS: dict[str, Callable[[Claim], Iterable[str]]] = {
    "recipient": lambda claim: _names(claim.recipient),
    "recipient-territory": lambda claim: _territories(claim.recipient),
    "supplier": lambda claim: _names(claim.supplier),
    "supplier-territory": lambda claim: _territories(claim.supplier),
    "technology": lambda claim: (slot.label for slot in claim.technology),
    "kind": lambda claim: (claim.kind.value,),
    "status": lambda claim: (claim.status.value,),
    "year": _years,
    "mapping": lambda claim: filter(None, [mapping_of(claim)]),
}
"""What can be counted by, besides columns and attributes of rows: names as written, territories as codes."""
