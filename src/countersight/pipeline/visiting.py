"""Joins a visit to a declared source to the store, one address after the other."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from countersight.collect import Collected, CollectLimits, take_apart
from countersight.collect.base import TOOL
from countersight.errors import InputError, NotFound, TransientError
from countersight.model.custody import Act
from countersight.model.document import capture_id
from countersight.model.failure import Failure, Stage, make_failure
from countersight.pipeline.boundary import attempt, cut_chunks
from countersight.pipeline.collecting import limited_to_readable
from countersight.store.base import Store, View

if TYPE_CHECKING:  # whoever reads files should not wait for an HTTP client
    from countersight.collect.sources import Source
    from countersight.collect.watching import Catch, Visitor, VisitSummary

ONCE = (Act.CHANGED, Act.VANISHED)
"""What is told of a document once, not at every look."""


def visit_source(
    store: Store, visitor: "Visitor", source: "Source", limits: CollectLimits, *, tell: "Callable[[Catch], None]"
) -> "VisitSummary":
    """Visit a declared source and keep what comes of it, one address after the other.

    What goes wrong with one source ends its visit, and no other's.

    Raises:
        InvariantError: the store or the code is wrong.
    """
    visit = partial(_keep_visit, store, visitor, source, limited_to_readable(limits), tell)
    try:
        done = attempt(Stage.COLLECT, source.name, visit)
    except TransientError as error:  # the store was busy, or the disk full: what was kept is kept
        return visitor.break_off(source, str(error))
    if isinstance(done, Failure):
        with store.writer() as writer:
            writer.record_failure(done)
        return visitor.break_off(source, f"{done.reason}: {done.detail}")
    summary = visitor.summary(source)
    if summary.trouble is None and summary.ended_at is not None:
        with store.writer() as writer:  # what kept an earlier visit from looking is over
            for item in {source.name, *(entry.address for entry in source.entries)}:
                writer.clear_failure(Stage.COLLECT, item)
    return summary


def _keep_visit(
    store: Store, visitor: "Visitor", source: "Source", limits: CollectLimits, tell: "Callable[[Catch], None]"
) -> None:
    for catch in visitor.visit(source):
        _keep_catch(store, catch, limits)
        tell(catch)


def _keep_catch(store: Store, catch: "Catch", limits: CollectLimits) -> None:
    """Keep what came of one address; a second time, after a death in between, changes nothing."""
    act, detail = _act_of(catch)
    with store.view() as view:
        before = _kept_before(view, catch)
        is_told = before is not None and act in ONCE and _is_told(view, before, act, detail)
    for kept in cut_chunks(_parts(catch, before, limits), weight=lambda part: len(getattr(part, "data", ""))):
        _keep_parts(store, kept)
    with store.writer() as writer:
        if catch.failure is None:
            writer.clear_failure(Stage.COLLECT, catch.address)
        if before is not None and act is not None and not is_told:
            words = dict([("address", catch.address), ("capture", capture_id(before, catch.address)), detail])
            writer.record_custody(act, before, by=TOOL, at=catch.at, detail=words)


def _keep_parts(store: Store, parts: Iterable[Collected | Failure]) -> None:
    with store.writer() as writer:
        for part in parts:
            if isinstance(part, Failure):
                writer.record_failure(part)
                continue
            store.archive.put(part.data)
            writer.add_document(part.document, part.capture)


def _is_told(view: View, document_id: str, act: Act | None, detail: tuple[str, str]) -> bool:
    """Whether the log of custody ends, for a document, in this very act."""
    last = deque(view.custody(document_id), maxlen=1)
    return any(event.act is act and detail in event.detail for event in last)


def _parts(catch: "Catch", before: str | None, limits: CollectLimits) -> Iterator[Collected | Failure]:
    """Yield the documents in what was fetched, each with the source that led there."""
    if catch.failure is not None:
        yield catch.failure
    if catch.collected is None or (before is None and catch.before == catch.collected.document.id):
        return  # nothing was sent, or once more the file of many documents that was taken apart before
    source, publisher = catch.collected.capture.source, catch.collected.capture.publisher
    try:
        for part in take_apart(catch.collected, limits):
            if isinstance(part, Collected):
                told = part.capture.publisher or publisher
                yield replace(part, capture=replace(part.capture, source=source, publisher=told))
            elif isinstance(part, Failure):
                yield part
    except InputError as error:
        yield make_failure(Stage.COLLECT, catch.address, error)


def _kept_before(view: View, catch: "Catch") -> str | None:
    """Return the document that was kept from an address before; a file of many documents is none itself."""
    try:
        return view.document(catch.before).id if catch.before else None
    except NotFound:
        return None


def _act_of(catch: "Catch") -> tuple[Act | None, tuple[str, str]]:
    """Return what the log of custody has to tell that adding a document does not tell by itself."""
    from countersight.collect.watching import Outcome

    match catch.outcome:
        case Outcome.CHANGED:
            return Act.CHANGED, ("document", catch.collected.document.id if catch.collected else "")
        case Outcome.VANISHED:
            return Act.VANISHED, ("answer", catch.detail)
        case Outcome.MOVED:
            return Act.VANISHED, ("leads_to", catch.detail)
        case Outcome.UNCHANGED if catch.collected is None:
            return Act.SEEN_AGAIN, ("answer", catch.detail)
    return None, ("", "")
