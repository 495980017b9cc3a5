"""A reader process: reads one document after another under bounds, and ends with its parent.

Started by the pool with a pipe at standard input and output. Bounds are POSIX's and set here; where `resource` is
missing (Windows), only the pool's clock holds.
"""

import contextlib
import importlib
import os
import queue
import signal
import sys
import threading
import time
import traceback
from functools import partial
from types import TracebackType
from typing import Any, BinaryIO

from countersight.errors import ReaderCrashed, ReaderExhausted, RecognizerMissing
from countersight.read.base import Reader
from countersight.read.frames import OUT_OF_MEMORY, Outcome, Setup, Task, receive, send
from countersight.read.language import load_identifier
from countersight.read.ocr import Recognizes, with_languages
from countersight.read.ocr.tesseract import find_program
from countersight.read.reading import try_document

READY = Outcome(failure=("ready", ""))

_ANY_SIZE = sys.maxsize
_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
)


def main() -> None:
    """Serve the pool until its end of the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the whole group; the pool decides
    tasks, answers = take_pipes()
    setup = receive(tasks, Setup, most_bytes=_ANY_SIZE)
    readers = tuple(with_languages(_load_reader(module, name), setup.ocr_languages) for module, name in setup.readers)
    sys.excepthook = _crash_reporter(answers)
    inbox: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_fill, args=(inbox, tasks), daemon=True).start()
    load_identifier()  # before the bounds: it needs a temporary file
    bound_process(setup, programs=_programs(readers))
    send(answers, READY)
    while True:
        task = inbox.get()
        _allow_processor_time(setup.timeout_s)
        result = try_document(task.item(), readers)
        try:
            send(answers, Outcome.of(result))
        except MemoryError:
            send(answers, Outcome.of(ReaderExhausted("no memory left to hand the text over")))


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes to ourselves: whatever a library prints goes nowhere, rather than between the answers."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return tasks, answers


def _load_reader(module: str, name: str) -> type[Reader]:
    found: type[Reader] = getattr(importlib.import_module(module), name)
    return found


def _fill(inbox: "queue.SimpleQueue[Task]", tasks: BinaryIO) -> None:
    """Wait for tasks beside the reading, so that the end of the parent ends this process in the midst of a document."""
    while True:
        try:
            inbox.put(receive(tasks, Task, most_bytes=_ANY_SIZE))
        except EOFError:
            os._exit(0)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def _programs(readers: tuple[type[Reader], ...]) -> frozenset[str]:
    """Return the paths of the programs that these readers start."""
    if not any(issubclass(reader, Recognizes) for reader in readers):
        return frozenset()
    with contextlib.suppress(RecognizerMissing):
        return frozenset({find_program()})
    return frozenset()


def bound_process(setup: Setup, *, programs: frozenset[str] = frozenset()) -> None:
    """Bound the memory, files and network of this process, and of any of these programs that it starts, for good."""
    _set_bounds(setup)
    sys.addaudithook(partial(_refuse, programs))


def _set_bounds(setup: Setup) -> None:
    if sys.platform == "win32":
        return
    import resource

    memory = setup.memory_mb * 1024 * 1024
    for kind, bound in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(kind)
        least = bound if most == resource.RLIM_INFINITY else min(bound, most)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some bounds of address space
            resource.setrlimit(kind, (least, least))


def _allow_processor_time(timeout_s: float) -> None:
    """Move the bound on processor time ahead: it stops a reader that spins when the pool is no longer there."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    ahead = int(time.process_time() + timeout_s) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (ahead if most == resource.RLIM_INFINITY else min(ahead, most), most))


def _refuse(programs: frozenset[str], event: str, details: tuple[Any, ...]) -> None:
    """Forbid the network and other processes. Against mistakes of libraries, not against native code taken over."""
    if event.startswith(_FORBIDDEN) and not (event == "subprocess.Popen" and details[0] in programs):
        raise PermissionError(f"a reader may not do this: {event}")


def _crash_reporter(answers: BinaryIO) -> Any:
    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        frames = [frame for frame in traceback.extract_tb(trace) if frame.filename != __file__]
        place = "".join(f" at {frame.filename}:{frame.lineno}" for frame in frames[-1:])
        send(answers, Outcome(failure=(ReaderCrashed.__name__, f"{kind.__name__}: {error}{place}")))

    return report
