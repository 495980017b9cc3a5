"""Has batches taken in one after the other, each in a process that is bounded in time."""

import atexit
import os
import signal
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from threading import Lock, Thread

from starlette.requests import Request

from countersight.project import Project
from countersight.web.adding.batches import IS_OVER, Batch, Batches, Progress, Standing
from countersight.web.adding.taking_in import take_in
from countersight.web.workspace import workspace

LEAST_S = 1_800
"""Seconds that the run of any batch may take; what waited from before is done by it too."""
TOO_LONG = "it took too long and was stopped; what is left is done by the next run"
BROKE_OFF = "it broke off; what is left is done by the next run"


class Intake:
    """Takes in what was sent to one project."""

    def __init__(self, project: Project, *, least_s: float = LEAST_S) -> None:
        self.batches = Batches(project.folder)
        self._project = project
        self._least_s = least_s
        self._lock = Lock()
        self._thread: Thread | None = None
        self._process: BaseProcess | None = None
        self._is_closed = False

    def go_on(self) -> None:
        """Begin with what waits, unless that is under way; also with what a server that was stopped left behind."""
        with self._lock:
            is_at_work = self._thread is not None and self._thread.is_alive()
            if self._is_closed or is_at_work or next(self.batches.waiting(), None) is None:
                return
            self._thread = Thread(target=self._work, name="intake", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until everything is taken in."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """Stop the run; the batch waits for the next start."""
        with self._lock:
            self._is_closed = True
            self._stop()

    def _work(self) -> None:
        while True:
            batch = next(self.batches.waiting(), None)
            with self._lock:
                if self._is_closed:
                    return
                if batch is None:
                    self._thread = None  # under the lock: whoever commits a batch from now on starts another
                    return
                process = self._begin(batch)
            process.join(self._most_s(batch))
            self._end(batch, process)

    def _begin(self, batch: Batch) -> BaseProcess:
        project = self._project
        self._process = get_context("spawn").Process(
            target=take_in, args=(project.folder, project.settings, project.readers, batch), name="intake"
        )
        self._process.start()
        return self._process

    def _end(self, batch: Batch, process: BaseProcess) -> None:
        is_late = process.is_alive()
        with self._lock:
            self._stop()
            if self._is_closed:
                return
        progress = batch.progress()
        if progress.standing not in IS_OVER:
            problem = TOO_LONG if is_late else BROKE_OFF
            batch.tell(Progress(standing=Standing.STOPPED, outcomes=progress.outcomes, problem=problem))
            if progress.outcomes:
                batch.drop_files()

    def _most_s(self, batch: Batch) -> float:
        """Return the seconds that a batch may take: what its files may, each read within its own bound."""
        settings = self._project.settings
        return self._least_s + len(batch.sent().names) * max(settings.reader_timeout_s, settings.ocr_timeout_s)

    def _stop(self) -> None:
        """End the process and those that it started: they are a group."""
        process, self._process = self._process, None
        if process is None or process.pid is None:
            return
        if process.is_alive():
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()  # before it has made a group of its own, it is none
        process.join()


_MAKING = Lock()


def intake(request: Request) -> Intake:
    """Return the intake of the application."""
    state = request.app.state
    with _MAKING:
        if not hasattr(state, "intake"):
            state.intake = Intake(workspace(request).project)
            atexit.register(state.intake.close)  # the interpreter would wait for the process otherwise
    found: Intake = state.intake
    return found
