"""Shows what a mapping makes of a table before anything is stored."""

from dataclasses import dataclass
from itertools import islice

from countersight.errors import UsageError
from countersight.extract.mapping.claims import RowClaims, make_claims
from countersight.extract.mapping.mappings import recognize
from countersight.extract.mapping.report import Report
from countersight.extract.mapping.rows import TableWords, read_tables
from countersight.extract.mapping.rules import TableMapping, fold_words
from countersight.model.text import DocumentText


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a mapping makes of the tables of one document."""

    mapping: TableMapping
    report: Report
    first: tuple[RowClaims, ...]
    """The first rows of which claims were made."""
    unused: tuple[str, ...]
    """Columns that the mapping does not read."""


def preview_text(text: DocumentText, mapping: TableMapping, *, rows: int) -> Preview:
    """Apply a mapping to the tables of a text that it knows, all rows counted and the first kept.

    Raises:
        UsageError: it knows none of them; the message says what is lacking.
    """
    tables = read_tables(text)
    known = [table for table in tables if recognize(table, [mapping]) is not None]
    if not known:
        raise UsageError(f"mapping {mapping.name} knows no table here: {_what_lacks(mapping, tables)}")
    report = Report()
    first: list[RowClaims] = []
    for table in known:
        made = make_claims(text, table.rows, mapping, report)
        first += islice(made, max(0, rows - len(first)))
        for _ in made:
            pass
    read = {fold_words(column) for column, _, _ in (*report.became, *report.uncovered)}
    columns = dict.fromkeys(column for table in known for column in table.columns)
    unused = tuple(column for column in columns if fold_words(column) not in read)
    return Preview(mapping=mapping, report=report, first=tuple(first), unused=unused)


def _what_lacks(mapping: TableMapping, tables: list[TableWords]) -> str:
    if not tables:
        return "the document is no table"
    columns = {fold_words(column) for table in tables for column in table.columns}
    lacking = sorted(mapping.recognize.columns - columns)
    if lacking:
        return f"no column {', '.join(lacking)}"
    return f"its first rows do not look as `recognize` asks ({tables[0].told})"
