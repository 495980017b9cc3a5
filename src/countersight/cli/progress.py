"""Progress bars on the terminal: counts, rates and time left; silent when the error stream is no terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from countersight.cli.console import error_console
from countersight.model.failure import Stage

DOING = {
    Stage.COLLECT: "collecting documents",
    Stage.READ: "reading documents",
    Stage.EXTRACT: "looking for claims",
    Stage.RESOLVE: "resolving names",
    Stage.CORROBORATE: "counting origins",
    Stage.RELEASE: "writing the release",
}


class RateColumn(ProgressColumn):
    """How many items a second."""

    def render(self, task: Task) -> Text:
        """Show the rate once there is one."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.1f}/s", style="progress.data.speed")


class StageProgress:
    """Takes the pipeline's reports and shows a bar for each stage."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[Stage, TaskID] = {}
        self._file: tuple[str, TaskID] | None = None

    def __call__(self, stage: Stage, done: int, total: int | None) -> None:
        """Show that `done` items of `total` are done; without a total, show the count alone."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(DOING.get(stage, stage.value), total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)

    def show_file(self, address: str, done: int, total: int) -> None:
        """Show how far a file that holds many documents was read, in megabytes; only the last such file."""
        if self._file is None or self._file[0] != address:
            if self._file is not None:
                self._progress.remove_task(self._file[1])
            name = unquote(address.rpartition("/")[2])[:40]
            self._file = address, self._progress.add_task(f"{escape(name)}, MB")
        self._progress.update(self._file[1], completed=done // 1_000_000, total=max(1, total // 1_000_000))


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on standard error that something of unknown length is being done, while the block runs."""
    console = error_console()
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield


@contextmanager
def counting() -> Iterator[Callable[[str, int, int], None]]:
    """Show bars on standard error, one for each thing that is told of, while the block runs."""
    console = error_console()
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield tell


@contextmanager
def stage_progress() -> Iterator[StageProgress]:
    """Show bars on standard error while the block runs."""
    columns = (
        SpinnerColumn(), TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), RateColumn(),
        TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    console = error_console()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield StageProgress(progress)
