"""The commands `custody`, `timestamp` and `export-evidence`: what was done to documents, and its proof for others."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo
from countersight.project import Project, collect_limits, open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.custody.stamping import Send, Stamping
    from countersight.model.custody import CustodyEvent
    from countersight.settings import Settings

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
BY = click.option("--by", metavar="NAME", help="Who does it, for the log; by default the person of the settings.")


class Custody(click.Group):
    """Takes an id, or nothing, in place of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in that may be left out."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["log", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Custody, subcommand_metavar="[ID] [OPTIONS] | COMMAND ...")
def custody() -> None:
    """Show what was done to a document since it came in, or to all; or make a working copy of one.

    \b
    countersight custody
    countersight custody 3f2a9c
    countersight custody copy 3f2a9c report.pdf --by "A. Reader"

    ID is that of a document, claim or finding, or the beginning of one. The log is never changed: see `verify`.
    """


@custody.command("log")
@click.argument("record_id", metavar="[ID]", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="How many.")
@JSON
@click.pass_obj
def log_(option: str | None, /, record_id: str | None, limit: int, *, as_json: bool) -> None:
    """Show the acts on ID, or the last ones on anything; the word `log` may be left out."""
    from countersight.cli.printing import print_json, print_rows
    from countersight.custody.bundle.gathering import find_documents

    with open_project(option) as (_, store), store.view() as view:
        if record_id is None:
            head = view.custody_head()
            events = list(view.custody(after=max(0, head.sequence - limit))) if head else []
        else:
            events = [event for name in find_documents(view, record_id) for event in view.custody(name)]
    if as_json:
        print_json(events)
        return
    empty = "nothing was done to any document yet; countersight add takes some in"
    headings = ("act", "when (UTC)", "what", "by", "document", "detail")
    print_rows(headings, map(_row, events), empty=empty)


def _row(event: "CustodyEvent") -> list[str]:
    shown = [f"{name}: {words}" for name, words in event.detail if name in SHOWN]
    when = event.at.strftime("%Y-%m-%d %H:%M:%S")
    return [str(event.sequence), when, event.act.value, event.by, event.subject_id[:12], "; ".join(shown)]


SHOWN = ("address", "attests", "authority", "bundle", "captures", "copy", "now", "reason", "status", "text", "texts")
"""What of a detail is worth a column; `--json` has all of it."""


@custody.command()
@click.argument("record_id", metavar="ID")
@click.argument("destination", type=click.Path(path_type=Path))
@BY
@click.pass_obj
def copy(option: str | None, record_id: str, destination: Path, by: str | None) -> None:
    """Make a working copy of a document at DESTINATION, with a note beside it that says of what it is one.

    The copy in the archive is the evidence and stays as it is; work on this one.
    """
    from countersight.custody.copying import copy_document

    with open_project(option) as (project, store):
        made = copy_document(store, record_id, destination, by=by or _person(project), now=datetime.now(UTC))
    echo(f"{made.copy}: a working copy of document {made.document_id}; {made.note.name} says so")


@click.command()
@click.option(
    "--authority", "authorities", multiple=True, metavar="URL", help="Authority to ask (RFC 3161); repeatable."
)
@click.option("--calendar", "calendars", multiple=True, metavar="URL", help="OpenTimestamps calendar; repeatable.")
@click.option("--roots", type=click.Path(path_type=Path), help="File of root certificates to trust, in PEM.")
@click.option("--complete", "is_completing", is_flag=True, help="Ask calendars what became of what they promised.")
@BY
@JSON
@click.pass_obj
def timestamp(
    option: str | None, /, authorities: tuple[str, ...], calendars: tuple[str, ...], roots: Path | None,
    by: str | None, *, is_completing: bool, as_json: bool,
) -> None:  # fmt: skip
    """Have authorities outside attest what is on the log of custody by now.

    \b
    countersight timestamp --authority https://tsa.example.org --authority https://stamp.example.net/tsr
    countersight timestamp --calendar https://calendar.example.org
    countersight timestamp --complete

    An inventory is written below `timestamps/`: plain lists of every document and act since the last one, which
    `sha256sum` checks. Only the SHA-256 of the inventory leaves this machine. What an authority answers is kept once
    it holds, with its certificates; `verify` checks it again, without a network. Needs countersight[timestamps].
    """
    from countersight.cli.printing import print_json
    from countersight.cli.progress import working
    from countersight.custody.inventories import read_inventories
    from countersight.custody.stamping import Whom, complete, stamp
    from countersight.custody.tokens import read_roots

    with open_project(option) as (project, store):
        settings, name = project.settings, by or _person(project)
        send = _sender(settings)
        with working("asking who attests"):
            if is_completing:
                inventories = read_inventories(store.folder)
                done = complete(store, inventories, by=name, send=send, at=datetime.now(UTC))
            else:
                asked = authorities or _listed(settings.timestamp_authorities)
                trusted = roots or (Path(settings.timestamp_roots) if settings.timestamp_roots else None)
                whom = Whom(
                    authorities=asked,
                    calendars=calendars or _listed(settings.timestamp_calendars),
                    roots=read_roots(trusted) if asked else (),
                )
                done = [stamp(store, whom, by=name, send=send, clock=lambda: datetime.now(UTC))]
    if as_json:
        print_json(map(_stamping_record, done))
    else:
        for each in done:
            _print_stamping(each)
        if not done:
            echo("no calendar has promised anything that is still open")
    if any(each.refused for each in done):
        sys.exit(1)


