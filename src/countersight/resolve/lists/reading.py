"""Reading a list of any form: its form found, its rows sorted by id, each id made one entity."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

import msgspec

from countersight.errors import NotFound, UnknownForm, UnreadableRow
from countersight.model.entity import Entity
from countersight.model.failure import Failure, Stage, make_failure
from countersight.resolve.lists.base import BadRow, Form
from countersight.resolve.lists.drafts import Draft
from countersight.resolve.lists.forms import FORMS
from countersight.resolve.lists.merging import LeftOut, merge_drafts
from countersight.resolve.lists.sorting import LineSorter
from countersight.resolve.lists.sources import Source

_DRAFT = msgspec.json.Decoder(Draft)

Keep = Callable[[Entity, Sequence[Draft]], None]
"""Is told of each organization that is not left out, with its rows."""


def find_form(path: Path, *, form: str | None = None) -> Form:
    """Return the form called `form`, or the one that the file's beginning shows.

    Raises:
        NotFound: there is no form of this name.
        UnknownForm: the file's beginning shows none, or it only adds to another file.
        UnreadableSource: there is no such file, or it cannot be unpacked.
    """
    if form is not None:
        for known in FORMS:
            if known.name == form:
                return known
        raise NotFound(f"no form of list is called {form}; there are {', '.join(known.name for known in FORMS)}")
    source = Source(path)
    for known in FORMS:
        if source.base_name in known.companions or known.adds(source):
            raise UnknownForm(str(path), f"this only adds to a list of the form {known.name}: import its main file")
        if known.recognizes(source):
            return known
    raise UnknownForm(str(path), f"no list of a known form; name one of {', '.join(known.name for known in FORMS)}")


def read_list(
    path: Path,
    *,
    form: str | None = None,
    name: str | None = None,
    left_out: Counter[LeftOut] | None = None,
    today: date | None = None,
    scratch: Path | None = None,
    keep: Keep = lambda entity, drafts: None,
) -> Iterator[Entity | Failure]:
    """Yield the organizations of a list in order of id, and each row that cannot be read as a failure.

    Persons, vessels, aircraft and those who may be persons are left out and counted in `left_out`. `name` is what the
    entities' `lists` say; `today` decides which listings are over. Memory stays bounded whatever the list's size: what
    does not fit lies in `scratch`, by default the system's folder for temporary files. `keep` is told of each
    organization before it is yielded, with the rows that it was made of.

    Raises:
        NotFound, UnknownForm, UnreadableSource: as `find_form` says; they come with the first entity asked for.
    """
    source = Source(path, today or datetime.now(UTC).date(), scratch, name or "list")
    lists = () if name is None else (name,)
    counts: Counter[LeftOut] = Counter() if left_out is None else left_out
    with ExitStack() as stack:
        sorter = stack.enter_context(LineSorter(folder=scratch))
        for drafted in find_form(path, form=form).read(source):
            if isinstance(drafted, BadRow):
                yield _failure(path, drafted.where, drafted.error)
            else:
                sorter.add(drafted.id, msgspec.json.encode(drafted))
        for own, drafts in _by_id(sorter.sorted()):
            try:
                merged = merge_drafts(drafts, lists=lists)
            except UnreadableRow as error:
                yield _failure(path, own, error)
                continue
            if isinstance(merged, LeftOut):
                counts[merged] += 1
            else:
                keep(merged, drafts)
                yield merged


def _by_id(items: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, list[Draft]]]:
    """Yield each id with its rows."""
    last, drafts = "", list[Draft]()
    for own, payload in chain(items, [("", b"")]):
        if own != last and drafts:
            yield last, drafts
            drafts = []
        last = own
        if payload:
            drafts.append(_DRAFT.decode(payload))


def _failure(path: Path, where: str, error: UnreadableRow) -> Failure:
    return make_failure(Stage.RESOLVE, f"{path.name}, {where}", error)
