"""Reads many documents in processes of their own, so that none can take the run down with it."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from countersight.errors import CountersightError, InputError, InvariantError, ReaderCrashed, ReaderExhausted
from countersight.model.text import DocumentText
from countersight.read.base import ReadItem
from countersight.read.frames import OUT_OF_MEMORY, Outcome, Setup, Task, receive, send
from countersight.read.ocr import Recognition, Recognizes
from countersight.read.readers import READERS
from countersight.read.reading import Readers, find_reader

RECYCLE_AFTER = 500
"""Documents read by one process before another takes its place: what libraries leak stays small."""

START_TIMEOUT_S = 120.0
_LAST_BREATH_S = 2.0
_AHEAD_PER_PROCESS = 4
_AHEAD_BYTES = 64_000_000

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
"""On a machine of many cores, the stacks of threads that never work would fill the bounded address space."""
_START = "import sys; sys.path[:] = sys.argv[1:]; from countersight.read.worker import main; main()"

Result = DocumentText | InputError


def read_documents(
    items: Iterable[ReadItem],
    *,
    processes: int,
    timeout_s: float,
    memory_mb: int,
    recognition: Recognition | None = None,
    readers: Readers = READERS,
    recycle_after: int = RECYCLE_AFTER,
) -> Iterator[tuple[ReadItem, Result]]:
    """Read documents and yield each with its text or the error that says why there is none, in the order given.

    Readers run in up to `processes` processes, started when first needed. A document that takes over `timeout_s`
    seconds, or a process over `memory_mb` MiB of address space, or that kills its process, gives `ReaderExhausted` for
    itself alone. One whose pages may be images has the time that `recognition` allows, of which its process may use
    `timeout_s` itself. Only a few documents are taken from `items` ahead of those yielded.

    Not bounded on Windows: memory, processor time, files. Not on macOS: address space, which its kernel does not bound.

    Raises:
        InvariantError: reader processes cannot be started at all.
    """
    recognition = recognition or Recognition()
    bounds = Setup(
        readers=tuple((reader.__module__, reader.__qualname__) for reader in readers),
        memory_mb=memory_mb,
        timeout_s=timeout_s,
        ocr_languages=recognition.languages,
    )
    crew = _Crew(bounds, recycle_after, recognized=dict.fromkeys(_recognized(readers), recognition.timeout_s))
    pending: deque[tuple[ReadItem, Future[Result]]] = deque()
    threads = ThreadPoolExecutor(processes, thread_name_prefix="countersight-read")
    try:
        for item in items:
            pending.append((item, threads.submit(_read_apart, item, crew, readers)))
            while _is_far_ahead(pending, processes):
                yield _take(pending)
        while pending:
            yield _take(pending)
    finally:
        for _, future in pending:
            future.cancel()
        crew.dismiss()
        threads.shutdown()
        crew.bury()


def _recognized(readers: Readers) -> Iterator[str]:
    """Yield the media types whose pages may be images."""
    for reader in readers:
        yield from reader.media_types if issubclass(reader, Recognizes) else ()


def _take(pending: "deque[tuple[ReadItem, Future[Result]]]") -> tuple[ReadItem, Result]:
    item, future = pending.popleft()
    return item, future.result()


def _is_far_ahead(pending: "deque[tuple[ReadItem, Future[Result]]]", processes: int) -> bool:
    if not pending:
        return False
    return (
        pending[0][1].done()
        or len(pending) > _AHEAD_PER_PROCESS * processes
        or sum(len(item.data) for item, _ in pending) > _AHEAD_BYTES
    )


def _read_apart(item: ReadItem, crew: "_Crew", readers: Readers) -> Result:
    try:
        find_reader(item.document.media_type, readers)
    except InputError as error:  # needs no process
        return error
    return crew.read(item)


class _Crew:
    """Reader processes, each with one document at a time."""

    def __init__(self, setup: Setup, recycle_after: int, *, recognized: Mapping[str, float]) -> None:
        self._setup = setup
        self._recognized = recognized
        self._recycle_after = recycle_after
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._dismissed = False

    def read(self, item: ReadItem) -> Result:
        worker = self._engage()
        result = worker.read(item, self._recognized.get(item.document.media_type, self._setup.timeout_s))
        if worker.is_fit() and worker.documents < self._recycle_after:
            self._idle.put(worker)
        else:
            self._release(worker)
        return result

    def dismiss(self) -> None:
        """End all processes at once, also those in the midst of a document."""
        with self._lock:
            self._dismissed = True
            for worker in self._all:
                worker.kill()

    def bury(self) -> None:
        """Clear away what `dismiss` ended, once nobody waits for it any more."""
        while self._all:
            self._all.pop().end()

    def _engage(self) -> "_Worker":
        with contextlib.suppress(queue.Empty):
            while not (worker := self._idle.get_nowait()).is_fit():
                self._release(worker)
            return worker
        with self._lock:
            if self._dismissed:
                raise CountersightError("reading was given up")
            worker = _Worker(self._setup)
            self._all.add(worker)
        worker.wait_until_ready()
        return worker

    def _release(self, worker: "_Worker") -> None:
        with self._lock:
            self._all.discard(worker)
        worker.end()


class _Worker:
    """One reader process as the pool sees it."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._most_bytes = setup.memory_mb * 1024 * 1024
        self._overdue = threading.Event()
        self._is_trusted = True
        self.documents = 0
        # `-P`: without it Python would import from the current folder first, where the documents may lie.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ONE_THREAD,
        )

    def wait_until_ready(self) -> None:
        """Raises: InvariantError: it did not start."""
        try:
            self._ask(self._setup, START_TIMEOUT_S)
        except (OSError, EOFError) as error:
            raise InvariantError(f"a reader process did not start: {self._how_it_ended(START_TIMEOUT_S)}") from error

    def read(self, item: ReadItem, timeout_s: float) -> Result:
        self.documents += 1
        try:
            result = self._ask(Task.of(item), timeout_s).result()
        except (OSError, EOFError):
            result = ReaderExhausted(self._how_it_ended(timeout_s))
        # After running out of memory, or a bug, the process is not trusted with another document.
        self._is_trusted = not isinstance(result, ReaderExhausted | ReaderCrashed)
        return result

    def is_fit(self) -> bool:
        return self._is_trusted and self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not yet written is lost with the process
                pipe.close()  # type: ignore[union-attr]

    def _ask(self, message: Setup | Task, timeout_s: float) -> Outcome:
        timer = threading.Timer(timeout_s, self._stop_overdue)
        timer.daemon = True
        timer.start()
        try:
            send(self._process.stdin, message)  # type: ignore[arg-type]
            return receive(self._process.stdout, Outcome, most_bytes=self._most_bytes)  # type: ignore[arg-type]
        finally:
            timer.cancel()

    def _stop_overdue(self) -> None:
        self._overdue.set()
        self._process.kill()

    def _how_it_ended(self, timeout_s: float) -> str:
        try:
            code = self._process.wait(_LAST_BREATH_S)
        except subprocess.TimeoutExpired:  # it sent what was no answer, and lives
            self._process.kill()
            code = self._process.wait()
        if self._overdue.is_set():
            return f"not done within {timeout_s:g} seconds"
        if code == OUT_OF_MEMORY:
            return f"too large to take in within {self._setup.memory_mb} MiB"
        return f"its process ended by signal {-code}" if code < 0 else f"its process ended with exit code {code}"
