"""The plug point of lists: what every form of list promises."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from countersight.errors import UnreadableRow
from countersight.resolve.lists.drafts import Draft
from countersight.resolve.lists.listed import stamp_rows
from countersight.resolve.lists.sources import Source

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read: where it stands and why."""

    where: str
    """`row 12`, `record 3`."""
    error: UnreadableRow


Drafts = Iterator[Draft | BadRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A layout in which lists are published."""

    name: str
    """What the option `--form` takes: `ofac-csv`."""
    title: str
    """In words."""
    recognizes: Callable[[Source], bool]
    """Whether a file has this form, by what stands at its beginning."""
    read: Callable[[Source], Drafts]
    """Yield what each row says, in the file's order and without ever holding all of it; a bad row never stops it."""
    companions: tuple[str, ...] = ()
    """Names of files that belong to lists of this form and are no lists themselves."""
    adds: Callable[[Source], bool] = lambda source: False
    """Whether a file belongs to lists of this form and is no list itself, by what stands at its beginning."""
    beside: Callable[[Source], Sequence[Source]] = lambda source: ()
    """Those of them that are read with a file, from the same folder."""
    version: Callable[[Source], str] = lambda source: ""
    """The day of which a file says that it is, as it writes it; empty where it does not say."""


def draft_each(records: Iterator[tuple[str, Record | UnreadableRow]], make: Callable[[Record], Draft | None]) -> Drafts:
    """Make a draft of every record; where none can be made it is a bad row, and None is a row that says nothing."""
    for where, record in records:
        if isinstance(record, UnreadableRow):
            yield BadRow(where, record)
            continue
        try:
            draft = make(record)
        except UnreadableRow as error:
            yield BadRow(where, error)
        else:
            if draft is not None:
                stamp_rows(draft.listed, where)
                yield draft
