"""The command `serve`: the site of a project, on this computer or for a team."""

import click

from countersight.cli.terminal import echo
from countersight.project import open_project


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on. Beyond this computer only with accounts.",
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8080, show_default=True, help="Port; 0 takes any free one."
)
@click.option("--open/--no-open", "opens", default=True, help="Open the browser.")
@click.pass_obj
def serve(option: str | None, *, host: str, port: int, opens: bool) -> None:
    """Show the project in the browser: read, check, decide, and ask by API.

    On this computer alone it needs no account: the address printed lets whoever has it in, once. For a team, make
    accounts first with `countersight people add`. Nothing is loaded from elsewhere, and no visitor is recorded.
    """
    from countersight.web.serving import serve_project

    with open_project(option) as (project, store):
        serve_project(project, store, host=host, port=port, opens=opens, say=echo)
