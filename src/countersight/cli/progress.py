"""Progress bars on the terminal: counts, rates and time left; silent when the error stream is no terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
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

    def __call__(self, stage: Stage, done: int, total: int | None) -> None:
        """Show that `done` items of `total` are done; without a total, show the count alone."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(DOING.get(stage, stage.value), total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on standard error that something of unknown length is being done, while the block runs."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield


@contextmanager
def stage_progress() -> Iterator[StageProgress]:
    """Show bars on standard error while the block runs."""
    columns = (
        SpinnerColumn(), TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), RateColumn(),
        TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield StageProgress(progress)
