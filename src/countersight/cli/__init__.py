"""The command line: each command opens the store, calls one function of the library, and prints."""

import os
import sys
from importlib import import_module
from io import StringIO, TextIOWrapper

import click

from countersight import __version__
from countersight.cli.terminal import echo, plain_line
from countersight.errors import CountersightError, MissingBlob

COMMANDS = {
    "demo": "demo",
    "init": "project",
    "add": "road",
    "watch": "watch",
    "captures": "archives",
    "check-ocds": "check_ocds",
    "lists": "lists",
    "preview": "preview",
    "run": "road",
    "claims": "browse",
    "findings": "browse",
    "count": "count",
    "show": "browse",
    "search": "search",
    "sources": "sources",
    "match": "match",
    "judge": "judge",
    "listings": "listings",
    "screen": "screen",
    "review": "decide",
    "notices": "notices",
    "release": "publish",
    "changes": "changes",
    "serve": "serve",
    "people": "people",
    "analyze": "publish",
    "evaluate": "measure",
    "compare-extractors": "compare",
    "failures": "road",
    "verify": "verify",
    "custody": "custody",
    "timestamp": "custody",
    "export-evidence": "custody",
    "doctor": "project",
}
"""Each command and the module that holds it, in the order in which one needs them."""


class Road(click.Group):
    """Lists its commands in the order of the road and imports a command's module only when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the road, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return it."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"countersight.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def invoke(self, ctx: click.Context) -> None:
        """Run the command; that the reader of its output has gone, as in `countersight claims | head`, is no error."""
        try:
            super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python writes out what is left when it ends, and would complain then.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.command(
    cls=Road,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `countersight demo`, or with `countersight init`, `add` and `run` in a folder of your own.",
)
@click.version_option(__version__, "-V", "--version")
@click.option("-C", "--project", metavar="DIR", help="The project's folder, if it is not the one you are in.")
@click.pass_context
def countersight(ctx: click.Context, project: str | None) -> None:
    """Find out who supplies surveillance technology to whom, and on whose word.

    Countersight reads documents, ties every claim to its exact words, resolves the names, counts independent origins
    and writes a dataset and a report that lead back to the words. It watches the trade, never people.

    The road: add documents, run the stages, look at claims and findings, review them, release.
    """
    ctx.obj = project


def main() -> None:
    """Run the command line. Expected errors end as one line and exit code 1; wrong usage as exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # not every terminal and pipe can take every script
            stream.reconfigure(errors="backslashreplace")
    try:
        countersight.main(standalone_mode=False)
        sys.stdout.flush()  # what is still to be written may fail too, and must not fail only after the last line here
    except click.exceptions.Abort:
        sys.exit("countersight: stopped; what was finished is kept, the same command goes on from there")
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except click.ClickException as error:
        said = StringIO()
        error.show(said)
        echo(said.getvalue().rstrip(), err=True)
        sys.exit(error.exit_code)
    except MissingBlob as error:
        sys.exit(
            plain_line(f"countersight: {error}; adding its document again, from where it came, puts the bytes back")
        )
    except CountersightError as error:
        sys.exit(plain_line(f"countersight: {error}"))
    except OSError as error:  # a folder that may not be written, a full disk under the output
        _give_up_output()
        where = f"{error.filename}: " if error.filename else ""
        sys.exit(plain_line(f"countersight: {where}{error.strerror or error}"))


def _give_up_output() -> None:
    """Send what can no longer be written nowhere: else the interpreter tries again as it ends, and exits with 120."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
