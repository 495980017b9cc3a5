"""The extractor of tables: the mapping that knows a table's columns makes claims of its rows."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from countersight.extract.base import Drop, Extraction
from countersight.extract.mapping.claims import make_claims
from countersight.extract.mapping.mappings import load_mappings, recognize
from countersight.extract.mapping.report import Report
from countersight.extract.mapping.rows import read_tables
from countersight.extract.mapping.rules import CODE, TableMapping
from countersight.model.claim import Claim
from countersight.model.text import DocumentText, text_id
from countersight.values.digests import content_id, sha256_hex

UNKNOWN = "no mapping knows this table"
TOLD_LATER = "+"
"""Parts the reader of a text from what was told of it later."""


class MappingExtractor:
    """Takes the texts of the reader `table`. Prose rules are not let loose on rows: a cell is no sentence.

    Its version changes with any mapping, so that tables are looked at again when one is written; the claims bear the
    name and version of their own mapping alone.
    """

    name = "mapping"
    languages: frozenset[str] = frozenset()
    """Tables are read by their columns, whatever language they are in."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load the bundled mappings, and those of the project in `folder`.

        Raises:
            BadMapping: one says what is not understood.
        """
        self.mappings = load_mappings(folder)
        self.version = f"{CODE}+{sha256_hex(' '.join(one.extractor for one in self.mappings).encode())[:8]}"

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """See `Extractor.extract`."""
        for text in texts:
            yield self._extract(text)

    def _extract(self, text: DocumentText) -> Extraction:
        claims: list[Claim] = []
        drops: list[Drop] = []
        rows = 0
        for table in read_tables(text):
            mapping = recognize(table, self.mappings)
            if mapping is None:
                drops.append(Drop(reason=UNKNOWN, quote=table.told))
                continue
            report = Report()
            claims += [claim for row in make_claims(text, table.rows, mapping, report) for claim in row.claims]
            drops += _drops(report)
            rows += report.rows
        return Extraction(text_id=text.id, claims=tuple(claims), drops=tuple(drops), candidates=rows)


def _drops(report: Report) -> Iterator[Drop]:
    """Yield what a run counts: values without a rule, claims that could not be made, persons that were left out."""
    for (column, _, words), times in report.uncovered.items():
        yield from (Drop(reason=f"no rule for a value of {column}", quote=words) for _ in range(times))
    for reason, times in report.failed.items():
        yield from (Drop(reason=reason, quote="") for _ in range(times))
    yield from (Drop(reason="a row about a person: left out", quote="") for _ in range(report.persons))


def describe_text(text: DocumentText, mappings: Iterable[TableMapping]) -> DocumentText:
    """Tell of a table's text what only its mapping knows: title, publisher, day of publication.

    The table itself does not name who made it; without this its claims would have no publisher, and the pieces of a
    long table would count as many origins: where the mapping names no publisher either, the dataset stands under its
    title. What the document says of itself stays. The mapping's address stays with the mapping: a publisher is told by
    the host of a text's address, and datasets are kept at hosts, such as a resolver of DOIs, that publish nothing.
    """
    known = (recognize(table, mappings) for table in read_tables(text))
    mapping = next((one for one in known if one is not None), None)
    if mapping is None:
        return text
    return replace(
        text,
        title=text.title or mapping.title,
        publisher=text.publisher or mapping.publisher or mapping.title,
        published=text.published or mapping.published,
    )


def retell_text(text: DocumentText, mappings: Iterable[TableMapping]) -> DocumentText:
    """Tell of a text that is kept what its mapping says, where that came after the table was read.

    A text that is kept never changes: what is told later makes another text of the same words, whose reader bears,
    after a plus, the digest of what was told. Where there is nothing to tell, it is the text itself.
    """
    told = describe_text(text, mappings)
    if told == text:
        return text
    reader = f"{text.reader}{TOLD_LATER}{content_id('told', told.title, told.publisher, told.published)[-8:]}"
    return replace(told, id=text_id(text.document_id, reader, text.text), reader=reader)
