"""The one way to a terminal for tables, colors and progress: words of strangers go there without what it would obey."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from countersight.cli.terminal import plain_line


class Screen(Console):
    """A console for words of strangers, which leaves it to the command line what a closed pipe means."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as any console does, but for what words would have the terminal do."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(plain_line(segment.text), segment.style)

    def on_broken_pipe(self) -> None:
        """Called while the error is handled: let it pass."""
        raise BrokenPipeError


def console() -> Screen:
    """Return a console on standard output; piped, it neither colors nor cuts."""
    screen = Screen(highlight=False)
    if not screen.is_terminal:
        screen.width = 200
    return screen


def error_console() -> Screen:
    """Return a console on standard error, for what is going on."""
    return Screen(stderr=True)
