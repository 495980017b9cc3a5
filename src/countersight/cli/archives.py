"""The command `captures`: what was received from the web, byte for byte, and where it is kept."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo
from countersight.errors import AmbiguousId, NotFound, StoreUnavailable
from countersight.project import find_project, open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.collect.archives.keeping import Kept
    from countersight.store.base import View

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")


@click.group(invoke_without_command=True)
@JSON
@click.pass_context
def captures(ctx: click.Context, *, as_json: bool) -> None:
    """Look through what was received from the web: each request and response, kept byte for byte as WARC.

    \b
    countersight captures
    countersight captures show cap-1ae8
    countersight captures export cap-1ae8 --wacz evidence.wacz

    Without a command it lists all responses, those that are no documents too: pages that were gone, redirects.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_, as_json=as_json)


@captures.command("list")
@JSON
@click.pass_context
def list_(ctx: click.Context, *, as_json: bool) -> None:
    """List what was received, in order of time within each archive."""
    from countersight.cli.printing import print_json, print_rows
    from countersight.collect.archives.keeping import list_kept

    project = find_project(ctx.obj)
    kept = list_kept(project.folder)
    if as_json:
        print_json(_record(one, project.folder) for one in kept)
        return
    rows = ([one.entry.date[:19], str(one.entry.status), one.entry.url, one.entry.capture or ""] for one in kept)
    empty = (
        "nothing was received from the web yet; `countersight add URL` and `countersight watch` keep what they fetch"
    )
    print_rows(("received", "status", "address", "capture"), rows, empty=empty)


@captures.command()
@click.argument("beginning", metavar="ID")
@JSON
@click.pass_context
def show(ctx: click.Context, beginning: str, *, as_json: bool) -> None:
    """Tell where a capture lies: the archive, the record and its place in it. ID is a capture's, or a document's.

    \b
    countersight captures show cap-1ae8
    """
    from countersight.cli.printing import print_json
    from countersight.collect.archives.keeping import list_kept

    with open_project(ctx.obj) as (project, store), store.view() as view:
        kept = list(list_kept(project.folder, _find(view, beginning)))
    if not kept:
        raise NotFound(f"{beginning} did not come from the web, or before such records were kept")
    if as_json:
        print_json(_record(one, project.folder) for one in kept)
        return
    for one in kept:
        for name, value in _record(one, project.folder).items():
            echo(f"{name:<10} {value}")
        echo()


@captures.command()
@click.argument("beginning", metavar="ID")
@click.option("--wacz", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="The file to write.")  # fmt: skip
@click.pass_context
def export(ctx: click.Context, beginning: str, target: Path) -> None:
    """Write the captures of one document, with their redirects and requests, as a WACZ of their own.

    Any program that reads WACZ shows it, such as ReplayWeb.page. ID is a capture's, or a document's.

    \b
    countersight captures export cap-1ae8 --wacz evidence.wacz
    """
    from countersight.collect.archives.exporting import export_captures

    with open_project(ctx.obj) as (project, store), store.view() as view:
        wanted = _find(view, beginning)
        try:
            found = export_captures(project.folder, wanted, target)
        except OSError as error:
            raise StoreUnavailable(str(target), error.strerror or str(error)) from error
    if not found:
        raise NotFound(f"{beginning} did not come from the web, or before such records were kept")
    echo(f"{len(found):,} {'capture' if len(found) == 1 else 'captures'} in {target}")


def _find(view: "View", beginning: str) -> frozenset[str]:
    """Return the ids of a capture, or of all captures of a document, and of their records.

    Raises:
        NotFound, AmbiguousId: there is no one such id.
    """
    found = [
        capture
        for capture in view.captures()
        if capture.id.startswith(beginning) or capture.document_id.startswith(beginning)
    ]
    if not found:
        raise NotFound(f"no capture or document has the id {beginning}")
    documents = {capture.document_id for capture in found}
    if len(documents) > 1:
        raise AmbiguousId(f"{beginning} fits {len(documents)} documents")
    return frozenset(name for capture in found for name in (capture.id, capture.record) if name is not None)


def _record(kept: "Kept", folder: Path) -> dict[str, str | int]:
    entry = kept.entry
    told: dict[str, str | int | None] = {
        "received": entry.date,
        "status": entry.status,
        "address": entry.url,
        "media type": entry.mime,
        "capture": entry.capture,
        "redirects": None if entry.event is None else f"to record {entry.event}",
        "archive": str(kept.archive.relative_to(folder)),
        "file": f"archive/{entry.filename}",
        "record": entry.record,
        "offset": entry.offset,
        "length": entry.length,
        "digest": entry.digest,
    }
    return {name: value for name, value in told.items() if value is not None}
