"""Drafts a mapping for a table: its columns with samples of what stands in them, and a claim to be filled in."""

import json
import re
from collections import Counter
from collections.abc import Iterator

from countersight.extract.mapping.rows import TableWords

SAMPLES = 5
LONGEST_SAMPLE = 60
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./()-]*")
_YAML_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


def draft_mapping(table: TableWords, name: str) -> str:
    """Write a mapping that can be tried at once and completed line by line, as YAML with remarks."""
    return "\n".join([*_head(table, name), *_columns(table), *_claims(table)]) + "\n"


def _head(table: TableWords, name: str) -> Iterator[str]:
    yield "# A mapping says which column of a table is what."
    yield "# Save it as a file and look at what comes of it: countersight preview THIS-FILE THE-TABLE"
    yield f"name: {re.sub('[^a-z0-9]+', '-', name.casefold()).strip('-') or 'my-table'}"
    yield "version: 1"
    yield "title: The name of the dataset, as it is cited"
    yield "# publisher: Who published it; claims of the table are counted as theirs"
    yield "# published: 2023-05-01"
    yield "# licence: CC BY 4.0"
    yield "# address: https://example.org/where-it-was-published"
    yield "recognize:"
    if table.told.endswith("without a header"):
        yield f"  width: {len(table.columns)}"
    else:
        yield f"  columns: [{', '.join(map(_quoted, table.columns[:4]))}]"


def _columns(table: TableWords) -> Iterator[str]:
    yield "# Its columns, each with how many cells are filled, how many values differ, and the most frequent:"
    for column in dict.fromkeys(table.columns):
        values = Counter(" ".join(cell.words.split()) for row in table.rows for cell in row.of(column))
        samples = "; ".join(value[:LONGEST_SAMPLE] for value, _ in values.most_common(SAMPLES))
        yield f"#   {column}: {values.total():,} filled, {len(values):,} different: {samples}"


def _claims(table: TableWords) -> Iterator[str]:
    first = _quoted(table.columns[0]) if table.columns else "Column 1"
    yield from (
        "# rows:                        # which rows count; without this, all do",
        f"#   - {{column: {first}, is: filled}}",
        "# persons: {column: Type, words: [Individual]}   # rows of persons are left out and counted",
        "claims:",
        "  - kind: supply               # or deployment, procurement, training, agreement, sanction, ...",
        "    status: reported           # or {default: reported, words: {column: Doubtful, values: {x: alleged}}}",
        "    technology:                # or {column: Category, values: {Spyware: spyware}}",
        "      constant: other",
        "      because: say why every row is about this technology",
        "    # supplier: {name: Company, territory: Country of the company}",
        "    recipient:",
        f"      name: {first}",
        "    # when: Year",
        '    # quantity: {value: Price, unit: {constant: EUR, because: "the header says so"}}',
        "    # evidence: [Description]   # columns that are quoted too",
        "# attributes:                  # columns that `countersight count --by row.NAME` can count by",
        f"#   first: {first}",
    )


def _quoted(words: str) -> str:
    is_plain = _PLAIN.fullmatch(words) and words.casefold() not in _YAML_WORDS and words == words.strip()
    return words if is_plain else json.dumps(words, ensure_ascii=False)
