"""The Covered List of the US Federal Communications Commission, as a table of sentences, CSV."""

import re

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.ids import name_id
from countersight.resolve.lists.listed import Columns, read_listed
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.sources import Source

_SENTENCE = "covered_equipment_or_services"
_INCLUDED = "date_of_inclusion_on_covered_list"
_HEADER = frozenset({_SENTENCE, _INCLUDED})

_COMPANY = re.compile(
    r"\b(?:produced|provided|supplied|produced or provided)(?:, directly or indirectly,)? by "
    r"(?P<name>(?!any\b)[A-Z][^,]*?(?:,? (?:Inc|LLC|Ltd)\b\.?)?)"
    r"(?= and its wholly-owned subsidiary|,| or any of| subject to|$)"
)
_SUBSIDIARY = re.compile(r"wholly-owned subsidiary (?P<name>[A-Z].*?)(?= subject to|,|$)")

_LISTING = Columns(profile="us-fcc", prohibits=(_SENTENCE,), days=(("listed_on", _INCLUDED),))


def _read(source: Source) -> Drafts:
    for drafted in draft_each(rows_by_column(source, required=_HEADER), _first):
        yield drafted
    for drafted in draft_each(rows_by_column(source, required=_HEADER), _second):
        if isinstance(drafted, Draft):
            yield drafted


def _first(row: Row) -> Draft:
    """Make a draft of the company that a sentence names; the list also has sentences about whole kinds of equipment."""
    found = _COMPANY.search(row[_SENTENCE])
    if found is None:
        raise UnreadableRow("the sentence names no company")
    return _company(found["name"], row)


def _second(row: Row) -> Draft | None:
    found = _SUBSIDIARY.search(row[_SENTENCE])
    return _company(found["name"], row) if found else None


def _company(name: str, row: Row) -> Draft:
    return Draft(
        id=name_id("us-fcc", name),
        kind=Kind.ORGANIZATION,
        schema="Company",
        names=clean_names([name]),
        topics=["debarment"],
        sources=["FCC Covered List"],
        listed=[read_listed(_LISTING, _SENTENCE, lambda column: row[column])],
    )


FCC = Form(
    name="us-fcc-covered",
    title="Covered List of the US Federal Communications Commission, CSV",
    recognizes=lambda source: has_columns(source, _HEADER),
    read=_read,
)
