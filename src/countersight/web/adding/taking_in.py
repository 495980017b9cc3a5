"""The process that takes a batch in: it collects the files, runs every stage, and tells how far it has come."""

import fcntl
import os
from pathlib import Path
from time import monotonic

from countersight.collect.uploads import Upload
from countersight.errors import CountersightError
from countersight.model.failure import Stage
from countersight.pipeline import run_pipeline
from countersight.pipeline.uploading import Outcome, add_uploads
from countersight.project import collect_limits, extractor_choice
from countersight.settings import Settings
from countersight.store import open_store
from countersight.store.base import Store
from countersight.web.adding.batches import IS_OVER, Batch, FileOutcome, Progress, Standing

TELL_EVERY_S = 0.5


def take_in(folder: Path, settings: Settings, readers: int, batch: Batch) -> None:
    """Take a batch in, behind whatever else this computer does; in a process, and a process group, of its own.

    Only one is at work in a project: a server that was killed may have left one behind, which is waited for.
    """
    os.setsid()
    os.nice(5)
    with (batch.folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if batch.progress().standing not in IS_OVER:
            _take_in(folder, settings, readers, batch)


def _take_in(folder: Path, settings: Settings, readers: int, batch: Batch) -> None:
    teller = _Teller(batch)
    teller.tell(Stage.COLLECT, 0, len(batch.sent().names))
    try:
        store = open_store(folder, database=settings.database)
        store.readers = readers
        try:
            teller.outcomes = tuple(map(_told, _collect(store, settings, batch, teller)))
            run_pipeline(store, settings, observe=teller.tell, choose=extractor_choice(settings, folder=folder))
        finally:
            store.close()
    except CountersightError as error:
        batch.tell(Progress(standing=Standing.STOPPED, outcomes=teller.outcomes, problem=str(error)))
    else:
        batch.tell(Progress(standing=Standing.DONE, outcomes=teller.outcomes))
    if teller.outcomes:  # what was taken in lies in the archive
        batch.drop_files()


def _collect(store: Store, settings: Settings, batch: Batch, teller: "_Teller") -> list[Outcome]:
    sent = batch.sent()
    uploads = [
        Upload(path=batch.file(number), name=name, publisher=sent.publisher or None)
        for number, name in enumerate(sent.names)
    ]
    return add_uploads(store, uploads, collect_limits(settings), observe=teller.tell)


def _told(outcome: Outcome) -> FileOutcome:
    return FileOutcome(
        name=outcome.name,
        documents=tuple(outcome.documents),
        known=tuple(outcome.known),
        failures=tuple((failure.reason, failure.detail) for failure in outcome.failures),
    )


class _Teller:
    """Keeps how far a run has come where pages find it, not more often than anybody looks."""

    def __init__(self, batch: Batch) -> None:
        self.outcomes: tuple[FileOutcome, ...] = ()
        self._batch = batch
        self._told = ("", -TELL_EVERY_S)

    def tell(self, stage: Stage, done: int, total: int | None) -> None:
        """Take note of progress."""
        before, at = self._told
        if stage.value != before or monotonic() - at >= TELL_EVERY_S:
            self._told = (stage.value, monotonic())
            self._batch.tell(
                Progress(standing=Standing.RUNNING, stage=stage.value, done=done, total=total, outcomes=self.outcomes)
            )
