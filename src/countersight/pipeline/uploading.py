"""Joins files that a person sent through the site to the store, and tells what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from countersight.collect import Collected, CollectLimits, Skipped
from countersight.collect.uploads import Upload, collect_uploads
from countersight.errors import NotFound
from countersight.model.failure import Failure, Stage
from countersight.pipeline.boundary import CHUNK
from countersight.pipeline.collecting import Arrival, keep_collected, limited_to_readable
from countersight.pipeline.counting import Observer, StageCount
from countersight.store.base import Store


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of one file that was sent."""

    name: str
    documents: list[str] = field(default_factory=list)
    """Ids, in the order of the file."""
    known: list[str] = field(default_factory=list)
    """Those of them that were in the store already: the same bytes are the same document."""
    failures: list[Failure] = field(default_factory=list)


def add_uploads(store: Store, uploads: Iterable[Upload], limits: CollectLimits, *, observe: Observer) -> list[Outcome]:
    """Collect files that were sent into the store; each has an outcome, in order."""
    uploads, limits = list(uploads), limited_to_readable(limits)
    outcomes = {id(upload): Outcome(name=upload.name) for upload in uploads}
    count, held = StageCount(), list[Arrival]()
    with store.view() as view:
        failing = {failure.item for failure in view.failures(stage=Stage.COLLECT)}
    for upload, taken in collect_uploads(uploads, limits=limits):
        outcome = outcomes[id(upload)]
        if isinstance(taken, Skipped):
            continue
        if isinstance(taken, Collected):
            store.archive.put(taken.data)
            outcome.documents.append(taken.document.id)
            outcome.known += [taken.document.id] if _is_known(store, taken.document.id) else []
        else:
            outcome.failures.append(taken)
        held.append((taken.document, taken.capture) if isinstance(taken, Collected) else taken)
        if len(held) == CHUNK:
            keep_collected(store, held, failing, count)
            held.clear()
        observe(Stage.COLLECT, uploads.index(upload) + 1, len(uploads))
    keep_collected(store, held, failing, count)
    return list(outcomes.values())


def _is_known(store: Store, document_id: str) -> bool:
    with store.view() as view:
        try:
            view.document(document_id)
        except NotFound:
            return False
    return True