def _print_stamping(done: "Stamping") -> None:
    inventory = done.inventory
    news = "lists" if done.is_new else "nothing new; listed before are"
    echo(f"inventory {inventory.number}: {news} acts {inventory.first:,} to {inventory.last:,}, in {inventory.folder}")
    for kept in done.kept:
        echo(f"  {kept.words} ({kept.address})")
    for address, reason in done.refused:
        echo(f"  not attested by {address}: {reason}", err=True)


def _stamping_record(done: "Stamping") -> dict[str, object]:
    return {
        "inventory": done.inventory.number,
        "sha256": done.inventory.digest,
        "folder": str(done.inventory.folder),
        "is_new": done.is_new,
        "attested": [{"address": each.address, "file": each.file.name, "words": each.words} for each in done.kept],
        "refused": [{"address": address, "reason": reason} for address, reason in done.refused],
    }


def _sender(settings: "Settings") -> "Send":
    from countersight.collect.stamping import send

    limits = collect_limits(settings)

    def ask(address: str, body: bytes | None, media_type: str, max_bytes: int) -> bytes:
        headers = {"accept": media_type.replace("-query", "-reply")}
        if body is not None:
            headers["content-type"] = media_type
        return send(address, body, limits=limits, max_bytes=max_bytes, headers=headers)

    return ask


@click.command("export-evidence")
@click.argument("record_id", metavar="ID")
@click.option("--to", "destination", type=click.Path(path_type=Path), default=".", help="Folder; by default this one.")
@BY
@JSON
@click.pass_obj
def export_evidence(option: str | None, record_id: str, destination: Path, by: str | None, *, as_json: bool) -> None:
    """Hand out all that a document, claim or finding rests on, as a folder and a zip that strangers can check.

    \b
    countersight export-evidence clm-3f2a --by "A. Reader"
    countersight export-evidence 3f2a9c --to ~/handed-out

    In it: the captured bytes, capture records and web archive, the text, the quotes with their places, claims and
    decisions, the log of custody, inventories with timestamps and certificates, SHA256SUMS, and README.html, which says
    in plain words how to check each step with sha256sum, openssl and Python alone. What is restricted is handed out
    only by who may see it. Stamp first (`timestamp`), or nobody outside attests what is newest.
    """
    from functools import partial

    from countersight.cli.printing import print_json
    from countersight.collect.archives.exporting import export_captures
    from countersight.custody.bundle import export_evidence as export

    with open_project(option) as (project, store):
        made = export(
            store, record_id, destination, by=by or _person(project), now=datetime.now(UTC),
            web_captures=partial(export_captures, project.folder),
        )  # fmt: skip
    if as_json:
        told = {name: getattr(made, name) for name in ("subject_id", "files", "digest", "attested", "events")}
        print_json([told | {"folder": str(made.folder), "zip": str(made.zip)}])
        return
    echo(f"{made.folder}: {made.files} files, and the same as {made.zip.name}")
    echo(f"inventories tell of {made.attested} of its {made.events} acts")
    echo(f"SHA-256 of SHA256SUMS, to be told by another way: {made.digest}")


def _person(project: Project) -> str:
    from countersight.cli.people import person_here

    return project.settings.person or person_here()


def _listed(words: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, words.split(","))))
